"""Workspaces on disk."""

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Wait for something that happens in another thread; it fails when that never comes."""

    def wait(happened: Callable[[], object]) -> None:
        for _ in range(3000):
            if happened():
                return
            time.sleep(0.01)
        pytest.fail("it never happened")

    return wait
