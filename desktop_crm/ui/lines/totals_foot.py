"""What a paper comes to, live, in one line that stays below its lines: subtotal, discount, taxes, the total, and what is done next."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.model.totals import Part, Sum, Totals
from desktop_crm.ui.i18n import ntr, speak, tr
from desktop_crm.ui.lines.totals_panel import TotalRow, in_words, total_row
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.look.kept_clear import KeptClear
from desktop_crm.ui.look.keyed_button import KeyedButton
from desktop_crm.ui.look.plain import PlainLabel, set_tip
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel

_HEIGHT: Final = 66
_DISCOUNT: Final = 84  # px of its field
_GAP: Final = theme.PAD_24
_KEYED: Final = 1000  # px from which a button says its key
#: What gives way, in this order, until the rest fits.
_ALL, _ONE_TAX, _NO_DISCOUNT, _FEWER_BUTTONS, _NO_TAX, _TWO_LINES = range(6)


class TotalsFoot(KeptClear):
    """Figures at the left, the total and the buttons at the right; no figure is ever cut."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("totalsfoot")
        self._totals: Totals | None = None
        self._percent = Decimal(0)
        self._count = 0
        self._level = _ALL
        self._subtotal, self._discount = _Cell(self), _Cell(self)
        self._taxes: list[_Cell] = []
        self._tax = _Cell(self)
        self._total = _Cell(self, theme.number_font(theme.HEADING, strong=True), Qt.AlignmentFlag.AlignRight)
        self._field: QWidget | None = None
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.PAD_8)
        self._held = Held[QWidget](self._buttons)
        self._lay_out()
        privacy.signals.changed.connect(self._tell)

    def put_discount(self, field: QWidget) -> None:
        """The paper's own discount, as it is typed."""
        self._field = field
        field.setFixedWidth(_DISCOUNT)
        self._figures.insertWidget(1, field)

    def set_buttons(self, buttons: Sequence[QWidget]) -> None:
        """What can be done, the most likely last; the others leave first where there is little room."""
        self._held.clear()
        for button in buttons:
            self._held.add(button, Qt.AlignmentFlag.AlignVCenter)
        in_order(*filter(None, (self._field, *buttons)))
        self._fit()

    def show_totals(self, totals: Totals, discount: Decimal, count: int) -> None:
        """A paper's sums; `discount` is its own, in percent; `count` says of how many lines."""
        self._totals, self._percent, self._count = totals, discount, count
        self._tell()

    def discount_tip(self) -> str:
        """What the discount comes to, where that has no room."""
        return "" if self._field is None else self._field.toolTip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """What it needs at least, whatever it shows now."""
        figures, ends = self._needs(_TWO_LINES)
        margins = self._box.contentsMargins()
        return QSize(max(figures, ends) + margins.left() + margins.right(), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, _HEIGHT))

    # Inside

    def _tell(self) -> None:
        totals = self._totals
        if totals is None:
            return
        sums = list(totals.above())
        rows = [(each.part, total_row(each, self._percent)) for each in sums]
        lines = next(row for part, row in rows if part is Part.LINES)
        counted = ntr("{n} line", "{n} lines", self._count)
        self._subtotal.tell(TotalRow(f"{lines.label}, {counted}", lines.amount, sensitive=True), called=lines.label)
        discount = next((row for part, row in rows if part is Part.DISCOUNT), None)
        self._discount.tell(discount and TotalRow("", discount.amount, sensitive=True), called=tr("Discount"))
        rest = [row for part, row in rows if part not in {Part.LINES, Part.DISCOUNT}]
        self._tell_taxes(totals, sums, rest)
        self._total.tell(TotalRow(tr("Total"), totals.total), words=speak().money(totals.total))
        set_tip(self._total.figure, in_words(totals.total))
        self._fit()

    def _tell_taxes(self, totals: Totals, sums: Sequence[Sum], rest: Sequence[TotalRow]) -> None:
        while len(self._taxes) < len(rest):
            self._taxes.append(cell := _Cell(self))
            self._figures.insertWidget(self._figures.indexOf(self._tax), cell)
        for cell, row in zip(self._taxes, rest, strict=False):
            cell.tell(row)
        self._told = len(rest)
        taxes = [total_row(each, self._percent) for each in sums if each.part is Part.TAX]
        one = taxes[0] if len(taxes) == 1 else TotalRow(tr("Taxes"), totals.tax)
        self._tax.tell(one if taxes else None)
        self._rest = "\n".join(f"{row.label}: {speak().amount(row.amount)}" for row in rest)

    def _fit(self) -> None:
        """The first of the ways that has room."""
        if self._totals is None:
            return
        for button in self._held:
            if isinstance(button, KeyedButton):
                button.show_keys(shown=self.width() >= _KEYED)
        margins = self._box.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        found = next((level for level in range(_TWO_LINES) if sum(self._needs(level)) + _GAP <= room), _TWO_LINES)
        self._show(found)

    def _cells(self, level: int) -> list["_Cell"]:
        """The figures that are seen beside the discount's field."""
        cells = [self._subtotal]
        if self._discount.says and level < _NO_DISCOUNT:
            cells.append(self._discount)
        if level < _ONE_TAX or (level < _NO_TAX and self._told == 1):
            cells += self._taxes[: self._told]
        elif level < _NO_TAX and self._tax.says:
            cells.append(self._tax)
        return cells

    def _shown_buttons(self, level: int) -> list[QWidget]:
        return list(self._held)[-1:] if level >= _FEWER_BUTTONS else list(self._held)

    def _needs(self, level: int) -> tuple[int, int]:
        """Px of the figures, and of the total with the buttons."""
        figures = [each.sizeHint().width() for each in self._cells(level)]
        if self._field is not None:
            figures.append(_DISCOUNT)
        ends = [self._total.sizeHint().width() + _GAP]
        ends += [each.sizeHint().width() + theme.PAD_8 for each in self._shown_buttons(level)]
        return sum(figures) + (len(figures) - 1) * _GAP, sum(ends)

    def _show(self, level: int) -> None:
        seen = self._cells(level)
        for cell in (self._subtotal, self._discount, *self._taxes, self._tax):
            cell.setVisible(cell in seen)
        shown = self._shown_buttons(level)
        for button in self._held:
            button.setVisible(button in shown)
        two = level == _TWO_LINES
        way = QBoxLayout.Direction.TopToBottom if two else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != way:
            self._box.setDirection(way)
        self._tell_hidden(seen)
        self._level = level

    def _tell_hidden(self, seen: Sequence["_Cell"]) -> None:
        """What has no room is told on hovering, unless somebody looks on."""
        all_taxes = all(cell in seen for cell in self._taxes[: self._told])
        left_out = "" if all_taxes else self._rest
        set_tip(self._tax.figure, left_out)
        words = in_words(self._totals.total) if self._totals is not None else ""
        tax_gone = bool(left_out) and self._tax not in seen
        set_tip(self._total.figure, "\n".join(filter(None, (words, left_out if tax_gone else ""))))
        covered = privacy.covered(self._discount.sensitive)
        amount = "" if covered or not self._discount.says or self._discount in seen else self._discount.figure.text()
        if self._field is not None:
            self._field.setToolTip(amount)
            self._field.setAccessibleDescription(amount)

    def _lay_out(self) -> None:
        self._figures = QHBoxLayout()
        self._figures.setSpacing(_GAP)
        for cell in (self._subtotal, self._discount, self._tax):
            self._figures.addWidget(cell)
        self._figures.addStretch(1)
        ends = QHBoxLayout()
        ends.setSpacing(_GAP)
        ends.addStretch(1)
        ends.addWidget(self._total)
        ends.addLayout(self._buttons)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(_GAP, theme.PAD_8, _GAP, theme.PAD_8)
        self._box.setSpacing(theme.PAD_4)
        self._box.addLayout(self._figures, 1)
        self._box.addLayout(ends)


class _Cell(QWidget):
    """A label and its figure below it."""

    def __init__(
        self, parent: QWidget, font: QFont | None = None, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        super().__init__(parent)
        self.says = self.sensitive = False
        self._label, self.figure = PlainLabel(parent=self), ValueLabel(self)
        theme.mark(self._label, "small")
        self.figure.setFont(font or theme.number_font())
        self.figure.setTextFormat(Qt.TextFormat.PlainText)
        self.figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)  # as above a field
        self.figure.setFixedHeight(theme.CONTROL_HEIGHT)
        for label in (self._label, self.figure):
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            box.addWidget(label)

    def tell(self, row: TotalRow | None, *, words: str = "", called: str = "") -> None:
        """Another sum, or none; `called` to readers, where that is not its label."""
        self.says = row is not None
        if row is None:
            return
        self.sensitive = row.sensitive
        covered = privacy.covered(row.sensitive)
        self._label.setText(row.label)
        self.figure.show_value(privacy.DOTS if covered else words or speak().amount(row.amount), called or row.label)
