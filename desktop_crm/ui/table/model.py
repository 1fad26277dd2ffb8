"""The rows of a list as Qt's model: ids of all, pages of what is looked at, nothing else in memory."""

from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desktop_crm.model.listing import Column, Listing
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import say
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.cells import Row
from desktop_crm.ui.table.covering import Covering
from desktop_crm.ui.table.feed import PAGE, Answer
from desktop_crm.ui.table.pages import Pages
from desktop_crm.ui.table.spans import Ids, row_of

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()

QUICK: Final = 0.004  # s; a listing that gives a page in less is read while painting, a slower one in a worker
_AHEAD: Final = 3  # pages asked for at once, the newest wanted ones
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TableModel(QAbstractTableModel):
    """What the view shows. A row that is not read yet is None in `row` while `known` is False."""

    failed = Signal(object)  # Exception

    def __init__(self, listing: Listing, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = tuple(listing.columns)
        self._covering = Covering(self.columns)
        self.whole = False
        self._listing = listing
        self._jobs = jobs
        self._key = (id(self), "pages")
        self._pages = Pages()
        self._may_be_quick = not any(column.late for column in self.columns)
        self._seconds = 1.0  # what a page costs; unknown counts as slow
        self._wanted: dict[int, None] = {}  # a set in order
        self._reading = False
        self._when_whole: list[Callable[[], None]] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read_wanted)

    @property
    def ids(self) -> "Ids[int]":
        """The ids of all rows known so far; never changed in place."""
        return self._pages.ids

    def when_whole(self, do: Callable[[], None]) -> None:
        """Do it as soon as every id is known; forgotten when another question comes first."""
        if self.whole:
            do()
        else:
            self._when_whole.append(do)

    def expect(self) -> None:
        """Another question was asked: what is shown belongs to the one before."""
        self.whole = False
        self._when_whole.clear()

    def show(self, answer: Answer) -> bool:
        """Take an answer's rows. False when others take the place of those shown; scrolling is then the view's to restore."""
        stay = True
        if answer.more and answer.ids[: len(self.ids)] == self.ids:
            self._extend(answer)
        elif answer.kept is not None and answer.ids == self.ids:
            self._refresh(answer)
        else:
            self._replace(answer)
            stay = False
        self.whole = answer.whole
        if self.whole:
            waiting, self._when_whole = self._when_whole, []
            for do in waiting:
                do()
        return stay

    def row_of(self, wanted: int) -> int | None:
        """The row of an id, if it is in the list."""
        return row_of(self.ids, wanted)

    def row(self, number: int) -> tuple[bool, Row | None]:
        """Whether a row has been read, and its values (None when it is gone); asks for it when it has not."""
        known, row = self._pages.get(number)
        if known:
            return True, row
        page = number // PAGE
        if self._may_be_quick and self._seconds < QUICK:
            self._read_now(page)
            return self._pages.get(number)
        self._wanted.pop(page, None)
        self._wanted[page] = None
        if not self._reading and not self._soon.isActive():
            self._soon.start()
        return False, None

    def value(self, row: int, column: int) -> Any:
        """A cell's value; None while it is not read."""
        _known, found = self.row(row)
        return None if found is None else found[column + 1]

    def covering(self) -> Covering | None:
        """The cells that are covered now; None while the privacy screen is off."""
        return self._covering if privacy.is_on() else None

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell is covered now."""
        if not privacy.is_on():
            return False
        _known, found = self.row(row)
        return found is not None and self._covering.hides(column, found)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._pages.ids)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """For screen readers and tests; the view paints from `row`."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            if self.hides(index.row(), index.column()):
                return privacy.DOTS if role == Qt.ItemDataRole.DisplayRole else privacy.spoken(privacy.DOTS)
            return cells.text(column, self.value(index.row(), index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind in cells.NUMERIC else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        told = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if orientation == Qt.Orientation.Horizontal and told:
            return say(self.columns[section].title)
        return None

    def _extend(self, answer: Answer) -> None:
        """All ids have come to the first page, and what is late in its rows."""
        shown, count = len(self.ids), len(answer.ids)
        if count > shown:
            self.beginInsertRows(QModelIndex(), shown, count - 1)
            self._pages.ids = answer.ids
            self.endInsertRows()
        if answer.rows:
            self._pages.put_from(answer.start, answer.rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(answer.rows) - 1, len(self.columns) - 1))

    def _refresh(self, answer: Answer) -> None:
        """The same rows in the same order, perhaps with other values."""
        self._take(answer)
        if answer.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(answer.ids) - 1, len(self.columns) - 1))

    def _replace(self, answer: Answer) -> None:
        self.beginResetModel()
        self._take(answer)
        self.endResetModel()

    def _take(self, answer: Answer) -> None:
        self._jobs.forget(self._key)
        self._reading = False
        self._wanted.clear()
        self._pages = Pages(answer.ids)
        self._pages.put_from(answer.start, answer.rows)

    def _read_now(self, page: int) -> None:
        start = perf_counter()
        try:
            rows = self._listing.rows(self._pages.wanted(page))
        except Exception as error:  # noqa: BLE001  # called while painting: told instead
            rows = []
            self.failed.emit(error)
        self._pages.put(page, rows)
        self._learn(perf_counter() - start)

    def _read_wanted(self) -> None:
        pages = list(self._wanted)[-_AHEAD:]
        self._wanted.clear()
        if not pages:
            return
        self._reading = True
        listing, columns = self._listing, self.columns
        wanted = {page: self._pages.wanted(page) for page in pages}

        def work(_job: Job) -> tuple[float, dict[int, list[Row]]]:
            start = perf_counter()
            read = {page: listing.rows(ids) for page, ids in wanted.items()}
            seconds = (perf_counter() - start) / len(wanted)
            for rows in read.values():
                cells.prepare(columns, rows)
            return seconds, read

        self._jobs.latest(self._key, work, self._read, self._not_read, self)

    def _read(self, answer: tuple[float, dict[int, list[Row]]]) -> None:
        self._reading = False
        seconds, read = answer
        self._learn(seconds)
        for page, rows in read.items():
            self._pages.put(page, rows)
            last = min((page + 1) * PAGE, len(self.ids)) - 1
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))
        if self._wanted:
            self._soon.start()

    def _not_read(self, error: Exception) -> None:
        self._reading = False
        self.failed.emit(error)

    def _learn(self, seconds: float) -> None:
        """A slow page counts at once, trust in quick ones comes back by halves."""
        self._seconds = seconds if seconds > self._seconds or self._seconds >= 1 else (self._seconds + seconds) / 2
