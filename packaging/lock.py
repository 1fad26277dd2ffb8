"""Write both lock files anew from `pyproject.toml`: `python3 packaging/lock.py [--upgrade]`.

Names, versions and hashes for every system and Python the program runs on, and nothing about where packages come from.
Versions stay as they are locked unless `--upgrade` is given or `pyproject.toml` asks for others.
"""

import subprocess
import sys
from pathlib import Path

from _environment import DEVELOP, ROOT, RUN, ensure, python
from _system import SetupError

_OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"]
_OPTIONS += ["--no-emit-index-url", "--no-emit-find-links", "--no-build"]


def main(args: list[str]) -> int:
    """Lock what runs the program, then what is needed to work on it, with the same versions of what both have."""
    if args not in ([], ["--upgrade"]):
        sys.stderr.write("usage: python3 packaging/lock.py [--upgrade]\n")
        return 2
    try:
        environment = ensure(DEVELOP)
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    uv = [str(python(environment)), "-m", "uv", "pip", "compile", "pyproject.toml", *_OPTIONS, *args]
    _compile([*uv, "-o", str(RUN)], RUN)
    _compile([*uv, "--extra=dev", "--constraint", str(RUN), "-o", str(DEVELOP)], DEVELOP)
    return 0


def _compile(command: list[str], lock: Path) -> None:
    subprocess.run(command, cwd=ROOT, check=True)
    if "://" in lock.read_text(encoding="utf-8"):
        raise SystemExit(f"{lock.name} names an address; lock files hold names, versions and hashes only")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
