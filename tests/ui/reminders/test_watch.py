"""Reminders come whatever happened meanwhile: sleep, an end of the program, a lock, a clock that was set; each is told once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.moments import on_this_clock
from desktop_crm.services import client, task
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.reminders.missed import MissedList
from desktop_crm.ui.reminders.system import SystemNotice
from desktop_crm.ui.reminders.watch import Watch
from desktop_crm.ui.window.shell import Shell

MORNING = on_this_clock(datetime(2026, 3, 12, 8, 0))  # noqa: DTZ001  # of this clock


class Clock:
    """The one on the wall, which somebody sets."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


class Notices(SystemNotice):
    """What the desktop would show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, str, tuple[str, ...]]] = []

    def show(self, title: str, body: str, buttons: Any = None) -> None:
        self.shown.append((title, body, tuple(buttons or ())))


@pytest.fixture
def keep(workspace: Workspace) -> Callable[..., int]:
    def kept(title: str, at: datetime, whose: str = "", **values: Any) -> int:
        with workspace.write(msg("Task")) as session:
            client_id = client.save(session, None, {"name": whose}).id if whose else None
            given = {"title": title, "client_id": client_id, "remind_at": at, **values}
            return task.save(session, None, given).id

    return kept


class Look:
    """Looks at the clock, which somebody may set, and waits until that was done."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self._qtbot, self._desk = qtbot, desk
        self.clock, self.notices = Clock(), Notices()
        self.begin_anew()

    def begin_anew(self) -> None:
        """As a program that was closed, or killed."""
        self.watch = Watch(self._desk, self.clock, self.notices)

    def __call__(self) -> Watch:
        self.watch.look()
        self._qtbot.waitUntil(lambda: not self._desk.jobs.busy())
        return self.watch


@pytest.fixture
def look(qtbot: QtBot, desk: Desk) -> Look:
    return Look(qtbot, desk)


def told(shell: Shell) -> list[str]:
    return [note.text for note in shell.notify.stack.notes()]


def test_one_that_comes_is_told_once_and_offered(shell: Shell, keep: Callable[..., int], look: Look) -> None:
    keep("Call back", MORNING + timedelta(minutes=5), "Sumber Makmur")
    look()
    assert told(shell) == []
    look.clock.now += timedelta(minutes=5)
    look()
    look()
    assert told(shell) == ["Due now: Call back · Sumber Makmur."]


def test_all_that_were_missed_in_a_sleep_are_told_in_one_note(
    shell: Shell, keep: Callable[..., int], look: Look
) -> None:
    for hour in (9, 10, 11):
        keep(f"At {hour}", MORNING.replace(hour=hour))
    look()
    look.clock.now = MORNING.replace(hour=14)
    assert [one.title for one in look().waiting] == ["At 9", "At 10", "At 11"]
    assert told(shell) == ["3 reminders while you were away."]


def test_neither_a_killed_program_nor_a_clock_set_back_tells_one_twice(
    shell: Shell, keep: Callable[..., int], look: Look
) -> None:
    keep("Once", MORNING)
    look()
    shell.notify.forget()
    look.begin_anew()
    for moved in (timedelta(), timedelta(hours=-3), timedelta(days=400)):
        look.clock.now = MORNING + moved
        assert look().waiting == []
    assert told(shell) == []


def test_a_look_that_another_one_overtakes_loses_none(
    qtbot: QtBot, shell: Shell, desk: Desk, keep: Callable[..., int], look: Look
) -> None:
    for number in range(5):
        keep(f"Number {number}", MORNING)
        look.watch.look()
        look.watch.look()
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    assert sorted(one.title for one in look().waiting) == [f"Number {number}" for number in range(5)]
    assert told(shell) == ["5 reminders."]
    look.begin_anew()
    assert look().waiting == []


def test_undoing_the_last_action_makes_none_ring_again(
    shell: Shell, desk: Desk, keep: Callable[..., int], look: Look
) -> None:
    first = keep("Ring", MORNING)
    desk.write(msg("Put off"), lambda session: task.put_off(session, first, date(2026, 3, 13)))
    look()
    shell.notify.forget()
    desk.undo()
    look()
    assert [text for text in told(shell) if "Due" in text] == []


def test_one_that_was_snoozed_comes_again_at_its_moment(
    shell: Shell, desk: Desk, keep: Callable[..., int], look: Look
) -> None:
    kept = keep("Again", MORNING)
    look()
    desk.write(msg("Later"), lambda session: task.snooze(session, kept, MORNING + timedelta(hours=1)))
    assert look().waiting == []  # it waits for nobody meanwhile
    assert told(shell) == []
    look.clock.now += timedelta(hours=1)
    look()
    assert told(shell) == ["Due now: Again."]


def test_while_the_window_is_covered_only_that_something_is_due_is_told(
    shell: Shell, keep: Callable[..., int], look: Look
) -> None:
    keep("Secret", MORNING + timedelta(minutes=1), "Rahasia")
    look()
    shell.notify.be_silent(True)
    look.clock.now += timedelta(minutes=1)
    look()
    look()
    assert look.notices.shown == [("Desktop CRM", "A reminder has come.", ())]
    shell.notify.be_silent(False)
    look()
    assert told(shell) == ["Due now: Secret · Rahasia."]


def test_what_covered_the_window_takes_no_reminder_away(shell: Shell, keep: Callable[..., int], look: Look) -> None:
    keep("Call", MORNING)
    look()
    shell.notify.be_silent(True)
    shell.notify.forget()  # as locking does
    look()
    shell.notify.be_silent(False)
    look()
    assert told(shell) == ["Due now: Call."]


def test_under_the_privacy_screen_the_note_names_nobody(
    qtbot: QtBot, shell: Shell, keep: Callable[..., int], look: Look
) -> None:
    keep("Secret", MORNING, "Rahasia")
    privacy.turn(on=True)
    try:
        look()
        qtbot.waitUntil(lambda: told(shell) == ["A reminder has come."])
    finally:
        privacy.turn(on=False)
    qtbot.waitUntil(lambda: told(shell) == ["Due now: Secret · Rahasia."])


def test_the_list_does_puts_off_and_opens_by_keys(
    qtbot: QtBot, shell: Shell, desk: Desk, keep: Callable[..., int], look: Look
) -> None:
    ids = [keep(title, MORNING - timedelta(hours=at)) for at, title in enumerate(("Done", "Later", "Open"), 1)][::-1]
    watch = look()
    watch.show_list()
    shown = shell.findChild(MissedList)
    qtbot.waitUntil(lambda: shown.isVisible() and shown.rows.hasFocus())
    assert shown.chosen().title == "Open"
    QTest.keyClick(shown.rows, Qt.Key.Key_Down)
    QTest.keyClick(shown.rows, Qt.Key.Key_Down)
    QTest.keyClick(shown.rows, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.read(lambda session: task.get(session, ids[2])).is_open is False
    QTest.keyClick(shown.rows, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(shown.findChild(QMenu, "snooze"), Qt.Key.Key_Return)
    assert desk.read(lambda session: task.get(session, ids[1])).snoozed_until is not None
    qtbot.waitUntil(lambda: [one.title for one in watch.waiting] == ["Open"])
    QTest.keyClick(shown.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.history.here is not None and shell.history.here.id == ids[0])


def test_a_button_of_the_desktops_notice_does_it(
    qtbot: QtBot, shell: Shell, desk: Desk, keep: Callable[..., int], look: Look
) -> None:
    kept = keep("Call", MORNING, "Sumber Makmur")
    watch = look()
    look.notices.chosen.emit("done")
    assert watch.waiting == []
    assert desk.read(lambda session: task.get(session, kept).is_open) is False
    assert told(shell) == ["Task “Call” done."]


def test_what_was_done_elsewhere_is_in_no_list(shell: Shell, desk: Desk, keep: Callable[..., int], look: Look) -> None:
    ids = [keep(title, MORNING) for title in ("One", "Two")]
    look()
    assert told(shell) == ["2 reminders."]
    desk.write(msg("Done"), lambda session: task.finish(session, ids[0]))
    assert [one.title for one in look().waiting] == ["Two"]
    assert told(shell) == ["Due now: Two."]
    desk.write(msg("Delete"), lambda session: task.delete(session, ids[1]))
    assert look().waiting == []
    assert told(shell) == []
