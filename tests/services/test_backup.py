"""Backups to places: named, kept by age, each place for itself."""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.model import moments
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.services.safety import backup, places, series
from desktop_crm.services.safety.places import Place
from desktop_crm.services.workspace import opened
from desktop_crm.storage.file.backup_name import MARK
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace
from tests.office import Office

NOON = datetime(2026, 11, 25, 9, 30, 45).astimezone()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "disk"
    folder.mkdir()
    return places.folder_place(folder)


def test_a_backup_is_named_by_workspace_and_minute(office: Office, place: Place) -> None:
    made = backup.make(office.workspace, place, now=NOON)
    assert made.backup.path == Path(place.at) / "Usaha" / "Usaha 2026-11-25 0930.crm"
    assert (made.inside.counts["clients"], made.inside.counts["products"]) == (1, 2)
    (found,) = backup.backups_of(office.workspace, place)
    assert found.made == NOON.replace(second=0)
    assert found.workspace == "Usaha"
    assert backup.look_inside(found.path, "").counts["clients"] == 1


def test_old_ones_go_and_the_one_just_made_stays_whatever_the_clock_says(office: Office, place: Place) -> None:
    for day in range(40):
        backup.make(office.workspace, place, now=NOON + timedelta(days=day))
    there = backup.backups_of(office.workspace, place)
    assert [each.made for each in there[:7]] == [
        NOON.replace(second=0) + timedelta(days=day) for day in range(39, 32, -1)
    ]
    assert len(there) < 15
    early = backup.make(office.workspace, place, now=NOON - timedelta(days=3000))
    assert early.backup.path.exists()
    assert len(backup.backups_of(office.workspace, place)) >= len(there)


def test_what_is_not_ours_is_never_taken_away(office: Office, place: Place) -> None:
    first = backup.make(office.workspace, place, now=NOON)
    strangers = [first.backup.path.with_name(name) for name in ("Usaha.crm", "notes.txt", "Lain 2020-01-01 0000.crm")]
    for each in strangers:
        each.write_text("mine")
    for day in range(1, 40):
        backup.make(office.workspace, place, now=NOON + timedelta(days=day))
    assert all(each.read_text() == "mine" for each in strangers)


@pytest.mark.parametrize("name", [".Usaha", "._Usaha", "Usaha\nkedua", "\nUsaha", ".crm", ".Usaha.crm.part", "Usaha. "])
def test_a_backup_is_found_again_whatever_its_file_is_called(place: Place, tmp_path: Path, name: str) -> None:
    workspace = create_workspace(tmp_path / f"{name}.crm")
    made = [backup.make(workspace, place, now=NOON + timedelta(days=day)).backup for day in range(2)]
    found = backup.backups_of(workspace, place)
    assert [each.path for each in found] == [each.path for each in reversed(made)]
    assert {each.workspace for each in found} == {name}
    assert {each.path for each in backup.backups_in(place)} == {each.path for each in found}
    assert made[0].path.parent == made[1].path.parent
    workspace.close()
    with pytest.raises(UserError, match="is a backup"):
        open_workspace(made[-1].path)


def test_what_macos_puts_beside_backups_on_a_stick_is_none(office: Office, place: Place) -> None:
    made = backup.make(office.workspace, place, now=NOON).backup
    made.path.with_name(f"._{made.path.name}").write_bytes(
        b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X".ljust(4096, b"\x00")
    )
    assert [each.path for each in backup.backups_in(place)] == [made.path]


@pytest.mark.parametrize("name", ["a" * 243, "公" * 70, "é" * 117], ids=["a", "公", "é"])
def test_a_file_with_a_long_name_is_backed_up_found_and_restored(
    office: Office, place: Place, tmp_path: Path, name: str
) -> None:
    workspace = create_workspace(tmp_path / f"{name}.crm")
    made = [backup.make(workspace, place, now=NOON + timedelta(days=day)).backup for day in range(2)]
    assert {each.path for each in backup.backups_of(workspace, place)} == {each.path for each in made}
    assert len({each.path.parent for each in made}) == 1
    workspace.close()
    kept = backup.restore_in_place(workspace.path, made[-1].path, "")
    assert kept.is_file()
    backup.restore_to(made[-1].path, "", tmp_path / f"{name[::-1][1:]}.crm")
    workspace.path.unlink()
    lost = create_workspace(workspace.path)  # another, under the name of one that is lost
    with office.workspace.driver_connection():
        told = [backup.is_named_after(each, lost.path) for each in backup.backups_in(place)]
    assert told == [True, True]
    assert not any(backup.is_named_after(each, office.workspace.path) for each in backup.backups_in(place))
    assert not list(Path(place.at).rglob("*.part"))
    lost.close()


def test_two_workspaces_of_one_name_have_folders_of_their_own(office: Office, place: Place, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = create_workspace(tmp_path / "other" / "Usaha.crm")
    mine, theirs = backup.make(office.workspace, place, now=NOON), backup.make(other, place, now=NOON)
    assert mine.backup.path.parent.name == "Usaha"
    assert theirs.backup.path.parent.name == "Usaha 2"
    assert [each.path for each in backup.backups_of(other, place)] == [theirs.backup.path]
    assert len(backup.backups_in(place)) == 2
    other.close()


def test_a_workspace_finds_its_folder_when_the_one_before_it_is_gone(
    office: Office, place: Place, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = create_workspace(tmp_path / "other" / "Usaha.crm")
    backup.make(office.workspace, place, now=NOON)
    theirs = backup.make(other, place, now=NOON)
    shutil.rmtree(Path(place.at) / "Usaha")
    assert [each.path for each in backup.backups_of(other, place)] == [theirs.backup.path]
    assert backup.make(other, place, now=NOON + timedelta(hours=1)).backup.path.parent.name == "Usaha 2"
    other.close()


def test_a_file_of_the_name_of_the_folder_does_not_hide_what_is_beside_it(office: Office, place: Place) -> None:
    (Path(place.at) / "Usaha").write_text("mine")
    first = backup.make(office.workspace, place, now=NOON)
    second = backup.make(office.workspace, place, now=NOON + timedelta(days=1))
    assert first.backup.path.parent == second.backup.path.parent == Path(place.at) / "Usaha 2"
    assert len(backup.backups_of(office.workspace, place)) == 2


def test_a_place_that_vanishes_when_the_backup_is_whole_does_not_undo_it(
    office: Office, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Path.glob

    def pulled_out(self: Any, pattern: str) -> Iterator[Any]:
        if not pattern.startswith("."):
            raise OSError(errno.EIO, "pulled out")
        return found(self, pattern)

    monkeypatch.setattr(Path, "glob", pulled_out)
    (outcome,) = backup.make_all(office.workspace, [place])
    assert outcome.backup.path.exists()


def test_a_place_that_is_gone_does_not_harm_the_others(office: Office, place: Place, tmp_path: Path) -> None:
    gone = places.folder_place(tmp_path / "gone")
    stick = places.Place(places.PlaceKind.STICK, "4711", "KINGSTON")
    first, second, third = backup.make_all(office.workspace, [gone, stick, place])
    assert "gone" in str(first.problem)
    assert str(second.problem) == "The USB stick KINGSTON is not plugged in."
    assert third.problem is None
    assert third.backup.path.exists()
    assert not (tmp_path / "gone").exists()  # a missing folder may be a disk that is not there


def test_a_place_that_vanishes_in_the_middle_does_not_harm_the_others(
    office: Office, place: Place, tmp_path: Path
) -> None:
    (tmp_path / "vanishing").mkdir()
    vanishing = places.folder_place(tmp_path / "vanishing")

    def pull_out(done: int, _total: int) -> None:
        if done:
            shutil.rmtree(vanishing.at, ignore_errors=True)

    first, second = backup.make_all(office.workspace, [vanishing, place], pull_out)
    assert first.problem is not None
    assert second.backup.path.exists()


def test_progress_goes_over_all_places_and_may_stop(office: Office, place: Place, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    second = places.folder_place(tmp_path / "second")
    seen = []
    backup.make_all(office.workspace, [place, second], lambda done, total: seen.append(done / total))
    assert seen == sorted(seen)
    assert max(seen) <= 1

    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done * 2 > total:
            raise StopError

    with pytest.raises(StopError):
        backup.make_all(office.workspace, [place, second], stop)


def test_halves_of_a_killed_program_go_with_the_next(office: Office, place: Place) -> None:
    made = backup.make(office.workspace, place, now=NOON)
    half = made.backup.path.with_name(".Usaha 2026-11-24 0930.crm.part")
    half.write_bytes(b"half")
    assert len(backup.backups_of(office.workspace, place)) == 1
    backup.make(office.workspace, place, now=NOON + timedelta(hours=1))
    assert not half.exists()


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (NOON - timedelta(hours=4), True),
        (NOON - timedelta(hours=3, minutes=59), False),
        (NOON, False),
        (NOON + timedelta(days=1), True),  # the clock was wrong when it was made
        ((NOON - timedelta(hours=5)).astimezone(UTC), True),
    ],
)
def test_when_it_is_time_again(last: datetime | None, due: bool) -> None:
    assert backup.is_due(last, 4, NOON) is due


def test_nothing_is_lacking_when_nothing_was_done_since(office: Office) -> None:
    assert backup.changed_since(office.workspace, None)
    office.order()
    assert backup.changed_since(office.workspace, datetime.now(UTC) - timedelta(hours=1))
    assert not backup.changed_since(office.workspace, datetime.now(UTC) + timedelta(seconds=1))


def test_a_stick_is_known_by_its_mark_wherever_it_is_plugged_in(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "KINGSTON"
    root.mkdir()
    monkeypatch.setattr(places, "_volumes", lambda: iter([tmp_path / "none", root]))
    stick = places.stick_place(root)
    assert places.stick_place(root) == stick  # marked once
    assert backup.make(office.workspace, stick).backup.path.parent == root / places.ON_STICK / "Usaha"
    moved = root.rename(tmp_path / "E")
    monkeypatch.setattr(places, "_volumes", lambda: iter([moved]))
    assert places.is_there(stick)
    assert len(backup.backups_of(office.workspace, stick)) == 1
    assert [each.at for each in places.marked_sticks()] == [stick.at]
    monkeypatch.setattr(places, "_volumes", lambda: iter([]))
    assert not places.is_there(stick)
    with pytest.raises(UserError, match="not plugged in"):
        backup.make(office.workspace, stick)


def test_a_stick_that_can_not_be_marked_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="can't be written to"):
        places.stick_place(tmp_path / "none")


def test_places_are_kept_as_plain_values(place: Place) -> None:
    assert places.Place.from_json(place.to_json()) == place


def test_restoring_gives_the_workspace_as_it_was(office: Office, place: Place, tmp_path: Path) -> None:
    first = backup.make(office.workspace, place, now=NOON).backup
    office.order()
    second = backup.make(office.workspace, place, now=NOON + timedelta(days=1)).backup
    new = tmp_path / "new.crm"
    assert backup.restore_to(first.path, "", new).counts["orders"] == 0
    assert backup.look_inside(backup.restore_in_place(new, second.path, ""), "").counts["orders"] == 0
    with opened(new) as restored:
        assert restored.undo_text() == msg("{text}", text="Do it")


def test_any_file_may_be_looked_at_as_a_backup(tmp_path: Path) -> None:
    (tmp_path / "Kopi.crm").write_bytes(b"x")
    found = backup.backup_at(tmp_path / "Kopi.crm")
    assert (found.workspace, found.bytes) == ("Kopi", 1)
    assert backup.backup_at(tmp_path / "none.crm") is None


@pytest.mark.parametrize(
    "name",
    [
        "Usaha 0001-01-01 0000",
        "Usaha 1969-02-30 9999",
        "Usaha 9999-12-31 2359",
        "Usaha\udce9 x",
        "U" * 235 + " 2026-01-01 0000",
    ],
)
def test_an_oddly_named_file_hides_no_backups(
    office: Office, place: Place, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' calendar knows nothing before 1970 and after 3000: one such name hid all that was beside it."""
    made = backup.make(office.workspace, place, now=NOON).backup
    real = moments.on_this_clock

    def windows(value: datetime) -> Any:
        class Moment(datetime):
            def astimezone(self, tz: Any = None) -> Any:
                if tz is None and not 1970 <= self.year <= 3000:
                    raise OSError(errno.EINVAL, "Invalid argument")
                return super().astimezone(tz)

        return real(Moment.fromisoformat(value.isoformat()))

    for module in (backup, series):
        monkeypatch.setattr(module, "on_this_clock", windows)
    odd = made.path.with_name(f"{name}.crm")
    shutil.copyfile(made.path, odd)
    os.utime(odd, ns=(2**62, 2**62))
    made.path.with_name("Usaha 2026-01-01 0000.crm").mkdir()
    assert made.path in [each.path for each in backup.backups_of(office.workspace, place)]
    assert backup.make(office.workspace, place, now=NOON + timedelta(hours=5)).backup.path.exists()


def test_a_file_with_something_wrong_in_it_is_backed_up_told_and_marked(office: Office, place: Place) -> None:
    """What SQLite itself complains of is not blamed on the place, and a copy that is opened tells, too."""
    with office.workspace.driver_connection() as connection:
        connection.execute("UPDATE clients SET phones = 'x'")
        connection.execute("PRAGMA writable_schema = ON")
        sql = (
            "UPDATE sqlite_master SET sql = replace(sql, 'notes TEXT NOT NULL', 'notes TEXT{}') WHERE name = 'clients'"
        )
        connection.execute(sql.format(""))
        connection.execute("PRAGMA writable_schema = RESET")
        connection.execute("UPDATE clients SET notes = NULL")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(sql.replace("notes TEXT NOT NULL", "notes TEXT,").format(" NOT NULL,"))
        connection.execute("PRAGMA writable_schema = RESET")
        assert connection.execute("PRAGMA quick_check").fetchone()[0] == "NULL value in clients.notes"
    made = backup.make(office.workspace, place, now=NOON)
    assert made.backup.path.exists()
    said = "Client PT Sumber Makmur: Phones can't be read"
    assert said in [str(each) for each in made.found]
    assert len(backup.backups_of(office.workspace, place)) == 1
    copy = restored(made.backup.path, office.workspace.path.with_name("again.crm"))
    assert said in copy
    assert listed(office.workspace, place) == [len(made.found)]
    with office.workspace.driver_connection() as connection:
        connection.execute("UPDATE clients SET emails = 'x', notes = ''")
    again = backup.make(office.workspace, place, now=NOON + timedelta(hours=5))
    assert listed(office.workspace, place) == [len(again.found), len(made.found)] == [2, 1]


def listed(workspace: Workspace, place: Place) -> list[int]:
    """How much the list says of each backup that was wrong in it, newest first."""
    found = [each.inside.problems for each in backup.backups_of(workspace, place)]
    folder = next(place_folder for place_folder in Path(place.at).rglob("*") if place_folder.is_dir())
    (folder / MARK).unlink()  # what is noted beside them, and what is in them, is the same
    assert [each.inside.problems for each in backup.backups_of(workspace, place)] == found
    assert [each.inside.problems for each in backup.backups_of(workspace, place)] == found  # noted again
    return found


@pytest.mark.parametrize("kept", ["", "nonsense", "[]", '{"found": 7}', '{"step": "pages"}'])
def test_what_nobody_can_read_of_a_check_keeps_no_backup_from_being_looked_into(
    office: Office, place: Place, kept: str
) -> None:
    with office.workspace.aside() as connection:
        connection.execute("INSERT OR REPLACE INTO habits VALUES ('check', ?)", (kept,))
    assert backup.make(office.workspace, place, now=NOON).inside.problems == 0


def restored(made: Path, target: Path) -> list[str]:
    """What a workspace made of a backup says of itself."""
    backup.restore_to(made, "", target)
    with opened(target) as workspace, workspace.driver_connection() as connection:
        kept = json.loads(dict(connection.execute("SELECT key, content FROM habits"))["check"])
    return [str(Message.from_json(each)) for each in kept["found"]]
