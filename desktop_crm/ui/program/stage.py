"""The window while its pictures are taken, and ways to what they show."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import msg
from desktop_crm.ui.desk.sheet import Sheet
from desktop_crm.ui.look import theme

if TYPE_CHECKING:
    from desktop_crm.ui.program.program import Program

_PATIENCE: Final = 60.0  # seconds for one picture
_STILL: Final = (
    0.12  # seconds without work before a picture is taken: lists and searches begin theirs a moment after a key
)
_BREATH: Final = 0.005  # seconds, in which the threads work that it waits for
_TITLE: Final = 32  # px, the bar that a desktop draws above a dialog


class Stage:
    """The window while its pictures are taken."""

    def __init__(self, program: "Program", folder: Path) -> None:
        self.program = program
        self.folder = folder  # for files a picture needs
        self.shell = program.shell
        self.chosen: dict[str, int] = {}  # noun → the record to show rather than the list's first

    def settle(self) -> None:
        """Until the window has had nothing to do for a moment; WorldError when it never comes to rest."""
        began = quiet_since = monotonic()
        while monotonic() - quiet_since < _STILL:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            sleep(_BREATH)
            if self.shell.jobs.busy():
                quiet_since = monotonic()
            if monotonic() - began > _PATIENCE:
                raise WorldError(msg("The window did not come to rest, so that no picture could be taken."))

    def go(self, noun: str, *, wide: bool = False, tab: int = 0) -> None:
        """A list with the peek of its first record, or that one's page, on one of its tabs (-1: the last)."""
        self.shell.navigate(noun)
        self.settle()
        screen = self.screen()
        first = self.chosen.get(noun) or screen.table.current_id() or next(iter(screen.table.ids()), None)
        if first is None:
            return
        if not wide:
            screen.table.select_id(first)
            return
        self.shell.navigate(noun, first)
        tabs = screen.card.tabs
        tabs.setCurrentIndex(tab % tabs.count())

    def choose(self) -> None:
        """A client that has ordered has more to show than the first of the alphabet."""
        self.go("order", wide=True)
        self.settle()
        order = self.screen().card.record
        if order is not None:
            self.chosen["client"] = order.client_id

    def screen(self) -> Any:
        """The screen that is shown."""
        return self.shell.frame.stack.currentWidget()

    def run(self, *ids: str) -> None:
        """Run commands of the window; those that can't run now are passed over."""
        for name in ids:
            self.shell.actions_.run(name)
            self.settle()

    def clear(self) -> None:
        """Close what lies over the window, and let the screen go without keeping what was begun."""
        for dialog in self.dialogs():
            dialog.hide()
            dialog.deleteLater()
        self.shell.frame.palette_field.close_results()
        for sheet in self.shell.findChildren(Sheet):
            sheet.give_way()
        self.shell.notify.stack.forget()
        self.settle()

    def dialogs(self) -> list[QDialog]:
        """The dialogs that are open, the lowest first."""
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]

    def picture(self) -> QPixmap:
        """The window as it is now, dialogs over it."""
        made = self.shell.grab()
        for dialog in self.dialogs():
            _lay_over(made, dialog)
        return made


def _lay_over(picture: QPixmap, dialog: QDialog) -> None:
    """Draw a dialog with its title and a thin frame over the middle of a dimmed window."""
    window = QRect(QPoint(), picture.deviceIndependentSize().toSize())
    box = QRect(QPoint(), dialog.size() + QSize(0, _TITLE))
    box.moveCenter(window.center())
    box.moveTop(max(box.top(), 0))
    colors = theme.colors()
    painter = QPainter(picture)
    painter.fillRect(window, QColor(15, 23, 42, 70))
    painter.setPen(QColor(colors.border))
    painter.setBrush(QColor(colors.surface))
    painter.drawRect(box.adjusted(-1, -1, 0, 0))
    painter.setPen(QColor(colors.text))
    painter.setFont(theme.font(strong=True))
    painter.drawText(
        QRect(box.topLeft(), QSize(box.width(), _TITLE)), Qt.AlignmentFlag.AlignCenter, dialog.windowTitle()
    )
    painter.drawPixmap(box.topLeft() + QPoint(0, _TITLE), dialog.grab())
    painter.end()


#: Brings the window to what its picture shows.
Show = Callable[[Stage], None]
#: The name of each picture, and how the window comes there.
Shots = tuple[tuple[str, Show], ...]


def screen(noun: str, *, wide: bool = False, tab: int = 0) -> Show:
    """The list with a peek beside it, or a page, on one of its tabs."""
    return lambda stage: stage.go(noun, wide=wide, tab=tab)


def new(noun: str) -> Show:
    """An empty card."""
    return lambda stage: _begin(stage, noun)


def _begin(stage: Stage, noun: str) -> None:
    stage.shell.navigate(noun)
    stage.settle()
    stage.run(f"{noun}.new")
