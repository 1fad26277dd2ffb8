"""The form of an order: the sums stand at the right of what is below the lines."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import Section
from desktop_crm.ui.form.record_form import Check, RecordForm
from desktop_crm.ui.lines.totals_panel import TotalsPanel
from desktop_crm.ui.look import theme
from desktop_crm.ui.screens.order.rate_panel import RatePanel

_SIDE_BY_SIDE: Final = 560  # px; narrower, the sums come first and the terms below them
_SUMS: Final = 320
_ANY_WIDTH: Final = 16_777_215  # Qt's QWIDGETSIZE_MAX


class OrderForm(RecordForm):
    """Head, lines and foot of an order, with `totals` beside the foot; `rate` asks what becomes of prices."""

    def __init__(self, sections: Sequence[Section], parent: QWidget, check: Check, around: Surroundings) -> None:
        super().__init__(sections, parent, check=check, around=around)
        self.totals = TotalsPanel(self)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(theme.PAD_24)
        self.rate = RatePanel(self)
        self.made.connect(self._put_more)

    def _put_more(self) -> None:
        """What is no field, where it belongs among them."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.setSpacing(theme.PAD_16)
        column.insertWidget(1, self.rate)  # between the head, where the currency is, and the lines
        before = self.editor("discount").inputs()[-1]
        for after in self.rate.inputs():
            QWidget.setTabOrder(before, after)
            before = after
        terms = self.sections[-1]
        column.removeWidget(terms)
        self._foot.addWidget(terms, 1)
        self._foot.addWidget(self.totals, 0, Qt.AlignmentFlag.AlignTop)
        column.insertLayout(column.count() - 1, self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop
        if self._foot.direction() != way:
            self._foot.setDirection(way)
        figures = self.totals.minimumSizeHint().width()
        # below the lines they stretch: a bound of the form's own width would lower what it needs, to and fro without end
        self.totals.setMaximumWidth(max(_SUMS, figures) if beside else _ANY_WIDTH)
