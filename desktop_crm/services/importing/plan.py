"""Importing: a plan first (what is matched, wrong, known already), then one action writes it."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import Session

from desktop_crm.exchange.columns import ImportField, Matching, by_title, known_names, matching
from desktop_crm.exchange.encoding import CHOICES as ENCODINGS
from desktop_crm.exchange.sheet import Sheet, read_sheets
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import noun_of
from desktop_crm.model.problem import Severity
from desktop_crm.services.importing.parts import SAME, Double, Import, Joining, Plan, Progress, Words

__all__ = ["ENCODINGS", "SAME", "Double", "ImportField", "Joining", "Plan", "Progress", "RowProblem", "Sheet", "Words"]


def kind(what: str) -> Import:
    """How `clients`, `products` … are imported."""
    found: Import = import_module(noun_of(what).module("services.importing")).IMPORT
    return found


def read(path: Path, what: str, *, encoding: str = "") -> tuple[Sheet, ...]:
    """The sheets of a file. UserError or WorldError when it can't be read."""
    return read_sheets(path, known_names(kind(what).fields), encoding)


def choose(file: str, sheets: Sequence[Sheet], what: str, name: str = "") -> Sheet:
    """The sheet called `name`, or the one with most columns that are known. UserError when there is none of the name."""
    if not name:
        return max(sheets, key=lambda sheet: len(matched(sheet, what)))
    found = next((sheet for sheet in sheets if sheet.name.casefold() == name.casefold()), None)
    if found is None:
        names = ", ".join(sheet.name for sheet in sheets)
        raise UserError(msg("{file} has no sheet {sheet}, only {names}.", file=file, sheet=name, names=names))
    return found


def matched(sheet: Sheet, what: str) -> dict[str, int]:
    """Field → column, as far as the columns' names and cells tell."""
    return dict(_matching(sheet, what).mapping)


def _matching(sheet: Sheet, what: str) -> Matching:
    return matching(sheet.header, kind(what).fields, sheet.sample, sheet.hidden)


def plan(
    session: Session,
    what: str,
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
        raise UserError(msg("{file} has no sheet {sheet}.", file=file, sheet=sheet_name))
    told = _matching(sheet, what)
    columns = told.mapping if mapping is None else mapping
    asked = _asked(sheet, told, columns)
    names = tuple(item.name for item in sheets)
    found = kind(what).read(session, sheet, columns)
    told_of = (*asked, *found.problems)
    return Plan(what, file, names, sheet, columns, tuple(found.rows), told_of, tuple(found.doubles), found.joining)


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


def chosen_columns(sheet: Sheet, what: str, wanted: Mapping[str, str]) -> dict[str, int]:
    """The matched columns, those of `wanted` (field → title) overruling. UserError for unknown fields and titles."""
    known = {field.id for field in kind(what).fields}
    if unknown := set(wanted) - known:
        raise UserError(
            msg("There is no field {field}, only {known}.", field=min(unknown), known=", ".join(sorted(known)))
        )
    try:
        overruled = by_title(sheet.header, wanted)
    except KeyError as error:
        titles = ", ".join(filter(str.strip, sheet.header))
        raise UserError(
            msg("The sheet has no column {column}, only {titles}.", column=str(error.args[0]), titles=titles)
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
    """Write a plan; how many records were made or changed (a known one that is so already is not counted).

    Known ones are left out, unless `doubles_too`: then clients are written a second time, and others take over what the sheet
    says. Persons who join known clients are not counted.
    """
    return kind(plan.what).write(session, plan, doubles_too, progress)
