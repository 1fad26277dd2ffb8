"""Backups of an open workspace, and workspaces out of backups: real files, plain and protected."""

import errno
import shutil
import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import func, select

from desktop_crm.model.attachment import Blob
from desktop_crm.model.client import Client
from desktop_crm.model.errors import (
    BackupError,
    DamagedError,
    LockedError,
    PasswordNeededError,
    UserError,
    WorldError,
    WrongPasswordError,
)
from desktop_crm.model.message import msg
from desktop_crm.storage.attachment import keep_bytes
from desktop_crm.storage.backup import copy as storage
from desktop_crm.storage.backup import restore
from desktop_crm.storage.backup.copy import look_inside
from desktop_crm.storage.backup.restore import restore_in_place, restore_to
from desktop_crm.storage.bare import one_moment
from desktop_crm.storage.file.connection import address
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace
from tests.rounds import turn, turns

PASSWORD = "kuda nil makan sore"


def nothing(_done: int, _total: int) -> None:
    pass


def add(workspace: Workspace, *names: str) -> None:
    with workspace.write(msg("Add")) as session:
        session.add_all(Client(name=name) for name in names)


def names(path: Path, typed: str = "") -> list[str]:
    """Of the clients in a workspace, or in a backup, which nobody opens as one."""
    try:
        workspace = open_workspace(path, typed)
    except BackupError:
        with storage.still(path, typed) as (connection, _):
            return sorted(name for (name,) in connection.execute("SELECT name FROM clients"))
    try:
        with workspace.read() as session:
            return sorted(session.scalars(select(Client.name)))
    finally:
        workspace.close()


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=turns(plain="", protected=PASSWORD))
def typed(request: pytest.FixtureRequest) -> str:
    return turn(request)


@pytest.fixture
def workspace_password(typed: str) -> str:
    return typed


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    add(workspace, "Adi", "Budi")
    with workspace.write(msg("Files")) as session:
        keep_bytes(session, bytes(range(256)) * 40_000)
    return workspace


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_backup_holds_all_that_was_written_and_opens_as_the_workspace_does(
    workspace: Workspace, place: Path, typed: str
) -> None:
    inside = workspace.write_copy(place / "b.crm")
    assert (inside.counts["clients"], inside.counts["blobs"], inside.counts["orders"]) == (2, 1, 0)
    assert visible(place) == ["b.crm"]
    assert look_inside(place / "b.crm", typed) == inside
    assert visible(place) == ["b.crm"]  # looking leaves nothing beside it
    assert names(place / "b.crm", typed) == ["Adi", "Budi"]


def test_looking_into_a_write_protected_file_works(workspace: Workspace, place: Path, typed: str) -> None:
    workspace.write_copy(place / "b.crm")
    (place / "b.crm").chmod(0o444)
    place.chmod(0o555)
    try:
        assert look_inside(place / "b.crm", typed).counts["clients"] == 2
    finally:
        place.chmod(0o755)


def test_a_protected_backup_tells_nothing_without_its_password(tmp_path: Path, place: Path) -> None:
    made = create_workspace(tmp_path / "a.crm", password=PASSWORD)
    add(made, "Rahasia Dagang")
    made.write_copy(place / "b.crm")
    recovery = made.recovery_key
    made.close()
    assert b"Rahasia" not in (place / "b.crm").read_bytes()
    with pytest.raises(PasswordNeededError):
        look_inside(place / "b.crm", "")
    with pytest.raises(WrongPasswordError):
        look_inside(place / "b.crm", "wrong")
    assert look_inside(place / "b.crm", recovery).counts["clients"] == 1


def test_others_write_on_while_it_is_made_and_it_is_one_moment(
    workspace: Workspace, place: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_PAGES", 20)  # some hundred steps
    stop, more, written = threading.Event(), threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            add(workspace, f"a{written[0]}", f"b{written[0]}")  # always both or none
            written[0] += 1
            more.set()

    writer = threading.Thread(target=write)
    seen: list[tuple[int, int, int]] = []

    def progress(done: int, total: int) -> None:
        if not seen:
            more.clear()
            assert more.wait(30)  # nobody waits for it
        seen.append((done, total, written[0]))

    writer.start()
    try:
        workspace.write_copy(place / "b.crm", progress)
    finally:
        stop.set()
        writer.join()
    assert len(seen) > 2
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)  # it did not begin anew
    found = [name for name in names(place / "b.crm", typed) if name not in ("Adi", "Budi")]
    assert {name[1:] for name in found if name[0] == "a"} == {name[1:] for name in found if name[0] == "b"}


def test_a_fault_is_told_as_it_is_where_sqlite_has_ended_the_moment_itself(workspace: Workspace) -> None:
    with workspace.driver_connection() as connection:
        with pytest.raises(driver.OperationalError, match="disk I/O"), one_moment(connection):
            connection.execute("ROLLBACK")
            raise driver.OperationalError("disk I/O error")
        assert not connection.in_transaction


def test_one_that_is_stopped_leaves_nothing_and_the_older_one_stays(
    workspace: Workspace, place: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_PAGES", 20)
    workspace.write_copy(place / "b.crm")
    add(workspace, "Citra")

    class StopError(Exception):
        pass

    def stop_at(part: float) -> Callable[..., Any]:
        def progress(done: int, total: int) -> None:
            if done >= part * total:
                raise StopError

        return progress

    for part in (0, 0.2, 0.5):
        with pytest.raises(StopError):
            workspace.write_copy(place / "b.crm", stop_at(part))
        assert visible(place) == ["b.crm"]
    assert names(place / "b.crm", typed) == ["Adi", "Budi"]


def test_locking_does_not_wait_for_a_backup(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_PAGES", 1)
    made = create_workspace(tmp_path / "a.crm", password=PASSWORD)
    begun, locked = threading.Event(), threading.Event()

    def lock() -> None:
        begun.wait(10)
        made.lock()
        locked.set()

    def progress(_done: int, _total: int) -> None:
        begun.set()
        locked.wait(0.01)

    locker = threading.Thread(target=lock)
    locker.start()
    with pytest.raises(LockedError):
        made.write_copy(place / "b.crm", progress)
    locker.join()
    assert made.locked
    assert visible(place) == []
    with pytest.raises(LockedError):
        made.write_copy(place / "b.crm")
    made.close()


def test_a_place_that_vanishes_meanwhile_is_told(
    workspace: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_PAGES", 20)

    def unplug(done: int, total: int) -> None:
        if done * 4 > total:
            shutil.rmtree(place, ignore_errors=True)

    with pytest.raises(WorldError):
        workspace.write_copy(place / "b.crm", unplug)
    assert not place.exists()
    with pytest.raises(WorldError):
        workspace.write_copy(place / "b.crm")
    add(workspace, "and work goes on")


def test_a_place_without_room_is_told_before_anything_is_written(
    workspace: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**6))
    with pytest.raises(WorldError, match="has no room"):
        workspace.write_copy(place / "b.crm")
    assert visible(place) == []


def test_a_disk_that_gives_back_something_else_is_told(
    workspace: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_PAGES", 20)
    part = storage.part_of(place / "b.crm")

    def spoil(done: int, total: int) -> None:
        if done * 2 >= total and part.exists():
            content = bytearray(part.read_bytes())
            for at in range(8192, len(content), 4096):
                content[at : at + 64] = bytes(64)
            part.write_bytes(content)

    with pytest.raises(WorldError, match="something else"):
        workspace.write_copy(place / "b.crm", spoil)
    assert visible(place) == []


def test_restoring_to_a_new_file(workspace: Workspace, place: Path, tmp_path: Path, typed: str) -> None:
    workspace.write_copy(place / "b.crm")
    before = (place / "b.crm").read_bytes()
    inside = restore_to(place / "b.crm", typed, tmp_path / "new.crm", nothing)
    assert inside.counts["clients"] == 2
    assert names(tmp_path / "new.crm", typed) == ["Adi", "Budi"]
    assert (place / "b.crm").read_bytes() == before
    assert visible(place) == ["b.crm"]
    with pytest.raises(UserError, match="there already"):
        restore_to(place / "b.crm", typed, tmp_path / "new.crm", nothing)
    with pytest.raises(UserError, match="no folder"):
        restore_to(place / "b.crm", typed, tmp_path / "no" / "new.crm", nothing)


def test_restoring_in_place_keeps_what_was_there(workspace: Workspace, place: Path, typed: str) -> None:
    path = workspace.path
    workspace.write_copy(place / "b.crm")
    add(workspace, "Citra")
    with pytest.raises(WorldError, match="already open"):
        restore_in_place(path, place / "b.crm", typed, nothing)
    workspace.close()
    kept = restore_in_place(path, place / "b.crm", typed, nothing)
    assert names(path, typed) == ["Adi", "Budi"]
    assert names(kept, typed) == ["Adi", "Budi", "Citra"]
    again = restore_in_place(path, place / "b.crm", typed, nothing)
    assert again != kept
    assert visible(path.parent) == sorted(["Usaha.crm", kept.name, again.name, "stick"])


def test_restoring_over_a_damaged_file_with_a_wal(workspace: Workspace, place: Path, typed: str) -> None:
    path = workspace.path
    workspace.write_copy(place / "b.crm")
    workspace.close()
    path.write_bytes(b"rubbish" * 999)
    path.with_name("Usaha.crm-wal").write_bytes(b"more rubbish")
    kept = restore_in_place(path, place / "b.crm", typed, nothing)
    assert kept.read_bytes() == b"rubbish" * 999
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"more rubbish"
    assert names(path, typed) == ["Adi", "Budi"]


def test_restoring_where_nothing_is_any_more(workspace: Workspace, place: Path, typed: str) -> None:
    workspace.write_copy(place / "b.crm")
    workspace.close()
    workspace.path.unlink()
    assert restore_in_place(workspace.path, place / "b.crm", typed, nothing) is None
    assert names(workspace.path, typed) == ["Adi", "Budi"]


@pytest.mark.parametrize("typed", ["", PASSWORD], indirect=True)
def test_a_restore_that_fails_leaves_the_present_file(workspace: Workspace, place: Path, typed: str) -> None:
    path = workspace.path
    workspace.write_copy(place / "b.crm")
    add(workspace, "Citra")
    workspace.close()
    before = path.read_bytes()
    damaged = bytearray((place / "b.crm").read_bytes())
    damaged[40960:81920] = bytes(40960)
    (place / "damaged.crm").write_bytes(damaged)
    (place / "half.crm").write_bytes(damaged[:100_000])
    (place / "text.crm").write_text("hello")
    for name in ("damaged.crm", "half.crm", "text.crm", "none.crm"):
        with pytest.raises((UserError, WorldError)):
            restore_in_place(path, place / name, typed, nothing)
    with pytest.raises(UserError, match="itself"):
        restore_in_place(path, path, typed, nothing)
    if typed:
        with pytest.raises(WrongPasswordError):
            restore_in_place(path, place / "b.crm", "wrong", nothing)
    assert path.read_bytes() == before
    assert visible(path.parent) == ["Usaha.crm", "stick"]


@pytest.fixture
def crashed(workspace: Workspace) -> Path:
    """The workspace as a program that was killed leaves it: the last client is in the WAL only."""
    path = workspace.path
    add(workspace, "Citra")
    left = {ending: Path(f"{path}{ending}").read_bytes() for ending in ("", "-wal")}
    workspace.close()
    for ending, content in left.items():
        Path(f"{path}{ending}").write_bytes(content)
    return path


def test_what_is_in_the_wal_stays_when_the_system_refuses_to_exchange_the_file(
    crashed: Path, place: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(crashed, place / "b.crm")
    exchange = Path.replace

    def refuse(self: Any, target: Path) -> Path:
        if target == crashed:
            raise PermissionError(errno.EACCES, "open elsewhere")
        return exchange(self, target)

    with monkeypatch.context() as held:
        held.setattr(Path, "replace", refuse)
        with pytest.raises(WorldError, match="as it was"):
            restore_in_place(crashed, place / "b.crm", typed, nothing)
    assert names(crashed, typed) == ["Adi", "Budi", "Citra"]


def test_what_is_in_the_wal_stays_when_the_program_dies_before_the_file_is_exchanged(
    crashed: Path, place: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(crashed, place / "b.crm")
    exchange = Path.replace
    dead: list[Any] = []

    def die(self: Any, target: Path) -> Path:
        if dead or target == crashed:
            dead.append(target)
            raise KeyboardInterrupt
        return exchange(self, target)

    with monkeypatch.context() as killed:
        killed.setattr(Path, "replace", die)
        killed.setattr(restore, "remove_file", lambda _path: None)
        with pytest.raises(KeyboardInterrupt):
            restore_in_place(crashed, place / "b.crm", typed, nothing)
    assert names(crashed, typed) == ["Adi", "Budi", "Citra"]
    assert not [path for path in crashed.parent.iterdir() if "wal" in path.name and "before" not in path.name]


def test_a_file_of_another_program_is_no_backup(place: Path) -> None:
    bare = driver.connect(str(place / "x.crm"))
    bare.execute("CREATE TABLE a (b)")
    bare.close()
    with pytest.raises(UserError):
        look_inside(place / "x.crm", "")


def test_a_file_that_lost_a_table_is_told_as_damaged(workspace: Workspace, place: Path, typed: str) -> None:
    with workspace.aside() as connection:
        connection.execute("DROP TABLE attachments")
    path = workspace.path
    workspace.close()
    with pytest.raises(DamagedError):
        look_inside(path, typed)
    with pytest.raises(DamagedError):
        restore_to(path, typed, place / "new.crm", nothing)
    assert visible(place) == []


def test_the_same_name_is_replaced_by_the_newer_one(workspace: Workspace, place: Path, typed: str) -> None:
    workspace.write_copy(place / "b.crm")
    add(workspace, "Citra")
    assert workspace.write_copy(place / "b.crm").counts["clients"] == 3
    with workspace.read() as session:
        assert session.scalar(select(func.count(Blob.id))) == 1
    assert names(place / "b.crm", typed) == ["Adi", "Budi", "Citra"]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (PureWindowsPath(r"\\server\Cadangan kantor\b#1.crm"), "file:////server/Cadangan%20kantor/b%231.crm"),
        (PureWindowsPath(r"D:\Data\b.crm"), "file:///D:/Data/b.crm"),
        (PurePosixPath("/media/stick/b?.crm"), "file:///media/stick/b%3F.crm"),
    ],
)
def test_a_place_in_the_network_is_named_as_sqlite_takes_it(place: PureWindowsPath | PurePosixPath, told: str) -> None:
    """It refuses names of computers where RFC 8089 has them."""
    assert address(place) == told
