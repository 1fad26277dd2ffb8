"""`check`: is the file whole, and does what stands in it keep the rules?"""

from argparse import Namespace

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg


def run(arguments: Namespace, terminal: Terminal) -> int:
    """What is wrong on stdout, one line each; exit 1 when there is anything."""
    from desktop_crm.services.safety.check import check

    with opened(arguments, terminal) as workspace:
        found = check(workspace, terminal.progress)
    for problem in found:
        terminal.say(problem)
    if found:
        raise UserError(
            msg("{file} has 1 problem. Keep a copy of it before anything else.", file=arguments.workspace.name)
            if len(found) == 1
            else msg(
                "{file} has {n} problems. Keep a copy of it before anything else.",
                file=arguments.workspace.name,
                n=len(found),
            )
        )
    terminal.say(msg("{file} is whole, and everything in it adds up.", file=arguments.workspace.name))
    return 0
