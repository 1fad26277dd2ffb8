"""Names made of long ones fit the disk, are cut at a letter, and stay apart."""

import errno
import os
import sys
from pathlib import Path

import pytest

from desktop_crm import fitting

ADDED = " 2026-11-25 0930.crm"


def makes(path: Path) -> None:
    """Everything that is made of a name has room."""
    hidden = fitting.hidden(path, ".new")
    for each in (path, hidden, fitting.hidden(hidden, ".part"), fitting.hidden(path, f".{2**22}.part")):
        beside = path.with_name(f"{each.name}-journal")
        beside.touch()
        beside.unlink()


@pytest.mark.parametrize("letter", ["a", "é", "公", "😀", "e\u0301", *(["\udce9"] if sys.platform == "linux" else [])])
def test_a_long_name_is_cut_at_a_letter_and_has_room_for_all_that_is_made_of_it(tmp_path: Path, letter: str) -> None:
    for size in (50, 60, 64, 80, 120, 240, 255, 5000):
        stem = letter * size
        made = fitting.named(tmp_path, stem, ADDED)
        cut = made.name.removesuffix(ADDED)
        assert stem.startswith(cut)
        assert cut
        makes(made)
        if cut != stem:  # no letter more would have had room
            longer = f"..{stem[: len(cut) + 1]}{ADDED}.part-journal"
            with pytest.raises(OSError, match=os.strerror(errno.ENAMETOOLONG)):
                (tmp_path / longer).touch()


def test_a_name_that_fits_is_left_as_it_is(tmp_path: Path) -> None:
    assert fitting.named(tmp_path, "Usaha. ", ADDED).name == f"Usaha. {ADDED}"
    assert fitting.hidden(tmp_path / "Usaha.crm", ".new").name == ".Usaha.crm.new"


def test_a_cut_name_leaves_no_two_blanks(tmp_path: Path) -> None:
    assert "  " not in fitting.named(tmp_path, "a " * 120, ADDED).name


def test_names_that_begin_alike_are_hidden_apart_and_found_again(tmp_path: Path) -> None:
    one, other = (tmp_path / f"{'a' * 242}{end}.crm" for end in "xy")
    assert fitting.hidden(one, ".new") != fitting.hidden(other, ".new")
    assert fitting.hidden(one, ".new") == fitting.hidden(tmp_path / one.name, ".new")
    assert fitting.hidden(one, ".new") != fitting.hidden(one, ".wal")
    makes(one)


class NoPathError(FileNotFoundError):
    """As Windows says that a path is too long, or its folder is not there."""

    winerror = 3


def test_where_windows_takes_no_longer_path_the_name_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the folders count, too."""
    real, room = os.lstat, len(str(tmp_path)) + 60

    def lstat(path: Path) -> os.stat_result:
        if len(str(path)) > room or not path.parent.is_dir():
            raise NoPathError(errno.ENOENT, "The system cannot find the path specified")
        return real(path)

    monkeypatch.setattr(os, "lstat", lstat)
    made = fitting.named(tmp_path, "Usaha" * 20, ADDED)
    assert made.name.startswith("Usaha")
    assert len(f"{made}.part-journal") < room
    assert fitting.is_too_long(tmp_path / ("a" * 60))
    assert not fitting.is_too_long(made)
    assert fitting.named(tmp_path / "gone", "Usaha", ".crm").name == "Usaha.crm"
