"""No command: the window."""

from argparse import Namespace

from desktop_crm.cli.terminal import Terminal


def run(arguments: Namespace, _terminal: Terminal) -> int:
    """Start the window; it tells its errors itself."""
    from desktop_crm.app import main

    return main([] if arguments.workspace is None else ["--workspace", str(arguments.workspace)])
