"""One file is the whole business: what is written goes into it soon, and a copy that lacks something says so."""

import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.services.safety import backup
from desktop_crm.services.safety.check import check
from desktop_crm.storage.file import identity, keeper
from desktop_crm.storage.file.keeper import Keeper
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace
from tests.rounds import turn, turns
from tests.storage.clients import add, names

PASSWORD = "kuda nil makan sore"


def told(path: Path, typed: str = "") -> tuple[str | None, set[str]]:
    """What there is to tell when a file is opened, and what is in it."""
    workspace = open_workspace(path, typed)
    try:
        cut = workspace.cut_short()
        found = [str(each) for each in check(workspace)]
        assert found == ([] if cut is None else [str(cut)])
        return None if cut is None else str(cut), names(workspace)
    finally:
        workspace.close()


@pytest.fixture(params=turns(plain="", protected=PASSWORD))
def typed(request: pytest.FixtureRequest) -> str:
    return turn(request)


@pytest.fixture
def workspace_password(typed: str) -> str:
    return typed


def copy_of(workspace: Workspace) -> Path:
    """The file alone, as a person copies it."""
    return Path(shutil.copyfile(workspace.path, workspace.path.with_name("copy.crm")))


@pytest.mark.skipif(sys.platform == "win32", reason="the file is copied by ourselves while it is open")
def test_soon_after_each_action_the_file_alone_holds_it(
    workspace: Workspace, until: Callable[..., Any], typed: str
) -> None:
    add(workspace, "First")
    until(lambda: not Path(f"{workspace.path}-wal").stat().st_size)
    cut, found = told(copy_of(workspace), typed)
    assert found == {"First"}
    assert cut is not None


def test_where_one_write_follows_another_the_wal_does_not_grow_for_ever(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folding waits for a rest, or for a moment in which nobody writes."""
    monkeypatch.setattr("desktop_crm.storage.file.folding.REST", 1e9)
    monkeypatch.setattr("desktop_crm.storage.file.folding._LONGEST", 1e9)
    monkeypatch.setattr("desktop_crm.storage.workspace._MUCH", 200_000)
    sizes = []
    for number in range(20):
        add(workspace, f"Client {number} {'x' * 50_000}")
        sizes.append(Path(f"{workspace.path}-wal").stat().st_size)
    assert 0 in sizes
    assert max(sizes) < 400_000
    assert len(names(workspace)) == 20


def test_a_copy_taken_while_it_is_open_says_to_when_it_reaches(workspace: Workspace, typed: str) -> None:
    add(workspace, "First")
    assert workspace.fold()
    add(workspace, "Second")
    cut, found = told(copy_of(workspace), typed)
    assert cut is not None
    assert "copy.crm was copied while it was open" in cut
    assert "It reaches to 20" in cut
    assert found == {"First"}


def test_the_first_write_waits_a_moment_for_who_reads(
    workspace: Workspace, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader kept the mark out of the file until the next folding, and a copy taken before that was called whole."""
    with ExitStack() as reading:
        names_of = reading.enter_context(workspace.read())
        names_of.scalars(select(Client.name)).all()
        monkeypatch.setattr(keeper, "time", SimpleNamespace(sleep=lambda _seconds: reading.close()))
        add(workspace, "First")
        cut, _ = told(copy_of(workspace), typed)
    assert cut is not None


def test_the_first_write_is_told_by_a_copy_too(tmp_path: Path, typed: str) -> None:
    """The file itself says that it is open before anything is acknowledged."""
    with closing(create_workspace(tmp_path / "bare.crm", password=typed)) as bare:
        add(bare, "First")
        cut, found = told(copy_of(bare), typed)
    assert cut is not None
    assert "What was saved last may be missing" in cut
    assert found == set()


def test_a_file_without_the_wal_of_a_crash_says_so(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    add(workspace, "First")
    workspace.fold()
    add(workspace, "Second")
    left = tmp_path / "left"
    left.mkdir()
    for each in tmp_path.glob("Usaha.crm*"):
        if not each.name.endswith(".lock"):
            shutil.copyfile(each, left / each.name)
    shutil.copyfile(left / "Usaha.crm", left / "renamed.crm")
    assert told(left / "renamed.crm", typed)[0] is not None
    assert told(left / "Usaha.crm", typed) == (None, {"First", "Second"})


def test_a_copied_folder_whose_wal_was_folded_in_meanwhile_says_so(
    workspace: Workspace, tmp_path: Path, typed: str
) -> None:
    """The file goes first, by its name; what was folded in before its WAL goes is in neither."""
    add(workspace, "First")
    workspace.fold()
    add(workspace, "Second")
    left = tmp_path / "left"
    left.mkdir()
    shutil.copyfile(workspace.path, left / "Usaha.crm")
    assert workspace.fold()
    shutil.copyfile(f"{workspace.path}-wal", left / "Usaha.crm-wal")
    cut, found = told(left / "Usaha.crm", typed)
    assert found == {"First"}
    assert cut is not None


def test_a_closed_file_and_its_copies_say_nothing(workspace: Workspace, typed: str) -> None:
    add(workspace, "First")
    workspace.close()
    assert told(workspace.path, typed) == (None, {"First"})
    assert told(copy_of(workspace), typed) == (None, {"First"})


def test_what_a_cut_copy_says_it_says_until_work_goes_on_in_it(workspace: Workspace, typed: str) -> None:
    add(workspace, "First")
    workspace.fold()
    copy = copy_of(workspace)
    assert told(copy, typed)[0] is not None
    looked_at = open_workspace(copy, typed)
    with looked_at.aside() as connection:  # as the window does
        connection.execute("SELECT 1")
    looked_at.close()
    assert told(copy, typed)[0] is not None
    again = open_workspace(copy, typed)
    add(again, "Second")
    again.close()
    assert told(copy, typed) == (None, {"First", "Second"})


@pytest.mark.parametrize("password", ["lain kali lain kata", ""])
def test_another_password_or_a_lock_leaves_it_whole(workspace: Workspace, password: str) -> None:
    add(workspace, "First")
    workspace.protect(password)
    add(workspace, "Second")
    if password:
        workspace.lock()
        assert told(copy_of(workspace), password) == (None, {"First", "Second"})
        workspace.unlock(password)
    add(workspace, "Third")
    workspace.close()
    assert told(workspace.path, password) == (None, {"First", "Second", "Third"})


def test_a_backup_is_whole_and_what_is_restored_of_it(workspace: Workspace, tmp_path: Path, typed: str) -> None:
    add(workspace, "First")
    workspace.write_copy(tmp_path / "backup.crm")
    backup.restore_to(tmp_path / "backup.crm", typed, tmp_path / "restored.crm")
    assert told(tmp_path / "restored.crm", typed) == (None, {"First"})


def test_a_backup_of_a_cut_copy_says_so_and_what_is_restored_of_it(
    workspace: Workspace, tmp_path: Path, typed: str
) -> None:
    add(workspace, "First")
    workspace.fold()
    cut = open_workspace(copy_of(workspace), typed)
    cut.write_copy(tmp_path / "backup.crm")
    backup.restore_to(tmp_path / "backup.crm", typed, tmp_path / "restored.crm")
    assert "It reaches to 20" in told(tmp_path / "restored.crm", typed)[0]
    add(cut, "Second")
    cut.write_copy(tmp_path / "later.crm")
    cut.close()
    backup.restore_to(tmp_path / "later.crm", typed, tmp_path / "whole.crm")
    assert told(tmp_path / "whole.crm", typed) == (None, {"First", "Second"})


@pytest.mark.parametrize("password", ["lain kali lain kata", ""])
def test_a_cut_copy_says_so_under_another_password_too(workspace: Workspace, typed: str, password: str) -> None:
    add(workspace, "First")
    workspace.fold()
    copy = copy_of(workspace)
    cut = open_workspace(copy, typed)
    cut.protect(password)
    cut.close()
    assert told(copy, password)[0] is not None


def test_looking_at_a_file_changes_nothing_in_it(workspace: Workspace, typed: str) -> None:
    add(workspace, "First")
    workspace.close()
    copy = copy_of(workspace)
    before = copy.read_bytes()
    told(copy, typed)
    assert copy.read_bytes() == before


def writes(workspace: Workspace) -> int:
    with workspace.driver_connection() as connection:
        return identity.read(connection).writes


def test_the_file_counts_what_is_written(workspace: Workspace) -> None:
    before = writes(workspace)
    add(workspace, "First")
    workspace.undo()
    workspace.redo()
    with workspace.aside() as connection:
        connection.execute("SELECT 1")
    assert writes(workspace) == before + 4
    with workspace.write(msg("Nothing")):
        pass
    assert writes(workspace) == before + 4


def test_a_password_given_for_a_plain_file_is_refused(tmp_path: Path) -> None:
    """Under this name there was a protected one: somebody has swapped it."""
    create_workspace(tmp_path / "Usaha.crm").close()
    before = (tmp_path / "Usaha.crm").read_bytes()
    with pytest.raises(UserError, match="has no password"):
        open_workspace(tmp_path / "Usaha.crm", PASSWORD)
    assert (tmp_path / "Usaha.crm").read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["Usaha.crm"]


def test_one_that_could_not_say_that_it_is_whole_is_not_taken_for_a_copy(
    workspace: Workspace, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, "First")

    def full(_self: Keeper, **_how: Any) -> None:
        raise driver.OperationalError("database or disk is full")

    monkeypatch.setattr(Keeper, "finish", full)
    workspace.close()
    monkeypatch.undo()
    assert told(workspace.path, typed) == (None, {"First"})
