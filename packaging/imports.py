"""Import invented sheets of every kind and count what came in right, what was told, and what was wrong without a word.

`python3 packaging/imports.py [--times N] [--seed S] [KINDS…]`. Needs nothing but Python 3.11 or newer.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("The sheets need Python 3.11 or newer; start them with one, like: python3.11 packaging/imports.py")

from _develop import environment, run


def main(args: list[str]) -> int:
    """Import inside the development environment; 1 when something was wrong without a word."""
    program = environment()
    return 1 if program is None else run(program, "imports/run.py", args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
