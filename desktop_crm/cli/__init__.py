"""The `desktop-crm` command: the same services without a window.

Exit status: 0 done, 1 told the reason in one line on stderr, 2 usage, 130 interrupted, 141 nobody reads the output.
"""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command (`argv` without the program's name); its exit status."""
    from desktop_crm.cli.arguments import parser
    from desktop_crm.cli.begin import begin
    from desktop_crm.cli.running import run
    from desktop_crm.cli.terminal import Terminal

    begin()
    terminal = Terminal.of_system()
    arguments = parser(terminal).parse_args(argv)
    return run(arguments, terminal)
