"""Measure speed and memory: `python3 packaging/bench.py [--clients N] [--json FILE] [--only PART]`.

Needs nothing but Python 3.11 or newer. Each figure stands beside its floor, measured in the same run: what the tools below
can do at best. The workspaces measured with are made once and kept in the user's cache.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("Measuring needs Python 3.11 or newer; start it with one, like: python3.11 packaging/bench.py")

from _develop import environment, run


def main(args: list[str]) -> int:
    """Run the measurements inside the development environment; 1 when an aim is missed."""
    program = environment()
    if program is None:
        return 1
    return run(program, "bench/run.py", args)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
