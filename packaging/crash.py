"""Kill the program while it writes: `python3 packaging/crash.py [--kills N] [--seconds N] [--only TEXT]`.

Needs nothing but Python 3.11 or newer, and a system that has SIGKILL. Children write, import, create, upgrade and change
passwords, and are killed at random moments; after each kill the file is opened, checked, and compared with what the
child had been told was saved.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("Crashing needs Python 3.11 or newer; start it with one, like: python3.11 packaging/crash.py")

from _develop import environment, run


def main(args: list[str]) -> int:
    """Kill inside the development environment; 1 when something was lost."""
    if not hasattr(os, "fork"):
        sys.stderr.write("This system can't be asked to kill a program at once; try Linux or macOS.\n")
        return 1
    program = environment()
    if program is None:
        return 1
    return run(program, "crash/run.py", args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
