"""A list on the screen: find line and chips, rows, totals, what to do when it is empty."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from desktop_crm.model.listing import Column, Listing, Query, SavedView
from desktop_crm.ui.desk import over, uncover
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.table.copying import Copier
from desktop_crm.ui.table.covering import is_sensitive
from desktop_crm.ui.table.empty import Empty, Way
from desktop_crm.ui.table.filterbar import FilterBar
from desktop_crm.ui.table.footer import Footer
from desktop_crm.ui.table.memory import Habits, Memory
from desktop_crm.ui.table.model import TableModel
from desktop_crm.ui.table.periods import renewed
from desktop_crm.ui.table.rows import Rows
from desktop_crm.ui.table.spans import Ids, pick, size
from desktop_crm.ui.table.view import View
from desktop_crm.ui.table.views import Views

_SAVE = 400  # ms after the last change of a column


class Table(QWidget):
    """Shows a listing of any length. It asks at once when made; `reload` after the listing's rows have changed."""

    opened = Signal(object)  # id: Enter or a double click
    current_changed = Signal(object)  # id or None
    selection_changed = Signal()
    loaded = Signal()  # every id of the newest question is known
    renewed = Signal()  # the rows are read again: they may be others

    def __init__(
        self,
        listing: Listing,
        jobs: Jobs,
        settings_key: str,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
        *,
        habits: Habits | None = None,
    ) -> None:
        super().__init__(parent)
        self.listing = listing
        self._memory = Memory(settings or QSettings(), settings_key, habits)
        self._query = Query()
        self._empty_says: tuple[str, tuple[Way, ...]] = (tr("Nothing here yet."), ())
        self._actions: list[QAction] = []
        self.model = TableModel(listing, jobs, self)
        self.view = View(self.model)
        self.rows = Rows(listing, jobs, self.model, self.view)
        self._copier = Copier(listing, jobs, self)
        self.bar = FilterBar(self.model.columns)
        self.footer = Footer(listing, jobs)
        self.empty = Empty(self.view.viewport())
        self.views = Views(self._memory, self.model.columns, self._state, self)
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE)
        self._lay_out()
        self._connect()
        self.restore_state()
        self.rows.ask(self._query)

    # What the screen asks and says

    def query(self) -> Query:
        """The question in force."""
        return self._query

    def set_query(self, query: Query) -> None:
        """Ask another question: its rows appear from the top."""
        self._query = query
        self._show_query()
        self._memory.keep_query(query)
        self.rows.ask(self._query)

    def reload(self) -> None:
        """Read the rows again; scrolling, current row and selection stay with their ids."""
        kinds = {column.id: column.kind for column in self.model.columns}
        filters = tuple(renewed(one, kinds[one.column]) for one in self._query.filters)
        self._query = replace(self._query, filters=filters)  # a day may have passed
        self.rows.reload(self._query)
        self.renewed.emit()

    def visible_columns(self) -> list[Column]:
        """The columns from left to right."""
        return self.view.head.visible_columns()

    def ids(self) -> "Ids[int]":
        """The ids of all rows in order, as far as they are known; not to be changed."""
        return self.model.ids

    def selected_ids(self) -> "Ids[int]":
        """The ids of the selected rows in order, as an `array("q")`."""
        return pick(self.model.ids, self.view.spans())

    def selected_count(self) -> int:
        """How many rows are selected, without looking at their ids."""
        return size(self.view.spans())

    def current_id(self) -> int | None:
        """The id of the row the keys move from."""
        return self.view.current_id()

    def select_id(self, wanted: int) -> None:
        """Select a record and show it, as soon as it is known to be in the list."""
        self.rows.select(wanted)

    def place(self) -> tuple[str, int | None]:
        """What is looked for and the current row, for `return_to` of one that is made anew; the rest it remembers by itself."""
        return self._query.find, self.current_id()

    def return_to(self, place: tuple[str, int | None]) -> None:
        """Look for it again, and go to the row as soon as it is known to be in the list."""
        find, current = place
        if find:
            self.set_query(replace(self._query, find=find))
        if current is not None:
            self.select_id(current)

    def set_empty(self, text: str, *ways: Way) -> None:
        """The sentence of an empty list, and what fills it: buttons' texts and what they do, the likeliest first."""
        self._empty_says = (text, ways)
        self._show_empty()

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """The context menu of a row; a separator is an action with `isSeparator`."""
        self._actions = list(actions)

    def focus_find(self) -> None:
        """Put the cursor into the find field."""
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.field.selectAll()

    def choose_view(self, view: SavedView) -> None:
        """Show a saved view."""
        if view.columns:
            self.view.head.show_only(view.columns)
        self.set_query(view.query)

    def save_state(self) -> None:
        """Remember the columns now; also happens by itself, shortly after each change."""
        self._save_soon.stop()
        self._memory.keep_columns(self.view.head.shown())

    def restore_state(self) -> None:
        """Columns, sorting and filters as they were left."""
        self.view.head.arrange(self._memory.columns())
        self._query = self._memory.query(self.model.columns)
        self._show_query()

    def copy(self) -> None:
        """Selected rows to the clipboard as a spreadsheet takes them; many of them in a job."""
        if self.selected_count() and self.may_take_out():
            self._copier.copy(self.selected_ids(), self.visible_columns(), self.footer.tell)

    def may_take_out(self) -> bool:
        """Whether the shown columns may be copied or exported: while they are covered the person is asked."""
        return uncover.may_take_out(self, sensitive=is_sensitive(self.visible_columns()))

    def context_menu(self) -> QMenu:
        """The menu of the selected rows: the screen's actions, then copying."""
        menu = QMenu(self)
        menu.addActions(self._actions)
        if self._actions:
            menu.addSeparator()
        copy = menu.addAction(icons.icon("copy"), tr("Copy rows"), self.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(bool(self.view.spans()))
        return menu

    # Inside

    def event(self, event: QEvent) -> bool:
        """Ctrl+F is this list's while the keyboard is in it: a shortcut would be ambiguous with those around it."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.focus_find()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on to the rows; a focus proxy would break the ring of Tab in two."""
        self.view.setFocus(event.reason())

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.view, 1)
        line = QFrame()
        theme.mark(line, "line")
        layout.addWidget(line)
        layout.addWidget(self.footer)
        self.view.setAccessibleName(tr("List"))
        self.bar.views.setMenu(self.views.menu)
        self.bar.sort.setMenu(self._filled(self.view.head.fill_sort_menu))
        self.bar.columns.setMenu(self._filled(self.view.head.fill_menu))

    def _connect(self) -> None:
        view, head = self.view, self.view.head
        self.bar.changed.connect(self._bar_changed)
        self.bar.left.connect(self._to_rows)
        self.views.chosen.connect(self.choose_view)
        head.sort_wanted.connect(self._sort)
        head.columns_changed.connect(self._columns_changed)
        self._save_soon.timeout.connect(self.save_state)
        view.opened.connect(self.opened)
        view.typed.connect(self.bar.type_text)
        view.copy_wanted.connect(self.copy)
        rows = self.rows
        rows.current_changed.connect(self.current_changed)
        rows.selection_changed.connect(self._show_footer)
        rows.selection_changed.connect(self.selection_changed)
        rows.shown.connect(self._shown)
        rows.failed.connect(self._failed)
        view.customContextMenuRequested.connect(self._show_menu)

    def _show_query(self) -> None:
        query = self._query
        self.bar.show_query(query)
        self.view.head.show_sort(query.sort, descending=query.descending)

    def _state(self) -> tuple[Query, list[str]]:
        return self._query, [column.id for column in self.visible_columns()]

    def _filled(self, fill: Callable[[QMenu], None]) -> QMenu:
        """A menu that is filled when it opens."""
        menu = QMenu(self)

        def anew() -> None:
            menu.clear()
            fill(menu)

        menu.aboutToShow.connect(anew)
        return menu

    def _bar_changed(self) -> None:
        self.set_query(replace(self._query, find=self.bar.find_text(), filters=self.bar.filters()))

    def _sort(self, column: str, descending: bool) -> None:
        self.set_query(replace(self._query, sort=column, descending=descending))

    def _columns_changed(self) -> None:
        self.view.viewport().update()
        self._save_soon.start()

    def _shown(self) -> None:
        self._show_footer()
        self._show_empty()
        if self.model.whole:
            self.loaded.emit()

    def _failed(self) -> None:
        self.empty.tell_failed(lambda: self.rows.ask(self._query))

    def _show_footer(self) -> None:
        self.footer.show_rows(self._query, self.model.ids, self.view.spans(), whole=self.model.whole)

    def _show_empty(self) -> None:
        if self.model.ids or not self.model.whole:
            self.empty.hide()
        elif self._query.find or self._query.filters:
            self.empty.tell_hidden(self.bar.clear)
        else:
            text, ways = self._empty_says
            self.empty.tell(text, *ways)

    def _to_rows(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.view.current_id() is None and self.model.ids:
            self.view.go_to(0)

    def _show_menu(self, pos: QPoint) -> None:
        menu = self.context_menu()
        over.run(menu, self.view.viewport().mapToGlobal(pos))
        menu.deleteLater()
