"""Small editors for one filter each, chosen by the kind of the column. `changed` carries a Filter, or None for no filter."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.listing import Column, Filter, Kind
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.money import CURRENCIES, DEFAULT_CURRENCY, Money
from desktop_crm.ui.form.numbers import read_number
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.table.periods import PERIODS, day_filter, period_filter

_SEPARATORS: Final = str.maketrans({"\n": ";", "\t": ";"})


class FilterEditor(QWidget):
    """What all editors have."""

    changed = Signal(object)

    def __init__(self, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = column


class ChoiceEditor(FilterEditor):
    """Any of the column's choices."""

    def __init__(self, column: Column, now: Filter, parent: QWidget | None = None) -> None:
        super().__init__(column, parent)
        layout = _rows(self)
        self._boxes: list[tuple[str, QCheckBox]] = []
        for choice in column.choices:
            box = QCheckBox(say(choice.title))
            box.setChecked(choice.code in now.values)
            box.toggled.connect(self._tell)
            layout.addWidget(box)
            self._boxes.append((choice.code, box))

    def _tell(self) -> None:
        values = tuple(code for code, box in self._boxes if box.isChecked())
        self.changed.emit(Filter(self.column.id, values) if values else None)


class FlagEditor(FilterEditor):
    """Yes or no."""

    def __init__(self, column: Column, now: Filter, parent: QWidget | None = None) -> None:
        super().__init__(column, parent)
        layout = _rows(self)
        for value, word in ((True, tr("Yes")), (False, tr("No"))):
            button = QRadioButton(word)
            button.setChecked(now.values == (value,))
            button.clicked.connect(lambda _on, value=value: self.changed.emit(Filter(self.column.id, (value,))))
            layout.addWidget(button)


class TextEditor(FilterEditor):
    """One of some texts, separated by semicolons."""

    def __init__(self, column: Column, now: Filter, parent: QWidget | None = None) -> None:
        super().__init__(column, parent)
        layout = _rows(self)
        self._line = QLineEdit("; ".join(map(str, now.values)))
        self._line.setMinimumWidth(240)
        self._line.setAccessibleName(tr("Is one of"))
        self._line.editingFinished.connect(self._tell)
        hint = QLabel(tr("Several values are separated by a semicolon."))
        theme.mark(hint, "small")
        layout.addWidget(QLabel(tr("Is one of")))
        layout.addWidget(self._line)
        layout.addWidget(hint)

    def _tell(self) -> None:
        parts = self._line.text().translate(_SEPARATORS).split(";")
        values = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
        self.changed.emit(Filter(self.column.id, values) if values else None)


class RangeEditor(FilterEditor):
    """From one number to another; for money in one currency."""

    def __init__(self, column: Column, now: Filter, parent: QWidget | None = None) -> None:
        super().__init__(column, parent)
        grid = _grid(self)
        self._low, self._high = self._line(grid, 0, tr("From"), now.low), self._line(grid, 1, tr("To"), now.high)
        self._currency: QComboBox | None = None
        if column.kind is Kind.MONEY:
            self._currency = QComboBox()
            self._currency.addItems(list(CURRENCIES))
            bound = now.low or now.high
            self._currency.setCurrentText(bound.currency if isinstance(bound, Money) else DEFAULT_CURRENCY)
            self._currency.setAccessibleName(tr("Currency"))
            self._currency.activated.connect(self._tell)
            grid.addWidget(QLabel(tr("Currency")), 2, 0)
            grid.addWidget(self._currency, 2, 1)

    def _line(self, grid: QGridLayout, row: int, title: str, value: Any) -> QLineEdit:
        line = QLineEdit("" if value is None else speak().number(value.amount if isinstance(value, Money) else value))
        line.setAccessibleName(title)
        line.editingFinished.connect(self._tell)
        label = QLabel(title)
        label.setBuddy(line)
        grid.addWidget(label, row, 0)
        grid.addWidget(line, row, 1)
        return line

    def _tell(self) -> None:
        low, high = self._bound(self._low), self._bound(self._high)
        self.changed.emit(None if low is None and high is None else Filter(self.column.id, (), low, high))

    def _bound(self, line: QLineEdit) -> Any:
        number = read_number(line.text(), speak().code)
        line.setProperty("invalid", bool(line.text().strip()) and number is None)
        line.style().polish(line)
        if number is None or self._currency is None:
            return number
        return Money(Decimal(number), self._currency.currentText())


class PeriodEditor(FilterEditor):
    """A named period, or from one day to another."""

    def __init__(self, column: Column, now: Filter, parent: QWidget | None = None) -> None:
        super().__init__(column, parent)
        grid = _grid(self)
        self._names = QButtonGroup(self)
        self._filling = True
        for row, (name, words) in enumerate(PERIODS.items()):
            button = QRadioButton(say(words))
            button.setChecked(now.period == name)
            button.clicked.connect(lambda _on, name=name: self._choose(name))
            self._names.addButton(button)
            grid.addWidget(button, row, 0, 1, 2)
        self._low = self._day(grid, len(PERIODS), tr("From"), None if now.period else now.low)
        self._high = self._day(grid, len(PERIODS) + 1, tr("To"), None if now.period else now.high)
        self._filling = False

    def _day(self, grid: QGridLayout, row: int, title: str, value: Any) -> tuple[QCheckBox, QDateEdit]:
        box, editor = QCheckBox(title), QDateEdit(QDate.currentDate())
        editor.setCalendarPopup(True)
        editor.setDisplayFormat("d MMM yyyy")
        editor.setAccessibleName(title)
        if isinstance(value, datetime):
            value = on_this_clock(value).date()
        if isinstance(value, date):
            box.setChecked(True)
            editor.setDate(QDate(value.year, value.month, value.day))
        box.toggled.connect(self._tell)
        editor.dateChanged.connect(lambda _day: self._touched(box))
        grid.addWidget(box, row, 0)
        grid.addWidget(editor, row, 1)
        return box, editor

    def _touched(self, box: QCheckBox) -> None:
        if box.isChecked():
            self._tell()
        else:
            box.setChecked(True)

    def _choose(self, name: str) -> None:
        self._filling = True
        self._low[0].setChecked(False)
        self._high[0].setChecked(False)
        self._filling = False
        self.changed.emit(period_filter(self.column.id, self.column.kind, name))

    def _tell(self) -> None:
        if self._filling:
            return
        self._names.setExclusive(False)
        for button in self._names.buttons():
            button.setChecked(False)
        self._names.setExclusive(True)
        low, high = _chosen(*self._low), _chosen(*self._high)
        empty = low is None and high is None
        self.changed.emit(None if empty else day_filter(self.column.id, self.column.kind, low, high))


_EDITORS: Final[dict[Kind, Callable[[Column, Filter], FilterEditor]]] = {
    Kind.STATE: ChoiceEditor,
    Kind.FLAG: FlagEditor,
    Kind.TEXT: TextEditor,
    Kind.NUMBER: RangeEditor,
    Kind.MONEY: RangeEditor,
    Kind.PERCENT: RangeEditor,
    Kind.DATE: PeriodEditor,
    Kind.MOMENT: PeriodEditor,
}


def editor(column: Column, now: Filter | None) -> FilterEditor:
    """The editor for a column's filter, showing the present one."""
    kind = Kind.STATE if column.choices else column.kind
    return _EDITORS[kind](column, now or Filter(column.id))


def _chosen(box: QCheckBox, editor: QDateEdit) -> date | None:
    day = editor.date()
    return date(day.year(), day.month(), day.day()) if box.isChecked() else None


def _rows(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.PAD_4)
    return layout


def _grid(widget: QWidget) -> QGridLayout:
    layout = QGridLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(theme.PAD_12)
    layout.setVerticalSpacing(theme.PAD_4)
    return layout
