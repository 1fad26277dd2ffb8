"""Looks whether a reminder has come, by the clock on the wall.

So a computer that slept, a program that was closed or killed, a locked file and a clock that was set miss none. All that were
missed are told in one note, and stand in one list.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_crm.model.errors import LockedError
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.tone import Tone
from desktop_crm.services import clock
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.reminders.system import SystemNotice

if TYPE_CHECKING:
    from desktop_crm.services.facets import Reminder
    from desktop_crm.ui.notes.stack import Note
    from desktop_crm.ui.reminders.missed import MissedList

_LOOK: Final = 15_000  # ms
_FIRST: Final = 1_500  # ms after the file was opened: the window is filled before
#: One that is told later than this after its moment was missed.
_LATE: Final = timedelta(minutes=2)
_REMINDING: Final = frozenset(noun.id for noun in NOUNS if noun.reminds)


class Found(NamedTuple):
    """Those that have come, those with which nothing was done yet, and when the next one comes."""

    come: "list[Reminder]"
    waiting: "list[Reminder]"
    following: datetime | None


class Watch(QObject):
    """Lives with the desk. Get it with `watch_of`."""

    def __init__(self, desk: Desk, now: Callable[[], datetime] = clock.now, notice: SystemNotice | None = None) -> None:
        super().__init__(desk)
        self._desk, self._now = desk, now
        self._notice = notice or SystemNotice(self)
        self._notice.chosen.connect(self._answer)
        self._next: datetime | None = None
        self._was_covered = self._is_told_covered = False
        self._note: Note | None = None
        self._list: MissedList | None = None
        self._told: set[Reminder] = set()
        self.waiting: list[Reminder] = []  # shown, and nothing was done with them yet
        desk.changed.connect(self._changed)
        privacy.signals.changed.connect(self._tell_again)
        timer = QTimer(self, interval=_LOOK)
        timer.timeout.connect(self.look)
        timer.start()
        first = QTimer(self, interval=_FIRST, singleShot=True)
        first.timeout.connect(self.look)
        first.start()

    def look(self) -> None:
        """Whether one has come; nobody is told of what while the file is locked or something lies over the window."""
        if self._desk.workspace.locked or self._desk.notify.silent:
            self._was_covered = True
            self._tell_covered()
            return
        if self._was_covered and self.waiting:
            self._lay()  # covering took its note away
        self._was_covered = self._is_told_covered = False
        self._desk.jobs.latest((id(self), "reminders"), self._read, self._found, self._failed, self)

    def show_list(self) -> None:
        """All that nothing was done with yet."""
        from desktop_crm.ui.desk import uncover
        from desktop_crm.ui.reminders.missed import MissedList

        window = self._window()
        self._withdraw()
        if not self.waiting or not uncover.may_show(window):
            return
        if self._list is None or not shiboken6.isValid(self._list):
            self._list = MissedList(self._desk, self.waiting, self._let_go, window)
        self._list.open()

    # Inside

    def _read(self, _job: Job) -> Found:
        from desktop_crm.services import reminding

        workspace = self._desk.workspace
        with workspace.read() as session:
            come, following = reminding.come(session, self._now())
            waiting = reminding.still(session, self.waiting)
        return Found(come, waiting, following)

    def _found(self, found: Found) -> None:
        before, self._next = self.waiting, found.following
        come = [one for one in found.come if one not in self._told]
        ids = {(one.noun, one.id) for one in come}
        self.waiting = [*(one for one in found.waiting if (one.noun, one.id) not in ids), *come]
        if not self.waiting:
            self._withdraw()
        elif come or (self.waiting != before and self._note is not None and shiboken6.isValid(self._note)):
            self._lay()
        if come:
            self._keep_told(come)
        if come and not self._is_seen():
            self._tell_outside()

    def _keep_told(self, come: "list[Reminder]") -> None:
        """Only now, for a look that a later one has overtaken tells nobody anything."""
        from desktop_crm.services import reminding

        self._told.update(come)
        workspace = self._desk.workspace
        self._desk.jobs.latest(
            (id(self), come[0]), lambda _job: reminding.shown(workspace, come), lambda _none: None, self._failed, self
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LockedError):
            self._desk.notify.error(error)

    def _changed(self, nouns: frozenset[str]) -> None:
        if nouns & _REMINDING:
            self.look()

    def _let_go(self, reminder: "Reminder") -> None:
        """Something was done with it."""
        self.waiting = [one for one in self.waiting if (one.noun, one.id) != (reminder.noun, reminder.id)]

    # Telling

    def _lay(self) -> None:
        self._withdraw()
        self._note = self._desk.notify.note(
            self._words(), tone=Tone.INFORMATION, action=(tr("Show"), self.show_list), stays=True
        )

    def _words(self) -> str:
        if privacy.is_on():
            return tr("A reminder has come.")
        if len(self.waiting) == 1 and not self._are_late():
            one = self.waiting[0]
            return tr("Due now: {what}.", what=f"{one.title} · {one.client}" if one.client else one.title)
        if self._are_late():
            return ntr("{n} reminder while you were away.", "{n} reminders while you were away.", len(self.waiting))
        return ntr("{n} reminder.", "{n} reminders.", len(self.waiting))

    def _are_late(self) -> bool:
        return any(one.at + _LATE < self._now() for one in self.waiting)

    def _tell_again(self) -> None:
        """Covering the window takes notes away, and uncovering it shows what this one says."""
        if self._note is not None and self.waiting and not self._desk.workspace.locked:
            QTimer.singleShot(0, self, self._lay)

    def _withdraw(self) -> None:
        if self._note is not None and shiboken6.isValid(self._note):
            self._note.leave()
        self._note = None

    def _tell_covered(self) -> None:
        """Only that something is due; what it is, is told when the window can be seen."""
        if self._next is not None and self._next <= self._now() and not self._is_told_covered:
            self._is_told_covered = True
            self._notice.show(tr("Desktop CRM"), tr("A reminder has come."))

    def _tell_outside(self) -> None:
        words = self._words()
        if len(self.waiting) == 1 and not privacy.is_on():
            self._notice.show(self.waiting[0].title, self.waiting[0].client, self._answers())
        else:
            self._notice.show(tr("Desktop CRM"), words, {"show": tr("Show")})

    def _answers(self) -> dict[str, str]:
        return {"done": tr("Done"), "snooze": tr("In 10 minutes"), "show": tr("Show")}

    def _answer(self, what: str) -> None:
        """A button of the desktop's own notice, or the notice itself."""
        if what in {"done", "snooze"} and len(self.waiting) == 1 and not self._desk.workspace.locked:
            from desktop_crm.ui.reminders import doing

            one = self.waiting[0]
            until = self._now() + timedelta(minutes=10)
            done = doing.finish(self._desk, one) if what == "done" else doing.snooze(self._desk, one, until)
            if done:
                self._let_go(one)
                self._withdraw()
            return
        window = self._window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        if not self._desk.workspace.locked and not self._desk.notify.silent:
            self.show_list()

    def _is_seen(self) -> bool:
        return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive

    def _window(self) -> QWidget:
        window = self._desk.parent()
        assert isinstance(window, QWidget)
        return window


def watch_of(desk: Desk) -> Watch:
    """The desk's own, made when first asked for."""
    found = desk.findChild(Watch)
    return found if isinstance(found, Watch) else Watch(desk)
