"""The kills of `packaging/crash.py`, a few of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.in_turn, pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL and fork")]

_RUN = Path(__file__).with_name("run.py")


def test_whenever_it_is_killed_what_was_saved_is_there() -> None:
    run = subprocess.run(
        [sys.executable, str(_RUN), "--kills", "14", "--seconds", "8", "--seed", "4711"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "writes, protected" in run.stdout


def test_the_looking_notices_what_is_lost(tmp_path: Path) -> None:
    """Words said before the write is done are lies, and lies are found out."""
    script = f"""
import random, sys
sys.path[:0] = [{str(_RUN.parent.parent.parent)!r}]
from tests.crash import killing, writes
from pathlib import Path
honest = writes._add
def hasty(workspace, say, tag):
    say(f"added {{tag}}")
    honest(workspace, say, tag)
writes._add = hasty
turns = killing.kills(writes.scenario("hasty", protected=False), Path({str(tmp_path / "a")!r}), random.Random(3))
for _ in range(200):
    next(turns)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "an added client is gone" in run.stderr
