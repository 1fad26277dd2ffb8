"""A list on the screen: find line and chips, rows, totals, what to do when it is empty."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from desktop_crm.model.listing import Column, Listing, Query, SavedView
from desktop_crm.ui import icons, theme
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.jobs import Job, Jobs
from desktop_crm.ui.table import copying
from desktop_crm.ui.table.empty import Empty
from desktop_crm.ui.table.feed import PAGE, Answer, Feed, find
from desktop_crm.ui.table.filterbar import FilterBar
from desktop_crm.ui.table.footer import Footer
from desktop_crm.ui.table.memory import Memory
from desktop_crm.ui.table.model import TableModel
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

    def __init__(
        self,
        listing: Listing,
        jobs: Jobs,
        settings_key: str,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._listing = listing
        self._jobs = jobs
        self._memory = Memory(settings or QSettings(), settings_key)
        self._query = Query()
        self._empty_says: tuple[str, str, Callable[[], None] | None] = (tr("Nothing here yet."), "", None)
        self._actions: list[QAction] = []
        self._told_current: int | None = None
        self.model = TableModel(listing, jobs, self)
        self.feed = Feed(listing, jobs, self)
        self.view = View(self.model)
        self.bar = FilterBar(self.model.columns)
        self.footer = Footer(listing, jobs)
        self.empty = Empty(self.view.viewport())
        self.views = Views(self._memory, self.model.columns, self._state, self)
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE)
        self._lay_out()
        self._connect()
        self.restore_state()
        self._ask()

    # What the screen asks and says

    def query(self) -> Query:
        """The question in force."""
        return self._query

    def set_query(self, query: Query) -> None:
        """Ask another question: its rows appear from the top."""
        self._query = query
        self.bar.show_query(query)
        self.view.head.show_sort(query.sort, descending=query.descending)
        self._memory.keep_query(query)
        self._ask()

    def reload(self) -> None:
        """Read the rows again; scrolling, current row and selection stay with their ids."""
        self.feed.reload(self._query, self.view.kept())

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
        self._select_if_there(wanted)
        if not self.model.whole:  # the rows shown may be the first page only, or of the question before
            self.model.when_whole(lambda: self._select_if_there(wanted))

    def set_empty(self, text: str, button_text: str = "", callback: Callable[[], None] | None = None) -> None:
        """The sentence of an empty list, and the button that fills it."""
        self._empty_says = (text, button_text, callback)
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
        self.bar.show_query(self._query)
        self.view.head.show_sort(self._query.sort, descending=self._query.descending)

    def copy(self) -> None:
        """Selected rows to the clipboard as a spreadsheet takes them; many of them in a job."""
        ids, columns, listing = self.selected_ids()[: copying.MOST], self.visible_columns(), self._listing
        if len(ids) <= copying.FEW:
            if ids:
                self._copied(copying.clip(listing, columns, ids))
            return

        def work(job: Job) -> copying.Clip:
            return copying.clip(listing, columns, ids, job.progress)

        self._jobs.run(self, tr("Copying rows"), work, self._copied)

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
        self.setFocusProxy(self.view)
        self.view.setAccessibleName(tr("List"))
        self.bar.views.setMenu(self.views.menu)
        self.bar.columns.setMenu(self._columns_menu())
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Find),
            self,
            self.focus_find,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    def _connect(self) -> None:
        view, head = self.view, self.view.head
        self.feed.answered.connect(self._answered)
        self.feed.failed.connect(self._failed)
        self.model.failed.connect(self._tell_error)
        self.bar.changed.connect(self._bar_changed)
        self.bar.left.connect(self._to_rows)
        self.views.chosen.connect(self.choose_view)
        head.sort_wanted.connect(self._sort)
        head.columns_changed.connect(self._columns_changed)
        self._save_soon.timeout.connect(self.save_state)
        view.opened.connect(self.opened)
        view.typed.connect(self.bar.type_text)
        view.copy_wanted.connect(self.copy)
        view.current_changed.connect(self._tell_current)
        view.selection_changed.connect(self._selection_changed)
        view.customContextMenuRequested.connect(self._show_menu)

    def _ask(self) -> None:
        self.model.expect()
        self.feed.ask(self._query)

    def _state(self) -> tuple[Query, list[str]]:
        return self._query, [column.id for column in self.visible_columns()]

    def _columns_menu(self) -> QMenu:
        menu = QMenu(self)

        def fill() -> None:
            menu.clear()
            menu.addMenu(self.view.head.sort_menu())
            menu.addActions(self.view.head.menu().actions())

        menu.aboutToShow.connect(fill)
        return menu

    def _bar_changed(self) -> None:
        self.set_query(replace(self._query, find=self.bar.find_text(), filters=self.bar.filters()))

    def _sort(self, column: str, descending: bool) -> None:
        self.set_query(replace(self._query, sort=column, descending=descending))

    def _columns_changed(self) -> None:
        self.view.viewport().update()
        self._save_soon.start()

    def _answered(self, answer: Answer) -> None:
        with self._one_telling():
            if answer.kept is None:
                self._show_new(answer)
            else:
                self._show_again(answer)
        self._show_empty()
        if answer.whole:
            self.loaded.emit()

    def _show_new(self, answer: Answer) -> None:
        """A new question: from the top, the current row kept when it is on the first page."""
        current = self.view.current_id()
        if self.model.show(answer):
            return
        self.view.scrollToTop()
        row = None if current is None else self.model.row_of(current)
        if row is not None and row < PAGE:
            self.view.go_to(row)

    def _show_again(self, answer: Answer) -> None:
        """After a reload; the person may have moved on since it was asked."""
        kept, pixels = self.view.kept(), self.view.pixels()
        found = answer.found if kept == answer.kept else None
        if not self.model.show(answer):
            self.view.restore(found or find(kept, answer.ids), pixels)

    @contextmanager
    def _one_telling(self) -> Iterator[None]:
        """Selection and current row jump while rows are replaced: told once, when all is in its place."""
        ids, selected = self.model.ids, self.view.spans()
        self.view.set_quiet(True)
        try:
            yield
        finally:
            self.view.set_quiet(False)
        self._show_footer()
        self._tell_current(self.view.current_id())
        if self.view.spans() != selected or (selected and self.model.ids is not ids):
            self.selection_changed.emit()

    def _tell_current(self, current: int | None) -> None:
        if current != self._told_current:
            self._told_current = current
            self.current_changed.emit(current)

    def _selection_changed(self) -> None:
        self._show_footer()
        self.selection_changed.emit()

    def _show_footer(self) -> None:
        self.footer.show_rows(self.model.ids, self.view.spans(), whole=self.model.whole)

    def _show_empty(self) -> None:
        if self.model.ids or not self.model.whole:
            self.empty.hide()
        elif self._query.find or self._query.filters:
            self.empty.tell_hidden(self.bar.clear)
        else:
            self.empty.tell(*self._empty_says)

    def _failed(self, error: Exception) -> None:
        if not self.model.whole:  # a new question; after a reload the rows stay
            self.model.show(Answer(self._query, array("q"), ()))
            self.empty.tell_failed(self._ask)
        self._tell_error(error)

    def _tell_error(self, error: Exception) -> None:
        if self._jobs.on_error is None:
            raise error
        self._jobs.on_error(error)

    def _to_rows(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.view.current_id() is None and self.model.ids:
            self.view.go_to(0)

    def _select_if_there(self, wanted: int) -> None:
        row = self.model.row_of(wanted)
        if row is not None and (self.current_id(), self.selected_count()) != (wanted, 1):
            self.view.go_to(row)

    def _copied(self, done: copying.Clip) -> None:
        QGuiApplication.clipboard().setMimeData(done.mime())
        everything = self.selected_count()
        if everything > copying.MOST:
            self.footer.tell(
                tr("The first {n} of {total} rows are copied; an Excel sheet takes all.", n=done.rows, total=everything)
            )
        else:
            self.footer.tell(ntr("{n} row copied", "{n} rows copied", done.rows))

    def _show_menu(self, pos: QPoint) -> None:
        self.context_menu().exec(self.view.viewport().mapToGlobal(pos))
