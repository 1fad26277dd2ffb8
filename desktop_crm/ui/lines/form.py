"""The form of a paper with priced lines: its head, the lines with what is below them, which scroll together, and its sums at the foot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.model.lines import PricedPaper
from desktop_crm.model.message import msg
from desktop_crm.model.money import Rate
from desktop_crm.model.totals import ARITHMETIC, Totals
from desktop_crm.services.lines import LineInput
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import Date, Field, Own, Record, Section, Width
from desktop_crm.ui.form.record_form import Check, RecordForm
from desktop_crm.ui.lines.catalogue import ProductCatalogue
from desktop_crm.ui.lines.editor import LinesEditor, Taxes, parts_of
from desktop_crm.ui.lines.folded import FoldedHead
from desktop_crm.ui.lines.rate_panel import RatePanel
from desktop_crm.ui.lines.totals_foot import TotalsFoot
from desktop_crm.ui.look import theme

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_IN_ROW: Final = {Record: 168, Date: 144}  # px of a field where the head is one row
_SHORT_IN_ROW: Final = 84
_BESIDE: Final = theme.PAD_16  # px at both sides of the lines, whose cells have more of their own
_LOW: Final = 560  # px of the window
_LEAST_SEEN: Final = 3 * theme.ROW_HEIGHT
#: The fields the sums are made of.
_RECKONED: Final = frozenset({"lines", "discount", "currency"})


class PricedForm(RecordForm):
    """Head (with `currency` and `discount`), `lines` and the terms below them; `totals` is the foot, where the discount is typed, too.

    `scrolled` is all that scrolls: what stands above the lines and the sums stay. `rate` asks what becomes of prices.

    `called` is what the grid is called when it is read out; `arithmetic` gives the version of the sums that holds now.
    """

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
        above, discount = _parted(head)
        super().__init__((above, body, foot, discount), parent, check=check, around=Surroundings(desk.jobs.latest))
        self.catalogue = ProductCatalogue(desk)
        self.lines = LinesEditor(self.catalogue, desk.jobs.latest, self.discount, called)
        self.lines.setParent(parent)  # until its section is made: the form may be let go before
        self.lines.grid.product_asked.connect(lambda product_id: desk.navigate("product", product_id))
        self.totals = TotalsFoot(self)
        self.scrolled = QScrollArea(self)
        self._arithmetic = arithmetic
        self._reckoned_by = ARITHMETIC
        self._rate_of = ("", "")  # the currencies the panel asks about
        self.rate = RatePanel(self)
        self.rate.converted.connect(self._convert)
        self.rate.kept.connect(lambda: self._give_prices(lambda price: price))
        self.rate.left.connect(self._type_prices)
        self.folded = FoldedHead(self)
        self.folded.unfolded.connect(self._unfold)
        self._low = False
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
        self._tell_folded()
        self.totals.show_totals(self.sums(), self.discount(), len(self.value("lines")))

    def to_save(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[LineInput] | None]:
        """The paper's own values, and its lines; None where they are not among what is saved."""
        if "currency" in values:  # the lines say what their prices are in it, also where it is the same number
            values = {**values, "lines": self.value("lines")}
        own, lines = parts_of(values)
        return own, lines if "lines" in values else None

    def focus_field(self, name: str) -> None:
        if not self.folded.isHidden() and self._is_in_head(name):
            self._show_folded(folded=False)
        super().focus_field(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.window().height() < _LOW
        if low != self._low and self.is_made():
            self._low = low
            self._show_folded(folded=low)

    def _is_in_head(self, name: str) -> bool:
        return self.sections[0].isAncestorOf(self._boxes[name.partition(".")[0]])

    def _unfold(self) -> None:
        """By the person, who goes on in its first field."""
        self._show_folded(folded=False)
        self.focus_first()

    def _show_folded(self, *, folded: bool) -> None:
        focused = self.window().focusWidget()
        if folded and focused is not None and self.sections[0].isAncestorOf(focused):
            return
        self._tell_folded()
        self.sections[0].setVisible(not folded)
        self.folded.setVisible(folded)

    def _tell_folded(self) -> None:
        self.folded.tell([box.editor.told() for name, box in self._boxes.items() if self._is_in_head(name)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The words above the columns follow the room that the scroll bar leaves."""
        if watched is self.scrolled.viewport() and event.type() == QEvent.Type.Resize:
            self._fit_head()
        return super().eventFilter(watched, event)

    def _put_more(self) -> None:
        """Each where it belongs."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.setSpacing(0)
        above, lines, terms, discount = self.sections
        for section in self.sections:
            column.removeWidget(section)
        self._boxes["lines"].hide_label()
        self._pin = self._made_head()
        self._put_scroll(lines, terms)
        self.totals.put_discount(discount)
        told = _padded(self.lines.grid.told)
        parts = (self._made_top(above), self._pin, self.scrolled, told, self.totals)
        for at, part in enumerate(parts):
            column.insertWidget(at, part, 1 if part is self.scrolled else 0)
        first, *_ = self._boxes
        self.put_stop(first, self.folded)
        self.put_stop("lines", *self.rate.inputs())

    def _made_top(self, above: QWidget) -> QWidget:
        """What stands above the lines, the currency with what it asks."""
        top = QVBoxLayout()
        top.setContentsMargins(theme.PAD_24, theme.PAD_4, theme.PAD_24, theme.PAD_12)
        top.setSpacing(theme.PAD_12)
        top.addWidget(self.folded)
        top.addWidget(above)
        top.addWidget(self.rate)
        made = QFrame(self)
        made.setObjectName("pricedtop")
        made.setLayout(top)
        return made

    def _made_head(self) -> QFrame:
        made = QFrame(self)
        made.setObjectName("lineshead")
        row = QVBoxLayout(made)
        row.setContentsMargins(_BESIDE, 0, _BESIDE, 0)
        row.addWidget(self.lines.grid.head)
        made.setFixedHeight(theme.ROW_HEIGHT + 1)
        return made

    def _put_scroll(self, lines: QWidget, terms: QWidget) -> None:
        inside = QWidget()
        theme.mark(inside, "page")
        page = QVBoxLayout(inside)
        page.setContentsMargins(0, 0, 0, theme.PAD_16)
        page.setSpacing(theme.PAD_12)
        for part, side in ((lines, _BESIDE), (terms, theme.PAD_24)):
            beside = QVBoxLayout()
            beside.setContentsMargins(side, 0, side, 0)
            beside.addWidget(part)
            page.addLayout(beside)
        page.addStretch(1)
        scroll = self.scrolled
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(_LEAST_SEEN)
        scroll.viewport().installEventFilter(self)

    def _fit_head(self) -> None:
        row = self._pin.layout()
        assert isinstance(row, QVBoxLayout)
        row.setContentsMargins(_BESIDE, 0, _BESIDE + self.scrolled.width() - self.scrolled.viewport().width(), 0)

    # While one types

    def _follow(self, name: str) -> None:
        if name == "currency":
            self.lines.change_currency(self.value("currency"))
        if name in _RECKONED or self._arithmetic() != self._reckoned_by:
            self.show_sums()

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


def _parted(head: Section) -> tuple[Section, Section]:
    """What stands above the lines, in one row where there is room, and the discount, which stands beside the sums."""
    discount = next(field for field in head.fields if field.name == "discount")
    rest = [field for field in head.fields if field is not discount]
    above = replace(head, fields=rest, row=[_in_row(field, rest) for field in rest])
    return above, Section(None, (replace(discount, width=Width.COLUMN),))


def _in_row(field: Field, others: Sequence[Field]) -> int:
    """Px; the first takes what there is."""
    if field is others[0]:
        return 0
    return _IN_ROW.get(type(field), _SHORT_IN_ROW)


def _padded(label: QWidget) -> QWidget:
    label.setContentsMargins(theme.PAD_24, theme.PAD_4, theme.PAD_24, theme.PAD_4)
    return label
