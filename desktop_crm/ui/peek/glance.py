"""A list with the peek of its chosen row beside it; where the window is narrow it lies over the list, and only when it is asked for."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.look.widths import LARGE, NARROW
from desktop_crm.ui.peek.content import Key, Peek
from desktop_crm.ui.peek.reader import PeekReader
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.ui.peek.panel import PeekPanel

_BESIDE, _LARGE_BESIDE = 440, 520
FOLLOW_AFTER: Final = 30  # ms: a held arrow key runs through the list without asking for each row


class Glance(QWidget):
    """The left side, which is the `pane`, and the right one. `known` tells that the chosen record was read.

    Those who have the list fill in the hooks. Whether the peek is open is remembered as `kept`; `opened` says whether it is at first.
    """

    known = Signal(object)  # Peek

    def __init__(self, desk: Desk, name: str, parent: QWidget, *, kept: str, opened: bool) -> None:
        super().__init__(parent)
        self._desk, self._kept, self._opened = desk, kept, opened
        self._name = name
        self._over = False  # it lies over the list, for now
        self.pane = self.make_pane()
        self.reader = PeekReader(self.read, desk.jobs, self)
        self.reader.come.connect(self._show)
        self.reader.gone.connect(lambda _key: self.tell_nothing(""))
        self.reader.failed.connect(self._tell_failed)
        self.reader.ahead.connect(self._prepare)
        self._around: Sequence[Key] = ()  # rows that may be wanted next, the nearest first
        self._soon = QTimer(self, singleShot=True, interval=FOLLOW_AFTER)
        self._soon.timeout.connect(self.follow)
        privacy.signals.changed.connect(self._follow_privacy)

    # Hooks

    def make_pane(self) -> QWidget:
        """What stands beside the peek: the list, with whatever belongs to it."""
        raise NotImplementedError

    def read(self, key: Key) -> Peek | None:
        """A record, in a thread; None when it is gone."""
        raise NotImplementedError

    def chosen(self) -> Key | None:
        """The record of the list's current row."""
        raise NotImplementedError

    def around(self) -> Sequence[Key]:
        """Those of the rows beside it, the nearest first."""
        raise NotImplementedError

    def is_wanted_now(self) -> bool:
        """Whether what is chosen may be read by now."""
        return self.isVisible()

    def take_keyboard(self) -> None:
        """The list has it, whether the peek is open or not."""
        raise NotImplementedError

    def fit_list(self, *, beside: bool, large: bool) -> None:
        """The list stands `beside` the peek."""

    def tell_actions(self) -> None:
        """What may be done with the record, as buttons."""

    # What it does

    @cached_property
    def panel(self) -> "PeekPanel":
        """The peek. What it is made of comes with it: a start that shows none does not wait for that."""
        from desktop_crm.ui.peek.panel import PeekPanel

        panel = PeekPanel(self._desk.actions, self._desk.jobs, self._name, self)
        panel.closed.connect(self.toggle)
        panel.wanted.connect(self._desk.navigate)
        in_order(self.pane, panel)
        return panel

    def make_panel(self) -> None:
        """Before it is wanted."""
        self.panel.ensurePolished()

    @property
    def has_panel(self) -> bool:
        """Whether anybody wanted it yet."""
        return "panel" in self.__dict__

    @property
    def is_open(self) -> bool:
        """Whether the peek is in sight."""
        return self.has_panel and not self.panel.isHidden()

    def tell_nothing(self, why: str) -> None:
        """There is nothing to see in the peek, if there is one."""
        if self.has_panel:
            self.panel.tell_nothing(why)

    def toggle(self) -> None:
        """What Space does; remembered, but for a peek that lies over the list."""
        if self._is_narrow():
            self._over = not self._over
        else:
            self._desk.settings.set(self._kept, not self._is_wanted())
        self.fit()
        self.take_keyboard()

    def fit(self) -> None:
        """As the window has room."""
        large = self.window().width() >= LARGE
        narrow = self._is_narrow()
        shown = self._over if narrow else self._is_wanted()
        self.fit_list(beside=shown and not narrow, large=large)
        wide = min(_LARGE_BESIDE if large else _BESIDE, self.width())
        self.pane.setGeometry(0, 0, self.width() - (wide if shown and not narrow else 0), self.height())
        if shown or self.has_panel:
            self.panel.setVisible(shown)
            self.panel.setGeometry(self.width() - wide, 0, wide, self.height())
            self.panel.raise_()
            self.tell_actions()

    def follow_soon(self) -> None:
        """The chosen row is another one."""
        self._soon.start()

    def follow(self) -> None:
        """Show it: at once where it was read ahead."""
        self._soon.stop()
        chosen = self.chosen()
        if chosen is None:
            self.tell_nothing("")
        elif self.is_wanted_now():
            self._around = self.around()
            self.reader.ask(chosen, self._around)

    def renew(self) -> None:
        """The data are others."""
        self.reader.forget()
        if self.has_panel:
            self.panel.page.forget()
        self.follow_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _prepare(self) -> None:
        """The pages of the rows around, where the peek shows any."""
        if self.has_panel and self.panel.page.isVisible():
            self.panel.page.prepare(self.reader.known(self._around))

    def _is_narrow(self) -> bool:
        return self.window().width() < NARROW

    def _is_wanted(self) -> bool:
        kept = self._desk.settings.get(self._kept)
        return kept if isinstance(kept, bool) else self._opened

    def _follow_privacy(self) -> None:
        """What must not be read is gone at once."""
        content = self.panel.content if self.has_panel else None
        if content is not None and privacy.hides(content.client):
            self._show(content)
        else:
            self.follow_soon()

    def _show(self, peek: Peek) -> None:
        if peek.key != self.chosen() or not self.is_wanted_now():
            return
        self.known.emit(peek)
        if privacy.hides(peek.client):
            self.tell_nothing(tr("Covered by the privacy screen. F12 shows it again."))
        elif self.has_panel:
            self.panel.tell(peek)
        self._desk.actions.refresh()
        self.tell_actions()

    def _tell_failed(self, _key: Key, error: Exception) -> None:
        self.tell_nothing(say(error.message) if isinstance(error, TellableError) else tr("It can't be shown now."))
