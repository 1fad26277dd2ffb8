"""What the import dialog shows of a plan: examples of a column, the rows as they would be written, what is wrong."""

import csv
import io
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from desktop_crm.exchange.cells import as_text
from desktop_crm.exchange.client_sheet import ClientRow
from desktop_crm.exchange.product_sheet import ProductRow
from desktop_crm.language import Language
from desktop_crm.model.listing import Choice, Column, Kind
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.phone import display_phone
from desktop_crm.model.problem import Severity
from desktop_crm.model.states import CLIENT_CATEGORIES, CLIENT_KINDS, CLIENT_STATUSES, PRODUCT_KINDS, title_of
from desktop_crm.services.files import write_whole
from desktop_crm.services.importing.plan import FIELDS, Plan, RowProblem, Sheet

_LOOKED_AT: Final = 2000  # rows
_Cell = Callable[[Any], Any]


def examples(sheet: Sheet, column: int, count: int = 3) -> tuple[str, ...]:
    """The first different values of a column."""
    found: dict[str, None] = {}
    for row in islice(sheet.rows, _LOOKED_AT):
        if text := as_text(row[column]):
            found.setdefault(" ".join(text.split()))
            if len(found) == count:
                break
    return tuple(found)


def to_write(plan: Plan, *, doubles_too: bool) -> int:
    """How many rows `apply` would write."""
    return len(plan.rows) if doubles_too else plan.new


def of_the_whole(plan: Plan) -> list[Message]:
    """What is told of the sheet as a whole: columns to choose, letters that were guessed, a currency nobody wrote."""
    return [
        msg("{column}: {problem}", column=problem.column, problem=problem.message)
        if problem.column
        else problem.message
        for problem in plan.problems
        if problem.row < plan.sheet.first_row_number and problem.severity is Severity.WARNING
    ]


def joining(plan: Plan, *, doubles_too: bool) -> int:
    """How many persons `apply` would add to clients that are known."""
    return 0 if doubles_too else plan.people


def preview(plan: Plan, *, doubles_too: bool, limit: int = 50) -> tuple[list[Message], list[tuple[Any, ...]]]:
    """Titles and values of the first rows as they would be written, the row's number first; only fields that are matched."""
    skipped = frozenset() if doubles_too else {double.row for double in plan.doubles if double.known_id}
    parts = _CLIENT if plan.what == "clients" else _PRODUCT
    fields = {field.id: field.title for field in FIELDS[plan.what]}
    shown = [
        (title or fields[needs[0]], cell) for needs, title, cell in parts if any(one in plan.mapping for one in needs)
    ]
    rows = islice((row for row in plan.rows if row.row not in skipped), limit)
    return [msg("Row"), *(title for title, _ in shown)], [(row.row, *(cell(row) for _, cell in shown)) for row in rows]


def left_out(problems: Sequence[RowProblem]) -> frozenset[int]:
    """The rows that are not written."""
    return frozenset(problem.row for problem in problems if problem.severity is Severity.ERROR)


def warnings(problems: Sequence[RowProblem]) -> int:
    """How many problems there are in rows that are written all the same."""
    out = left_out(problems)
    return sum(1 for problem in problems if problem.row not in out)


def _outcome(problem: RowProblem, out: frozenset[int]) -> Message:
    return msg("Row is left out") if problem.row in out else msg("Imported, please check")


def problem_row(problem: RowProblem, out: frozenset[int], language: Language) -> tuple[str, ...]:
    """Sheet, row, column, what is wrong, what becomes of it: a line of the list; `out` are the rows left out."""
    return (
        problem.sheet,
        str(problem.row),
        problem.column,
        language.say(problem.message),
        language.say(_outcome(problem, out)),
    )


#: The titles over `problem_row`.
PROBLEM_TITLES: Final = (msg("Sheet"), msg("Row"), msg("Column"), msg("What is wrong"), msg("What happens to it"))


def save_problems(problems: Sequence[RowProblem], language: Language, target: Path) -> None:
    """The list as an Excel sheet, or as csv when `target` ends so. UserError or WorldError when it can't be written."""
    if target.suffix.lower() == ".csv":
        _save_csv(problems, language, target)
        return
    from desktop_crm.documents.list_sheet import list_sheet

    out = left_out(problems)
    kinds = (Kind.TEXT, Kind.NUMBER, Kind.TEXT, Kind.TEXT, Kind.TEXT)
    columns = [Column(str(at), title, kind) for at, (title, kind) in enumerate(zip(PROBLEM_TITLES, kinds, strict=True))]
    rows = (
        (at, one.sheet, one.row, one.column, language.say(one.message), language.say(_outcome(one, out)))
        for at, one in enumerate(problems)
    )
    list_sheet(language.tr("Problems of the import"), columns, rows, language, target)


def _save_csv(problems: Sequence[RowProblem], language: Language, target: Path) -> None:
    out, written = left_out(problems), io.StringIO(newline="")
    lines = csv.writer(written, delimiter=";")
    lines.writerow([language.say(title) for title in PROBLEM_TITLES])
    lines.writerows([_harmless(text) for text in problem_row(one, out, language)] for one in problems)
    write_whole(target, written.getvalue().encode("utf-8-sig"))


def _harmless(text: str) -> str:
    """A foreign cell must not become a formula when the list is opened in a spreadsheet."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _plain(name: str) -> _Cell:
    return lambda row: getattr(row, name)


def _coded(name: str, choices: tuple[Choice, ...]) -> _Cell:
    return lambda row: title_of(choices, getattr(row, name)).title if getattr(row, name) else ""


def _client_name(row: ClientRow) -> str:
    return row.full_name


def _phones(row: ClientRow) -> str:
    return ", ".join(display_phone(phone.number) for phone in row.phones)


def _address(row: ClientRow) -> str:
    return "; ".join(
        ", ".join(part for part in (one.street, one.postal_code, one.province, one.country) if part)
        for one in row.addresses
    )


def _contact(row: ClientRow) -> str:
    return "; ".join(", ".join(filter(None, (contact.name, contact.office))) for contact in row.contacts)


def _city(row: ClientRow) -> str:
    return ", ".join(dict.fromkeys(address.city for address in row.addresses if address.city))


def _numbers(kind: str) -> _Cell:
    return lambda row: ", ".join(item.number for item in row.identifiers if item.kind == kind)


def _price(row: ProductRow) -> Money | None:
    return None if row.price is None else Money(row.price, row.currency)


#: The fields a column needs, its title where it is not the first field's, how a row fills it.
_CLIENT: Final[tuple[tuple[tuple[str, ...], Message | None, _Cell], ...]] = (
    (("name", "contact_name"), None, _client_name),
    (("kind",), None, _coded("kind", CLIENT_KINDS)),
    (("category",), None, _coded("category", CLIENT_CATEGORIES)),
    (("status",), None, _coded("status", CLIENT_STATUSES)),
    (("is_key",), None, _plain("is_key")),
    (("phones", "mobile", "fax"), None, _phones),
    (("emails",), None, lambda row: ", ".join(row.emails)),
    (("contact_name", "contact_phone", "contact_email"), msg("Contact"), _contact),
    (("city",), None, _city),
    (("street", "postal_code", "province", "country"), msg("Address"), _address),
    (("npwp",), None, _numbers("npwp")),
    (("nib",), None, _numbers("nib")),
    (("nitku",), None, _numbers("nitku")),
    (("nik",), None, _numbers("nik")),
    (("registration",), None, _numbers("registration")),
    (("tax",), None, _numbers("tax")),
    (("passport",), None, _numbers("passport")),
    (("short_name",), None, _plain("short_name")),
    (("source",), None, _plain("source")),
    (("notes",), None, _plain("notes")),
    (("language",), None, _plain("language")),
)
_PRODUCT: Final[tuple[tuple[tuple[str, ...], Message | None, _Cell], ...]] = (
    (("code",), None, _plain("code")),
    (("name_id",), None, lambda row: row.name_id or row.name_en),
    (("name_en",), None, _plain("name_en")),
    (("kind",), None, _coded("kind", PRODUCT_KINDS)),
    (("price",), None, _price),
    (("unit",), None, _plain("unit")),
    (("tax",), None, _plain("tax")),
    (("strengths",), None, _plain("strengths")),
    (("active",), None, _plain("active")),
)
