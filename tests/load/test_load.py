"""`packaging/load.py`, once, with very few tests."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rounds import some

pytestmark = pytest.mark.in_turn

_RUN = Path(__file__).with_name("run.py")


_OVER = re.findall(r"(?m)^def (test_\w+)", (_RUN.parents[1] / "ui" / "test_over.py").read_text(encoding="utf-8"))


def run(*tests: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(_RUN), "--times", "1", *map(str, tests)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_lies_over_the_window_ends_in_time_on_a_busy_machine_too() -> None:
    ended = run(*some([f"tests/ui/test_over.py::{name}" for name in _OVER], 4))
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_failure_and_a_death_are_told(tmp_path: Path) -> None:
    (tmp_path / "test_bad.py").write_text("def test_bad():\n    assert False\n", encoding="utf-8")
    ended = run(tmp_path / "test_bad.py")
    assert ended.returncode == 1
    assert "1 of 1: " in ended.stdout
    assert "test_bad" in ended.stdout
    (tmp_path / "test_dies.py").write_text("import os\ndef test_dies():\n    os.abort()\n", encoding="utf-8")
    assert "the process itself" in run(tmp_path / "test_dies.py").stdout
