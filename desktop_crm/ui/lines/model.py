"""The lines behind the grid: a plain list, an empty entry row at its end, and snapshots to go back to."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_crm.model.money import DEFAULT_CURRENCY, Money
from desktop_crm.model.problem import Problem
from desktop_crm.ui.form.numbers import typed_number
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.lines.line import COLUMN_OF, EDITABLE, SENSITIVE, Col, GridLine, TaxChoice
from desktop_crm.ui.look.plain import tip
from desktop_crm.ui.privacy import privacy

_Index = QModelIndex | QPersistentModelIndex
_MOST_STEPS: Final = 200
_RIGHT: Final = (Col.POSITION, Col.QUANTITY, Col.PRICE, Col.DISCOUNT, Col.AMOUNT)
_NO_PARENT: Final = QModelIndex()


class LinesModel(QAbstractTableModel):
    """Every change goes through `replace_all`-like steps that can be undone; `changed` tells each of them."""

    changed = Signal()
    look_changed = Signal()  # other problems or decimals: painted anew, no cell has another value

    def __init__(self, amount: Callable[[GridLine], Decimal], taxes: Sequence[TaxChoice], parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[GridLine] = []
        self.currency = DEFAULT_CURRENCY
        self.read_only = False
        self.taxes = {tax.id: tax.title for tax in taxes}
        self._amount = amount
        self.is_below: Callable[[GridLine], bool] = lambda _line: False
        self._undo: list[tuple[GridLine, ...]] = []
        self._redo: list[tuple[GridLine, ...]] = []
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
            return _titles()[Col(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Col(section))
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = Col(index.column())
        entry = index.row() >= len(self.lines)
        editable = column in EDITABLE and not self.hides(column)
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
                told = [say(problem.message) for problem in self.problems_at(row, column)]
                return tip(
                    "\n".join(told) or (self._whole(row) if column is Col.PRODUCT else self._reason(row, column))
                )
            case Qt.ItemDataRole.AccessibleTextRole:
                told = [say(problem.message) for problem in self.problems_at(row, column)]
                text = self._whole(row) if column is Col.PRODUCT else self.text(row, column)
                reason = [text for text in (self._reason(row, column),) if text]
                return ". ".join([f"{_titles()[column]}: {privacy.spoken(text)}", *told, *reason])
            case _:
                return None

    # what is shown

    def text(self, row: int, column: Col) -> str:
        """A cell as it is read."""
        if row >= len(self.lines):
            return ""
        return privacy.DOTS if self.hides(column) else self._text(row, column)

    def figures(self, column: Col) -> Iterator[str]:
        """What stands in a column, whoever reads along."""
        return (self._text(row, column) for row in range(len(self.lines)))

    def _text(self, row: int, column: Col) -> str:
        line, said = self.lines[row], speak()
        match column:
            case Col.POSITION:
                return str(row + 1)
            case Col.PRODUCT:
                return " – ".join(part for part in (line.code, line.name) if part)
            case Col.QUANTITY:
                return said.number(line.quantity)
            case Col.UNIT:
                return line.unit
            case Col.PRICE:
                return self._money(line.unit_price)
            case Col.DISCOUNT:
                return said.percent(line.discount) if line.discount else ""
            case Col.TAX:
                return "" if line.tax_id is None else self.taxes.get(line.tax_id, str(line.tax_id))
            case Col.AMOUNT:
                return "" if line.unit_price is None else self._money(self._amount(line))

    @staticmethod
    def hides(column: Col) -> bool:
        """Whether the privacy screen covers a column."""
        return privacy.covered(column in SENSITIVE)

    def _whole(self, row: int) -> str:
        """The product's cell with the line's note."""
        line = self.line(row)
        return "\n".join(filter(None, (self.text(row, Col.PRODUCT), line.note if line else "")))

    def _reason(self, row: int, column: Col) -> str:
        """Beside the price, for the manager alone."""
        line = self.line(row)
        if column is not Col.PRICE or line is None or not line.below_reason or privacy.is_on():
            return ""
        return tr("Below your limits: {reason}", reason=line.below_reason)

    def below(self, row: int) -> bool:
        """Whether a line is below the limits of its product, or was when somebody said why."""
        line = self.line(row)
        return line is not None and (bool(line.below_reason) or self.is_below(line))

    def wants_reason(self, row: int) -> bool:
        """Whether nobody has said yet why it is."""
        line = self.line(row)
        return line is not None and not line.below_reason and self.is_below(line)

    def typed(self, row: int, column: Col) -> str:
        """A cell as one types it."""
        if row >= len(self.lines) or self.hides(column):
            return ""
        line = self.lines[row]
        numbers = {Col.QUANTITY: line.quantity, Col.PRICE: line.unit_price, Col.DISCOUNT: line.discount}
        if column in numbers:
            value = numbers[column]
            return "" if value is None else typed_number(value, speak().code)
        if column is Col.PRODUCT:
            return line.name
        return self.text(row, column)

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
        self.forget_steps()
        self._show(tuple(new))

    def put(self, row: int, line: GridLine) -> None:
        """Another line in this row; a new one in the entry row."""
        if self.line(row) == line:
            return
        self._remember()
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
            self._remember()
            self._show(tuple(lines))
            self.changed.emit()

    def forget_steps(self) -> None:
        """There is nothing to undo or redo any more."""
        self._undo.clear()
        self._redo.clear()

    def insert(self, row: int, lines: Sequence[GridLine]) -> None:
        """Several lines before `row`, one step to undo."""
        if lines:
            self._remember()
            self._problems.clear()
            self.beginInsertRows(_NO_PARENT, row, row + len(lines) - 1)
            self.lines[row:row] = lines
            self.endInsertRows()
            self.changed.emit()

    def remove(self, rows: Iterable[int]) -> None:
        """Take lines out, one step to undo."""
        gone = {row for row in rows if row < len(self.lines)}
        if gone:
            self._remember()
            self._show(tuple(line for row, line in enumerate(self.lines) if row not in gone))
            self.changed.emit()

    def move(self, row: int, to: int) -> bool:
        """Change places with a neighbour; whether there was one."""
        if not (0 <= row < len(self.lines) and 0 <= to < len(self.lines)):
            return False
        self._remember()
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

    def can_undo(self) -> bool:
        """Whether the lines were changed since they were loaded."""
        return bool(self._undo)

    def can_redo(self) -> bool:
        """Whether anything was undone."""
        return bool(self._redo)

    def undo(self) -> int | None:
        """One step back; the first row that is different then."""
        return self._step(self._undo, self._redo)

    def redo(self) -> int | None:
        """One step forth."""
        return self._step(self._redo, self._undo)

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
        self.currency = currency
        self.look_changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Without or with the entry row; a cell that is being typed in stays open when that was so before."""
        if read_only == self.read_only:
            return
        self.beginResetModel()
        self.read_only = read_only
        self.endResetModel()

    def _money(self, value: Decimal | None) -> str:
        return "" if value is None else speak().amount(Money(value, self.currency))

    def _remember(self) -> None:
        self._redo.clear()
        self._undo.append(tuple(self.lines))
        del self._undo[:-_MOST_STEPS]

    def _step(self, here: list[tuple[GridLine, ...]], there: list[tuple[GridLine, ...]]) -> int | None:
        if not here:
            return None
        before = tuple(self.lines)
        there.append(before)
        self._show(here.pop())
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


def _titles() -> dict[Col, str]:
    return {
        Col.POSITION: tr("No."),
        Col.PRODUCT: tr("Product"),
        Col.QUANTITY: tr("Quantity"),
        Col.UNIT: tr("Unit"),
        Col.PRICE: tr("Unit price"),
        Col.DISCOUNT: tr("Discount"),
        Col.TAX: tr("Tax"),
        Col.AMOUNT: tr("Amount"),
    }


def _alignment(column: Col) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
