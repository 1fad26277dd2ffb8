"""The entries that are read of a story, as Qt's views and screen readers ask for them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.services.story import Entry
from desktop_crm.ui.form.days import today
from desktop_crm.ui.story import words

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class StoryModel(QAbstractListModel):
    """The newest first; `heads` has the time over those that are the first of it, empty for others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.heads: list[str] = []
        self.today: date = today()
        self._last = ""

    def show(self, entries: Sequence[Entry]) -> None:
        """These in place of all."""
        self.beginResetModel()
        self.entries, self.heads, self._last, self.today = [], [], "", today()
        self._add(entries)
        self.endResetModel()

    def append(self, entries: Sequence[Entry]) -> None:
        """These after those that are there."""
        if entries:
            first = len(self.entries)
            self.beginInsertRows(QModelIndex(), first, first + len(entries) - 1)
            self._add(entries)
            self.endInsertRows()

    def row_of(self, key: tuple[str, str, int]) -> int | None:
        """Where an entry is now."""
        return next((row for row, entry in enumerate(self.entries) if entry.key == key), None)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        return words.spoken(self.entries[index.row()])

    def _add(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            group = words.group(entry, self.today)
            self.heads.append(group if group != self._last else "")
            self.entries.append(entry)
            self._last = group
