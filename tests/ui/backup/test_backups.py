"""Backups in the window: asked for, by themselves, at close."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.services.safety import backup as services
from desktop_crm.services.safety import places
from desktop_crm.services.safety.backup import Plan, look_inside
from desktop_crm.services.safety.places import folder_place, own_place
from desktop_crm.services.workspace import create
from desktop_crm.ui.backup import plan as kept
from desktop_crm.ui.backup.backups import Backups
from desktop_crm.ui.desk.closing import ClosingDialog
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.program.program import Program
from tests.office import workspace_of
from tests.ui.backup.conftest import add_client, long_ago, made_in

pytestmark = pytest.mark.in_turn


def notes(running: Program) -> Any:
    return [note.text for note in running.shell.notify.stack.notes()]


def news(running: Program) -> Any:
    return running.shell.frame.status.news.text()


def test_back_up_now_makes_one_and_tells(qtbot: QtBot, running: Program, backups: Backups, disk: Path) -> None:
    assert news(running) == "No backup yet"
    running.shell.actions_.run("workspace.backup")
    qtbot.waitUntil(lambda: not backups.running)
    assert len(made_in(disk)) == 1
    assert notes(running) == ["Backup made on disk."]
    assert news(running) == "Last backup just now"
    assert not backups.is_old()


def test_it_is_made_by_itself_when_it_is_time_and_something_was_done(
    qtbot: QtBot, running: Program, backups: Backups, disk: Path
) -> None:
    backups.change(hours=4)
    backups.look()
    qtbot.waitUntil(lambda: bool(made_in(disk)) and not backups.running)
    assert notes(running) == []  # success is quiet
    place = backups.plan.places[0]
    backups.made[place.id] = long_ago(hours=3)
    add_client(running)
    backups.look()
    qtbot.waitUntil(lambda: not running.shell.jobs.busy())
    assert backups.made[place.id] < long_ago(hours=2)  # not yet
    backups.made[place.id] = long_ago(hours=5)
    backups.look()
    qtbot.waitUntil(lambda: backups.made[place.id] > long_ago(hours=1))
    assert services.backups_of(workspace_of(running), place)[0].inside.counts["clients"] == 1


def test_nothing_is_made_when_nothing_was_done_since(
    qtbot: QtBot, running: Program, backups: Backups, disk: Path
) -> None:
    backups.change(hours=1)
    add_client(running)
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    found = services.backups_of(workspace_of(running), backups.plan.places[0])
    for each in found:
        each.path.unlink()
    backups.look()
    qtbot.waitUntil(lambda: not running.shell.jobs.busy())
    assert made_in(disk) == []


def test_a_stick_that_is_plugged_in_later_gets_its_backup(
    qtbot: QtBot, running: Program, backups: Backups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "KINGSTON"
    root.mkdir()
    stick = places.stick_place(root)
    monkeypatch.setattr(places, "volumes", list)
    backups.change(hours=1, places=(stick,))
    backups.look()
    qtbot.waitUntil(lambda: not running.shell.jobs.busy())
    assert notes(running) == []  # a stick in a drawer is no failure
    monkeypatch.setattr(places, "volumes", lambda: [root])
    backups.look()
    qtbot.waitUntil(lambda: bool(made_in(root)) and not backups.running)


def test_a_failure_is_a_quiet_note_and_is_not_repeated_each_minute(
    qtbot: QtBot, running: Program, backups: Backups, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(disk)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    backups.change(hours=1)
    backups.look()
    qtbot.waitUntil(lambda: bool(notes(running)) and not backups.running)
    (text,) = notes(running)
    assert "has no room for a backup" in text
    backups.look()
    qtbot.waitUntil(lambda: not running.shell.jobs.busy())
    assert len(notes(running)) == 1
    assert news(running) == "No backup yet"


def test_an_old_backup_is_warned_of(qtbot: QtBot, running: Program, backups: Backups, settings: Settings) -> None:
    place = backups.plan.places[0]
    backups.made[place.id] = long_ago(days=2, hours=5)
    backups.tell()
    label = running.shell.frame.status.news
    assert (label.text(), label.property("look")) == ("Last backup 2 days ago", "small")
    backups.made[place.id] = long_ago(days=4)
    backups.tell()
    assert (label.text(), label.property("look")) == ("Last backup 4 days ago", "problem")


def test_the_last_one_is_known_from_the_files_when_the_settings_were_lost(
    qtbot: QtBot, running: Program, backups: Backups, disk: Path
) -> None:
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    backups.made.clear()
    backups.look(make=False)
    qtbot.waitUntil(lambda: backups.last() is not None)


def test_closing_backs_up_what_was_done(running: Program, backups: Backups, disk: Path) -> None:
    add_client(running)
    running.shell.close()
    (name,) = made_in(disk)
    assert look_inside(next(disk.rglob(name)), "").counts["clients"] == 1
    assert running.workspace is None


def test_closing_makes_none_when_nothing_was_done_or_it_is_not_wished(
    qtbot: QtBot, running: Program, backups: Backups, disk: Path
) -> None:
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    before = made_in(disk)
    backups.change(at_close=False)
    add_client(running)
    running.shell.close()
    assert made_in(disk) == before


def test_closing_passes_over_what_is_not_there(running: Program, backups: Backups, disk: Path, tmp_path: Path) -> None:
    backups.change(places=(folder_place(tmp_path / "gone"), *backups.plan.places))
    add_client(running)
    running.shell.close()
    assert len(made_in(disk)) == 1


def test_nobody_is_kept_at_close(
    qtbot: QtBot, running: Program, backups: Backups, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr("desktop_crm.ui.desk.closing._SHOW_AFTER", 0)

    def slowly(_workspace: object, _places: object, progress: Any) -> None:
        while not go_on.wait(0.01):
            progress(1, 10)

    monkeypatch.setattr(services, "make_all", slowly)
    add_client(running)

    def press() -> None:
        dialog = running.shell.findChild(ClosingDialog)
        if dialog is None or not dialog.isVisible():
            later()
            return
        assert dialog.leave.isEnabled()
        assert not running.shell.isEnabled()
        dialog.leave.click()

    def later() -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(10, press)

    later()
    running.shell.close()
    assert running.workspace is None
    assert made_in(disk) == []
    assert not running.shell.isVisible()


def test_opening_another_workspace_backs_up_the_one_before(
    qtbot: QtBot, running: Program, backups: Backups, disk: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Lain.crm"
    create(other).close()
    kept.save_plan(running.settings, kept.business_at(running.settings, other), Plan((), hours=0))
    add_client(running)
    with qtbot.waitSignal(running.ready):
        assert running.open(other)
    assert len(made_in(disk)) == 1
    assert backups.plan == Plan((), hours=0)


def test_a_plan_is_kept_per_business_and_what_is_spoiled_is_passed_over(settings: Settings, tmp_path: Path) -> None:
    assert kept.load_plan(settings, "a").places == (own_place(),)
    plan = Plan((folder_place(tmp_path),), 8, at_close=False, warn_days=7)
    kept.save_plan(settings, "a", plan)
    assert kept.load_plan(settings, "a") == plan
    assert kept.load_plan(settings, "b").places == (own_place(),)
    settings.set("backup/a/plan", {"places": [1, {"kind": "moon"}], "hours": "x", "warn_days": -1})
    assert kept.load_plan(settings, "a") == Plan(())
    kept.save_made(settings, "a", {"a": long_ago(days=2), "b": long_ago(days=1)}, {})
    assert list(kept.load_made(settings, "a")) == ["a", "b"]
    settings.set("backup/a/made", settings.get("backup/a/made") | {"a": "yesterday"})
    assert list(kept.load_made(settings, "a")) == ["b"]


def test_a_plan_follows_a_file_that_is_renamed_and_is_not_left_to_another_in_its_place(  # noqa: PLR0917 - fixtures
    qtbot: QtBot, running: Program, backups: Backups, disk: Path, tmp_path: Path, file: Path
) -> None:
    """Also while it is open."""
    add_client(running)
    backups.back_up_now()
    qtbot.waitUntil(lambda: backups.last() is not None)
    plan = backups.plan
    file.rename(tmp_path / "Baru.crm")
    add_client(running)
    with qtbot.waitSignal(running.ready):
        assert running.open(make_other(file))
    assert backups.last() is None
    assert backups.plan != plan
    with qtbot.waitSignal(running.ready):
        assert running.open(tmp_path / "Baru.crm")
    assert backups.last() is not None
    assert backups.plan == plan


def make_other(path: Any) -> Any:
    create(path).close()
    return path


@pytest.mark.parametrize("code", ["en", "id"])
def test_the_status_line_speaks_the_language_of_the_window(
    qtbot: QtBot, running: Program, backups: Backups, code: str
) -> None:
    running.shell.set_language("id")
    running.shell.set_language(code)
    qtbot.waitUntil(lambda: news(running) != "")
    if code == "en":
        qtbot.waitUntil(lambda: news(running) == "No backup yet")


def test_what_is_kept_outside_tells_nothing_of_the_identity_inside(
    running: Program, backups: Backups, settings: Settings
) -> None:
    """With it the notes beside protected backups could be read."""
    with workspace_of(running).driver_connection() as connection:
        inside = connection.execute("SELECT workspace FROM identity").fetchone()[0]
    backups.change(hours=2)
    settings.save()
    assert inside not in Path(settings.store.fileName()).read_text(encoding="utf-8")
