"""Of the dearest tests, marked `in_turn`, a run of everything takes one in three, drawn by the commit: `DESKTOP_CRM_TURN`.

All of them run where a part is asked for, with `packaging/test.py --long`, and where nobody names a turn.
"""

import os
from typing import Final
from zlib import crc32

import pytest

_TURNS: Final = 3


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "in_turn: dear; a run of everything takes one in three of them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not (turn := os.environ.get("DESKTOP_CRM_TURN")):
        return
    later = [item for item in items if item.get_closest_marker("in_turn") and not is_now(item.nodeid, int(turn))]
    config.hook.pytest_deselected(items=later)
    skipped = set(later)
    items[:] = [item for item in items if item not in skipped]


def is_now(test: str, turn: int) -> bool:
    """Whether it is this test's turn."""
    return crc32(test.encode()) % _TURNS == turn % _TURNS
