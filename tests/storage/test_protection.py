"""A password on the file: what opens it, what doesn't, and what lies on the disk."""

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desktop_crm import disk
from desktop_crm.model.client import Client
from desktop_crm.model.errors import LockedError, PasswordNeededError, WorldError, WrongPasswordError
from desktop_crm.model.journal import JournalEntry
from desktop_crm.model.message import msg
from desktop_crm.storage.file.key import SALT_SIZE, Key
from desktop_crm.storage.opening import create_workspace, is_protected, open_workspace
from desktop_crm.storage.workspace import Workspace

pytestmark = pytest.mark.in_turn

SECRET = "Rahasia Dagang Kita 4711"
PASSWORD = "kuda nil makan sore ä"


def add(workspace: Workspace, name: str = SECRET) -> None:
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name=name))


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return list(session.scalars(select(Client.name)))


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Workspace]:
    workspace = create_workspace(tmp_path / "a.crm", password=PASSWORD)
    add(workspace)
    yield workspace
    workspace.close()


def test_nothing_readable_lies_on_the_disk_while_it_is_open_or_after(protected: Workspace, tmp_path: Path) -> None:
    assert SECRET.encode() not in on_disk(tmp_path)
    assert (tmp_path / "a.crm-wal").stat().st_size  # looked at, too
    protected.close()
    assert SECRET.encode() not in on_disk(tmp_path)
    assert b"CREATE TABLE" not in on_disk(tmp_path)


def test_the_password_and_the_recovery_key_open_it_and_nothing_else_does(
    protected: Workspace, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    recovery = protected.recovery_key
    protected.close()
    for typed in (PASSWORD, recovery, recovery.lower().replace("-", " ")):
        again = open_workspace(tmp_path / "a.crm", typed)
        assert names(again) == [SECRET]
        again.close()
    for wrong in (
        PASSWORD + " ",
        PASSWORD.upper(),
        recovery[:-1],
        recovery[:-1] + ("A" if recovery[-1] != "A" else "B"),
    ):
        with pytest.raises(WrongPasswordError):
            open_workspace(tmp_path / "a.crm", wrong)
    with pytest.raises(PasswordNeededError):
        open_workspace(tmp_path / "a.crm")
    assert capfd.readouterr() == ("", "")


def test_sqlcipher_itself_opens_it_with_the_password(protected: Workspace, tmp_path: Path) -> None:
    protected.close()
    bare = driver.connect(str(tmp_path / "a.crm"))
    bare.execute(f"PRAGMA key = '{PASSWORD}'")
    assert bare.execute("SELECT name FROM clients").fetchall() == [(SECRET,)]
    bare.close()


@pytest.mark.parametrize(("before", "after"), [("", "baru"), ("lama", "baru"), ("lama", "")])
def test_a_password_given_changed_and_taken_off_keeps_everything(tmp_path: Path, before: str, after: str) -> None:
    workspace = create_workspace(tmp_path / "a.crm", password=before)
    add(workspace)
    old = workspace.recovery_key
    workspace.protect(after)
    assert workspace.recovery_key != old
    add(workspace, "Sesudah")
    assert workspace.undo() is not None  # history and undo go on
    assert names(workspace) == [SECRET]
    workspace.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.crm"]
    assert is_protected(tmp_path / "a.crm") == bool(after)
    assert (SECRET.encode() in on_disk(tmp_path)) == (not after)
    if old and after:
        with pytest.raises(WrongPasswordError):
            open_workspace(tmp_path / "a.crm", old)
    again = open_workspace(tmp_path / "a.crm", after)
    with again.read() as session:
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 3  # both and the undo
    with again.driver_connection() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = connection.execute("SELECT count(*) FROM clients_fts WHERE clients_fts MATCH '\"rah\"'").fetchone()
        assert found[0] == 1
    again.close()


def test_stopping_half_way_leaves_the_old_file(
    protected: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stop

    monkeypatch.setattr("desktop_crm.storage.file.watching._STEPS", 100)
    with pytest.raises(Stop):
        protected.protect("lain", stop)
    assert names(protected) == [SECRET]
    assert not [path for path in tmp_path.iterdir() if "new" in path.name]
    protected.close()
    open_workspace(tmp_path / "a.crm", PASSWORD).close()


def test_what_a_killed_program_left_unfinished_is_cleared_away(protected: Workspace, tmp_path: Path) -> None:
    protected.close()
    shutil.copyfile(tmp_path / "a.crm", tmp_path / ".a.crm.new")
    open_workspace(tmp_path / "a.crm", PASSWORD).close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.crm"]


def test_while_locked_nothing_is_read_or_written(protected: Workspace) -> None:
    key = protected._key  # noqa: SLF001  # that it is wiped is seen nowhere else
    protected.lock()
    assert protected.locked
    assert bytes(key._secret) == bytes(32)  # noqa: SLF001  # as above
    for attempt in (lambda: names(protected), lambda: add(protected), protected.undo, protected.undo_text):
        with pytest.raises(LockedError):
            attempt()
    with pytest.raises(WrongPasswordError):
        protected.unlock("salah")
    assert protected.locked
    protected.unlock(PASSWORD)
    assert names(protected) == [SECRET]
    protected.lock()
    protected.close()


def test_a_file_without_a_password_is_not_locked(workspace: Workspace) -> None:
    workspace.lock()
    assert not workspace.locked
    assert names(workspace) == []


def test_locking_waits_for_those_who_are_reading(protected: Workspace) -> None:
    reading, go_on = threading.Event(), threading.Event()
    seen: list[Any] = []

    def read() -> None:
        with protected.read() as session:
            reading.set()
            go_on.wait(10)
            seen.extend(session.scalars(select(Client.name)))

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait(10)
    locker = threading.Thread(target=protected.lock)
    locker.start()
    assert not protected.locked
    go_on.set()
    reader.join(10)
    locker.join(10)
    assert seen == [SECRET]
    assert protected.locked


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32), st.integers(0, 70), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_recovery_key_is_read_as_it_was_written_and_a_slip_is_noticed(secret: bytes, at: int, letter: str) -> None:
    key = Key(secret, bytes(SALT_SIZE))
    text = key.recovery
    assert Key.of(text, bytes(SALT_SIZE)).equals(key)
    assert len(text.split("-")) == 14
    if at < len(text) and text[at] not in f"-{letter}":
        from desktop_crm.storage.file.key import _recovered

        assert _recovered(text[:at] + letter + text[at + 1 :]) is None


@pytest.mark.parametrize("step", ["create_empty", "remove"])
def test_no_room_for_the_file_that_is_written_anew_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    workspace = create_workspace(tmp_path / "Usaha.crm")
    add(workspace, "First")

    def refuse(*_args: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as full:
        full.setattr(disk, step, refuse)
        with pytest.raises(WorldError, match="the disk is full"):
            workspace.protect(PASSWORD)
    assert not workspace.protected
    add(workspace, "Second")
    assert names(workspace) == ["First", "Second"]
    workspace.close()


@pytest.fixture
def not_to_be_opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The file itself: its disk refuses that from now on, until the list is cleared."""
    really: Callable[..., int] = os.open
    refused: list[Any] = []

    def opened(path: Any, *given: Any, **named: Any) -> int:
        if refused and Path(path).name == "a.crm":
            raise OSError(errno.EIO, "Input/output error")
        return really(path, *given, **named)

    monkeypatch.setattr(os, "open", opened)
    return refused


def test_a_file_that_can_not_be_had_after_it_was_written_anew_has_its_new_password(
    protected: Workspace, tmp_path: Path, not_to_be_opened: list[Any]
) -> None:
    """Or nobody would know which one: it is on the disk. Work goes on as soon as the file can be had again."""
    not_to_be_opened.append("after the replacing, too")
    protected.protect("another one 4711")
    with pytest.raises(WorldError, match=r"a\.crm can't be opened"):
        names(protected)
    not_to_be_opened.clear()
    assert names(protected) == [SECRET]
    add(protected, "afterwards")
    protected.close()
    with pytest.raises(WrongPasswordError):
        open_workspace(tmp_path / "a.crm", PASSWORD)
    opened = open_workspace(tmp_path / "a.crm", "another one 4711")
    assert names(opened) == [SECRET, "afterwards"]
    opened.close()


def test_a_file_that_can_neither_be_replaced_nor_had_keeps_its_password(
    protected: Workspace, monkeypatch: pytest.MonkeyPatch, not_to_be_opened: list[Any]
) -> None:
    def refuse(_path: Path, _new: Path) -> None:
        not_to_be_opened.append("by now")
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("desktop_crm.storage.workspace.replace_file", refuse)
    with pytest.raises(WorldError):
        protected.protect("another one 4711")
    not_to_be_opened.clear()
    assert names(protected) == [SECRET]
    assert protected.opens_with(PASSWORD)
    add(protected, "afterwards")
