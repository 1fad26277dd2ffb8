"""Run the window's tests over and over on a busy machine: `python3 packaging/load.py [--times N] [TESTS…]`.

Needs nothing but Python 3.11 or newer. One core where the system can say so, a neighbour that never rests on it, and
garbage collected after every few objects: what is right only when it is quick, or when an object happens to live a
little longer, fails.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("The tests need Python 3.11 or newer; start them with one, like: python3.11 packaging/load.py")

from _develop import environment, run


def main(args: list[str]) -> int:
    """Test inside the development environment; 1 when something failed."""
    program = environment()
    return 1 if program is None else run(program, "load/run.py", args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
