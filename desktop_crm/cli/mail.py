"""`import mail`: mail files become activities of the clients they belong to."""

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from desktop_crm.cli import sheet
from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.cli.whom import client_meant
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg

if TYPE_CHECKING:
    from desktop_crm.services.mail import Look, Result
    from desktop_crm.services.workspace import Workspace


def run_any(arguments: Namespace, terminal: Terminal) -> int:
    """Sheets are imported one at a time, mails as many as are given."""
    if arguments.what == "mail":
        return run(arguments, terminal)
    arguments.sheet, *others = arguments.files
    if others:
        raise UserError(msg("Not imported: {file} is a second sheet.", file=others[0].name))
    return sheet.run_import(arguments, terminal)


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Tell of each mail what becomes of it, and keep what belongs to somebody; 1 where one can't be read."""
    from desktop_crm.services import mail

    with opened(arguments, terminal) as workspace:
        looks = mail.look(workspace, arguments.files, terminal.progress)
        choices = _choices(workspace, arguments.client, looks)
        result: Result | None = None
        if not arguments.dry_run and any(look.owner is not None or look.key in choices for look in looks):
            with workspace.write(mail.told(looks)) as session:
                result = mail.keep(session, looks, choices, terminal.progress)
        if arguments.json:
            terminal.put(json.dumps([_as_json(look, choices) for look in looks], ensure_ascii=False))
        else:
            _tell(looks, choices, result, terminal)
    broken = result.broken if result is not None else [look for look in looks if look.state is mail.State.BROKEN]
    return 1 if broken else 0


def _choices(workspace: "Workspace", name: str, looks: "list[Look]") -> dict[str, Any]:
    """All unknown ones are of the client that is named."""
    from desktop_crm.services import mail

    if not name:
        return {}
    choice = mail.Choice(client_meant(workspace, name).client_id)
    return {look.key: choice for look in looks if look.state is mail.State.UNKNOWN and look.key}


def _tell(looks: "list[Look]", choices: dict[str, Any], result: "Result | None", terminal: Terminal) -> None:
    from desktop_crm.services import mail

    for look in looks:
        terminal.say(mail.sentence(look, is_chosen=look.key in choices))
        for problem in look.problems if look.state is not mail.State.BROKEN else ():
            terminal.say(Message("  {problem}", {"problem": terminal.language.say(problem)}))
    if result is None:
        terminal.say(msg("Nothing was written."))
        return
    terminal.say(
        msg(
            "Kept: {kept}, already here: {known}, of nobody known: {left}, can't be read: {broken}.",
            kept=len(result.kept),
            known=result.known,
            left=len(result.left),
            broken=len(result.broken),
        )
    )


def _as_json(look: "Look", choices: dict[str, Any]) -> dict[str, Any]:
    moment = look.mail.moment
    return {
        "file": str(look.path),
        "state": "chosen" if look.key in choices and look.owner is None else look.state.value,
        "direction": "out" if look.is_ours else "in",
        "moment": moment.isoformat() if moment else None,
        "from": look.mail.sender.address,
        "subject": look.mail.subject,
        "client": look.owner.client if look.owner else None,
        "contact": (look.owner.contact or None) if look.owner else None,
        "files": [file.name for file in look.mail.files],
        "problems": [str(problem) for problem in look.problems],
    }
