"""No command: the window."""

import gc
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_crm.cli.terminal import Terminal


def run(arguments: Namespace, _terminal: "Terminal") -> int:
    """Start the window; it tells its errors itself."""
    return main([] if arguments.workspace is None else ["--workspace", str(arguments.workspace)])


def main(argv: Sequence[str] | None = None) -> int:
    """`desktop-crm-window`, without a command line's parser; the exit status. `argv` is without the program's name."""
    gc.disable()  # nothing that loading Qt and ourselves makes is garbage; until the first screen stands
    from desktop_crm import app
    from desktop_crm.cli.begin import begin

    begin()  # the window asks for a password itself, and what it opens files with need not know one
    return app.main(argv)
