"""`packaging/imports.py`, a few sheets of each kind."""

from pathlib import Path

import pytest

from tests.imports.kinds import KINDS, run

SLOW = {"prices_in_formats": 1}


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_wrong_without_a_word(name: str, tmp_path: Path) -> None:
    found = run(name, SLOW.get(name, 25), 1, tmp_path)
    assert found.wrong == []
    assert found.counts["right"] > found.counts["told"]
