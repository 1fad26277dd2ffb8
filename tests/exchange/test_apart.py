"""What the process that reads workbooks may do to the one that asked: nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.exchange import apart
from desktop_crm.exchange.sheet import read_sheets
from desktop_crm.model.errors import UserError, WorldError
from tests.fuzz.packages import xlsx


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx())
    return path


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Let the other process do something else."""
    start: Callable[..., Any] = subprocess.Popen

    def begin(work: str) -> None:
        def begun(command: list[str], **given: Any) -> Any:
            assert any("answer(what, file)" in part for part in command)
            return start([part.replace("answer(what, file)", work) for part in command], **given)

        monkeypatch.setattr(subprocess, "Popen", begun)

    return begin


def test_a_mistake_of_ours_is_raised_here(sheet: Path, instead: Callable[..., Any]) -> None:
    instead("import desktop_crm.exchange.apart as a; a._ANSWERS['tables'] = lambda path: 1 / 0; answer(what, file)")
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        read_sheets(sheet)


@pytest.mark.parametrize(
    "work",
    ["import os; os.abort()", "sys.exit(0)", "sys.stdout.write('x' * 20)", "sys.stdout.write(chr(0) * 20)"],
    ids=["dies", "says nothing", "says that much will come", "says that nothing will come"],
)
def test_one_that_does_not_answer_is_told_as_the_files_fault(
    sheet: Path, instead: Callable[..., Any], work: str
) -> None:
    instead(work)
    with pytest.raises(UserError, match="more time or memory"):
        read_sheets(sheet)


def test_one_that_never_ends_is_ended(
    sheet: Path, instead: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 0.1)
    instead("import time; time.sleep(1000)")
    with pytest.raises(UserError, match="more time or memory"):
        read_sheets(sheet)


def test_one_that_can_not_be_started_is_the_worlds_fault(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(sheet.parent / "no such program"))
    with pytest.raises(WorldError, match="can't be read"):
        read_sheets(sheet)
