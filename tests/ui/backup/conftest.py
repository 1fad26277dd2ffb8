"""The real program on a real workspace, with a folder for its backups."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.services.safety.backup import Plan
from desktop_crm.services.safety.places import folder_place
from desktop_crm.services.workspace import create
from desktop_crm.ui.backup.backups import Backups, backups_of
from desktop_crm.ui.backup.plan import business_at, save_plan
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.program.program import Program
from tests.office import workspace_of

PASSWORD = "kuda nil makan sore"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "Usaha.crm"
    create(path).close()
    return path


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(empty_file, tmp_path / "Usaha.crm"))


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.fixture
def planned(settings: Settings, file: Path, disk: Path) -> None:
    """Only into the folder, and never by itself."""
    save_plan(settings, business_at(settings, file), Plan((folder_place(disk),), hours=0))


@pytest.fixture
def running(planned: Any, running: Program) -> Program:
    return running


@pytest.fixture
def backups(running: Program) -> Backups:
    return backups_of(running.shell)


def add_client(running: Program, name: str = "Adi") -> None:
    with workspace_of(running).write(msg("Add client {name}", name=name)) as session:
        session.add(Client(name=name))


def made_in(disk: Any) -> Any:
    return sorted(path.name for path in disk.rglob("Usaha *.crm"))


def long_ago(**ago: Any) -> Any:
    return datetime.now(UTC).astimezone() - timedelta(**ago)
