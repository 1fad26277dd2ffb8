"""The form of a paper with priced lines: sums beside what is below the lines, and what becomes of prices in another currency."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_crm.model.lines import PricedPaper
from desktop_crm.model.message import msg
from desktop_crm.model.money import Rate
from desktop_crm.model.totals import ARITHMETIC, Totals
from desktop_crm.services.lines import LineInput
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import Own, Section, Width
from desktop_crm.ui.form.record_form import Check, RecordForm
from desktop_crm.ui.lines.catalogue import ProductCatalogue
from desktop_crm.ui.lines.editor import LinesEditor, Taxes, parts_of
from desktop_crm.ui.lines.rate_panel import RatePanel
from desktop_crm.ui.lines.totals_panel import TotalsPanel
from desktop_crm.ui.look import theme

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_SIDE_BY_SIDE: Final = 560  # px; narrower, the sums come first and the terms below them
_SUMS: Final = 320
_ANY_WIDTH: Final = 16_777_215  # Qt's QWIDGETSIZE_MAX
#: The fields the sums are made of.
_RECKONED: Final = frozenset({"lines", "discount", "currency"})


class PricedForm(RecordForm):
    """Head (with `currency` and `discount`), `lines` and foot, with `totals` beside the foot; `rate` asks what becomes of prices.

    `called` is what the grid is called when it is read out; `arithmetic` gives the version of the sums that holds now.
    """

    reckoned = Signal()  # other sums are shown

    def __init__(
        self,
        desk: Desk,
        head: Section,
        foot: Section,
        parent: QWidget,
        check: Check,
        *,
        called: str = "",
        arithmetic: Callable[[], int] = lambda: ARITHMETIC,
    ) -> None:
        body = Section(None, (Own("lines", msg("Goods and services"), lambda: self.lines, width=Width.WIDE),))
        super().__init__((head, body, foot), parent, check=check, around=Surroundings(desk.jobs.latest))
        self.catalogue = ProductCatalogue(desk)
        self.lines = LinesEditor(self.catalogue, desk.jobs.latest, self.discount, called)
        self.lines.setParent(parent)  # until its section is made: the form may be let go before
        self.lines.grid.product_asked.connect(lambda product_id: desk.navigate("product", product_id))
        self.totals = TotalsPanel(self)
        self._arithmetic = arithmetic
        self._reckoned_by = ARITHMETIC
        self._rate_of = ("", "")  # the currencies the panel asks about
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(theme.PAD_24)
        self.rate = RatePanel(self)
        self.rate.converted.connect(self._convert)
        self.rate.kept.connect(lambda: self._give_prices(lambda price: price))
        self.rate.left.connect(self._type_prices)
        self.made.connect(self._put_more)
        self.edited.connect(self._follow)

    def prepare(self, session: "Session", paper: PricedPaper | None, currency: str, *, again: bool = False) -> None:
        """What the values loaded next are reckoned with; where the same paper is loaded `again`, a currency that was typed stays."""
        if paper is not None:
            self.catalogue.know(session, [line.product_id for line in paper.lines])
        typed = again and "currency" in self.changed_values()
        self.lines.prepare(Taxes.of(session, paper), self.value("currency") if typed else currency)

    def discount(self) -> Decimal:
        """Of the whole paper, in percent; an emptied one is none."""
        typed: Decimal | None = self.value("discount")
        return typed or Decimal(0)

    def sums(self) -> Totals:
        """What it comes to now."""
        return self.lines.totals(self.discount(), self._arithmetic())

    def show_sums(self) -> None:
        """After other values were loaded."""
        self._reckoned_by = self._arithmetic()
        self._show_rate()
        self.totals.show_totals(self.sums(), self.discount())

    def to_save(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[LineInput] | None]:
        """The paper's own values, and its lines; None where they are not among what is saved."""
        if "currency" in values:  # the lines say what their prices are in it, also where it is the same number
            values = {**values, "lines": self.value("lines")}
        own, lines = parts_of(values)
        return own, lines if "lines" in values else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop
        if self._foot.direction() != way:
            self._foot.setDirection(way)
        figures = self.totals.minimumSizeHint().width()
        # below the lines they stretch: a bound of the form's own width would lower what it needs, to and fro without end
        self.totals.setMaximumWidth(max(_SUMS, figures) if beside else _ANY_WIDTH)

    def _put_more(self) -> None:
        """What is no field, where it belongs among them."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.setSpacing(theme.PAD_16)
        column.insertWidget(1, self.rate)  # between the head, where the currency is, and the lines
        self.put_stop("lines", *self.rate.inputs())
        terms = self.sections[-1]
        column.removeWidget(terms)
        self._foot.addWidget(terms, 1)
        self._foot.addWidget(self.totals, 0, Qt.AlignmentFlag.AlignTop)
        column.insertLayout(column.count() - 1, self._foot)

    # While one types

    def _follow(self, name: str) -> None:
        if name == "currency":
            self.lines.change_currency(self.value("currency"))
        if name in _RECKONED or self._arithmetic() != self._reckoned_by:
            self.show_sums()
            self.reckoned.emit()

    def _show_rate(self) -> None:
        """While prices of another currency wait."""
        before, now = self.lines.waiting_in(), self.value("currency")
        if before and (before, now) != self._rate_of:
            self.rate.ask(before, now)
        self.rate.setVisible(bool(before))
        self._rate_of = (before, now)

    def _convert(self, rate: Rate, number: Decimal) -> None:
        before = self.lines.waiting_in()
        self._give_prices(lambda price: rate.converted(price, before, number))

    def _give_prices(self, of: Callable[[Decimal], Decimal | None]) -> None:
        self.lines.give_prices(of)
        if self.lines.waiting_in():  # one that can't be kept is typed
            self.lines.wait_no_longer()
        self._show_rate()
        self.lines.focus_missing()

    def _type_prices(self) -> None:
        """What is still without one is asked for on the way with Enter."""
        self.lines.wait_no_longer()
        self._show_rate()
        self.lines.focus_missing()
