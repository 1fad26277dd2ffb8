"""Type into every form and grid: `python3 packaging/keys.py [--speeds MS …] [--only TEXT]`.

Needs nothing but Python 3.11 or newer. Types into a copy of the demonstration at 20, 60, 100, 150 and 250 milliseconds a key,
compares every field with what was typed, in the form and as saved, and tells what is different.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("Typing needs Python 3.11 or newer; start it with one, like: python3.11 packaging/keys.py")

from _develop import environment, run


def main(args: list[str]) -> int:
    """Type inside the development environment; 1 when anything is not what was typed."""
    program = environment()
    return 1 if program is None else run(program, "keys/run.py", args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
