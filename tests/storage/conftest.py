"""Workspaces on disk."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_crm.storage.opening import create_workspace
from desktop_crm.storage.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create_workspace(tmp_path / "Usaha.crm")
    yield opened
    opened.close()


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
