"""The world around the file: crashes, full disks, folders that go, damage, links."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client
from desktop_crm.model.errors import TellableError, UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.services.safety.check import check
from desktop_crm.storage.file.connection import connect, connect_still
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace

WRITER = """
import os, signal, sys
from pathlib import Path
from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.storage.opening import create_workspace
workspace = create_workspace(Path(sys.argv[1]))
with workspace.write(msg("Add")) as session:
    session.add(Client(name="Toko"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return list(session.scalars(select(Client.name).order_by(Client.id)))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_file_whose_first_program_was_killed_opens(tmp_path: Path) -> None:
    """All of its pages may still be in the WAL then, the mark of the program too."""
    killed = subprocess.run([sys.executable, "-c", WRITER, str(tmp_path / "a.crm")], check=False)
    assert killed.returncode == -signal.SIGKILL
    workspace = open_workspace(tmp_path / "a.crm")
    assert names(workspace) == ["Toko"]
    workspace.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.crm"]


def test_a_file_that_is_not_filled_to_its_end_is_not_there(tmp_path: Path) -> None:
    def fail(_session: Session) -> None:
        assert not (tmp_path / "a.crm").exists()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        create_workspace(tmp_path / "a.crm", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_link_leads_to_the_same_lock(workspace: Workspace, tmp_path: Path) -> None:
    link = tmp_path / "link.crm"
    try:
        link.symlink_to(workspace.path)
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(WorldError, match="already open"):
        open_workspace(link)


def test_a_listener_that_fails_neither_undoes_the_write_nor_silences_the_others(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Any] = []

    def fail(_nouns: frozenset[str]) -> None:
        raise RuntimeError("ours")

    workspace.subscribe(fail)
    workspace.subscribe(heard.append)
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="A"))
    assert heard == [frozenset({"client"})]
    assert "a listener failed" in caplog.text


def test_a_listener_may_write(workspace: Workspace) -> None:
    def write_once(_nouns: frozenset[str]) -> None:
        stop()
        with workspace.write(msg("Add")) as session:
            session.add(Client(name="B"))

    stop = workspace.subscribe(write_once)
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="A"))
    assert names(workspace) == ["A", "B"]


@pytest.mark.parametrize("size", [50, 100, 4096, 30_000, 100_000])
def test_a_torn_file_is_told_and_left_as_it_is(workspace: Workspace, tmp_path: Path, size: int) -> None:
    torn = tmp_path / "torn.crm"
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="A"))
    workspace.tidy()
    workspace.settle()
    torn.write_bytes(workspace.path.read_bytes()[:size])
    before = torn.read_bytes()
    with pytest.raises(TellableError, match=r"damaged|another program"):
        _open_and_look(torn)
    assert torn.read_bytes() == before
    assert not list(tmp_path.glob("torn.crm.*"))


def _open_and_look(path: Path) -> None:
    workspace = open_workspace(path)
    try:
        found = check(workspace)
    finally:
        workspace.close()
    if found:
        raise WorldError(found[0])


@pytest.mark.parametrize("name", ["~nobody-of-this-name.crm", "a" * 300, "a\0b"])
def test_names_no_file_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="no file"):
        open_workspace(Path(name))


def test_a_full_disk_is_told_and_the_program_goes_on(workspace: Workspace) -> None:
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="A"))
    workspace.fold()
    with workspace.driver_connection() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(WorldError, match="full"), workspace.write(msg("Add")) as session:
        session.add(Client(name="B", notes="x" * 100_000))
    assert names(workspace) == ["A"]
    with workspace.driver_connection() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="C"))
    assert names(workspace) == ["A", "C"]


def test_the_note_of_the_lock_is_only_a_courtesy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Path | str, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    create_workspace(tmp_path / "a.crm").close()
    monkeypatch.setattr("desktop_crm.disk.write_note", full)
    workspace = open_workspace(tmp_path / "a.crm")
    with pytest.raises(WorldError, match="open in another program"):
        open_workspace(tmp_path / "a.crm")
    workspace.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.crm"]


def test_a_copy_without_its_lock_opens_beside_the_first(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="A"))
    copy = tmp_path / "copy #1 %41?.crm"
    shutil.copyfile(workspace.path, copy)
    shutil.copyfile(f"{workspace.path}-wal", f"{copy}-wal")
    other = open_workspace(copy)
    assert names(other) == ["A"]
    other.close()


def test_what_a_killed_program_left_of_a_new_file_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".a.crm.new").write_bytes(b"half")
    (tmp_path / ".a.crm.new-wal").write_bytes(b"half")
    create_workspace(tmp_path / "a.crm").close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.crm"]


def test_every_connection_reads_a_file_as_anybodys(tmp_path: Path) -> None:
    create_workspace(tmp_path / "a.crm").close()
    for connect_somehow in (connect, connect_still):
        connection = connect_somehow(tmp_path / "a.crm")
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert connection.execute("PRAGMA cell_size_check").fetchone() == (1,)
        connection.close()
