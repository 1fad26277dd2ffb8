"""`emergency`: everything in a zip that other programs open."""

from argparse import Namespace

from desktop_crm.cli.opening import new_password, opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Its password is a new one: who is given the zip need not open the workspace."""
    from desktop_crm.services import files
    from desktop_crm.services.safety import emergency

    files.refuse_no_folder(arguments.out)
    if arguments.out.suffix.lower() != ".zip":
        raise UserError(msg("It is a zip, so name it {name}.", name=f"{arguments.out.stem}.zip"))
    with opened(arguments, terminal) as workspace:
        password = new_password(arguments, terminal)
        emergency.refuse_password(password)
        packed = emergency.pack(workspace, arguments.out, password, terminal.language, terminal.progress)
    terminal.say(
        msg(
            "{file} holds {records}. 7-Zip and most others open it with the password.",
            file=str(arguments.out),
            records=packed.told(),
        )
    )
    if packed.unreadable:
        terminal.say(msg("Some values can't be read and are missing in it; “Read me” names them."))
        for told in packed.unreadable:
            terminal.say(told)
    return 0
