"""Whatever the umask, what the program makes is for its user alone; what it writes anew keeps who could read it."""

import logging
import os
import stat
import sys
from collections.abc import Callable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.language import language
from desktop_crm.model.errors import WorldError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, exporting, files
from desktop_crm.services.private_copies import Outside
from desktop_crm.services.safety import backup, emergency, places, rescue
from desktop_crm.services.workspace import create
from desktop_crm.storage.file import revisions, schema
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.workspace import Workspace
from desktop_crm.ui.notes import errors
from desktop_crm.ui.preview.saving import write_safely
from tests.office import Office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")

PASSWORD = "kuda nil makan sore 77"


@pytest.fixture(params=[0o000, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """The rights of all that lies in a folder, by name."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in sorted(folder.rglob("*"))}


def open_to_others(folder: Path) -> dict[Any, Any]:
    return {name: oct(mode) for name, mode in modes(folder).items() if mode & 0o077}


def work(workspace: Workspace) -> None:
    with workspace.write(msg("Work")) as session:
        made = client.save(session, None, {"name": "PT Rahasia"})
        attachment.add(session, "client", made.id, "a.txt", b"secret")


def test_a_new_file_and_all_beside_it(tmp_path: Path, umask: int) -> None:
    workspace = create(tmp_path / "Usaha.crm")
    work(workspace)
    assert {"Usaha.crm", "Usaha.crm-wal", "Usaha.crm.lock", "Usaha.crm.owner"} <= set(modes(tmp_path))
    assert open_to_others(tmp_path) == {}
    workspace.protect(PASSWORD)
    workspace.protect("")
    work(workspace)
    assert open_to_others(tmp_path) == {}
    workspace.close()
    assert open_to_others(tmp_path) == {}


def test_a_password_and_a_restore_keep_who_may_read_the_file(tmp_path: Path, umask: int) -> None:
    before = 0o640
    path = tmp_path / "Usaha.crm"
    create(path).close()
    path.chmod(before)
    workspace = open_workspace(path)
    workspace.protect(PASSWORD)
    work(workspace)
    (tmp_path / "disk").mkdir(0o700)
    made = backup.make(workspace, places.folder_place(tmp_path / "disk"))
    workspace.close()
    assert modes(tmp_path)["Usaha.crm"] == before
    kept = backup.restore_in_place(path, made.backup.path, PASSWORD)
    assert modes(tmp_path)["Usaha.crm"] == before
    assert modes(tmp_path)[kept.name] == before
    assert open_to_others(tmp_path / "disk") == {}


def test_backups_their_folders_and_their_marks(tmp_path: Path, umask: int) -> None:
    workspace = create(tmp_path / "Usaha.crm")
    work(workspace)
    folder = tmp_path / "Documents" / "Desktop CRM backups"
    own = places.Place(places.PlaceKind.OWN, str(folder), "own")
    made = backup.make(workspace, own)
    workspace.close()
    places.stick_place(folder)
    backup.restore_to(made.backup.path, "", tmp_path / "Restored.crm")
    assert (folder / places.MARK).exists()
    assert open_to_others(tmp_path) == {}


def test_the_copy_before_an_upgrade_and_what_was_rescued(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "Usaha.crm"
    schema.create(path, None, revisions.KNOWN[-2])
    path.chmod(0o640)
    open_workspace(path).close()
    assert {name: mode for name, mode in modes(tmp_path).items() if "before upgrade" in name or name == path.name} == {
        name: 0o640 for name in modes(tmp_path) if name.startswith("Usaha")
    }
    (tmp_path / "rescued").mkdir(0o700)
    workspace = open_workspace(path)
    work(workspace)
    workspace.close()
    rescue.rescue(path, tmp_path / "rescued" / "New.crm")
    assert open_to_others(tmp_path / "rescued") == {}


def test_a_copy_in_the_place_of_an_older_one_keeps_its_rights(tmp_path: Path, umask: int) -> None:
    workspace = create(tmp_path / "Usaha.crm")
    target = tmp_path / "Copy.crm"
    for expected in (0o600, 0o640):
        workspace.write_copy(target)
        assert modes(tmp_path)["Copy.crm"] == expected
        target.chmod(0o640)
    workspace.close()


def test_what_is_given_out(office: Office, tmp_path: Path, umask: int) -> None:
    out = tmp_path / "out"
    out.mkdir(0o700)
    from desktop_crm.services import client as clients

    emergency.pack(office.workspace, out / "all.zip", "kuda-nil 47", language("en"))
    listing = clients.listing(office.workspace)
    names = [column.id for column in listing.columns if not column.hidden]
    exporting.export(listing, Query(), names, title="Clients", language=language("en"), target=out / "list.xlsx")
    files.write_whole(out / "saved.bin", b"secret")
    write_safely(out / "paper.pdf", b"secret")
    assert len(modes(out)) == 4
    assert open_to_others(out) == {}
    for path in out.iterdir():
        path.chmod(0o644)
    files.write_whole(out / "saved.bin", b"other")
    write_safely(out / "paper.pdf", b"other")
    assert {modes(out)[name] for name in ("saved.bin", "paper.pdf")} == {0o644}


def test_what_is_opened_outside(tmp_path: Path, umask: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "run").mkdir(0o700)
    outside = Outside()
    outside.copy_of("a.txt", b"secret")
    assert open_to_others(tmp_path) == {}
    outside.end()


def test_the_log(tmp_path: Path, umask: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "log_file", lambda: tmp_path / "state" / "log" / "desktop-crm.log")
    log = logging.getLogger("desktop_crm")
    before = list(log.handlers)
    errors.start_log()
    (handler,) = [each for each in log.handlers if each not in before]
    try:
        log.warning("once")
        assert isinstance(handler, RotatingFileHandler)
        handler.doRollover()
        log.warning("twice")
    finally:
        log.removeHandler(handler)
        handler.close()
    assert len(modes(tmp_path / "state" / "log")) == 2
    assert open_to_others(tmp_path) == {}


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Makes a link to a file of the user's beside a workspace, under a name that the program uses."""
    mine, path = tmp_path / "mine.txt", tmp_path / "work" / "Usaha.crm"
    mine.write_text("mine")
    path.parent.mkdir()
    create(path).close()

    def plant(name: str) -> Path:
        (path.parent / name).symlink_to(mine)
        return path

    yield plant
    assert mine.read_text() == "mine"


def test_a_planted_note_overwrites_no_file_of_the_user(planted: Callable[..., Any]) -> None:
    open_workspace(planted("Usaha.crm.owner")).close()


def test_nor_does_a_planted_lock(planted: Callable[..., Any]) -> None:
    with pytest.raises(WorldError, match="link"):
        open_workspace(planted("Usaha.crm.lock"))


@pytest.mark.parametrize("ending", [".new", ".wal"])
def test_nor_does_one_where_a_new_file_is_made(planted: Callable[..., Any], ending: str) -> None:
    path = planted(f".Usaha.crm{ending}")
    workspace = open_workspace(path)
    workspace.protect(PASSWORD)
    workspace.close()
    open_workspace(path, PASSWORD).close()


def test_nor_do_links_in_a_place_of_backups(office: Office, tmp_path: Path) -> None:
    mine, folder = tmp_path / "mine.txt", tmp_path / "disk"
    mine.write_text("mine")
    folder.mkdir()
    (folder / places.MARK).symlink_to(mine)
    place = places.stick_place(folder)
    assert place.at != "mine"
    made = backup.make(office.workspace, places.folder_place(folder))
    mark = made.backup.path.parent / ".workspace"
    mark.unlink(missing_ok=True)
    mark.symlink_to(mine)
    backup.make(office.workspace, places.folder_place(folder))
    assert mine.read_text() == "mine"
