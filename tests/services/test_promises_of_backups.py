"""What the README says of backups, sentence by sentence."""

import json
import platform
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_crm.cli import main
from desktop_crm.model.client import Client
from desktop_crm.model.errors import BackupError
from desktop_crm.model.message import msg
from desktop_crm.services.safety import backup, places
from desktop_crm.services.safety.places import Place
from desktop_crm.services.safety.series import Backup
from desktop_crm.services.workspace import create, opened
from desktop_crm.storage.file.backup_name import MARK
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.workspace import Workspace
from tests.crash.older import make_older

pytestmark = pytest.mark.in_turn

NOON = datetime(2026, 11, 25, 9, 30, tzinfo=UTC).astimezone()
PASSWORD = "kuda nil makan sore"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "disk").mkdir()
    return places.folder_place(tmp_path / "disk")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Usaha.crm"
    create(path).close()
    return path


def add(workspace: Workspace, count: int = 1) -> None:
    with workspace.write(msg("Add")) as session:
        session.add_all(Client(name=f"Toko {number}") for number in range(count))


def back_up(path: Path, place: Place, *days: int, clients: int = 1, typed: str = "") -> Backup:
    """Some work and a backup on each of these days after NOON; the last one."""
    with opened(path, typed) as workspace:
        for day in days or (0,):
            add(workspace, clients)
            made = backup.make(workspace, place, now=NOON + timedelta(days=day)).backup
    return made


def in_place(place: Place) -> list[Path]:
    return sorted(Path(place.at).glob("*/*.crm"))


def clients_in(place: Place) -> list[int]:
    return sorted(backup.look_inside(path, "").counts["clients"] for path in in_place(place))


def test_a_backup_is_the_whole_workspace_under_its_own_password(tmp_path: Path, place: Place) -> None:
    create(tmp_path / "Usaha.crm", password=PASSWORD).close()
    made = back_up(tmp_path / "Usaha.crm", place, clients=3, typed=PASSWORD)
    assert made.path == Path(place.at) / "Usaha" / f"Usaha {NOON.astimezone():%Y-%m-%d %H%M}.crm"
    assert backup.look_inside(made.path, PASSWORD).counts["clients"] == 3


def test_it_belongs_to_the_business_whose_it_is_whatever_file_folder_and_computer_are_called(
    file: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(file, place)
    moved = file.rename(tmp_path / "Toko.crm")
    monkeypatch.setattr(platform, "node", lambda: "another-name")
    (first.path.parent / MARK).unlink()
    second = back_up(moved, place, 1)
    assert second.path.parent == first.path.parent
    with opened(moved) as workspace:
        assert [each.path for each in backup.backups_of(workspace, place)] == [second.path, first.path]


def test_a_backup_of_an_earlier_version_belongs_to_its_business_as_well(
    file: Path, place: Place, tmp_path: Path
) -> None:
    back_up(file, place, clients=2)
    shutil.rmtree(Path(place.at) / "Usaha")
    old = Path(place.at) / "Usaha" / "Usaha 2026-01-02 0930.crm"
    old.parent.mkdir()
    make_older(old, file, "0004")
    (old.parent / MARK).write_text("0" * 32)
    upgraded = tmp_path / "upgraded" / "Usaha.crm"
    upgraded.parent.mkdir()
    make_older(upgraded, file, "0004")
    made = back_up(upgraded, place)
    assert made.path.parent == old.parent
    with opened(upgraded) as workspace:
        assert {each.path for each in backup.backups_of(workspace, place)} == {old, made.path}


def test_another_business_gets_a_folder_of_its_own_and_takes_nothing_away(file: Path, place: Place) -> None:
    """Which is what lost the last backup of a lost one: the first start proposes the same name again."""
    lost = back_up(file, place, *range(30))
    before = in_place(place)
    file.unlink()
    create(file).close()
    made = back_up(file, place, *range(30, 42))
    assert made.path.parent.name == "Usaha 2"
    assert set(before) <= set(in_place(place))
    with opened(file) as workspace:
        told = backup.stranger(workspace, place)
    assert (told.backup.path, told.inside.counts["clients"]) == (lost.path, 30)


def test_an_older_backup_under_a_password_we_do_not_have_is_never_taken_away(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "Usaha.crm"
    create(path, password="lain kali lain kata").close()
    theirs = back_up(path, place, *range(3), typed="lain kali lain kata").path
    before = set(in_place(place))
    for folder in {each.parent for each in before}:
        (folder / MARK).write_text("0" * 32)  # an earlier version's says nothing of what is in them
    path.unlink()
    create(path, password=PASSWORD).close()
    with opened(path, PASSWORD) as workspace:
        assert backup.stranger(workspace, place).backup.path == theirs
    back_up(path, place, *range(100, 115), typed=PASSWORD)
    assert before <= set(in_place(place))


def test_after_another_password_they_are_still_one_series(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "Usaha.crm"
    create(path, password=PASSWORD).close()
    back_up(path, place, *range(10), typed=PASSWORD)
    with opened(path, PASSWORD) as workspace:
        workspace.protect("lain kali lain kata")
    back_up(path, place, *range(10, 40), typed="lain kali lain kata")
    assert len({each.parent for each in in_place(place)}) == 1
    with opened(path, "lain kali lain kata") as workspace:
        assert len(backup.backups_of(workspace, place)) == len(in_place(place)) < 25


def test_seven_daily_four_weekly_and_twelve_monthly_ones_stay(file: Path, place: Place) -> None:
    with opened(file) as workspace:
        for day in range(400):
            if day % 9 == 0 or day > 385:
                add(workspace)
                backup.make(workspace, place, now=NOON + timedelta(days=day))
        there = backup.backups_of(workspace, place)
    days = {each.made.date() for each in there}
    last = (NOON + timedelta(days=399)).date()
    assert {last - timedelta(days=day) for day in range(7)} <= days
    assert len({(day.year, day.month) for day in days}) >= 12
    assert len(there) < 40


@pytest.mark.parametrize("year", [2016, 2036])
def test_a_wrong_clock_takes_nothing_away_that_a_right_one_would_keep(file: Path, place: Place, year: int) -> None:
    with opened(file) as workspace:
        for day in range(18):
            add(workspace)
            backup.make(workspace, place, now=NOON + timedelta(days=day))
        before = {each.path for each in backup.backups_of(workspace, place)[:6]}
        add(workspace)
        backup.make(workspace, place, now=NOON.replace(year=year))
        assert before <= set(in_place(place))
        for day in range(19, 27):
            add(workspace)
            backup.make(workspace, place, now=NOON + timedelta(days=day))
        newest = backup.backups_of(workspace, place)[:7]
    assert [each.made.year for each in newest] == [2026] * 7
    assert [each.inside.counts["clients"] for each in newest] == list(range(27, 20, -1))


def test_two_of_one_minute_are_two(file: Path, place: Place) -> None:
    """A clock that stands still gives every backup the same name."""
    with opened(file) as workspace:
        for _ in range(3):
            add(workspace)
            backup.make(workspace, place, now=NOON)
    assert clients_in(place)[-1] == 3
    assert 1 in clients_in(place)


def test_a_file_that_lost_most_of_its_rows_does_not_push_out_the_good_ones(file: Path, place: Place) -> None:
    back_up(file, place, 0, clients=40)
    with opened(file) as workspace, workspace.aside() as connection:
        connection.execute("DELETE FROM clients")
    back_up(file, place, *range(1, 120, 4))
    assert 40 in clients_in(place)


def test_a_copy_that_is_worked_in_is_a_line_of_its_own_that_takes_nothing_away(
    file: Path, place: Place, tmp_path: Path
) -> None:
    back_up(file, place, *range(12))
    before = set(in_place(place))
    copy = Path(shutil.copyfile(file, tmp_path / "Coba.crm"))
    back_up(copy, place, *range(12, 60, 3))
    assert before <= set(in_place(place))


def test_what_is_made_of_a_backup_is_a_line_of_its_own_that_takes_nothing_away(file: Path, place: Place) -> None:
    back_up(file, place, *range(12))
    before = set(in_place(place))
    backup.restore_in_place(file, min(before), "")
    back_up(file, place, *range(12, 60, 3))
    assert before <= set(in_place(place))


def test_an_older_copy_in_the_place_of_the_file_takes_nothing_away(file: Path, place: Place, tmp_path: Path) -> None:
    """As somebody restores who does it by hand."""
    shutil.copyfile(file, tmp_path / "older")
    back_up(file, place, *range(12))
    before = set(in_place(place))
    shutil.copyfile(tmp_path / "older", file)
    back_up(file, place, *range(12, 60, 3))
    assert before <= set(in_place(place))


def test_a_backup_is_told_as_one_and_stays_as_it_is(file: Path, place: Place) -> None:
    made = back_up(file, place)
    before = made.path.read_bytes()
    with pytest.raises(BackupError):
        open_workspace(made.path)
    assert made.path.read_bytes() == before


def test_one_that_an_earlier_version_has_open_is_not_taken_away(file: Path, place: Place) -> None:
    from desktop_crm.storage.file.lock import WorkspaceLock

    first, second = back_up(file, place, 0).path, back_up(file, place, 1).path
    lock = WorkspaceLock(second)
    lock.acquire()
    wal = first.with_name(f"{first.name}-wal")
    wal.write_bytes(b"x")
    back_up(file, place, *range(2, 60, 3))
    assert first.exists()
    assert second.exists()
    lock.release()


def test_what_is_noted_beside_protected_ones_can_not_be_read(tmp_path: Path, place: Place) -> None:
    path = tmp_path / "Usaha.crm"
    create(path, password=PASSWORD).close()
    made = back_up(path, place, typed=PASSWORD)
    noted = (made.path.parent / MARK).read_text()
    assert "clients" not in noted
    assert backup.look_inside(made.path, PASSWORD).state.workspace not in noted
    with opened(path, PASSWORD) as workspace:
        assert backup.backups_of(workspace, place)[0].inside.counts["clients"] == 1


def test_what_is_noted_is_used_as_long_as_the_file_is_the_same(
    file: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(file, place)
    with opened(file) as workspace:
        monkeypatch.setattr(workspace, "look_into", lambda path: pytest.fail(f"{path} was opened"))
        assert backup.backups_of(workspace, place)[0].inside.counts["clients"] == 1
        monkeypatch.undo()
        made.path.write_bytes(b"spoiled")
        assert backup.backups_of(workspace, place) == []


@pytest.mark.parametrize(
    "note", [b"", b"\xff" * 99, b"{}", b'{"of": 1, "backups": []}', b'[["of"]]', b"[" * 99_999], ids=range(6)
)
def test_a_note_that_is_spoiled_is_made_anew(file: Path, place: Place, note: bytes) -> None:
    made = back_up(file, place)
    mark = made.path.parent / MARK
    mark.write_bytes(note)
    assert back_up(file, place, 1).path.parent == made.path.parent
    with opened(file) as workspace:
        assert len(backup.backups_of(workspace, place)) == 2
    assert len(json.loads(mark.read_text())["backups"]) == 2


@pytest.mark.parametrize(
    ("field", "value"), [("clients", "many"), ("changed", "yesterday"), ("state", {"entry": 1}), ("state", None)]
)
def test_a_note_that_somebody_else_has_written_is_not_believed(
    file: Path, place: Place, field: str, value: str | dict[str, int] | None
) -> None:
    made = back_up(file, place)
    mark = made.path.parent / MARK
    told = json.loads(mark.read_text())
    told["backups"][made.path.name][2][field] = value
    mark.write_text(json.dumps(told))
    with opened(file) as workspace:
        assert backup.backups_of(workspace, place)[0].inside.counts["clients"] == 1


def test_the_command_line_tells_a_backup_as_one_too(
    file: Path, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    made = back_up(file, place)
    before = made.path.read_bytes()
    assert main(["--workspace", str(made.path), "list", "clients"]) == 1
    assert "is a backup. It was left as it is" in capsys.readouterr().err
    assert made.path.read_bytes() == before
