"""Check everything: `python3 packaging/test.py [--only-tests] [--long] [PART ...] [pytest args...]`, what CI runs too.

Needs nothing but Python 3.11 or newer. Makes the development environment where needed, then checks format, lint, types,
layers and translations, and runs the tests in parallel. All steps run even when one fails. The types, which take long,
are checked while the tests run, and told at their end. The last line is pytest's.

`--long` runs the whole of those proofs that have a short form in other runs: more examples, longer lists (`tests/rounds.py`),
and all of the dearest tests, of which other runs take some 400, drawn by the commit (`tests/in_turn.py`).

A PART before pytest's own arguments is what is being worked on: `model`, `ui/table`, `lines`, `order`, or a path from
the checkout. Its tests run alone, without the checks: all whose folder or file begins with the word, so a noun's are
those of every layer, and what is asked of every noun.
"""

import os
import re
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("The checks need Python 3.11 or newer; start them with one, like: python3.11 packaging/test.py")

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

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
_OURS = {"--only-tests", "--long"}


def main(args: list[str]) -> int:
    """Run the checks and pytest; 0 when all is well."""
    rest = [arg for arg in args if arg not in _OURS]
    parts = list(takewhile(lambda arg: not arg.startswith("-"), rest))
    picked = {part: tests_of(part) for part in parts}
    if unknown := [part for part in parts if not picked[part]]:
        sys.stderr.write(f"There are no tests of: {', '.join(unknown)}\n")
        return 2
    program = environment()
    if program is None:
        return 1
    env = _environ()
    if "--long" in args:
        env["DESKTOP_CRM_LONG"] = "1"
    elif not parts and "DESKTOP_CRM_TURN" not in env:
        env["DESKTOP_CRM_TURN"] = _turn()
    paths = sorted({path for found in picked.values() for path in found})
    command = [program, "-m", "pytest", "-n", str(_processes()), "--dist", "worksteal", *paths, *rest[len(parts) :]]
    if parts or "--only-tests" in args:
        return _test(command, env)
    return _check_and_test(program, command, env)


def _test(command: list[str], env: dict[str, str]) -> int:
    _say("tests")
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def _check_and_test(program: str, command: list[str], env: dict[str, str]) -> int:
    """The checks in their order; the longest goes on beside the tests, and pytest tells it in the end."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        names = sorted(CHECKS, key=lambda name: name != _LONGEST)
        running = {name: pool.submit(_checked, name, program, env) for name in names}
        longest, late = running.pop(_LONGEST), Path(folder) / "told"
        longest.add_done_callback(lambda done: _hand_over(done.result()[1], late))
        failed = []
        for name, check in running.items():
            passed, told = check.result()
            sys.stdout.buffer.write(told)
            failed += [] if passed else [name]
        tests = _test(
            command, {**env, "DESKTOP_CRM_FAILED_CHECKS": ", ".join(failed), "DESKTOP_CRM_LATE_CHECK": str(late)}
        )
        return tests or bool(failed) or not longest.result()[0]


def _checked(name: str, program: str, env: dict[str, str]) -> tuple[bool, bytes]:
    """Whether it passed, and what is to be told of it."""
    began = time.monotonic()
    command = [program, *CHECKS[name]]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    took = time.monotonic() - began
    result = "passed" if done.returncode == 0 else f"FAILED ({done.returncode})"
    return done.returncode == 0, f"== {name}: {result} in {took:.1f} s\n".encode() + done.stdout


def _hand_over(told: bytes, late: Path) -> None:
    """Whole, or not yet there."""
    late.with_suffix(".new").write_bytes(told)
    late.with_suffix(".new").rename(late)


def tests_of(part: str) -> list[str]:
    """The test files, from the checkout, of a word or a path; a path with `::` stays as it is."""
    if (ROOT / part.partition("::")[0]).exists() and part.startswith("tests"):
        return [part]
    begins = re.compile(rf"(^|[/_]){re.escape(part.strip('/').replace('test_', ''))}")
    tests = ROOT / "tests"
    files = [path.relative_to(tests).as_posix() for path in tests.rglob("test_*.py")]
    found = [f"tests/{path}" for path in files if begins.search(path.removesuffix(".py").replace("test_", ""))]
    nouns = (ROOT / "desktop_crm" / "model" / "nouns.py").read_text(encoding="utf-8")
    if re.search(rf'Noun\(\s*"{re.escape(part)}"', nouns):
        found.append("tests/test_nouns.py")
    return found


def _turn() -> str:
    """Which of the dearest tests run: drawn by the commit, so that whoever checks it out has the same ones."""
    with suppress(OSError):
        asked = ["git", "rev-parse", "HEAD"]
        commit = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
        return str(int(commit or "0", 16))
    return "0"


def _processes() -> int:
    """Two more than there are cores, for tests wait for windows and disks, too."""
    allowed = getattr(os, "sched_getaffinity", None)
    return (len(allowed(0)) if allowed else os.cpu_count() or 1) + 2


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
