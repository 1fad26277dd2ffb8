"""Any list as a sheet that is ready to work: head, filter, formats, totals, print settings."""

import contextlib
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final

from desktop_crm import disk, fitting
from desktop_crm.documents.sheet_frame import TOTAL, Frame, sheet_part
from desktop_crm.documents.sheet_kit import BROKEN, MAX_ROWS, PLAIN, WHOLE, Encoder, encoder, shown_length, text_xml
from desktop_crm.language import Language
from desktop_crm.model.errors import WorldError
from desktop_crm.model.listing import UNREADABLE, Column, Kind
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money, Sums
from desktop_crm.model.os_errors import IN_USE, NOT_ALLOWED, reason

#: Rows of data on one sheet: head, a blank line and the totals need three.
ROWS_A_SHEET: Final = MAX_ROWS - 3

_SAMPLE: Final = 300
_BATCH: Final = 500
_NARROWEST: Final = 7.0
_WIDEST: Final = 60.0
_FILTER_ARROW: Final = 4
_TALLEST: Final = 8  # lines
_LINE: Final = 15  # points

Row = tuple[Any, ...]
Progress = Callable[[int], None]


def list_sheet(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    language: Language,
    target: Path | IO[bytes],
    *,
    progress: Progress | None = None,
    rows_a_sheet: int = ROWS_A_SHEET,
) -> int:
    """Write `rows` (as a Listing gives them: the id, then a value per column) as xlsx; how many there were.

    `progress` is called with the rows done and may raise to stop. A file at `target` is replaced only when the new
    one is complete. WorldError when it can't be written.
    """
    export = _Export(title, columns, language, progress, rows_a_sheet)
    if not isinstance(target, Path):
        return export.write(rows, target)
    unfinished = fitting.hidden(target, ".part")
    try:
        with disk.create_anew(unfinished) as file:
            count = export.write(rows, file)
            file.flush()
            os.fsync(file.fileno())
        disk.replace(unfinished, target)
    except OSError as error:
        if reason(error) in (NOT_ALLOWED, IN_USE):
            told = msg("{file} can't be written; close it if it is open elsewhere", file=target.name)
            raise WorldError(told) from error
        raise WorldError(msg("{file} can't be written: {reason}", file=target.name, reason=reason(error))) from error
    finally:
        with contextlib.suppress(OSError):
            disk.remove(unfinished)
    return count


@dataclass(frozen=True)
class _Export:
    """One call of `list_sheet`."""

    title: str
    columns: Sequence[Column]
    language: Language
    progress: Progress | None
    rows_a_sheet: int

    def write(self, rows: Iterable[Row], file: IO[bytes]) -> int:
        """Row by row into as many sheets as they need; what describes the sheets comes last, when they are known."""
        source = iter(rows)
        sample = list(islice(source, _SAMPLE))
        frame, encoders = self._prepared(sample)
        done = 0
        sizes: list[tuple[int, int]] = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            for part in _split(chain(sample, source), self.rows_a_sheet):
                sheet = _Sheet(frame, self.columns, self.language, len(sizes) + 1)
                with packed.open(sheet_part(sheet.number), "w", force_zip64=True) as out:
                    sheet.write(out, part, encoders, _counted(self.progress, done))
                sizes.append(sheet.size)
                done += sheet.size[0]
            for name, data in frame.parts(sizes).items():
                if not name.startswith("xl/worksheets/sheet"):
                    packed.writestr(name, data)
        return done

    def _prepared(self, sample: Sequence[Row]) -> tuple[Frame, list[Encoder]]:
        widths = [_width(at, column, sample, self.language) for at, column in enumerate(self.columns, 1)]
        frame = Frame(self.title, self.columns, widths, self.language)
        lettered = zip(self.columns, frame.letters, strict=True)
        return frame, [encoder(column, letter, frame.styles, self.language) for column, letter in lettered]


def _counted(progress: Progress | None, before: int) -> Progress:
    """Progress over all sheets from the progress in one."""
    return lambda count: progress(before + count) if progress else None


def _split(source: Iterator[Row], size: int) -> Iterator[Iterator[Row]]:
    """The rows of each sheet; one sheet without rows if there are none. Each must be used up before the next."""
    first = next(source, None)
    if first is None:
        yield iter(())
    while first is not None:
        yield islice(chain([first], source), size)
        first = next(source, None)


@dataclass
class _Sheet:
    """One sheet while it is written."""

    frame: Frame
    columns: Sequence[Column]
    language: Language
    number: int
    size: tuple[int, int] = (0, 0)  # rows, and lines below them
    sums: dict[int, list[Money | Decimal | int]] = field(default_factory=dict)

    def write(self, out: IO[bytes], rows: Iterator[Row], encoders: Sequence[Encoder], progress: Progress) -> None:
        """From the head to the tail."""
        before = [(0, 0)] * self.number
        out.write(self.frame.around(self.number, before)[0])
        self.sums = {at: [] for at, column in enumerate(self.columns, 1) if column.summable}
        count = 0
        while batch := list(islice(rows, _BATCH)):
            out.write(self._rows_xml(batch, encoders, count + 2).encode())
            for at, sums in self.sums.items():
                self.sums[at] = _added(
                    sums, (value for row in batch if (value := row[at]) is not None and value is not UNREADABLE)
                )
            count += len(batch)
            progress(count)
        totals = self._totals(count)
        out.write(totals.encode())
        self.size = (count, 2 if totals else 0)
        out.write(self.frame.around(self.number, [*before[:-1], self.size])[1])

    @staticmethod
    def _rows_xml(batch: Sequence[Row], encoders: Sequence[Encoder], first: int) -> str:
        """Column by column: half the time it takes cell by cell."""
        columns = list(zip(*batch, strict=True))[1:]
        cells = [encode(values, first) for encode, values in zip(encoders, columns, strict=True)]
        lines = []
        for number, parts in enumerate(zip(*cells, strict=True), first):
            line = "".join(parts)
            height = _height(batch[number - first]) if "\n" in line else ""
            lines.append(f'<row r="{number}"{height}>{line}</row>')
        return "".join(lines)

    def _totals(self, count: int) -> str:
        """A line of sums that follow the filter, a blank line below the rows; empty when there is nothing to sum."""
        line = count + 3
        cells = {at: xml for at, sums in self.sums.items() if (xml := self._total(at, sums, count, line))}
        if not cells:
            return ""
        cells.setdefault(1, self._note(1, line, self.language.tr("Total")))
        places = range(1, len(self.columns) + 1)
        return f'<row r="{line}">{"".join(cells.get(at) or self._note(at, line, "") for at in places)}</row>'

    def _note(self, at: int, line: int, text: str) -> str:
        cell = f'<c r="{self.frame.letters[at - 1]}{line}" s="{self.frame.styles[TOTAL + PLAIN]}" t="inlineStr">'
        return f"{cell}<is><t>{text_xml(text)}</t></is></c>"

    def _total(self, at: int, sums: list[Money | Decimal | int], count: int, line: int) -> str:
        letter = self.frame.letters[at - 1]
        if not sums:
            return ""
        if len(sums) > 1:
            return self._note(at, line, self.language.tr("several currencies"))
        total = sums[0]
        if isinstance(total, Money):
            name, value = total.currency, total.amount
        else:
            name, value = (WHOLE if total == int(total) else BROKEN), Decimal(total)
        formula = f"SUBTOTAL(109,{letter}2:{letter}{count + 1})"
        return f'<c r="{letter}{line}" s="{self.frame.styles[TOTAL + name]}"><f>{formula}</f><v>{value:f}</v></c>'


def _height(row: Row) -> str:
    """Room for a text of several lines; spreadsheet programs don't all see to it themselves."""
    lines = max(value.count("\n") for value in row if isinstance(value, str)) + 1
    return f' ht="{min(_TALLEST, lines) * _LINE}" customHeight="1"'


def _added(sums: list[Money | Decimal | int], values: Iterable[Any]) -> list[Money | Decimal | int]:
    """The sums with some more values: one of Money a currency, or one number."""
    by_currency: dict[str, Decimal | int] = {}
    more = chain.from_iterable(value.amounts if isinstance(value, Sums) else (value,) for value in values)
    for value in chain(sums, more):
        key, amount = (value.currency, value.amount) if isinstance(value, Money) else ("", value)
        by_currency[key] = by_currency.get(key, 0) + amount
    return [Money(Decimal(amount), key) if key else amount for key, amount in by_currency.items()]


def _width(at: int, column: Column, sample: Sequence[Row], language: Language) -> float:
    """Wide enough for the head with its filter arrow, and for the longest value that isn't a text of many words."""
    longest = max((shown_length(row[at], column, language) for row in sample), default=0)
    spare = 3 if column.kind in (Kind.MONEY, Kind.NUMBER) else 1
    if column.summable and len(_added([], (row[at] for row in sample if isinstance(row[at], Money | Sums)))) > 1:
        longest = max(longest, len(language.tr("several currencies")))
    head = len(language.say(column.title)) + _FILTER_ARROW
    return min(_WIDEST, max(_NARROWEST, head, longest * 1.08 + spare + (4 if column.summable else 0)))
