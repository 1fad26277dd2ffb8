"""Files for their user alone, no planted links followed, and patience with who has a file open on Windows."""

import errno
import os
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_crm import disk

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")


class HeldError(PermissionError):
    """As Windows refuses what another program has open."""

    winerror = 32


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@POSIX
def test_what_is_made_is_for_its_user_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    disk.create(tmp_path / "a").close()
    disk.create_empty(tmp_path / "b")
    disk.write_note(tmp_path / "c", "x")
    disk.append_text(tmp_path / "d").close()
    disk.make_folder(tmp_path / "e" / "f")
    assert {mode(tmp_path / name) for name in "abcd"} == {0o600}
    assert {mode(tmp_path / "e"), mode(tmp_path / "e" / "f")} == {0o700}


@POSIX
def test_folders_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there").chmod(0o755)
    disk.make_folder(tmp_path / "there")
    disk.make_folder(tmp_path / "there" / "new")
    assert (mode(tmp_path / "there"), mode(tmp_path / "there" / "new")) == (0o755, 0o700)


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OSError, match="taken"):
        disk.make_folder(tmp_path / "taken")
    with pytest.raises(OSError, match="taken"):
        disk.make_folder(tmp_path / "taken" / "below")


@POSIX
@pytest.mark.parametrize("kept", [0o600, 0o640, 0o644, 0o660, 0o400])
def test_what_takes_a_files_place_keeps_who_may_read_it(tmp_path: Path, umask: int, kept: int) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    old.chmod(kept)
    with disk.create(new) as file:
        file.write(b"new")
    disk.replace(new, old)
    assert (mode(old), old.read_bytes() if kept & 0o400 else b"new") == (kept, b"new")


@POSIX
def test_planted_links_are_not_followed(tmp_path: Path) -> None:
    """Whoever can make names in the folder could else have a file of the user overwritten."""
    mine, link = tmp_path / "mine", tmp_path / "link"
    mine.write_text("mine")
    for write in (disk.create_anew, lambda path: disk.write_note(path, "x"), lambda path: disk.replace(new(), path)):
        link.unlink(missing_ok=True)
        link.symlink_to(mine)

        def new() -> Path:
            disk.write_note(tmp_path / "new", "new")
            return tmp_path / "new"

        made = write(link)
        if made is not None:
            made.close()
        assert mine.read_text() == "mine"
        assert not link.is_symlink()
    link.unlink()
    link.symlink_to(mine)
    for refused in (disk.create, disk.append_text, disk.read_note):
        with pytest.raises(OSError, match="link"):
            refused(link)
    disk.remove(link)
    assert mine.read_text() == "mine"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        disk.create(link)
    assert not (tmp_path / "nowhere").exists()


@POSIX
def test_a_chosen_link_is_read_through_but_nothing_that_hangs(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    with disk.open_regular(tmp_path / "link") as file:
        assert file.read() == b"mine"
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket"))
        (tmp_path / "to a pipe").symlink_to(tmp_path / "pipe")
        for name in ("pipe", "socket", "to a pipe", "/dev/zero", "/dev/null"):
            for read in (disk.open_regular, disk.read_note):
                with pytest.raises(OSError) as told:  # noqa: PT011 - its number is what says it
                    read(tmp_path / name)
                assert told.value.errno == errno.ESPIPE
    with pytest.raises(IsADirectoryError):
        disk.open_regular(tmp_path)


def test_notes_are_read_as_far_as_they_may_be_long(tmp_path: Path) -> None:
    (tmp_path / "note").write_bytes(b"\xff" + b"x" * 10_000_000)
    assert len(disk.read_note(tmp_path / "note", 100)) == 100


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, times: int, error: OSError) -> list[tuple[Any, ...]]:
    """The system refuses so many times; how often it was asked."""
    real, asked = getattr(os, name), []

    def refused(*arguments: Any, **more: Any) -> Any:
        asked.append(arguments)
        if len(asked) <= times:
            raise error
        return real(*arguments, **more)

    monkeypatch.setattr(os, name, refused)
    return asked


@pytest.mark.parametrize("code", [5, 32, 33, 1224])
def test_who_has_a_file_open_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    error = HeldError(13, "held")
    error.winerror = code
    refuse(monkeypatch, "replace", 3, error)
    refuse(monkeypatch, "unlink", 3, error)
    disk.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new"
    disk.remove(tmp_path / "old")
    assert list(tmp_path.iterdir()) == []


def test_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").write_text("new")
    monkeypatch.setattr(disk, "_PATIENCE", 0.05)
    refuse(monkeypatch, "replace", 10_000, HeldError(13, "held"))
    with pytest.raises(PermissionError):
        disk.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "new").read_text() == "new"


def test_other_refusals_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = refuse(monkeypatch, "unlink", 10, PermissionError(13, "not yours"))
    with pytest.raises(PermissionError):
        disk.remove(tmp_path / "a")
    assert len(asked) == 1


@pytest.mark.skipif(sys.platform != "win32", reason="others let open files be taken away")
def test_a_reader_of_windows_is_waited_for(tmp_path: Path) -> None:  # pragma: no cover
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    reader = (tmp_path / "old").open()
    threading.Timer(0.2, reader.close).start()
    disk.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_text() == "new"
