"""`packaging/papers.py`, a few contracts; and that what it finds is found."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.platypus import CondPageBreak, Paragraph

from desktop_crm.documents import contract
from desktop_crm.documents.kit import keep, letterhead, lines_table, running, signatures, text
from desktop_crm.documents.kit.typeset import typeset
from tests.papers.contracts import LONG_NAME, case, order
from tests.papers.judge import KINDS, judge
from tests.rounds import rounds

RUN = Path(__file__).with_name("run.py")


@pytest.mark.parametrize("number", [*range(rounds(2, 6)), 21, 42, 56, 83])
def test_a_typesetter_need_not_be_ashamed(number: int) -> None:
    assert judge(case(number, 1)) == []
    assert judge(order(number, 1)) == []


def finds(kind: str) -> bool:
    """Whether one of the first contracts has it."""
    return any(kind == each for number in range(30) for each, _ in judge(case(number, 1)))


def test_signatures_torn_from_their_clause_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    torn = lambda self, _width, _height: [CondPageBreak(0), *self._text, self._signatures]  # noqa: E731  # as short
    monkeypatch.setattr(keep.Ending, "split", torn)
    assert finds("signatures alone")


def test_pages_left_empty_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep.Ending, "split", lambda self, width, height: [])
    assert finds("empty pages")


def test_a_heading_left_behind_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep, "Lead", lambda heads, body: _Several([*heads, body]))
    body, real = contract._Body, contract._Body._clause  # noqa: SLF001  # the fault has to be inside
    monkeypatch.setattr(body, "_clause", lambda self, clauses: _flat(real(self, clauses)))
    assert finds("lone headings")


class _Several(list[Any]):
    def getSpaceBefore(self) -> int:  # noqa: N802  # ReportLab's name
        return 0


def _flat(flowables: Sequence[Any]) -> list[Any]:
    return [part for each in flowables for part in (each if isinstance(each, list) else [each])]


def test_torn_tables_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_table, "_TOGETHER", 1)
    monkeypatch.setattr(lines_table, "HEIGHT", 0)
    assert finds("torn tables")


def test_lone_lines_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_ALONE", 1)
    assert finds("lone lines")


def test_what_a_typewriter_would_write_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "typeset", lambda words: words)
    assert finds("parted")
    assert finds("straight")


def test_parted_ends_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "Running", Paragraph)
    assert finds("runts")


def test_loose_lines_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "typeset", lambda words: re.sub(r"(\w+) (\w+) (\w+)", "\\1\xa0\\2\xa0\\3", words))
    assert finds("loose")


def test_a_lost_hyphen_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "typeset", lambda words: typeset(words).replace("-lambat", "lambat"))
    assert finds("lost")


def test_a_cut_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(LONG_NAME) == 187
    monkeypatch.setattr(letterhead, "LONGEST_NAME", 160)
    monkeypatch.setattr(signatures, "LONGEST_NAME", 160)
    assert finds("cut")


def test_a_kind_is_told_with_its_count(tmp_path: Path) -> None:
    command = [sys.executable, str(RUN), "--count", "2", "--keep", str(tmp_path / "papers")]
    environ = {**os.environ, "PYTHONPATH": str(RUN.parents[2]), "PYTHONUTF8": "1"}
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environ)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert [line.split(None, 1)[1].partition(":")[0] for line in ended.stdout.splitlines()] == list(KINDS)
    kept = sorted((tmp_path / "papers").iterdir())
    assert [pypdf.PdfReader(io.BytesIO(each.read_bytes())).metadata.title is not None for each in kept] == [True] * 4
