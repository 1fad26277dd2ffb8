"""`protect`: give the workspace a password, another one, or none any more."""

from argparse import Namespace

from desktop_crm.cli.opening import new_password, opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.message import msg


def run(arguments: Namespace, terminal: Terminal) -> int:
    """The file is written anew; the recovery key is printed once, and kept nowhere."""
    with opened(arguments, terminal, gives=not arguments.off) as workspace:
        workspace.protect("" if arguments.off else new_password(arguments, terminal), terminal.progress)
        if workspace.protected:
            terminal.say(msg("{file} is protected now. Its recovery key:", file=workspace.path.name))
            terminal.put(workspace.recovery_key)
        else:
            terminal.say(msg("{file} has no password any more: whoever has it can read it.", file=workspace.path.name))
    return 0
