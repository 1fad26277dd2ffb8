"""A list with the peek of its chosen row: rows of two lines beside it, columns where it is closed or the window is large.

Where the window is narrow the peek lies over the list, and only when it is asked for.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_crm.model.errors import DamagedError, TellableError, UnreadableError, UserError
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look.widths import LARGE, NARROW
from desktop_crm.ui.peek.content import Fact, Peek
from desktop_crm.ui.peek.panel import PeekPanel
from desktop_crm.ui.peek.reader import PeekReader
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.list_pane import ListPane

if TYPE_CHECKING:
    from desktop_crm.ui.records.record_screen import RecordScreen

_BESIDE, _LARGE_BESIDE = 440, 520
_OPEN: Final = "window/peek"
_AHEAD: Final = 4  # rows that are read before one comes to them, either way
FOLLOW_AFTER: Final = 30  # ms: a held arrow key runs through the list without asking for each row


class Glance(QWidget):
    """The left side and the right one of a list's screen. `known` tells that the chosen record was read."""

    known = Signal(object)  # Peek

    def __init__(self, screen: "RecordScreen", desk: Desk, name: str) -> None:
        super().__init__(screen)
        self._screen, self._desk = screen, desk
        self._over = False  # it lies over the list, for now
        self.pane = ListPane("", self)
        self.panel = PeekPanel(desk.actions, desk.jobs, name, self)
        self.panel.closed.connect(self.toggle)
        self.panel.wanted.connect(desk.navigate)
        self.reader = PeekReader(self._read, desk.jobs, self)
        self.reader.come.connect(self._show)
        self.reader.gone.connect(lambda _id: self.panel.tell_nothing(""))
        self.reader.failed.connect(self._tell_failed)
        self.reader.ahead.connect(self._prepare)
        self._around: list[int] = []  # rows that may be wanted next, the nearest first
        self._soon = QTimer(self, singleShot=True, interval=FOLLOW_AFTER)
        self._soon.timeout.connect(self.follow)

    @property
    def is_open(self) -> bool:
        """Whether the peek is in sight."""
        return not self.panel.isHidden()

    def toggle(self) -> None:
        """What Space does; remembered, but for a peek that lies over the list."""
        if self._is_narrow():
            self._over = not self._over
        else:
            self._desk.settings.set(_OPEN, not self._is_wanted())
        self.fit()
        self._screen.table.view.setFocus()

    def fit(self) -> None:
        """As the window has room."""
        large = self.window().width() >= LARGE
        narrow = self._is_narrow()
        shown = self._over if narrow else self._is_wanted()
        self.panel.setVisible(shown)
        self._screen.table.view.set_tall(shown and not narrow and not large)
        wide = min(_LARGE_BESIDE if large else _BESIDE, self.width())
        self.panel.setGeometry(self.width() - wide, 0, wide, self.height())
        self.pane.setGeometry(0, 0, self.width() - (wide if shown and not narrow else 0), self.height())
        if shown:
            self.panel.raise_()
        self.tell_actions()

    def follow_soon(self) -> None:
        """The chosen row is another one."""
        self._soon.start()

    def follow(self) -> None:
        """Show it: at once where it was read ahead."""
        self._soon.stop()
        table, screen = self._screen.table, self._screen
        current = table.current_id()
        if current is None or screen.is_wide() or not screen.is_ready() or not screen.isVisible():
            if current is None:
                self.panel.tell_nothing("")
            return
        row = table.view.currentIndex().row()
        ids = table.ids()
        around = [ids[at] for step in range(1, _AHEAD + 1) for at in (row + step, row - step) if 0 <= at < len(ids)]
        self._around = around
        self.reader.ask(current, around)

    def renew(self) -> None:
        """The data are others."""
        self.reader.forget()
        self.panel.page.forget()
        self.follow_soon()

    def tell_actions(self) -> None:
        """The first of the commands that may run are its buttons; one primary button is in sight, theirs or *New*."""
        screen = self._screen
        has_one = self.is_open and self.panel.content is not None
        names = [name for name in screen.peek_actions() if has_one and self._may(name)]
        next_act = screen.next_act()
        self.panel.show_actions(names, next_act)
        screen.show_new(primary=next_act not in names)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _prepare(self) -> None:
        """The pages of the rows around, where the peek shows any."""
        if self.panel.page.isVisible():
            self.panel.page.prepare(self.reader.known(self._around))

    def _may(self, name: str) -> bool:
        return name in self._desk.actions and self._desk.actions.qaction(name).isEnabled()

    def _is_narrow(self) -> bool:
        return self.window().width() < NARROW

    def _is_wanted(self) -> bool:
        return self._desk.settings.get(_OPEN) is not False

    def _read(self, record_id: int) -> Peek | None:
        """In a thread."""
        screen, workspace = self._screen, self._desk.workspace
        rows = screen.listing.rows([record_id])
        if not rows:
            return None
        try:
            with workspace.read() as session:
                found = screen.made_card().fetch(session, record_id)
        except (UnreadableError, DamagedError):
            return self._torn(record_id)
        except UserError:  # it is gone
            return None
        return screen.peek(rows[0], found)

    def _torn(self, record_id: int) -> Peek:
        """What can't be read of it; all other records are safe."""
        from desktop_crm.services.safety import check

        wrong = [say(each) for each in check.of_card(self._desk.workspace, self._screen.noun, record_id)]
        told = tr("It is left as it is, and all others are safe. A backup from before may hold it whole.")
        return Peek(record_id, tr("What is wrong with this record:"), facts=[Fact("", text) for text in (*wrong, told)])

    def _show(self, peek: Peek) -> None:
        if peek.id != self._screen.table.current_id() or self._screen.is_wide():
            return
        self.known.emit(peek)
        if not privacy.hides(peek.client):
            self.panel.tell(peek)
        self._desk.actions.refresh()
        self.tell_actions()

    def _tell_failed(self, _record_id: int, error: Exception) -> None:
        self.panel.tell_nothing(
            say(error.message) if isinstance(error, TellableError) else tr("It can't be shown now.")
        )
