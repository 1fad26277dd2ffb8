"""Check everything: `python3 packaging/test.py [--only-tests] [pytest args...]`, what CI runs too.

Needs nothing but Python 3.11 or newer. Makes the development environment where needed, then checks format, lint, types,
layers and translations, and runs the tests in parallel. All steps run even when one fails; paths among the pytest
arguments are taken from the checkout. The last line is pytest's.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("The checks need Python 3.11 or newer; start them with one, like: python3.11 packaging/test.py")

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from _develop import environment
from _environment import ROOT

_NOT_OURS = {"PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}

#: Name → module of the development environment or script of ours, with its arguments.
CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "layers": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
        "--no-logo",
    ],
    "translations": ["packaging/translations.py", "check"],
}
_LONGEST = "types"


def main(args: list[str]) -> int:
    """Run the checks, then pytest; 0 when all is well."""
    only_tests = "--only-tests" in args
    rest = [arg for arg in args if arg != "--only-tests"]
    program = environment()
    if program is None:
        return 1
    env = _environ()
    failed = [] if only_tests else _failed(program, env)
    if failed:
        env["DESKTOP_CRM_FAILED_CHECKS"] = ", ".join(failed)
    _say("tests")
    tests = subprocess.run(
        [program, "-m", "pytest", "-n", str(_processes()), *rest], cwd=ROOT, env=env, check=False
    ).returncode
    return tests or bool(failed)


def _processes() -> int:
    """One more than there are cores, for tests wait for windows and disks, too."""
    allowed = getattr(os, "sched_getaffinity", None)
    return (len(allowed(0)) if allowed else os.cpu_count() or 1) + 1


def _failed(program: str, env: dict[str, str]) -> list[str]:
    """Which checks; two at a time, the long one first, told in their order."""

    def check(name: str) -> tuple[int, bytes, float]:
        began = time.monotonic()
        command = [program, *CHECKS[name]]
        done = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.returncode, done.stdout, time.monotonic() - began

    failed = []
    with ThreadPoolExecutor(2) as pool:
        running = {name: pool.submit(check, name) for name in sorted(CHECKS, key=lambda name: name != _LONGEST)}
        for name in CHECKS:
            code, told, took = running[name].result()
            _say(f"{name}: {'passed' if code == 0 else f'FAILED ({code})'} in {took:.1f} s")
            sys.stdout.buffer.write(told)
            failed += [name] if code else []
    return failed


def _environ() -> dict[str, str]:
    """The environment's own folder of programs first, no modules of the user's, and what is compiled once is kept."""
    env = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return {"QT_QPA_PLATFORM": "offscreen", **env, "PYTHONUTF8": "1"}


def _say(text: str) -> None:
    print(f"== {text}", flush=True)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
