"""The list of reminders that were shown: each is done, reminds again, or is opened. Closing it loses none: they stay where they stand."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.message import msg
from desktop_crm.services import clock
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.importing.rows import RowsView
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.reminders import doing

if TYPE_CHECKING:
    from desktop_crm.services.facets import Reminder

_SIZE: Final = QSize(720, 400)
_TITLES: Final = (msg("When"), msg("What is to be done"), msg("Client"))


class MissedList(QDialog):
    """`done_with` is told of each that something was done with."""

    def __init__(
        self,
        desk: Desk,
        reminders: "Sequence[Reminder]",
        done_with: "Callable[[Reminder], object]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._done_with = desk, done_with
        self._reminders = list(reminders)
        self.setWindowTitle(tr("While you were away"))
        self.setObjectName("missed")
        self.rows = RowsView(tr("Reminders"), self)
        self.rows.opened.connect(lambda _row: self.open_record())
        self.done_button = self._button(tr("Done"), "circle-check", self.finish)
        self.later_button = self._button(tr("Remind again…"), "calendar-clock", self.ask_when)
        self.open_button = self._button(tr("Open"), "", self.open_record)
        theme.mark(self.open_button, "primary")
        self.open_button.setDefault(True)
        close = self._button(tr("Close"), "", self.reject)
        for keys, run in (("Ctrl+Return", self.finish), ("Ctrl+Enter", self.finish), (later.KEYS, self.ask_when)):
            QShortcut(QKeySequence(keys), self).activated.connect(run)
        self.done_button.setToolTip("Ctrl+Enter")
        self.later_button.setToolTip(later.KEYS)
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.PAD_16] * 4)
        box.setSpacing(theme.PAD_12)
        box.addWidget(
            PlainLabel(tr("These came, and nothing was done with them yet. They stay among your tasks."), self)
        )
        box.addWidget(self.rows, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        for button in (self.done_button, self.later_button):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (close, self.open_button):
            foot.addWidget(button)
        box.addLayout(foot)
        self.resize(_SIZE)
        self._show(0)
        self.rows.setFocus()
        privacy.signals.changed.connect(self.reject)

    def chosen(self) -> "Reminder":
        """The one the keyboard is on."""
        return self._reminders[max(self.rows.currentIndex().row(), 0)]

    def finish(self) -> None:
        """It is done."""
        if doing.finish(self._desk, self.chosen()):
            self._go(self.chosen())

    def ask_when(self) -> QMenu:
        """When it shall come once more."""
        menu = QMenu(self)
        menu.setObjectName("snooze")
        menu.setAccessibleName(tr("Remind again"))
        for words, until in doing.moments_after(clock.now()):
            menu.addAction(say(words)).triggered.connect(partial(self._snooze, until))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.later_button.mapToGlobal(QPoint(0, self.later_button.height())))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def open_record(self) -> None:
        """Its page."""
        one = self.chosen()
        self.accept()
        self._desk.navigate(one.noun, one.id)

    # Inside

    def _snooze(self, until: Any, _checked: bool = False) -> None:
        if doing.snooze(self._desk, self.chosen(), until):
            self._go(self.chosen())

    def _go(self, one: "Reminder") -> None:
        at = self._reminders.index(one)
        self._done_with(one)
        self._reminders.remove(one)
        if self._reminders:
            self._show(min(at, len(self._reminders) - 1))
        else:
            self.accept()

    def _show(self, at: int) -> None:
        self.rows.rows.show(_TITLES, len(self._reminders), self._cells)
        self.rows.fit()
        self.rows.selectRow(at)

    def _cells(self, row: int) -> Sequence[Any]:
        one = self._reminders[row]
        return one.at, one.title, one.client

    def _button(self, text: str, icon: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        if icon:
            button.setIcon(icons.icon(icon))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: run())
        return button
