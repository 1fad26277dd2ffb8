"""Let monkeys play at the window: `python3 packaging/monkey.py [--runs N] [--seconds S] [--seed K] [--soak MINUTES]`.

Needs nothing but Python 3.11 or newer. Each run is a process of its own with a home and files of its own: keys, clicks,
menus, other workspaces, backups, lock, languages, colours, at random by its seed. It may not die, nor tell of an error
or a warning, nor leave more objects, threads or memory than it found, and its files must be whole.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("Monkeys need Python 3.11 or newer; start them with one, like: python3.11 packaging/monkey.py")

from _develop import environment, run


def main(args: list[str]) -> int:
    """Play inside the development environment; 1 when something broke."""
    program = environment()
    return 1 if program is None else run(program, "monkey/run.py", args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
