"""Backups in the window: asked for, by themselves, at close."""

import shutil
import threading
from pathlib import Path

import pytest

from desktop_crm.services.safety import backup as services
from desktop_crm.services.safety import places
from desktop_crm.services.safety.backup import Plan, look_inside
from desktop_crm.services.safety.places import folder_place, own_place
from desktop_crm.services.workspace import create
from desktop_crm.ui.backup import plan as kept
from desktop_crm.ui.desk.closing import ClosingDialog
from tests.ui.backup.conftest import add_client, long_ago, made_in


def notes(program):
    return [note.text for note in program.shell.notify.stack.notes()]


def news(program):
    return program.shell.frame.status.news.text()


def test_back_up_now_makes_one_and_tells(qtbot, program, backups, disk):
    assert news(program) == "No backup yet"
    program.shell.actions_.run("workspace.backup")
    qtbot.waitUntil(lambda: not backups.running)
    assert len(made_in(disk)) == 1
    assert notes(program) == ["Backed up to disk"]
    assert news(program) == "Last backup just now"
    assert not backups.is_old()


def test_it_is_made_by_itself_when_it_is_time_and_something_was_done(qtbot, program, backups, disk):
    backups.change(hours=4)
    backups.look()
    qtbot.waitUntil(lambda: bool(made_in(disk)) and not backups.running)
    assert notes(program) == []  # success is quiet
    place = backups.plan.places[0]
    backups.made[place.id] = long_ago(hours=3)
    add_client(program)
    backups.look()
    qtbot.waitUntil(lambda: not program.shell.jobs.busy())
    assert backups.made[place.id] < long_ago(hours=2)  # not yet
    backups.made[place.id] = long_ago(hours=5)
    backups.look()
    qtbot.waitUntil(lambda: backups.made[place.id] > long_ago(hours=1))
    assert services.backups_of(program.workspace, place)[0].inside.counts["clients"] == 1


def test_nothing_is_made_when_nothing_was_done_since(qtbot, program, backups, disk):
    backups.change(hours=1)
    add_client(program)
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    found = services.backups_of(program.workspace, backups.plan.places[0])
    for each in found:
        each.path.unlink()
    backups.look()
    qtbot.waitUntil(lambda: not program.shell.jobs.busy())
    assert made_in(disk) == []


def test_a_stick_that_is_plugged_in_later_gets_its_backup(qtbot, program, backups, tmp_path, monkeypatch):
    root = tmp_path / "KINGSTON"
    root.mkdir()
    stick = places.stick_place(root)
    monkeypatch.setattr(places, "_volumes", lambda: iter([]))
    backups.change(hours=1, places=(stick,))
    backups.look()
    qtbot.waitUntil(lambda: not program.shell.jobs.busy())
    assert notes(program) == []  # a stick in a drawer is no failure
    monkeypatch.setattr(places, "_volumes", lambda: iter([root]))
    backups.look()
    qtbot.waitUntil(lambda: bool(made_in(root)) and not backups.running)


def test_a_failure_is_a_quiet_note_and_is_not_repeated_each_minute(qtbot, program, backups, disk, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    backups.change(hours=1)
    backups.look()
    qtbot.waitUntil(lambda: bool(notes(program)) and not backups.running)
    (text,) = notes(program)
    assert "has no room for a backup" in text
    backups.look()
    qtbot.waitUntil(lambda: not program.shell.jobs.busy())
    assert len(notes(program)) == 1
    assert news(program) == "No backup yet"


def test_an_old_backup_is_warned_of(qtbot, program, backups, settings):
    place = backups.plan.places[0]
    backups.made[place.id] = long_ago(days=2, hours=5)
    backups.tell()
    label = program.shell.frame.status.news
    assert (label.text(), label.property("look")) == ("Last backup 2 days ago", "small")
    backups.made[place.id] = long_ago(days=4)
    backups.tell()
    assert (label.text(), label.property("look")) == ("Last backup 4 days ago", "problem")


def test_the_last_one_is_known_from_the_files_when_the_settings_were_lost(qtbot, program, backups, disk):
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    backups.made.clear()
    backups.look(make=False)
    qtbot.waitUntil(lambda: backups.last() is not None)


def test_closing_backs_up_what_was_done(program, backups, disk):
    add_client(program)
    program.shell.close()
    (name,) = made_in(disk)
    assert look_inside(next(disk.rglob(name)), "").counts["clients"] == 1
    assert program.workspace is None


def test_closing_makes_none_when_nothing_was_done_or_it_is_not_wished(qtbot, program, backups, disk):
    backups.back_up_now()
    qtbot.waitUntil(lambda: not backups.running)
    before = made_in(disk)
    backups.change(at_close=False)
    add_client(program)
    program.shell.close()
    assert made_in(disk) == before


def test_closing_passes_over_what_is_not_there(program, backups, disk, tmp_path):
    backups.change(places=(folder_place(tmp_path / "gone"), *backups.plan.places))
    add_client(program)
    program.shell.close()
    assert len(made_in(disk)) == 1


def test_nobody_is_kept_at_close(qtbot, program, backups, disk, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr("desktop_crm.ui.desk.closing._SHOW_AFTER", 0)

    def slowly(_workspace, _places, progress):
        while not go_on.wait(0.01):
            progress(1, 10)

    monkeypatch.setattr(services, "make_all", slowly)
    add_client(program)

    def press():
        dialog = program.shell.findChild(ClosingDialog)
        if dialog is None or not dialog.isVisible():
            later()
            return
        assert dialog.leave.isEnabled()
        assert not program.shell.isEnabled()
        dialog.leave.click()

    def later():
        from PySide6.QtCore import QTimer

        QTimer.singleShot(10, press)

    later()
    program.shell.close()
    assert program.workspace is None
    assert made_in(disk) == []
    assert not program.shell.isVisible()


def test_opening_another_workspace_backs_up_the_one_before(qtbot, program, backups, disk, tmp_path):
    other = tmp_path / "Lain.crm"
    create(other).close()
    kept.save_plan(program.settings, kept.business_at(program.settings, other), Plan((), hours=0))
    add_client(program)
    with qtbot.waitSignal(program.ready):
        assert program.open(other)
    assert len(made_in(disk)) == 1
    assert backups.plan == Plan((), hours=0)


def test_a_plan_is_kept_per_business_and_what_is_spoiled_is_passed_over(settings, tmp_path):
    assert kept.load_plan(settings, "a").places == (own_place(),)
    plan = Plan((folder_place(tmp_path),), 8, at_close=False, warn_days=7)
    kept.save_plan(settings, "a", plan)
    assert kept.load_plan(settings, "a") == plan
    assert kept.load_plan(settings, "b").places == (own_place(),)
    settings.set(kept._key("a", "plan"), {"places": [1, {"kind": "moon"}], "hours": "x", "warn_days": -1})
    assert kept.load_plan(settings, "a") == Plan(())
    settings.set(kept._key("a", "made"), {"a": "yesterday", "b": long_ago(days=1).isoformat()})
    assert list(kept.load_made(settings, "a")) == ["b"]


def test_a_plan_follows_a_file_that_is_renamed_and_is_not_left_to_another_in_its_place(  # noqa: PLR0917 - fixtures
    qtbot, program, backups, disk, tmp_path, file
):
    """Also while it is open."""
    add_client(program)
    backups.back_up_now()
    qtbot.waitUntil(lambda: backups.last() is not None)
    plan = backups.plan
    file.rename(tmp_path / "Baru.crm")
    add_client(program)
    with qtbot.waitSignal(program.ready):
        assert program.open(make_other(file))
    assert backups.last() is None
    assert backups.plan != plan
    with qtbot.waitSignal(program.ready):
        assert program.open(tmp_path / "Baru.crm")
    assert backups.last() is not None
    assert backups.plan == plan


def make_other(path):
    create(path).close()
    return path


@pytest.mark.parametrize("code", ["en", "id"])
def test_the_status_line_speaks_the_language_of_the_window(qtbot, program, backups, code):
    program.shell.set_language("id")
    program.shell.set_language(code)
    qtbot.waitUntil(lambda: news(program) != "")
    if code == "en":
        qtbot.waitUntil(lambda: news(program) == "No backup yet")


def test_what_is_kept_outside_tells_nothing_of_the_identity_inside(program, backups, settings):
    """With it the notes beside protected backups could be read."""
    with program.workspace.driver_connection() as connection:
        inside = connection.execute("SELECT workspace FROM identity").fetchone()[0]
    backups.change(hours=2)
    settings.save()
    assert inside not in Path(settings.store.fileName()).read_text(encoding="utf-8")
