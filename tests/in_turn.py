"""Of the dearest tests, marked `in_turn`, a run of everything takes some 400, drawn by the commit: `DESKTOP_CRM_TURN`.

All of them run where a part is asked for, with `packaging/test.py --long`, and where nobody names a turn.
"""

import os
from typing import Final
from zlib import crc32

import pytest

#: However many there are, a run takes about so many of them.
_A_RUN: Final = 400


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "in_turn: dear; a run of everything takes some of them, each commit others")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not (turn := os.environ.get("DESKTOP_CRM_TURN")):
        return
    dear = [item for item in items if item.get_closest_marker("in_turn")]
    turns = max(1, round(len(dear) / _A_RUN))
    later = [item for item in dear if not is_now(item.nodeid, int(turn), turns)]
    config.hook.pytest_deselected(items=later)
    skipped = set(later)
    items[:] = [item for item in items if item not in skipped]


def is_now(test: str, turn: int, turns: int) -> bool:
    """Whether it is this test's turn, of so many."""
    return crc32(test.encode()) % turns == turn % turns
