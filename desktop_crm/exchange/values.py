"""The cells of one column read as values; what can't be read is told with its sheet, row and column."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from desktop_crm.exchange.cells import Cell, Fault, as_text
from desktop_crm.exchange.columns import ImportField, ValueKind
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.model.fold import fold
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Severity
from desktop_crm.model.written_day import from_serial, month_first, parse_date
from desktop_crm.model.written_number import decimal_mark, parse_decimal

#: A cell → its value, None when it says nothing, or why it can't be read.
Reader = Callable[[Cell], "str | int | Decimal | date | bool | Message | None"]

_NOTHING: Final = frozenset({"-", "--", "–", "—", "n/a", "null", "none", "nihil", "."})
_YES: Final = frozenset({"ya", "y", "yes", "true", "benar", "betul", "1", "x", "v", "aktif", "active", "ok"})
_NO: Final = frozenset(
    {"tidak", "t", "no", "n", "false", "salah", "0", "bukan", "nonaktif", "non aktif", "tidak aktif", "inactive"}
)
_TICKS: Final = frozenset("✓✔☑√●")
_SHORTENED: Final = re.compile(r"[0-9][.,][0-9]+[eE]\+[0-9]{2,}")
_EXACT: Final = 10**15  # spreadsheets keep no more digits of a number
_MOST: Final = 40  # characters of a value in a sentence


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong at one place of a sheet. An ERROR keeps the row out; after a WARNING it comes in without the value."""

    sheet: str
    row: int
    column: str
    message: Message
    severity: Severity = Severity.ERROR

    def told(self) -> Message:
        """The whole sentence with its place."""
        if not self.column:
            return msg("Row {row}: {problem}", row=self.row, problem=self.message)
        return msg("Row {row}, {column}: {problem}", row=self.row, column=self.column, problem=self.message)


def said(problem: Message, value: str = "") -> Message:
    """The sentence with the value it is about, unless it names that already; no value in it is long."""
    args = {name: _shortened(arg) if isinstance(arg, str) else arg for name, arg in problem.args.items()}
    short = Message(problem.text, args)
    if not value or value in problem.args.values():
        return short
    return msg("“{value}”: {problem}", value=_shortened(value), problem=short)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST else f"{line[: _MOST - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class MappedRow:
    """The values of one row by field, blank ones left out; `unread` the texts that could not be read, by column."""

    number: int
    values: Mapping[str, Any]
    unread: tuple[tuple[str, str], ...] = ()


def mapped_rows(
    sheet: Sheet, fields: Sequence[ImportField], mapping: Mapping[str, int]
) -> tuple[list[MappedRow], list[RowProblem]]:
    """All rows that aren't blank, read through `mapping` (field id → column)."""
    columns = [
        (field.id, mapping[field.id], reader(field.kind, [row[mapping[field.id]] for row in sheet.rows]))
        for field in fields
        if field.id in mapping
    ]
    rows: list[MappedRow] = []
    problems = _told_of(sheet, mapping)
    for number, row in sheet.numbered():
        values: dict[str, Any] = {}
        unread: list[tuple[str, str]] = []
        for field_id, column, read in columns:
            cell = row[column]
            value = _fault(cell) if isinstance(cell, Fault) else read(cell) if cell is not None else None
            if isinstance(value, Message):
                problems.append(RowProblem(sheet.name, number, sheet.header[column], said(value), Severity.WARNING))
                unread.append((sheet.header[column], as_text(cell)))
            elif value is not None:
                values[field_id] = value
        rows.append(MappedRow(number, values, tuple(unread)))
    return rows, problems


def _told_of(sheet: Sheet, mapping: Mapping[str, int]) -> list[RowProblem]:
    """What is known of the sheet before its cells are read: rows that are no records, hidden columns, doubtful letters."""
    problems = [RowProblem(sheet.name, row, "", why) for row, why in sorted(sheet.left.items())]
    head = max(sheet.first_row_number - 1, 0)
    problems += [
        RowProblem(
            sheet.name, head, sheet.header[at], msg("This column is hidden in the sheet and left out"), Severity.WARNING
        )
        for at in sorted(sheet.hidden.difference(mapping.values()))
    ]
    return problems + [
        RowProblem(sheet.name, note.row or head, "", said(note.message), Severity.WARNING) for note in sheet.notes
    ]


def _fault(cell: Fault) -> Message:
    if cell.shown.startswith("="):
        return msg("{formula} was not reckoned; open the sheet in Excel and save it anew", formula=cell.shown)
    return msg("{fault}: the sheet has a mistake here", fault=cell.shown)


def reader(kind: ValueKind, cells: Iterable[Cell]) -> Reader:
    """How to read the cells of a column, decided by the column as a whole where one cell may mean two things."""
    match kind:
        case ValueKind.TEXT:
            return _text
        case ValueKind.CODE:
            return _code
        case ValueKind.FLAG:
            return _flag
        case ValueKind.DATE:
            american = month_first(cell for cell in cells if isinstance(cell, str))
            return lambda cell: _date(cell, american)
        case ValueKind.DECIMAL | ValueKind.INTEGER:
            mark = decimal_mark(cell for cell in cells if isinstance(cell, str))
            read = _decimal if kind is ValueKind.DECIMAL else _integer
            return lambda cell: read(cell, mark)


def _text(cell: Cell) -> str | None:
    text = cell if isinstance(cell, str) else as_text(cell)
    return None if not text or (len(text) < 8 and text.casefold() in _NOTHING) else text


def _code(cell: Cell) -> str | Message | None:
    text = _text(cell)
    if text is None:
        return None
    if isinstance(cell, date | time):
        return msg("{text}: the spreadsheet has made a date of this; enter it as text", text=text)
    damaged = _SHORTENED.fullmatch(text) if isinstance(cell, str) else isinstance(cell, int) and cell >= _EXACT
    if damaged:
        return msg("The spreadsheet has cut the digits of {number}; enter it as text", number=text)
    return text


def _flag(cell: Cell) -> bool | Message | None:
    if isinstance(cell, bool):
        return cell
    text = _text(cell)
    if text is None:
        return None
    word = fold(text)
    if word in _YES or text in _TICKS:
        return True
    return False if word in _NO else msg("{text} is neither yes nor no", text=text)


def _date(cell: Cell, american: bool) -> date | Message | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if text is None:
        return None
    whole = isinstance(cell, int) and not isinstance(cell, bool)
    found = (from_serial(int(text)) if whole else None) or parse_date(text, american=american)
    return found or msg("{text} is not a date", text=text)


def _decimal(cell: Cell, mark: str) -> Decimal | Message | None:
    if isinstance(cell, Money):
        return cell.amount
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Decimal(cell)
    text = _text(cell)
    if text is None:
        return None
    found = parse_decimal(text, mark)
    return msg("{text} is not a number", text=text) if found is None else found


def _integer(cell: Cell, mark: str) -> int | Message | None:
    found = _decimal(cell, mark)
    if not isinstance(found, Decimal):
        return found
    return int(found) if found == found.to_integral_value() else msg("{text} is not a whole number", text=as_text(cell))
