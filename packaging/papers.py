"""Print invented contracts and order sheets of every kind, read them back, and count what a typesetter would be ashamed of.

`python3 packaging/papers.py [--count N] [--seed S] [--keep FOLDER]`. Needs nothing but Python 3.11 or newer.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("The papers need Python 3.11 or newer; start them with one, like: python3.11 packaging/papers.py")

from _develop import environment, run


def main(args: list[str]) -> int:
    """Print inside the development environment; 1 when something was found."""
    program = environment()
    return 1 if program is None else run(program, "papers/run.py", args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
