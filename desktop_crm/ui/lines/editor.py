"""The lines as a field of the form: loaded, compared, drafted, checked and frozen like any other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop_crm.model.limits import Verdict, both_discounts
from desktop_crm.model.lines import PricedLine, PricedPaper
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import CURRENCIES, DEFAULT_CURRENCY
from desktop_crm.model.problem import Problem
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import ARITHMETIC, Totals, line_amount
from desktop_crm.services.lines import LineInput, lines_of, tax_of, taxes_by_id, taxes_to_choose, totals
from desktop_crm.ui.form.editor import Editor, Latest
from desktop_crm.ui.i18n import ntr, speak, tr
from desktop_crm.ui.lines.catalogue import ProductCatalogue
from desktop_crm.ui.lines.grid import LinesGrid
from desktop_crm.ui.lines.line import GridLine, HalfTyped, TaxChoice
from desktop_crm.ui.lines.waiting_prices import any_waits, given, put_off, without_prices

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_LEAST_ROWS: Final = 4
_DECIMALS: Final = ("quantity", "unit_price", "discount", "waiting")


@dataclass(frozen=True, slots=True)
class Taxes:
    """How one paper is reckoned: all taxes it may name by id, those that are offered, what its saved lines keep, and the version."""

    by_id: Mapping[int, Tax] = field(default_factory=dict)
    offered: frozenset[int] = frozenset()
    own: Mapping[int, Tax] = field(default_factory=dict)
    arithmetic: int = ARITHMETIC

    @classmethod
    def of(cls, session: "Session", paper: PricedPaper | None = None) -> "Taxes":
        """Of a saved paper, or of a new one."""
        by_id, offered = taxes_by_id(session, paper), frozenset(taxes_to_choose(session))
        if paper is None:
            return cls(by_id, offered)
        return cls(by_id, offered, {line.id: line.tax for line in paper.lines if line.tax}, paper.arithmetic)


class LinesEditor(Editor):
    """A tuple of `GridLine`. `currency` and `taxes` belong to the paper that is loaded next, `discount` gives its own; `called` is what is read out of the grid."""

    def __init__(
        self, catalogue: ProductCatalogue, latest: Latest | None, discount: Callable[[], Decimal], called: str = ""
    ) -> None:
        super().__init__()
        self._discount = discount
        self._catalogue = catalogue
        self._currency = DEFAULT_CURRENCY
        self._taxes = Taxes()
        self._value = self._kept = ()
        self.grid = LinesGrid(catalogue, self._amount, latest=latest, is_below=self._is_below, called=called)
        self.fill(self.grid)
        self.watch(self.grid.view)
        self._cell: HalfTyped | None = None  # while it is typed into
        self._waiting_in = ""  # the currency before it was changed
        self.grid.changed.connect(self._changed)
        self.grid.removed.connect(self._offer_back)
        self.grid.typed.connect(self._cell_typed)
        self._fit()

    def _offer_back(self, lines: Mapping[int, GridLine]) -> None:
        """In another currency by then, they have no price."""
        currency, (first, *others) = self._currency, lines.values()
        told = ntr("{n} line removed.", "{n} lines removed.", len(lines))
        if not others and (name := first.code or first.name):
            told = tr("{what} removed.", what=name)

        def back() -> None:
            same = self._currency == currency
            self.grid.put_back(lines if same else {row: replace(line, unit_price=None) for row, line in lines.items()})

        self.removed.emit(told, back)

    def prepare(self, taxes: Taxes, currency: str) -> None:
        """What the lines loaded next are reckoned with."""
        self._taxes = taxes
        self._show_currency(currency)
        used = {tax.code for tax in taxes.own.values()}
        self.grid.set_taxes(
            [TaxChoice(at, tax.title) for at, tax in taxes.by_id.items() if at in taxes.offered or tax.code in used]
        )

    def change_currency(self, currency: str) -> None:
        """The person has chosen another currency: prices wait for what is said of them, or for this one to come back."""
        if currency == self._currency or currency not in CURRENCIES:
            return
        waiting = self.waiting_in()
        self._waiting_in = waiting or self._currency
        self._show_currency(currency)
        lines = without_prices(self._value) if waiting else put_off(self._value)
        self.take(given(lines, lambda price: price) if currency == self._waiting_in else lines)
        self.show_value()
        self.grid.forget_steps()  # which hold prices of the other currency

    def waiting_in(self) -> str:
        """The currency of the prices that wait; empty when none does."""
        return self._waiting_in if any_waits(self._value) else ""

    def give_prices(self, of: Callable[[Decimal], Decimal | None]) -> None:
        """Put into the lines that wait what this makes of their price."""
        if self._waiting_in:
            self.grid.change_all(given(self._value, of))

    def wait_no_longer(self) -> None:
        """The prices will be typed anew."""
        self._waiting_in = ""

    def focus_missing(self) -> None:
        """Lead the keyboard to the first line without a price, else to a new line."""
        missing = next((at for at, line in enumerate(self._value) if line.unit_price is None), None)
        if missing is None:
            self.grid.focus_entry()
        else:
            self.grid.focus_problem(f"lines.{missing}.price")

    def totals(self, discount: Decimal, arithmetic: int = ARITHMETIC) -> Totals:
        """What the lines come to, as on the paper."""
        typed = line_inputs(self._value)
        known = self._taxes
        return totals(typed, discount, self._currency, known.by_id, known.own, arithmetic=arithmetic)

    def clean(self, value: Any) -> tuple[GridLine, ...]:
        lines: Sequence[Any] = value or ()
        if lines and isinstance(lines[0], PricedLine):
            return grid_lines(lines_of(lines[0].paper, speak().code, self._taxes.by_id))
        return tuple(lines)

    def show_value(self) -> None:
        if tuple(self.grid.lines()) != self._value:
            self.grid.set_lines(self._value)
        self._fit()

    def commit(self) -> None:
        if self._is_typing():
            self.grid.commit()
        super().commit()

    def leave(self) -> None:
        """The focus goes into a cell as often as out of the lines."""
        super().commit()

    def set_value(self, value: Any) -> None:
        if self._cell is not None:
            self.grid.give_up_cell()
        self._waiting_in = ""
        super().set_value(value)

    def trouble(self) -> Message | None:
        why = self.grid.trouble()
        return msg("{name}", name=why) if why else None

    def tell_trouble(self) -> None:
        """The cell tells it by itself."""

    def told_trouble(self) -> Message | None:
        return self.trouble()

    def draft(self) -> Any:
        lines = [_plain(line) for line in self._value]
        cell = {} if self._cell is None else {"cell": asdict(self._cell)}
        waiting = {"waiting_in": self.waiting_in()} if self.waiting_in() else {}
        return {"lines": lines, **cell, **waiting} if cell or waiting else lines

    def is_half_typed(self) -> bool:
        """A cell is kept before it is left."""
        return self._cell is not None

    def restore(self, draft: Any) -> None:
        whole = draft if isinstance(draft, dict) else {"lines": draft}
        older = whole.get("waiting") or {}
        lines = _waiting([_of_plain(item) for item in whole["lines"]], older.get("prices", ()))
        super().restore(lines)
        self._waiting_in = whole.get("waiting_in") or older.get("currency", "")
        if "cell" in whole:
            self.grid.type_on(HalfTyped(**whole["cell"]))

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.grid.set_read_only(read_only)
        self._fit()

    def show_parts(self, problems: Sequence[Problem]) -> list[Problem]:
        named = [
            problem if problem.field == "lines" else replace(problem, field=f"lines.{problem.field}")
            for problem in problems
        ]
        return self.grid.show_problems(named)

    def focus_part(self, path: str) -> None:
        row, _, name = path.partition(".")
        if name == "below_reason" and row.isdecimal():
            self.grid.ask_reason(int(row))
        elif path:
            self.grid.focus_problem(f"lines.{path}")
        else:
            self.grid.focus_entry()

    def key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Esc takes back a cell, never all lines at once."""
        del watched, event
        return False

    def _amount(self, line: GridLine) -> Decimal:
        return line_amount(line.quantity, line.unit_price, line.discount, self._currency, self._taxes.arithmetic)

    def _is_below(self, line: GridLine) -> bool:
        """Whether its price, after both discounts, is less than its product may be sold for."""
        limits = self._catalogue.limits.get(line.product_id or 0)
        if limits is None or self.read_only:
            return False
        (typed,) = line_inputs([line])
        tax = tax_of(typed, self._taxes.by_id, self._taxes.own)
        discount = both_discounts(line.discount, self._discount())
        return limits.verdict(line.unit_price, discount, self._currency, tax) is Verdict.BELOW

    def _changed(self, lines: list[GridLine]) -> None:
        self.take(tuple(lines))
        self._fit()

    def _cell_typed(self, cell: HalfTyped | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self.edited.emit()

    def _show_currency(self, currency: str) -> None:
        self._currency = self._catalogue.currency = currency if currency in CURRENCIES else DEFAULT_CURRENCY
        self.grid.set_currency(self._currency)

    def _is_typing(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and focused is not self.grid.view and self.grid.view.isAncestorOf(focused)

    def _fit(self) -> None:
        """As high as its lines, so that the page scrolls and not the grid in it."""
        rows = max(len(self._value) + (not self.read_only), _LEAST_ROWS)
        self.grid.view.setFixedHeight(self.grid.view.height_of(rows))


def grid_lines(lines: Iterable[LineInput]) -> tuple[GridLine, ...]:
    """As the grid edits them."""
    return tuple(
        GridLine(
            line.product_id,
            line.code,
            line.name,
            line.quantity,
            line.unit,
            line.price,
            line.discount,
            line.tax_id,
            line.note,
            line.key,
            below_reason=line.below_reason,
        )
        for line in lines
    )


def line_inputs(lines: Iterable[GridLine]) -> list[LineInput]:
    """As the service takes them."""
    return [
        LineInput(
            line.product_id,
            line.code,
            line.name,
            line.quantity,
            line.unit,
            line.unit_price,
            line.discount,
            line.tax_id,
            line.note,
            line.key,
            below_reason=line.below_reason,
        )
        for line in lines
    ]


def parts_of(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[LineInput]]:
    """The paper's own values, and its lines; an emptied discount is none."""
    record = {name: value for name, value in values.items() if name != "lines"}
    if "discount" in record:
        record["discount"] = record["discount"] or Decimal(0)
    return record, line_inputs(values.get("lines", ()))


def _plain(line: GridLine) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(line).items()}


def _waiting(lines: list[GridLine], prices: Sequence[str | None]) -> list[GridLine]:
    """With the prices that wait in a draft of an older version: beside the lines, in their order."""
    if len(prices) != len(lines):
        return lines
    return [
        replace(line, waiting=Decimal(price)) if price and line.unit_price is None else line
        for line, price in zip(lines, prices, strict=True)
    ]


def _of_plain(item: Mapping[str, Any]) -> GridLine:
    values: dict[str, Any] = {**item, **{name: Decimal(item[name]) for name in _DECIMALS if item.get(name) is not None}}
    return GridLine(**values)
