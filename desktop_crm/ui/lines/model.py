"""The lines behind the grid: a plain list, and an empty entry row at its end."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_crm.model.problem import Problem
from desktop_crm.ui.i18n import say
from desktop_crm.ui.lines.cells import Cells, hides, reason, titles
from desktop_crm.ui.lines.line import COLUMN_OF, EDITABLE, Col, GridLine
from desktop_crm.ui.lines.steps import Lines, Steps
from desktop_crm.ui.look.plain import tip
from desktop_crm.ui.privacy import privacy

_Index = QModelIndex | QPersistentModelIndex
_RIGHT: Final = (Col.POSITION, Col.QUANTITY, Col.PRICE, Col.DISCOUNT, Col.AMOUNT)
_NO_PARENT: Final = QModelIndex()


class LinesModel(QAbstractTableModel):
    """Every change goes through `replace_all`-like steps that can be undone; `changed` tells each of them."""

    changed = Signal()
    removed = Signal(object)  # the lines that are gone, by their rows
    look_changed = Signal()  # other problems or decimals: painted anew, no cell has another value

    def __init__(self, cells: Cells, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[GridLine] = []
        self.read_only = False
        self.cells = cells
        self.steps = Steps()
        self._problems: dict[tuple[int, Col], list[Problem]] = {}

    # what Qt asks

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines) + (not self.read_only)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Col)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return titles()[Col(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Col(section))
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = Col(index.column())
        entry = index.row() >= len(self.lines)
        editable = column in EDITABLE and not hides(column)
        if not self.read_only and editable and (not entry or column is Col.PRODUCT):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), Col(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row, column)
            case Qt.ItemDataRole.EditRole:
                return self.typed(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._tip(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                whole, reason, told = self._told(row, column)
                return ". ".join([f"{titles()[column]}: {privacy.spoken(whole)}", *told, *filter(None, (reason,))])
            case _:
                return None

    def _told(self, row: int, column: Col) -> tuple[str, str, list[str]]:
        """A cell in full, why its price is so low, and what is wrong with it."""
        told = [say(problem.message) for problem in self.problems_at(row, column)]
        line = self.line(row)
        if line is None:
            return "", "", told
        whole = self.cells.whole(line, row) if column is Col.PRODUCT else self.text(row, column)
        return whole, reason(line, column), told

    def _tip(self, row: int, column: Col) -> str:
        """What is wrong with a cell, or else what has no room in it."""
        whole, reason, told = self._told(row, column)
        if told or column is not Col.PRODUCT:
            return "\n".join(told) or reason
        return "\n".join(filter(None, (whole, self.text(row, Col.TAX))))

    # what is shown

    def text(self, row: int, column: Col) -> str:
        """A cell as it is read."""
        line = self.line(row)
        return "" if line is None else self.cells.shown(line, row, column)

    def figures(self, column: Col) -> Iterator[str]:
        """What stands in a column, whoever reads along."""
        return (self.cells.text(line, row, column) for row, line in enumerate(self.lines))

    def joined(self) -> Iterator[str]:
        """The quantities with their units."""
        return (self.cells.with_unit(line) for line in self.lines)

    def typed(self, row: int, column: Col) -> str:
        """A cell as one types it."""
        line = self.line(row)
        return "" if line is None else self.cells.typed(line, row, column)

    def line(self, row: int) -> GridLine | None:
        """None for the entry row."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    # what changes

    def load(self, lines: Iterable[GridLine]) -> None:
        """Other lines; there is nothing to undo then, and nothing is signalled. The same lines, saved by now, get their keys."""
        new = list(lines)
        if _unsaved(new) == _unsaved(self.lines):
            self.lines = new  # just saved: the cursor, an open cell and the steps to undo stay
            return
        self.steps.forget()
        self._show(tuple(new))

    def put(self, row: int, line: GridLine) -> None:
        """Another line in this row; a new one in the entry row."""
        if self.line(row) == line:
            return
        self.steps.keep(self.lines)
        if row < len(self.lines):
            self.lines[row] = line
            self._repaint(row)
        else:
            new_entry = len(self.lines) + 1  # the row typed into becomes the line, the cursor stays on it
            self.beginInsertRows(_NO_PARENT, new_entry, new_entry)
            self.lines.append(line)
            self.endInsertRows()
            self._repaint(len(self.lines) - 1)
        self.changed.emit()

    def put_all(self, lines: Sequence[GridLine]) -> None:
        """Other values in the same lines, one step to undo."""
        if tuple(lines) != tuple(self.lines):
            self.steps.keep(self.lines)
            self._show(tuple(lines))
            self.changed.emit()

    def insert(self, row: int, lines: Sequence[GridLine]) -> None:
        """Several lines before `row`, one step to undo."""
        if lines:
            self.steps.keep(self.lines)
            self._problems.clear()
            self.beginInsertRows(_NO_PARENT, row, row + len(lines) - 1)
            self.lines[row:row] = lines
            self.endInsertRows()
            self.changed.emit()

    def remove(self, rows: Iterable[int]) -> None:
        """Take lines out, one step to undo."""
        gone = {row for row in rows if row < len(self.lines)}
        if gone:
            self.steps.keep(self.lines)
            lines = {row: self.lines[row] for row in sorted(gone)}
            self._show(tuple(line for row, line in enumerate(self.lines) if row not in gone))
            self.changed.emit()
            self.removed.emit(lines)

    def put_back(self, lines: Mapping[int, GridLine]) -> None:
        """Those that were taken out, where they were; not those that are there again."""
        for row, line in lines.items():
            if not any(line is each for each in self.lines):
                self.insert(min(row, len(self.lines)), [line])

    def move(self, row: int, to: int) -> bool:
        """Change places with a neighbour; whether there was one."""
        if not (0 <= row < len(self.lines) and 0 <= to < len(self.lines)):
            return False
        self.steps.keep(self.lines)
        self._problems.clear()
        self.lines.insert(to, self.lines.pop(row))
        self._repaint(*sorted((row, to)))
        self.changed.emit()
        return True

    def change(self, row: int, **values: Any) -> None:
        """Some values of a line."""
        line = self.line(row)
        if line is not None:
            self.put(row, dataclasses.replace(line, **values))

    def undo(self) -> int | None:
        """One step back; the first row that is different then."""
        return self._step(self.steps.undo(self.lines))

    def redo(self) -> int | None:
        """One step forth."""
        return self._step(self.steps.redo(self.lines))

    # what is wrong

    def show_problems(self, problems: Mapping[tuple[int, Col], list[Problem]]) -> None:
        """These and no others."""
        self._problems = dict(problems)
        self.look_changed.emit()

    def problems_at(self, row: int, column: Col) -> Sequence[Problem]:
        """Of one cell."""
        return self._problems.get((row, column), ())

    def problem_cells(self) -> list[tuple[int, Col]]:
        """All cells with problems, in reading order."""
        return sorted(self._problems)

    def set_currency(self, currency: str) -> None:
        """Of prices and amounts."""
        self.cells.currency = currency
        self.look_changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Without or with the entry row; a cell that is being typed in stays open when that was so before."""
        if read_only == self.read_only:
            return
        self.beginResetModel()
        self.read_only = read_only
        self.endResetModel()

    def _step(self, lines: Lines | None) -> int | None:
        if lines is None:
            return None
        before = tuple(self.lines)
        self._show(lines)
        self.changed.emit()
        pairs = enumerate(zip(before, self.lines, strict=False))
        return next((row for row, (was, now) in pairs if was != now), min(len(before), len(self.lines)))

    def _show(self, lines: tuple[GridLine, ...]) -> None:
        self.beginResetModel()
        self._problems.clear()
        self.lines = list(lines)
        self.endResetModel()

    def _repaint(self, first: int, last: int | None = None) -> None:
        end = min(first if last is None else last, self.rowCount() - 1)  # frozen lines have no entry row
        if end >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(end, len(Col) - 1))


def problem_cells(
    problems: Iterable[Problem], prefix: str
) -> tuple[dict[tuple[int, Col], list[Problem]], list[Problem]]:
    """Problems by their cells (`lines.3.price`), and those that have none."""
    cells: dict[tuple[int, Col], list[Problem]] = {}
    rest = []
    for problem in problems:
        head, _, part = problem.field.partition(".")
        row, _, name = part.partition(".")
        if head == prefix and row.isdecimal():
            cells.setdefault((int(row), COLUMN_OF.get(name, Col.PRODUCT)), []).append(problem)
        else:
            rest.append(problem)
    return cells, rest


def _unsaved(lines: Sequence[GridLine]) -> list[GridLine]:
    return [dataclasses.replace(line, key=None, waiting=None) for line in lines]


def _alignment(column: Col) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
