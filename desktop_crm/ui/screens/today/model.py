"""The rows of Today as Qt's views and screen readers ask for them."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look.plain import tip
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.screens.today.row import Row

ROW: Final = Qt.ItemDataRole.UserRole
_NONE: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractListModel):
    """What is shown of them: of one `kind`, with these words. The first heading stands above the list, not in it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.every: Sequence[Row] = ()
        self.shown: Sequence[Row] = ()
        self.kind = ""
        self.find = ""

    def tell(self, rows: Sequence[Row]) -> None:
        """Other rows, or the same with other texts: then nothing moves."""
        self.every = rows
        shown = self._wanted()
        if [row.key for row in shown] == [row.key for row in self.shown]:
            self.shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()

    def ask(self, kind: str, find: str) -> None:
        """Show these only."""
        self.kind, self.find = kind, find
        self.tell(self.every)

    def group_at(self, row: int) -> Row | None:
        """The heading of a row."""
        group = self.shown[row].group if row < len(self.shown) else ""
        return next((each for each in self.every if each.head and each.group == group), None)

    def row_of(self, key: str) -> int:
        """Where a row stands; -1 for nowhere."""
        return next((at for at, row in enumerate(self.shown) if row.key == key), -1)

    def choices(self) -> list[int]:
        """Where the keyboard stops."""
        return [at for at, row in enumerate(self.shown) if row.is_choice]

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.shown[index.row()].is_choice:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.shown[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole:
                return (
                    tip("\n".join(part for part in (privacy.spoken(row.text), row.why) if part))
                    if row.is_choice
                    else None
                )
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.name
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                offered = "" if row.act is None else tr("Ctrl+Enter: {action}", action=row.act.text)
                return privacy.spoken("; ".join(part for part in (row.why, offered) if part))
        return None

    def _wanted(self) -> list[Row]:
        words = self.find.casefold().split()
        found = [
            row
            for row in self.every
            if not row.head and self.kind in {"", row.kind} and (not words or (row.says(words) and not row.told))
        ]
        if words and not found:
            told = tr("Nothing here has “{words}”. Esc shows all again.", words=self.find)
            return [Row("nothing", "", told, told=True)]
        groups = list(dict.fromkeys(row.group for row in found))
        return [
            row
            for group in groups
            for row in self.every
            if row.group == group and (row in found or (row.head and group != groups[0]))
        ]
