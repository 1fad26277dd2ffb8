"""Workspaces on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm.storage.opening import create_workspace
from desktop_crm.storage.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create_workspace(tmp_path / "Usaha.crm")
    yield opened
    opened.close()
