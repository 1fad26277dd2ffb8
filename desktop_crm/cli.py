"""The `desktop-crm` command: the same services without a window."""

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 told the reason on stderr, 2 usage."""
    from desktop_crm import __version__

    sys.stdout.write(f"desktop-crm {__version__} {argv or ''}\n")
    return 0
