"""After a crash another file is put under the name: what lies beside it is never read into that one."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.errors import BackupError
from desktop_crm.model.message import msg
from desktop_crm.services.safety import backup
from desktop_crm.services.safety.check import check
from desktop_crm.services.safety.places import Place, PlaceKind
from desktop_crm.storage.file import identity
from desktop_crm.storage.opening import create_workspace, open_workspace
from tests.rounds import turn, turns
from tests.storage.clients import add, carried, sync

PASSWORD = "kuda nil makan sore"
ROOT = Path(__file__).parent.parent.parent

#: Writes clients into an open file and dies.
_DYING = """
import os, sys
from pathlib import Path
from desktop_crm.storage.opening import open_workspace
from tests.storage.clients import add
path, typed, *names = sys.argv[1:]
workspace = open_workspace(Path(path), typed)
for name in names:
    add(workspace, name)
os._exit(0)
"""


@pytest.fixture(params=turns(plain="", protected=PASSWORD))
def typed(request: pytest.FixtureRequest) -> str:
    return turn(request)


@pytest.fixture
def path(tmp_path: Path, typed: str) -> Path:
    made = tmp_path / "Usaha.crm"
    workspace = create_workspace(made, password=typed)
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name="Begun"))
    workspace.close()
    return made


def die(path: Path, typed: str, *names: str, folded: bool = False) -> None:
    """Leave what a program leaves that writes clients and dies; `folded`: its WAL was folded in after the first of them."""
    workspace, left = open_workspace(path, typed), path.parent.with_name("left")
    for name in names:
        add(workspace, name)
        if folded and name == names[0]:
            assert workspace.fold()
    shutil.copytree(path.parent, left)
    workspace.close()
    shutil.rmtree(path.parent)
    left.rename(path.parent)
    assert Path(f"{path}-wal").stat().st_size


def opened(path: Path, typed: str) -> tuple[set[str], list[str], list[Any]]:
    """The clients, and what is told at opening."""
    workspace = open_workspace(path, typed)
    try:
        told = [str(message) for message in workspace.told]
        with workspace.read() as session:
            return set(session.scalars(select(Client.name))), told, [str(each) for each in check(workspace)]
    finally:
        workspace.close()


def test_what_was_killed_is_read_on(path: Path, typed: str) -> None:
    subprocess.run([sys.executable, "-c", _DYING, str(path), typed, "One", "Two"], check=True, timeout=120, cwd=ROOT)
    assert Path(f"{path}-wal").stat().st_size
    assert opened(path, typed) == ({"Begun", "One", "Two"}, [], [])


@pytest.mark.parametrize(("there", "folded"), [(1, False), (3, True), (4, False), (10, True)])
def test_a_file_of_another_computer_is_not_mixed_with_it_however_often_that_was_written(
    path: Path, typed: str, tmp_path: Path, folded: bool, there: int
) -> None:
    here, other = carried(path, tmp_path / "there" / "Usaha.crm", typed)
    die(here, typed, "One", "Two", "Three", folded=folded)
    workspace = open_workspace(other, typed)
    for number in range(there):
        add(workspace, f"There {number}")
    workspace.close()
    sync(other, here)
    found, told, wrong = opened(here, typed)
    assert {f"There {number}" for number in range(there)} <= found
    assert not {"One", "Two", "Three"} & found
    assert len(told) == 1
    assert wrong == []
    assert list(tmp_path.glob("Usaha kept *-wal"))


def test_what_a_version_that_marked_no_writes_left_is_read_on(
    path: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file, on a computer that is not updated yet."""

    def counted(connection: Any) -> None:
        connection.execute("UPDATE identity SET counter = counter + 1, whole = 0 WHERE id = 1")

    with monkeypatch.context() as earlier:
        earlier.setattr(identity, "advance", counted)
        die(path, typed, "One", "Two")
    assert opened(path, typed) == ({"Begun", "One", "Two"}, [], [])


def test_also_when_part_of_it_was_folded_in(path: Path, typed: str) -> None:
    die(path, typed, "One", "Two", folded=True)
    assert opened(path, typed) == ({"Begun", "One", "Two"}, [], [])


@pytest.mark.parametrize("folded", [False, True])
def test_an_older_copy_under_the_name_is_not_mixed_with_it(
    path: Path, typed: str, tmp_path: Path, folded: bool
) -> None:
    older = shutil.copyfile(path, tmp_path / "older.crm")
    for name in ("One", "Two", "Three"):
        workspace = open_workspace(path, typed)
        with workspace.write(msg("Add client")) as session:
            session.add(Client(name=name))
        workspace.close()
    die(path, typed, "Four", "Five", folded=folded)
    shutil.copyfile(older, path)
    clients, told, found = opened(path, typed)
    assert clients == {"Begun"}
    assert found == []
    assert "was not mixed with it" in told[0]
    kept = next(tmp_path.glob("Usaha kept *.crm-wal"))
    assert kept.name in told[0]
    assert kept.stat().st_size


def test_another_business_under_the_name_is_not_mixed_with_it(path: Path, typed: str, tmp_path: Path) -> None:
    die(path, typed, "One")
    path.unlink()
    other = tmp_path / "Lain.crm"
    create_workspace(other, password=typed).close()
    shutil.copyfile(other, path)
    clients, told, found = opened(path, typed)
    assert clients == set()
    assert found == []
    assert "was not mixed with it" in told[0]


def test_a_backup_under_the_name_is_told_as_one(path: Path, typed: str, tmp_path: Path) -> None:
    workspace = open_workspace(path, typed)
    (tmp_path / "kept").mkdir()
    outcome = backup.make(workspace, Place(PlaceKind.FOLDER, str(tmp_path / "kept"), "kept"))
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name="Later"))
    workspace.close()
    die(path, typed, "One", "Two")
    shutil.copyfile(outcome.backup.path, path)
    with pytest.raises(BackupError):
        open_workspace(path, typed)
    assert next(tmp_path.glob("Usaha kept *.crm-wal")).stat().st_size
