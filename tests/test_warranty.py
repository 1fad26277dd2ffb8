"""A noun that no file of the program knows is given all that nouns have; a process of its own has it in the table of contents."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*args: str, plugin: str = "registered", **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", f"tests.warranty.{plugin}", *args]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_noun_that_is_only_declared_can_do_what_all_nouns_can_and_has_declared_all_it_needs() -> None:
    done = run("tests/warranty", "tests/test_nouns.py", "-k", "warrant")
    assert done.returncode == 0, done.stdout[-8000:]


def test_what_it_has_forgotten_is_told_by_name() -> None:
    """One of all that `python tests/warranty/without.py` forgets."""
    done = run("tests/test_nouns.py", "-k", "warrant", plugin="without", FORGOTTEN="what its card asks first")
    assert re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE) == [
        "tests/test_nouns.py::test_a_card_says_what_it_asks_first[warranty]"
    ]
