"""The menu of saved views: choose, save, rename, delete."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from desktop_crm.model.listing import Column, Query, SavedView
from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons
from desktop_crm.ui.table.memory import Memory


class Views(QObject):
    """Saved views of one list; `now` tells the query and the columns that are shown."""

    chosen = Signal(object)  # SavedView

    def __init__(
        self, memory: Memory, columns: Sequence[Column], now: Callable[[], tuple[Query, list[str]]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._columns = tuple(columns)
        self._now = now
        self._window = parent
        self.menu = QMenu(parent)
        self.menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Write the menu anew."""
        self.menu.clear()
        views = self._memory.views(self._columns)
        for view in views:
            self.menu.addAction(_name(view), partial(self.chosen.emit, view))
        if not views:
            self.menu.addAction(tr("No saved views yet")).setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction(icons.icon("bookmark-plus"), tr("Save this view…"), self._ask_and_save)
        if views:
            rename, delete = self.menu.addMenu(tr("Rename")), self.menu.addMenu(tr("Delete"))
            for view in views:
                rename.addAction(_name(view), partial(self._ask_and_rename, view))
                delete.addAction(_name(view), partial(self._memory.drop_view, view.name))

    def save(self, name: str) -> None:
        """Save what is shown under a name; the name's former view is replaced."""
        query, columns = self._now()
        self._memory.keep_view(SavedView(name, query, tuple(columns)))

    def _ask_and_save(self) -> None:
        name = self._ask(tr("Save this view"), "")
        if name:
            self.save(name)

    def _ask_and_rename(self, view: SavedView) -> None:
        name = self._ask(tr("Rename saved view"), view.name)
        if name and name != view.name:
            self._memory.rename_view(view.name, name)

    def _ask(self, title: str, name: str) -> str:
        text, given = over.waited(QInputDialog.getText, self._window, title, tr("Name of the saved view"), text=name)
        return text.strip() if given else ""


def _name(view: SavedView) -> str:
    return view.name.replace("&", "&&")
