"""`import` and `export`: sheets in and out."""

from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import Any, Final

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import Message, msg

_MOST: Final = 100  # lines that are told one by one
_FIRST: Final = 20


def run_import(arguments: Namespace, terminal: Terminal) -> int:
    """Tell what the sheet holds, then take it over; rows that are wrong or known already are left out."""
    from desktop_crm.services.importing import plan as importing

    sheets = importing.read(arguments.sheet, arguments.what, encoding=arguments.encoding)
    chosen = importing.choose(arguments.sheet.name, sheets, arguments.what, arguments.name)
    with opened(arguments, terminal) as workspace:
        with workspace.read() as session:
            mapping = importing.chosen_columns(chosen, arguments.what, dict(arguments.map)) if arguments.map else None
            plan = importing.plan(
                session, arguments.what, arguments.sheet.name, sheets, sheet_name=chosen.name, mapping=mapping
            )
        _tell(plan, terminal, arguments.report)
        if arguments.dry_run:
            terminal.say(msg("Nothing was written (--dry-run)."))
            return 0
        written = 0
        if plan.new or plan.people:
            with workspace.write(msg("Import {file}", file=arguments.sheet.name)) as session:
                written = importing.apply(session, plan)
        terminal.say(msg("Imported: {n}.", n=written))
        if plan.people:
            terminal.say(msg("Contacts added to clients already here: {n}.", n=plan.people))
    return 0


def _tell(plan: Any, terminal: Terminal, report: Path | None) -> None:
    from desktop_crm.services.files import write_whole
    from desktop_crm.services.importing.plan import kind

    titles = {field.id: field.title for field in kind(plan.what).fields}
    for field, column in sorted(plan.mapping.items(), key=lambda item: item[1]):
        terminal.say(msg("{column} → {field}", column=plan.sheet.header[column], field=titles[field]))
    left = [name for at, name in enumerate(plan.sheet.header) if at not in plan.mapping.values() and name.strip()]
    if left:
        terminal.say(msg("Not used: {columns}", columns=", ".join(left)))
    if len(plan.sheets) > 1:
        others = ", ".join(name for name in plan.sheets if name != plan.sheet.name)
        terminal.say(msg("Sheet {sheet} is read. The file has others: {others}", sheet=plan.sheet.name, others=others))
    told = [each.told() for each in (*plan.problems, *plan.doubles, *plan.joining)]
    if report is not None:
        write_whole(report, "\n".join(map(terminal.language.say, told)).encode() + b"\n")
        terminal.say(
            msg("{file} tells each row: 1 line.", file=report.name)
            if len(told) == 1
            else msg("{file} tells each row: {n} lines.", file=report.name, n=len(told))
        )
    else:
        _tell_rows(plan, told, terminal)
    terminal.say(
        msg(
            "New: {new}, already here: {known}, left out: {left_out}.",
            new=plan.new,
            known=sum(1 for double in plan.doubles if double.known_id),
            left_out=plan.errors,
        )
    )


def _tell_rows(plan: Any, told: list[Message], terminal: Terminal) -> None:
    """All lines, or the first ones and how many there are of each column."""
    for line in told if len(told) <= _MOST else told[:_FIRST]:
        terminal.say(line)
    if len(told) > _MOST:
        terminal.say(msg("… and {n} lines more; --report FILE writes all of them to a file.", n=len(told) - _FIRST))
        for column, count in Counter(problem.column for problem in plan.problems).most_common(_FIRST):
            if column:
                terminal.say(
                    msg("{column}: 1 problem", column=column)
                    if count == 1
                    else msg("{column}: {n} problems", column=column, n=count)
                )


def run_export(arguments: Namespace, terminal: Terminal) -> int:
    """The list with the columns the window shows at first."""
    from desktop_crm.cli.nouns import listing_of
    from desktop_crm.model.nouns import noun_of
    from desktop_crm.services import exporting, files

    files.refuse_no_folder(arguments.out)
    if arguments.out.suffix.lower() != ".xlsx":
        raise UserError(
            msg("Excel opens only sheets named *.xlsx, so name it {name}.", name=arguments.out.stem + ".xlsx")
        )
    with opened(arguments, terminal) as workspace:
        listing = listing_of(workspace, arguments.what)
        rows = exporting.export(
            listing,
            Query(find=arguments.find),
            [column.id for column in listing.columns if not column.hidden],
            title=terminal.language.say(noun_of(arguments.what).many),
            language=terminal.language,
            target=arguments.out,
            progress=terminal.progress,
        )
    name = arguments.out.name
    terminal.say(msg("{file}: 1 row.", file=name) if rows == 1 else msg("{file}: {n} rows.", file=name, n=rows))
    return 0
