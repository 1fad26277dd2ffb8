"""What the import dialog shows of a plan: examples of a column, the rows as they would be written, what is wrong."""

import csv
import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from desktop_crm.exchange.cells import as_text
from desktop_crm.language import Language
from desktop_crm.model.listing import Column, Kind
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Severity
from desktop_crm.services.files import write_whole
from desktop_crm.services.importing.plan import Plan, RowProblem, Sheet, kind

_LOOKED_AT: Final = 2000  # rows


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
    skipped = frozenset() if doubles_too else plan.known.keys()
    of = kind(plan.what)
    fields = {field.id: field.title for field in of.fields}
    shown = [
        (each.title or fields[each.needs[0]], each.cell)
        for each in of.shown
        if any(one in plan.mapping for one in each.needs)
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
PROBLEM_TITLES: Final = (msg("Sheet"), msg("Row"), msg("Column"), msg("Problem"), msg("What happens to it"))


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
