"""`brief`: what is known about a client, on one page."""

from argparse import Namespace

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.cli.whom import client_meant


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Write it as PDF. UserError where it is not certain who is meant."""
    from desktop_crm.services import files
    from desktop_crm.services.briefing import brief

    files.refuse_no_folder(arguments.out)
    with opened(arguments, terminal) as workspace:
        who = client_meant(workspace, arguments.client)
        assert who.client_id is not None
        with workspace.read() as session:
            content = brief.make(session, who.client_id, arguments.language or terminal.language.code, arguments.point)
    files.write_whole(arguments.out, content)
    return 0
