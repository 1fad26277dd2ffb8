"""The one file: who may open it, and what a unit of work promises."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import func, select

from desktop_crm.model.client import Client
from desktop_crm.model.errors import HeldError, UserError, WorldError
from desktop_crm.model.journal import JournalEntry
from desktop_crm.model.message import msg
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace
from tests.storage.clients import add, names


def count(workspace: Workspace, mapped: type[Client] | type[JournalEntry] = Client) -> int:
    with workspace.read() as session:
        return session.scalar(select(func.count()).select_from(mapped))


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "a.crm")
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name="Sumber Makmur"))
    workspace.close()
    again = open_workspace(tmp_path / "a.crm")
    assert count(again) == 1
    again.close()


def test_closing_leaves_only_the_file(tmp_path: Path) -> None:
    create_workspace(tmp_path / "a.crm").close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.crm"]


def test_a_failure_inside_a_write_keeps_nothing(workspace: Workspace) -> None:
    before = count(workspace, JournalEntry)
    with pytest.raises(ZeroDivisionError), workspace.write(msg("Add client")) as session:
        session.add(Client(name="A"))
        session.flush()
        raise ZeroDivisionError
    assert count(workspace) == 0
    assert count(workspace, JournalEntry) == before


def test_a_write_without_changes_leaves_no_trace_and_tells_nobody(workspace: Workspace) -> None:
    before = count(workspace, JournalEntry)
    heard: list[Any] = []
    workspace.subscribe(heard.append)
    with workspace.write(msg("Look")):
        pass
    assert count(workspace, JournalEntry) == before
    assert heard == []


def test_listeners_hear_the_nouns_after_the_commit(workspace: Workspace) -> None:
    heard = []
    stop = workspace.subscribe(lambda nouns: heard.append((nouns, count(workspace))))
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name="A"))
    stop()
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name="B"))
    assert heard == [(frozenset({"client"}), 1)]


def test_a_stale_copy_is_refused_in_a_sentence(workspace: Workspace) -> None:
    with workspace.write(msg("Add client")) as session:
        client = Client(name="A")
        session.add(client)
    with workspace.write(msg("Change client")) as session:
        session.get(Client, client.id).notes = "other"
    with pytest.raises(UserError, match="changed elsewhere"), workspace.write(msg("Change client")) as session:
        session.add(client)
        client.notes = "mine"


def test_writers_in_many_threads_wait_for_each_other(workspace: Workspace) -> None:
    def add(name: str) -> None:
        for number in range(10):
            with workspace.write(msg("Add client")) as session:
                session.add(Client(name=f"{name} {number}"))

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(workspace) == 40


def test_a_second_program_is_told_who_holds_the_file(workspace: Workspace) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from desktop_crm.storage.opening import open_workspace\n"
        "try: open_workspace(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.run(
        [sys.executable, "-c", code, str(workspace.path)], capture_output=True, text=True, check=True, env=environment
    ).stdout
    assert told.startswith("HeldError Usaha.crm is already open")
    assert f"process {os.getpid()}" in told


def test_a_lock_left_by_a_dead_program_does_not_matter(tmp_path: Path) -> None:
    create_workspace(tmp_path / "a.crm").close()
    (tmp_path / "a.crm.lock").touch()
    (tmp_path / "a.crm.owner").write_text("{}")
    open_workspace(tmp_path / "a.crm").close()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 surely a sheet" * 50, "not a workspace"),
        (os.urandom(5000), "not a workspace"),
        (b"SQLite format 3\x00" + bytes(500), "belongs to another program"),
    ],
)
def test_foreign_files_are_refused_untouched(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "foreign.crm"
    path.write_bytes(content)
    with pytest.raises(UserError, match=told):
        open_workspace(path)
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == ["foreign.crm"]


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.crm"
    connection = driver.connect(str(path))
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="another program"):
        open_workspace(path)
    assert path.read_bytes() == before


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "newer.crm"
    create_workspace(path).close()
    connection = driver.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="newer version"):
        open_workspace(path)
    assert path.read_bytes() == before


def test_creating_over_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.crm").write_text("mine")
    with pytest.raises(UserError, match="there already"):
        create_workspace(tmp_path / "a.crm")
    assert (tmp_path / "a.crm").read_text() == "mine"


def test_a_missing_file_and_a_missing_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        open_workspace(tmp_path / "none.crm")
    with pytest.raises(UserError, match="no folder"):
        create_workspace(tmp_path / "none" / "a.crm")


def test_an_unreachable_place_is_the_worlds_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, *_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(WorldError, match="may not use this place"):
        create_workspace(tmp_path / "a.crm")


@pytest.mark.parametrize("name", ["Usaha é 100%.crm", 'it\'s a "test" #1?.crm', "日本.crm"])
def test_odd_file_names_work(tmp_path: Path, name: str) -> None:
    create_workspace(tmp_path / name).close()
    open_workspace(tmp_path / name).close()


@pytest.mark.parametrize("size", [248, 251, 255, 300])
def test_a_name_without_room_for_what_lies_beside_it_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / f"{'a' * (size - 4)}.crm"
    with pytest.raises(UserError, match="too long"):
        create_workspace(path)
    assert not list(tmp_path.iterdir())
    if size <= 255:
        create_workspace(tmp_path / "a.crm").close()
        (tmp_path / "a.crm").rename(path)
        content = path.read_bytes()
        with pytest.raises(UserError, match="shorter"):
            open_workspace(path)
        assert [each.name for each in tmp_path.iterdir()] == [path.name]
        assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["a" * 236, "a" * 243, "公" * 81], ids=["236", "243", "公"])
def test_a_long_name_is_no_hindrance(tmp_path: Path, name: str) -> None:
    """Made, given a password, lost and kept, closed and opened again; nothing is left beside it."""
    path = tmp_path / f"{name}.crm"
    workspace = create_workspace(path)
    workspace.protect("tujuh kuda hijau 88")
    add(workspace, "Sebelum")
    path.unlink()
    add(workspace, "Sesudah")
    kept = workspace.path
    assert kept.name.startswith(f"{name[:60]}")
    workspace.close()
    assert [each.name for each in tmp_path.iterdir()] == [kept.name]
    again = open_workspace(kept, "tujuh kuda hijau 88")
    kept.unlink()
    add(again, "Kedua")
    assert again.path.name.startswith(f"{name[:60]}")
    assert names(again) == {"Sebelum", "Sesudah", "Kedua"}
    again.close()


def test_a_file_that_a_thread_has_opened_is_given_back_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows does not let a file go that is held: then only giving the lock back frees it."""
    create_workspace(tmp_path / "a.crm").close()
    opened = []
    thread = threading.Thread(target=lambda: opened.append(open_workspace(tmp_path / "a.crm")))
    thread.start()
    thread.join()
    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", lambda _self, missing_ok=False: None)
        opened[0].close()
    open_workspace(tmp_path / "a.crm").close()


def test_a_new_file_is_not_made_where_pages_of_one_that_is_gone_are_left(tmp_path: Path) -> None:
    old = create_workspace(tmp_path / "a.crm")
    with old.write(msg("Add client")) as session:
        session.add(Client(name="Sumber Makmur"))
    left = (tmp_path / "a.crm-wal").read_bytes()
    old.close()
    (tmp_path / "a.crm").unlink()
    (tmp_path / "a.crm-wal").write_bytes(left)
    with pytest.raises(UserError, match=r"a\.crm-wal is there already"):
        create_workspace(tmp_path / "a.crm")
    assert [path.name for path in tmp_path.iterdir()] == ["a.crm-wal"]


@pytest.mark.parametrize(
    "note", ["[]", '{"since": 5}', '{"since": "yesterday"}', "[" * 9_000, '{"user": {}}', "\udcff"]
)
def test_whatever_stands_in_the_note_of_who_holds_the_file_it_is_held(tmp_path: Path, note: str) -> None:
    workspace = create_workspace(tmp_path / "a.crm")
    (tmp_path / "a.crm.owner").write_bytes(note.encode(errors="surrogateescape"))
    with pytest.raises(HeldError, match="open"):
        open_workspace(tmp_path / "a.crm")
    workspace.close()
