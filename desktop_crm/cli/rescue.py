"""`rescue`: what is readable of a damaged workspace, into a new one."""

from argparse import Namespace

from desktop_crm.cli.opening import given_password
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import PasswordNeededError
from desktop_crm.model.message import msg


def run(arguments: Namespace, terminal: Terminal) -> int:
    """What the new file holds and what is lost on stdout, one line each; a password is asked for when nothing can be read without."""
    from desktop_crm.services.safety.rescue import rescue

    damaged, new = arguments.damaged, arguments.new
    try:
        rescued = rescue(damaged, new, "", terminal.progress)
    except PasswordNeededError:
        rescued = rescue(damaged, new, given_password(arguments, terminal), terminal.progress)
    for what, count in rescued.kept:
        terminal.say(msg("{what}: {n} kept", what=what, n=count))
    for sentence in (*rescued.lost, *rescued.wrong):
        terminal.say(sentence)
    if rescued.lost or rescued.wrong:
        terminal.say(msg("{file} holds what could be rescued. Keep the damaged file.", file=new.name))
    else:
        terminal.say(msg("{file} holds everything; nothing is lost.", file=new.name))
    return 0
