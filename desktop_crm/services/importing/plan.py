"""Importing clients and products: a plan first (what is matched, wrong, known already), then one action writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.orm import Session

from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.client_sheet import ClientRow
from desktop_crm.exchange.columns import ImportField, Matching, by_title, known_names, matching
from desktop_crm.exchange.encoding import CHOICES as ENCODINGS
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, ProductRow
from desktop_crm.exchange.sheet import Sheet, read_sheets
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Severity
from desktop_crm.services.importing.clients import plan_clients, write_clients, write_joining
from desktop_crm.services.importing.parts import Double, Joining, Progress
from desktop_crm.services.importing.products import change_products, make_products, plan_products

__all__ = ["ENCODINGS", "FIELDS", "Double", "ImportField", "Joining", "Plan", "Progress", "RowProblem", "Sheet", "What"]

What = Literal["clients", "products"]

FIELDS: Final[dict[What, tuple[ImportField, ...]]] = {"clients": CLIENT_FIELDS, "products": PRODUCT_FIELDS}


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. Nothing is written until `apply`."""

    what: What
    file: str
    sheets: tuple[str, ...]
    sheet: Sheet
    mapping: Mapping[str, int]
    rows: tuple[ClientRow, ...] | tuple[ProductRow, ...]
    problems: tuple[RowProblem, ...]
    doubles: tuple[Double, ...]
    joining: tuple[Joining, ...] = ()

    @property
    def errors(self) -> int:
        """How many rows are left out because something is wrong."""
        return len({problem.row for problem in self.problems if problem.severity is Severity.ERROR})

    @property
    def new(self) -> int:
        """How many records are neither wrong nor known."""
        return len(self.rows) - len({double.row for double in self.doubles if double.known_id})

    @property
    def people(self) -> int:
        """How many persons join clients that are known."""
        return sum(len(one.people) for one in self.joining)


def read(path: Path, what: What, *, encoding: str = "") -> tuple[Sheet, ...]:
    """The sheets of a file. UserError or WorldError when it can't be read."""
    return read_sheets(path, known_names(FIELDS[what]), encoding)


def choose(file: str, sheets: Sequence[Sheet], what: What, name: str = "") -> Sheet:
    """The sheet called `name`, or the one with most columns that are known. UserError when there is none of the name."""
    if not name:
        return max(sheets, key=lambda sheet: len(matched(sheet, what)))
    found = next((sheet for sheet in sheets if sheet.name.casefold() == name.casefold()), None)
    if found is None:
        names = ", ".join(sheet.name for sheet in sheets)
        raise UserError(msg("{file} has no sheet {sheet}, only {names}", file=file, sheet=name, names=names))
    return found


def matched(sheet: Sheet, what: What) -> dict[str, int]:
    """Field → column, as far as the columns' names and cells tell."""
    return dict(_matching(sheet, what).mapping)


def _matching(sheet: Sheet, what: What) -> Matching:
    return matching(sheet.header, FIELDS[what], sheet.sample, sheet.hidden)


def plan(
    session: Session,
    what: What,
    file: str,
    sheets: Sequence[Sheet],
    *,
    sheet_name: str = "",
    mapping: Mapping[str, int] | None = None,
) -> Plan:
    """What importing a sheet would do; `mapping` (field → column) None: columns are matched by their names.

    Raises:
        UserError: no such sheet, or no column for what every row needs.
    """
    sheet = next((sheet for sheet in sheets if sheet_name in {"", sheet.name}), None)
    if sheet is None:
        raise UserError(msg("{file} has no sheet {sheet}", file=file, sheet=sheet_name))
    told = _matching(sheet, what)
    columns = told.mapping if mapping is None else mapping
    asked = _asked(sheet, told, columns)
    names = tuple(item.name for item in sheets)
    if what == "products":
        products, problems, doubles = plan_products(session, sheet, columns)
        return Plan(what, file, names, sheet, columns, products, (*asked, *problems), tuple(doubles))
    clients, problems, doubles, joining = plan_clients(session, sheet, columns)
    return Plan(what, file, names, sheet, columns, clients, (*asked, *problems), tuple(doubles), joining)


def _asked(sheet: Sheet, told: Matching, columns: Mapping[str, int]) -> list[RowProblem]:
    """What must be chosen and is not: told as problems of the head; UserError where a record can't do without it."""
    open_ones = [
        question
        for question in told.questions
        if question.field.id not in columns and not set(question.columns) & set(columns.values())
    ]
    for question in open_ones:
        if question.field.required:
            raise UserError(question.told(sheet.header))
    head = max(sheet.first_row_number - 1, 0)
    return [RowProblem(sheet.name, head, "", question.told(sheet.header), Severity.WARNING) for question in open_ones]


def chosen_columns(sheet: Sheet, what: What, wanted: Mapping[str, str]) -> dict[str, int]:
    """The matched columns, those of `wanted` (field → title) overruling. UserError for unknown fields and titles."""
    known = {field.id for field in FIELDS[what]}
    if unknown := set(wanted) - known:
        raise UserError(
            msg("There is no field {field}; there are {known}", field=min(unknown), known=", ".join(sorted(known)))
        )
    try:
        overruled = by_title(sheet.header, wanted)
    except KeyError as error:
        titles = ", ".join(filter(str.strip, sheet.header))
        raise UserError(
            msg("The sheet has no column {column}; there are {titles}", column=str(error.args[0]), titles=titles)
        ) from error
    told = {field: at for field, at in matched(sheet, what).items() if at not in overruled.values()}
    return {**told, **overruled}


def apply(
    session: Session,
    plan: Plan,
    *,
    doubles_too: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> int:
    """Write a plan; how many records were made or changed (a known product that is so already is not counted).

    Known ones are left out, unless `doubles_too`: then clients are written a second time, and known products take over
    what the sheet says. Persons who join known clients are not counted.
    """
    known = {double.row: double for double in plan.doubles if double.known_id}
    if plan.what == "clients":
        left = frozenset() if doubles_too else known.keys()
        clients = [row for row in plan.rows if isinstance(row, ClientRow) and row.row not in left]
        write_joining(session, () if doubles_too else plan.joining)
        return write_clients(session, clients, progress)
    rows = [row for row in plan.rows if isinstance(row, ProductRow)]
    new = [row for row in rows if row.row not in known]
    changed = [row for row in rows if row.row in known] if doubles_too else []
    total = len(new) + len(changed)
    made = make_products(session, new, lambda done: progress(done, total))
    return made + change_products(session, changed, known, lambda done: progress(made + done, total))
