"""`import` and `export`: sheets in and out."""

from argparse import Namespace
from typing import Any

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg


def run_import(arguments: Namespace, terminal: Terminal) -> int:
    """Tell what the sheet holds, then take it over; rows that are wrong or known already are left out."""
    from desktop_crm.services import importing

    sheets = importing.read(arguments.sheet, arguments.what)
    with opened(arguments, terminal) as workspace:
        with workspace.read() as session:
            mapping = None
            if arguments.map and sheets:
                mapping = importing.chosen_columns(sheets[0], arguments.what, dict(arguments.map))
            plan = importing.plan(session, arguments.what, arguments.sheet.name, sheets, mapping=mapping)
        _tell(plan, terminal)
        if arguments.dry_run:
            terminal.say(msg("Nothing was written (--dry-run)."))
            return 0
        written = 0
        if plan.new or plan.people:
            with workspace.write(msg("Import {file}", file=arguments.sheet.name)) as session:
                written = importing.apply(session, plan)
        terminal.say(msg("Imported: {n}.", n=written))
        if plan.people:
            terminal.say(msg("People who joined clients known already: {n}.", n=plan.people))
    return 0


def _tell(plan: Any, terminal: Terminal) -> None:
    from desktop_crm.services.importing import FIELDS

    titles = {field.id: field.title for field in FIELDS[plan.what]}
    for field, column in sorted(plan.mapping.items(), key=lambda item: item[1]):
        terminal.say(msg("{column} → {field}", column=plan.sheet.header[column], field=titles[field]))
    left = [name for at, name in enumerate(plan.sheet.header) if at not in plan.mapping.values() and name.strip()]
    if left:
        terminal.say(msg("Not used: {columns}", columns=", ".join(left)))
    for problem in plan.problems:
        terminal.say(problem.told())
    for each in (*plan.doubles, *plan.joining):
        terminal.say(each.told())
    terminal.say(
        msg(
            "New: {new}, known already: {known}, wrong: {wrong}.",
            new=plan.new,
            known=sum(1 for double in plan.doubles if double.known_id),
            wrong=plan.errors,
        )
    )


def run_export(arguments: Namespace, terminal: Terminal) -> int:
    """The list with the columns the window shows at first."""
    from desktop_crm.cli.nouns import TITLES, listing_of
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
            title=terminal.language.say(TITLES[arguments.what]),
            language=terminal.language,
            target=arguments.out,
            progress=terminal.progress,
        )
    terminal.say(msg("{file}: {n} rows.", file=arguments.out.name, n=rows))
    return 0
