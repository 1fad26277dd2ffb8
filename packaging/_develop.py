"""Start what measures and torments the program, inside the development environment."""

import os
import subprocess
import sys

from _environment import DEVELOP, ROOT, clean_environ, ensure, python
from _system import SetupError, need_libraries


def environment() -> str | None:
    """The development environment's Python, made first where needed; None when it can't be had, which is told."""
    try:
        need_libraries(window=False)
        return os.fspath(python(ensure(DEVELOP)))
    except (SetupError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return None


def run(program: str, script: str, args: list[str]) -> int:
    """Run a script of the folder `tests` without a display; its exit status."""
    environ = {"QT_QPA_PLATFORM": "offscreen", **clean_environ(os.environ), "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    return subprocess.run([program, str(ROOT / "tests" / script), *args], env=environ, check=False).returncode
