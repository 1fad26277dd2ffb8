"""Which business and which line of work a file belongs to, whatever becomes of its name, its place and its computer."""

import platform
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.errors import BackupError
from desktop_crm.model.message import msg
from desktop_crm.storage.backup.copy import look_inside
from desktop_crm.storage.backup.restore import restore_in_place, restore_to
from desktop_crm.storage.file import identity, schema
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.file.identity import State
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.rescue.rescue import rescue

PASSWORD = "kuda nil makan sore"


def nothing(_done: int, _total: int) -> None:
    pass


def add(path: Path, name: str = "Adi", typed: str = "") -> None:
    workspace = open_workspace(path, typed)
    with workspace.write(msg("Add client {name}", name=name)) as session:
        session.add(Client(name=name))
    workspace.close()


def state(path: Path, typed: str = "") -> State:
    """When it is worked in here and now, even if that leaves no word in the history."""
    workspace = open_workspace(path, typed)
    with workspace.aside():
        pass
    workspace.close()
    return replace(look_inside(path, typed).state, counter=0)


BOTH = pytest.mark.parametrize("typed", ["", PASSWORD], ids=["plain", "protected"], indirect=True)


@pytest.fixture
def typed(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", "")


@pytest.fixture
def file(tmp_path: Path, typed: str) -> Path:
    path = tmp_path / "Usaha.crm"
    create_workspace(path, password=typed).close()
    add(path, typed=typed)
    return path


@pytest.fixture
def backup(file: Path, typed: str, tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    workspace = open_workspace(file, typed)
    workspace.write_copy(tmp_path / "stick" / "b.crm")
    workspace.close()
    return tmp_path / "stick" / "b.crm"


def test_two_new_files_are_two_businesses(file: Path, typed: str, tmp_path: Path) -> None:
    other = create_workspace(tmp_path / "Lain.crm", password=typed)
    other.close()
    assert state(tmp_path / "Lain.crm", typed).workspace != state(file, typed).workspace


def test_a_file_that_is_moved_or_renamed_goes_on(
    file: Path, typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(file, typed)
    (tmp_path / "folder").mkdir()
    moved = file.rename(tmp_path / "folder" / "Toko.crm")
    assert state(moved, typed) == before
    monkeypatch.setattr(platform, "node", lambda: "renamed-laptop")
    assert state(moved, typed) == before


def test_a_file_that_the_disk_numbers_anew_goes_on(file: Path, typed: str, tmp_path: Path) -> None:
    before = state(file, typed)
    shutil.copyfile(file, tmp_path / "anew")
    (tmp_path / "anew").replace(file)
    assert state(file, typed) == before


@BOTH
def test_a_copy_that_is_worked_in_is_another_branch_of_the_same_business(
    file: Path, typed: str, tmp_path: Path
) -> None:
    before = state(file, typed)
    copy = Path(shutil.copyfile(file, tmp_path / "Coba.crm"))
    begun = state(copy, typed)
    assert begun.workspace == before.workspace
    assert begun.branch != before.branch
    assert state(copy, typed) == begun  # once
    assert state(file, typed) == before


def test_a_file_that_is_carried_to_and_fro_is_one_line_from_the_second_time_on(
    file: Path, typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "carried").mkdir()
    seen = []
    for day in range(6):
        host = ("desk", "laptop")[day % 2]
        monkeypatch.setattr(platform, "node", lambda host=host: host)
        carried = shutil.copyfile(file, tmp_path / "carried" / "new")
        carried.replace(file)  # as a service does that copies files between computers
        seen.append(state(file, typed).branch)
    assert len(set(seen[1:])) == 1


def test_a_password_changes_no_identity(file: Path, typed: str) -> None:
    before = state(file, typed)
    workspace = open_workspace(file, typed)
    workspace.protect("lain kali lain kata")
    workspace.close()
    assert state(file, "lain kali lain kata") == before


@BOTH
def test_what_is_made_of_a_backup_is_another_branch(file: Path, backup: Path, typed: str, tmp_path: Path) -> None:
    before = state(file, typed)
    assert replace(look_inside(backup, typed).state, counter=0) == replace(before, counter=0)
    restore_to(backup, typed, tmp_path / "new.crm", nothing)
    restored = state(tmp_path / "new.crm", typed)
    assert (restored.workspace, restored.mark) == (before.workspace, before.mark)
    restore_in_place(file, backup, typed, nothing)
    assert len({before.branch, restored.branch, state(file, typed).branch}) == 3


def test_an_earlier_version_s_file_has_before_its_upgrade_the_identity_it_gets_by_it(tmp_path: Path) -> None:
    path = tmp_path / "old.crm"
    schema.create(path, None, "0004")
    old = connect(path)
    old.execute(
        "INSERT INTO journal_entries (at, user, sentence, kind) VALUES (1700000000000, 'ani', '[\"Begin\"]', 'do')"
    )
    before = identity.State.of(old)
    old.close()
    assert before.workspace
    assert look_inside(path, "").state == before
    assert state(path) == before


def test_what_is_rescued_stays_of_the_same_business(file: Path, typed: str, tmp_path: Path) -> None:
    before = state(file, typed)
    rescue(file, tmp_path / "saved.crm", typed)
    saved = state(tmp_path / "saved.crm", typed)
    assert saved.workspace == before.workspace
    assert saved.branch != before.branch


def test_a_history_holds_what_it_came_from_and_nothing_else(file: Path, typed: str, tmp_path: Path) -> None:
    before = state(file, typed)
    copy = Path(shutil.copyfile(file, tmp_path / "Coba.crm"))
    add(file, "Budi", typed)
    add(copy, "Citra", typed)
    workspace = open_workspace(file, typed)
    with workspace.driver_connection() as connection:
        assert identity.holds(connection, before)
        assert not identity.holds(connection, look_inside(copy, typed).state)
    workspace.close()


def test_where_the_clock_went_back_is_known_from_the_history(file: Path, typed: str) -> None:
    workspace = open_workspace(file, typed)
    with workspace.aside() as connection:
        connection.executemany(
            "INSERT INTO journal_entries (id, at, user, sentence, kind) VALUES (?, ?, 'ani', '[\"x\"]', 'do')",
            [(101, 2_000_000), (102, 3_000_000), (103, 2_900_000), (104, 100), (105, 5_000_000)],
        )
    with workspace.driver_connection() as connection:
        assert identity.turns(connection)[-1] == 104
        assert 103 not in identity.turns(connection)  # two computers' clocks differ a little
    workspace.close()


@BOTH
def test_nobody_works_in_a_backup(backup: Path, typed: str) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupError, match="is a backup"):
        open_workspace(backup, typed)
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir()] == ["b.crm"]


@BOTH
def test_a_backup_keeps_no_wal_so_it_can_be_read_where_nobody_can_write(backup: Path, typed: str) -> None:
    if not typed:
        assert backup.read_bytes()[18:20] == b"\x01\x01"  # SQLite's mark of a file without one
    assert look_inside(backup, typed).counts["clients"] == 1


def test_a_backup_of_an_earlier_version_is_known_by_its_name_and_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "Usaha"
    folder.mkdir()
    (folder / ".workspace").write_text("0" * 32)
    path = folder / "Usaha 2026-01-02 0930.crm"
    schema.create(path, None, "0004")
    before = path.read_bytes()
    with pytest.raises(BackupError):
        open_workspace(path)
    assert path.read_bytes() == before
    copy = Path(shutil.copyfile(path, tmp_path / path.name))
    open_workspace(copy).close()  # anywhere else such a name says nothing


def test_what_is_made_of_a_backup_is_worked_in(backup: Path, typed: str, tmp_path: Path) -> None:
    new = tmp_path / "new.crm"
    restore_to(backup, typed, new, nothing)
    add(new, "Budi", typed)
    workspace = open_workspace(new, typed)
    with workspace.read() as session:
        assert sorted(session.scalars(select(Client.name))) == ["Adi", "Budi"]
    workspace.close()
    assert look_inside(backup, typed).counts["clients"] == 1
