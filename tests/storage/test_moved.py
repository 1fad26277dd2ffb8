"""The open file moved, replaced, linked, overwritten or deleted by somebody else: what was saved is in a file that is told."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_crm import disk
from desktop_crm.model.client import Client
from desktop_crm.model.errors import HeldError, TellableError, UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.storage.file import connection as connection_of
from desktop_crm.storage.file import identity, keeper, schema
from desktop_crm.storage.file.connection import connect_alone
from desktop_crm.storage.file.keeper import Keeper
from desktop_crm.storage.file.key import Key
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace
from tests.rounds import some, turn, turns
from tests.storage.clients import add, carried, names, sync

pytestmark = [
    pytest.mark.in_turn,
    pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved or replaced there"),
]

PASSWORD = "kuda nil makan sore"


def inside(path: Path, typed: str = "") -> set[str]:
    """What a file holds that nobody has open."""
    workspace = open_workspace(path, typed)
    try:
        return names(workspace)
    finally:
        workspace.close()


def said(workspace: Workspace) -> list[str]:
    return [str(message) for message in workspace.told]


def other_file(folder: Path, name: str = "other.crm") -> Path:
    """Another business's file."""
    workspace = create_workspace(folder / name)
    add(workspace, "Somebody else's")
    workspace.close()
    return folder / name


def connect_once_more(workspace: Workspace) -> None:
    with workspace.driver_connection(), workspace.driver_connection():
        pass


def rename(path: Path) -> None:
    path.rename(path.with_name("renamed.crm"))


def unlink(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    os.replace(path.parent / "elsewhere" / "other.crm", path)  # noqa: PTH105 - the call of synchronising programs


def overwrite(path: Path) -> None:
    """As `cp` does."""
    with (path.parent / "elsewhere" / "other.crm").open("rb") as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)


@pytest.fixture
def other(tmp_path: Path) -> bytes:
    """What the other file holds, which nobody may write into."""
    (tmp_path / "elsewhere").mkdir()
    return other_file(tmp_path / "elsewhere").read_bytes()


@pytest.fixture(params=turns(plain="", protected=PASSWORD))
def typed(request: pytest.FixtureRequest) -> str:
    return turn(request)


@pytest.fixture
def workspace_password(typed: str) -> str:
    return typed


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    add(workspace, "First")
    return workspace


def test_a_renamed_file_is_followed(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    rename(workspace.path)
    add(workspace, "Second")
    assert workspace.path == tmp_path / "renamed.crm"
    assert any("it is renamed.crm now" in each for each in said(workspace))
    workspace.close()
    assert [each.name for each in tmp_path.iterdir()] == ["renamed.crm"]
    assert inside(tmp_path / "renamed.crm", typed) == {"First", "Second"}


def test_a_file_moved_with_its_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    workspace = create_workspace(tmp_path / "old" / "Usaha.crm")
    add(workspace, "First")
    (tmp_path / "old").rename(tmp_path / "new")
    add(workspace, "Second")
    with pytest.raises(HeldError):
        open_workspace(tmp_path / "new" / "Usaha.crm")
    workspace.close()
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["Usaha.crm"]
    assert inside(tmp_path / "new" / "Usaha.crm") == {"First", "Second"}


def test_a_deleted_file_is_kept(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    unlink(workspace.path)
    add(workspace, "Second")
    kept = workspace.path
    assert kept.name.startswith("Usaha kept ")
    assert any("was deleted" in each for each in said(workspace))
    workspace.close()
    assert [each.name for each in tmp_path.iterdir()] == [kept.name]
    assert inside(kept, typed) == {"First", "Second"}


def test_one_that_is_deleted_just_when_it_is_written_first_is_told_and_then_kept(
    workspace: Workspace, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.close()
    again, settle = open_workspace(workspace.path, typed), identity.settle

    def too_late(connection: Any, path: Path) -> None:
        unlink(path)
        monkeypatch.undo()
        settle(connection, path)

    monkeypatch.setattr(identity, "settle", too_late)
    with pytest.raises(WorldError):
        add(again, "Second")
    add(again, "Third")
    again.close()
    assert inside(again.path, typed) == {"First", "Third"}


def test_a_replaced_file_is_kept_beside_the_other(
    workspace: Workspace, tmp_path: Path, typed: str, other: bytes
) -> None:
    path = workspace.path
    replace(path)
    add(workspace, "Second")
    kept = workspace.path
    assert any("put another file in the place" in each and kept.name in each for each in said(workspace))
    workspace.close()
    assert path.read_bytes() == other
    assert inside(kept, typed) == {"First", "Second"}
    assert inside(path) == {"Somebody else's"}


def test_a_file_in_the_bin_is_kept_where_it_was(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    (tmp_path / ".Trash").mkdir()
    workspace.path.rename(tmp_path / ".Trash" / "Usaha.crm")
    add(workspace, "Second")
    assert workspace.path.parent == tmp_path
    workspace.close()
    assert inside(workspace.path, typed) == {"First", "Second"}


def test_a_file_put_back_as_it_was_is_gone_on_with(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    path = workspace.path
    assert workspace.fold()
    shutil.copyfile(path, tmp_path / "copy")
    (tmp_path / "copy").replace(path)
    add(workspace, "Second")
    assert (workspace.path, said(workspace)) == (path, [])
    workspace.close()
    assert inside(path, typed) == {"First", "Second"}


def test_nothing_is_mixed_into_a_file_that_was_overwritten(
    workspace: Workspace, tmp_path: Path, typed: str, other: bytes
) -> None:
    """By a file of its own size, too: the age tells."""
    add(workspace, "Second")
    overwrite(workspace.path)
    with pytest.raises(WorldError, match="has written into Usaha"):
        add(workspace, "Third")
    with pytest.raises(WorldError, match="has written into Usaha"):
        names(workspace)
    workspace.close()
    assert workspace.path.read_bytes() == other
    assert inside(workspace.path) == {"Somebody else's"}


def test_an_older_state_copied_over_the_open_file_is_noticed(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    assert workspace.fold()
    older = workspace.path.read_bytes()
    add(workspace, "Second")
    assert workspace.fold()
    workspace.path.write_bytes(older)
    os.utime(workspace.path)
    with pytest.raises(WorldError, match="has written into Usaha"):
        add(workspace, "Third")
    workspace.close()
    assert workspace.path.read_bytes() == older
    assert inside(workspace.path, typed) == {"First"}


def test_a_file_that_was_only_touched_is_gone_on_with(workspace: Workspace) -> None:
    assert workspace.fold()
    workspace.path.touch()
    workspace.path.chmod(0o600)
    add(workspace, "Second")
    assert names(workspace) == {"First", "Second"}
    assert said(workspace) == []


def test_what_lay_beside_it_may_go(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    Path(f"{workspace.path}-wal").unlink()
    Path(f"{workspace.path}-shm").unlink()
    add(workspace, "Second")
    workspace.close()
    assert inside(workspace.path, typed) == {"First", "Second"}


def beside_goes_with(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """What lies beside the file goes once, before or after SQLite has opened it by its name."""
    connected: Any = connection_of.connect

    def connect(path: Path, key: Key | None, make_sure: Callable[..., Any]) -> Any:
        monkeypatch.setattr(keeper, "connect", connected)

        def remove() -> None:
            for ending in ("-wal", "-shm"):
                Path(f"{path}{ending}").unlink(missing_ok=True)

        if step == "before":
            return connected(path, key, lambda: (make_sure(), remove()))
        connection = connected(path, key, make_sure)
        remove()
        return connection

    monkeypatch.setattr(keeper, "connect", connect)


@pytest.mark.parametrize("step", ["before", "after"])
@pytest.mark.parametrize("which", ["first", "later"])
def test_what_lay_beside_it_may_go_while_a_connection_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, step: str, which: str
) -> None:
    """SQLite opens the WAL by its name each time: one connection with another WAL would be read and written as ours."""
    path = tmp_path / "Usaha.crm"
    create_workspace(path, password=typed).close()
    if which == "first":
        beside_goes_with(monkeypatch, step)
        with pytest.raises(WorldError, match="moved or replaced"):
            open_workspace(path, typed)
    workspace = open_workspace(path, typed)
    if which == "later":
        add(workspace, "First")
        beside_goes_with(monkeypatch, step)
        with pytest.raises(WorldError, match="moved or replaced"):
            connect_once_more(workspace)
    else:
        add(workspace, "First")
    add(workspace, "Second")
    assert names(workspace) == {"First", "Second"}
    workspace.close()
    assert inside(path, typed) == {"First", "Second"}


def test_what_lay_beside_it_may_go_right_after_a_commit(
    workspace: Workspace, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is folded in before it counts as saved: a program that is killed loses nothing."""
    made_sure = Keeper.make_sure

    def make_sure(kept: Keeper) -> None:
        made_sure(kept)
        monkeypatch.undo()
        for ending in ("-wal", "-shm"):
            Path(f"{workspace.path}{ending}").unlink()

    monkeypatch.setattr(Keeper, "make_sure", make_sure)
    add(workspace, "Second")
    with closing(connect_alone(workspace.path, schema.key_for(workspace.path, typed))) as connection:
        assert connection.execute("SELECT name FROM clients ORDER BY name").fetchall() == [("First",), ("Second",)]


def test_overwritten_right_after_it_was_written_anew(workspace: Workspace, other: bytes) -> None:
    """Nobody has asked the new file anything yet: what is there is not taken for it."""
    workspace.protect("")
    overwrite(workspace.path)
    with pytest.raises(WorldError, match="has written into Usaha"):
        add(workspace, "Second")
    workspace.close()
    assert workspace.path.read_bytes() == other


@pytest.mark.parametrize("mischief", [rename, unlink, replace, overwrite])
def test_in_the_middle_of_a_write_nothing_of_it_is_saved(
    workspace: Workspace, tmp_path: Path, typed: str, other: bytes, mischief: Callable[..., Any]
) -> None:
    path = workspace.path
    assert workspace.fold()

    def write() -> None:
        with workspace.write(msg("Add client")) as session:
            session.add(Client(name="Half"))
            session.flush()
            mischief(path)

    with pytest.raises(WorldError, match=r"This was not saved|has written into Usaha"):
        write()
    if mischief is overwrite:
        workspace.close()
        assert path.read_bytes() == other
        return
    add(workspace, "Second")
    workspace.close()
    assert inside(workspace.path, typed) == {"First", "Second"}
    assert mischief is not replace or path.read_bytes() == other


def give_password(workspace: Workspace, progress: Callable[..., Any], _tmp_path: Path) -> None:
    workspace.protect("lain kali lain kata", progress)


def take_password(workspace: Workspace, progress: Callable[..., Any], _tmp_path: Path) -> None:
    workspace.protect("", progress)


def thin(workspace: Workspace, progress: Callable[..., Any], _tmp_path: Path) -> None:
    workspace.thin(datetime.now(UTC) + timedelta(days=1), msg("Thin"), progress)


def back_up(workspace: Workspace, progress: Callable[..., Any], tmp_path: Path) -> None:
    workspace.write_copy(tmp_path / "elsewhere" / "backup.crm", progress)


JOBS = (give_password, take_password, thin, back_up)
MISCHIEF = (rename, unlink, replace, overwrite)


@pytest.mark.parametrize(("job", "mischief"), some(product(JOBS, MISCHIEF), 7))
def test_in_the_middle_of_a_long_job_nothing_is_lost(
    tmp_path: Path, other: bytes, job: Callable[..., Any], mischief: Callable[..., Any]
) -> None:
    workspace = create_workspace(tmp_path / "Usaha.crm", password=PASSWORD if job is take_password else "")
    add(workspace, "First")
    path = workspace.path
    done: list[Any] = []

    def progress(_done: int, _total: int) -> None:
        if not done:
            done.append(mischief)
            mischief(path)

    with suppress(TellableError):
        job(workspace, progress, tmp_path)
    assert done
    if mischief is overwrite:
        workspace.close()
        assert path.read_bytes() == other
        return
    add(workspace, "Second")
    workspace.close()
    assert mischief is not replace or path.read_bytes() == other
    found = [open_somehow(each) for each in tmp_path.glob("*.crm")]
    assert {"First", "Second"} in found


def open_somehow(path: Path) -> set[str]:
    for each in ("", PASSWORD, "lain kali lain kata"):
        with suppress(UserError):
            return inside(path, each)
    return None


def test_moved_then_given_a_password_it_is_one_file(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "Usaha.crm")
    for number in range(20):
        add(workspace, f"Client {number}")
    rename(workspace.path)
    workspace.protect(PASSWORD)
    add(workspace, "After")
    workspace.close()
    assert [each.name for each in tmp_path.iterdir()] == ["renamed.crm"]
    assert len(inside(tmp_path / "renamed.crm", PASSWORD)) == 21


def test_a_new_connection_makes_no_file(workspace: Workspace, tmp_path: Path) -> None:
    rename(workspace.path)
    with pytest.raises(WorldError, match="moved or replaced"):
        connect_once_more(workspace)
    assert not (tmp_path / "Usaha.crm").exists()


def test_a_new_connection_asks_nothing_of_an_empty_file_under_the_name(
    workspace: Workspace, tmp_path: Path, typed: str
) -> None:
    """SQLite would take the WAL for one that is left from another file, and delete it."""
    path = workspace.path
    rename(path)
    path.touch()
    add(workspace, "Second")
    workspace.close()
    assert path.read_bytes() == b""
    assert inside(workspace.path, typed) == {"First", "Second"}


OTHER_PROGRAM = (
    "import sys; from pathlib import Path\n"
    "from desktop_crm.storage.opening import open_workspace\n"
    "try: open_workspace(Path(sys.argv[1]), sys.argv[2]).close()\n"
    "except Exception as error: print(type(error).__name__, error)"
)


def opened_elsewhere(path: Path, typed: str) -> str:
    """What another program is told that opens this."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = [sys.executable, "-c", OTHER_PROGRAM, str(path), typed]
    return subprocess.run(run, capture_output=True, text=True, check=True, env=environment).stdout


@pytest.mark.parametrize("way", ["hard link", "moved"])
def test_under_another_name_it_is_held_too(workspace: Workspace, tmp_path: Path, typed: str, way: str) -> None:
    second = tmp_path / "second.crm"
    if way == "moved":
        workspace.path.rename(second)
    else:
        second.hardlink_to(workspace.path)
    told = opened_elsewhere(second, typed)  # by its own name where we have followed it by then
    assert told.startswith(("HeldError second.crm is open in another program", "HeldError second.crm is already open"))
    workspace.close()
    assert opened_elsewhere(second, typed) == ""


def test_a_password_for_a_file_with_two_names_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "second.crm").hardlink_to(workspace.path)
    workspace.protect("lain kali lain kata")
    assert any("had another name on this disk" in each for each in said(workspace))


def test_a_link_that_is_switched_changes_nothing(
    workspace: Workspace, tmp_path: Path, typed: str, other: bytes
) -> None:
    workspace.close()
    link = tmp_path / "link.crm"
    link.symlink_to(workspace.path)
    through = open_workspace(link, typed)
    link.unlink()
    link.symlink_to(tmp_path / "elsewhere" / "other.crm")
    add(through, "Second")
    through.close()
    assert inside(workspace.path, typed) == {"First", "Second"}
    assert (tmp_path / "elsewhere" / "other.crm").read_bytes() == other


def test_a_link_left_under_the_name_leads_to_the_same_file(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    """As people do who move a file into a folder that is synchronised."""
    path = workspace.path
    path.rename(tmp_path / "real.crm")
    path.symlink_to(tmp_path / "real.crm")
    add(workspace, "Second")
    assert workspace.path == tmp_path / "real.crm"
    workspace.close()
    assert path.is_symlink()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["Usaha.crm", "real.crm"]
    assert inside(tmp_path / "real.crm", typed) == {"First", "Second"}


def test_a_link_left_under_the_name_leads_to_another_name_of_the_file(
    workspace: Workspace, tmp_path: Path, typed: str
) -> None:
    path = workspace.path
    os.link(path, tmp_path / "real.crm")
    path.unlink()
    path.symlink_to(tmp_path / "real.crm")
    add(workspace, "Second")
    assert workspace.path == tmp_path / "real.crm"
    workspace.close()
    assert inside(tmp_path / "real.crm", typed) == {"First", "Second"}


def test_a_file_whose_folder_is_gone_is_kept_among_the_users_own(
    tmp_path: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    for name in ("home", "stick"):
        (tmp_path / name).mkdir()
    workspace = create_workspace(tmp_path / "stick" / "Usaha.crm", password=typed)
    add(workspace, "First")
    shutil.rmtree(tmp_path / "stick")
    add(workspace, "Second")
    assert workspace.path.parent == tmp_path / "home"
    assert any(str(workspace.path) in each for each in said(workspace))
    workspace.close()
    assert inside(workspace.path, typed) == {"First", "Second"}


def test_another_computers_file_that_was_written_as_often_is_another(
    workspace: Workspace, tmp_path: Path, typed: str
) -> None:
    workspace.close()
    here, there = carried(workspace.path, tmp_path / "there" / "Usaha.crm", typed)
    ours, theirs = open_workspace(here, typed), open_workspace(there, typed)
    add(ours, "Only here")
    add(theirs, "Only there")
    theirs.close()
    sync(there, here)
    add(ours, "Later here")
    assert ours.path.name.startswith("Usaha kept ")
    assert any("put another file in the place" in each for each in said(ours))
    ours.close()
    assert {"Only here", "Later here"} <= inside(ours.path, typed)
    assert "Only there" in inside(here, typed)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts")
def test_a_folder_mounted_over_it(tmp_path: Path) -> None:
    folder, over = tmp_path / "folder", tmp_path / "over"
    folder.mkdir()
    over.mkdir()
    workspace = create_workspace(folder / "Usaha.crm")
    add(workspace, "First")
    if subprocess.run(["mount", "--bind", over, folder], capture_output=True, check=False).returncode:
        workspace.close()
        pytest.skip("no mounts here")
    try:
        add(workspace, "Second")
        workspace.close()
        assert inside(workspace.path) == {"First", "Second"}
    finally:
        subprocess.run(["umount", folder], check=True)
    assert inside(folder / "Usaha.crm") == {"First"}


def test_moved_while_it_is_locked(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "Usaha.crm", password=PASSWORD)
    add(workspace, "First")
    workspace.lock()
    rename(workspace.path)
    workspace.unlock(PASSWORD)
    add(workspace, "Second")
    workspace.close()
    assert inside(tmp_path / "renamed.crm", PASSWORD) == {"First", "Second"}


def test_replaced_while_it_is_locked(tmp_path: Path, other: bytes) -> None:
    workspace = create_workspace(tmp_path / "Usaha.crm", password=PASSWORD)
    add(workspace, "First")
    workspace.lock()
    replace(tmp_path / "Usaha.crm")
    workspace.unlock(PASSWORD)
    add(workspace, "Second")
    workspace.close()
    assert inside(workspace.path, PASSWORD) == {"First", "Second"}
    assert (tmp_path / "Usaha.crm").read_bytes() == other


def test_overwritten_while_it_is_locked(tmp_path: Path, other: bytes) -> None:
    workspace = create_workspace(tmp_path / "Usaha.crm", password=PASSWORD)
    add(workspace, "First")
    workspace.lock()
    overwrite(tmp_path / "Usaha.crm")
    with pytest.raises(WorldError, match="has written into Usaha"):
        workspace.unlock(PASSWORD)
    workspace.close()
    assert (tmp_path / "Usaha.crm").read_bytes() == other


def test_in_idle_time_it_is_told_without_being_asked(
    workspace: Workspace, tmp_path: Path, until: Callable[..., Any]
) -> None:
    heard: list[Any] = []
    workspace.hear(heard.append)
    rename(workspace.path)
    until(lambda: heard)
    assert workspace.path == tmp_path / "renamed.crm"


def locks_of_this_process(path: Path) -> list[str]:
    """The kinds of locks that SQLite has on the file itself."""
    stat = path.stat()
    place = f"{os.major(stat.st_dev):02x}:{os.minor(stat.st_dev):02x}:{stat.st_ino}"
    lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return sorted(line.split()[1] for line in lines if place in line.split())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells locks")
def test_sqlite_keeps_its_locks_whatever_is_asked_of_the_open_file(
    workspace: Workspace, tmp_path: Path, typed: str
) -> None:
    from desktop_crm.services import workspace as services
    from desktop_crm.services.safety import backup, present_password, synced_folder

    expected = locks_of_this_process(workspace.path)
    assert "POSIX" in expected
    present_password.refuse_wrong(workspace, typed)
    services.is_protected(workspace.path)
    with pytest.raises(OSError, match="busy"):
        disk.open_regular(workspace.path)
    synced_folder.look(workspace.path)
    with suppress(TellableError):
        open_workspace(workspace.path, typed)
    with suppress(TellableError):
        backup.look_inside(workspace.path, typed)
    with suppress(TellableError):
        backup.restore_in_place(workspace.path, workspace.path, typed)
    workspace.write_copy(tmp_path / "copy.crm")
    assert locks_of_this_process(workspace.path) == expected


def test_another_programs_sqlite_finds_it_in_use(tmp_path: Path) -> None:
    """Its last connection would delete the WAL."""
    workspace = create_workspace(tmp_path / "Usaha.crm")
    add(workspace, "First")
    code = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT 1 FROM clients').close()"
    subprocess.run([sys.executable, "-c", code, workspace.path], check=True)
    assert Path(f"{workspace.path}-wal").exists()
    add(workspace, "Second")
    workspace.close()
    assert inside(tmp_path / "Usaha.crm") == {"First", "Second"}


def test_renamed_by_a_synchronising_program_that_then_brings_another(
    workspace: Workspace, tmp_path: Path, typed: str, other: bytes
) -> None:
    """As Nextcloud and ownCloud do when two computers changed a file."""
    path = workspace.path
    path.rename(tmp_path / "Usaha (conflicted copy 2026-01-02).crm")
    replace(path)
    add(workspace, "Second")
    workspace.close()
    assert path.read_bytes() == other
    assert inside(workspace.path, typed) == {"First", "Second"}
    assert inside(tmp_path / "Usaha (conflicted copy 2026-01-02).crm", typed) == {"First"}


class _GrowsMeanwhile:
    """The keeper's connection; right after its next checkpoint somebody else has written something large."""

    def __init__(self, own: Any, waiting: list[Callable[[], None]]) -> None:
        self._own = own
        self._waiting = waiting

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def execute(self, statement: str, *args: Any) -> Any:
        found = self._own.execute(statement, *args)
        if "wal_checkpoint" not in statement or not self._waiting:
            return found
        rows = found.fetchall()
        writer = threading.Thread(target=self._waiting.pop())
        writer.start()
        writer.join()
        return SimpleNamespace(fetchone=lambda: rows[0])


def test_a_file_that_grows_while_it_is_folded_is_ours_still(
    workspace: Workspace, tmp_path: Path, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was taken for overwritten; nothing was read any more, and closing it set aside what was written last."""
    waiting: list[Callable[[], None]] = []
    path = workspace.path
    workspace.close()
    connect = connection_of.connect

    def first(*given: Any) -> Any:
        monkeypatch.setattr(keeper, "connect", connect)
        return _GrowsMeanwhile(connect(*given), waiting)

    monkeypatch.setattr(keeper, "connect", first)
    workspace = open_workspace(path, typed)
    add(workspace, "Before")  # the file says from now on that it is open

    def write() -> None:
        with workspace.write(msg("Add client")) as session:
            session.add(Client(name="Large", notes="x" * 40_000))

    waiting.append(write)
    workspace.fold()
    assert waiting == []
    assert said(workspace) == []
    assert names(workspace) == {"First", "Before", "Large"}
    add(workspace, "Second")
    workspace.close()
    assert inside(path, typed) == {"First", "Before", "Large", "Second"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["Usaha.crm"]
