"""Measure speed and memory: `python3 packaging/bench.py [--clients N] [--json FILE] [--only PART]`.

Needs nothing but Python 3.11 or newer. Each figure stands beside its floor, measured in the same run: what the tools below
can do at best. The workspaces measured with are made once and kept in the user's cache.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("Measuring needs Python 3.11 or newer; start it with one, like: python3.11 packaging/bench.py")

import subprocess

from _environment import DEVELOP, ROOT, clean_environ, ensure, python
from _system import SetupError, need_libraries


def main(args: list[str]) -> int:
    """Run the measurements inside the development environment; 1 when an aim is missed."""
    try:
        need_libraries(window=False)
        program = os.fspath(python(ensure(DEVELOP)))
    except (SetupError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    environ = {"QT_QPA_PLATFORM": "offscreen", **clean_environ(os.environ), "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    return subprocess.run(
        [program, str(ROOT / "tests" / "bench" / "run.py"), *args], env=environ, check=False
    ).returncode


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
