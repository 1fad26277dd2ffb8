"""`backup` and `restore`: a whole copy of the workspace, and a workspace of a copy."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_crm.cli.opening import given_password, opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import BY_ID

if TYPE_CHECKING:
    from desktop_crm.services.safety.backup import Inside


def run_backup(arguments: Namespace, terminal: Terminal) -> int:
    """Into the workspace's own folder in FOLDER, as the window does it."""
    from desktop_crm.services.safety import backup
    from desktop_crm.services.safety.places import folder_place

    with opened(arguments, terminal) as workspace:
        made = backup.make(workspace, folder_place(arguments.folder), terminal.progress)
    assert made.backup is not None  # or it would have raised
    assert made.inside is not None
    _tell(made.backup.path, made.inside, terminal)
    for message in made.found:
        terminal.say(message)
    return 0


def run_restore(arguments: Namespace, terminal: Terminal) -> int:
    """To a new file, which opens with the backup's password."""
    from desktop_crm.services.safety import backup

    typed = given_password(arguments, terminal) if backup.is_protected(arguments.backup) else ""
    inside = backup.restore_to(arguments.backup, typed, arguments.target, terminal.progress)
    _tell(arguments.target, inside, terminal)
    if inside.problems:
        terminal.say(
            msg("Not all in it was as it should be when it was made ({n}). `check` names it.", n=inside.problems)
        )
    return 0


def _tell(path: Path, inside: "Inside", terminal: Terminal) -> None:
    terminal.say(
        msg(
            "{file} holds {clients}, {orders} and {contracts}; last change: {changed}.",
            file=str(path),
            clients=BY_ID["client"].told(inside.counts["clients"]),
            orders=BY_ID["order"].told(inside.counts["orders"]),
            contracts=BY_ID["contract"].told(inside.counts["contracts"]),
            changed=inside.changed or msg("none"),
        )
    )
