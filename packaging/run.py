"""Start Desktop CRM from its checkout: `python3 packaging/run.py [args...]`, the same arguments as `desktop-crm`.

Needs nothing but Python 3.11 or newer. The first start makes a private environment, later ones go straight through.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit(
        "Desktop CRM needs Python 3.11 or newer, and this is {}.{}; start it with a newer one, "
        "like: python3.11 packaging/run.py".format(*sys.version_info)
    )

import subprocess
from pathlib import Path

from _environment import ROOT, RUN, check_import, ensure, python
from _system import SetupError, need_display, need_libraries

_DRAWN = "can-draw"


def main(args: list[str]) -> int:
    """Make the environment where needed, then become the program; 1 with one sentence where that is not possible."""
    try:
        window = wants_window(args)
        if window:
            need_display(os.environ)
        environment = ensure(RUN)
        if window or "screenshot" in args:
            _need_drawing(environment, window=window)
    except (SetupError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; start again to go on.\n")
        return 1
    return _become([os.fspath(python(environment)), "-I", *_cache(environment), *_program(), *args])


def wants_window(args: list[str]) -> bool:
    """Whether these arguments open the window: none, or only the workspace to open."""
    rest = list(args)
    while rest:
        first = rest.pop(0)
        if first == "--workspace" and rest:
            rest.pop(0)
        elif not first.startswith("--workspace="):
            return False
    return True


def _need_drawing(environment: Path, *, window: bool) -> None:
    """Once an environment: whether Qt finds what it needs of the system."""
    stamp = environment / (f"{_DRAWN}-window" if window else _DRAWN)
    if stamp.exists():
        return
    need_libraries(window)
    check_import(environment, "PySide6.QtSvg, PySide6.QtWidgets, PySide6.QtPrintSupport")
    if os.access(environment, os.W_OK):
        stamp.touch()


def _program() -> list[str]:
    """Started through a file: `-m` would look into the folder one happens to be in, PYTHONPATH would go on to children."""
    return [os.fspath(ROOT / "packaging" / "_program.py")]


def _cache(environment: Path) -> list[str]:
    """Compiled modules go beside the environment when the checkout is not ours to write to."""
    return [] if os.access(ROOT, os.W_OK) else ["-X", f"pycache_prefix={environment.parent / 'compiled'}"]


def _become(command: list[str]) -> int:
    if os.name != "nt":
        os.execv(command[0], command)
    with subprocess.Popen(command) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
