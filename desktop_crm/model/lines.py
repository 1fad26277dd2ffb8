"""Lines with products and prices, and the papers they stand on: what every noun that has them shares.

The line's table is a `PricedLine`, its paper's a `PricedPaper`; sums, grid, catalogue and papers ask for nothing more.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final

from sqlalchemy import ForeignKey, Integer, Text, text
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, HIDDEN, Fixed, Record, Value, text_column
from desktop_crm.model.message import msg
from desktop_crm.model.money import (
    CURRENCIES,
    DEFAULT_CURRENCY,
    MAX_MINOR,
    PERCENT_PLACES,
    PRICE_PLACES,
    Money,
    has_places,
    lies_between,
    price_problem,
)
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import ARITHMETIC, Totals, line_amount, paper_totals

QUANTITY_PLACES: Final = 3

#: More of one thing nobody sells; the file keeps it with its places in 64 bits.
MAX_QUANTITY: Final = 10**12


#: What a line says on paper, in the order in which it is kept with one.
SAID: Final = ("code", "name_id", "name_en", "quantity", "unit", "price", "discount", "tax", "note")


class PricedLine(Record):
    """One position; names, unit, price and tax are the paper's own, whatever becomes of the product.

    `price` is of one unit in the paper's currency: None while nobody has given one, 0 when it is free. `below_reason` says why
    it goes below what its product is sold for at least; no paper shows it.
    """

    __abstract__ = True

    #: The relationship to its paper.
    paper_name: ClassVar[str]

    position: Mapped[int] = mapped_column(Integer, default=0, info=about(msg("Sequence")))
    product_id: Mapped[int | None] = mapped_column(
        Integer, ForeignKey("products.id"), info=HIDDEN, doc="Where it came from; the line keeps its own words."
    )
    code: Mapped[str] = text_column(info=about(msg("Code")))
    name_id: Mapped[str] = text_column(info=about(msg("Name (Indonesian)")))
    name_en: Mapped[str] = text_column(info=about(msg("Name (English)")))
    quantity: Mapped[Decimal] = mapped_column(Fixed(QUANTITY_PLACES), default=Decimal(1), info=about(msg("Quantity")))
    unit: Mapped[str] = text_column(info=about(msg("Unit")))
    price: Mapped[Decimal | None] = mapped_column(Fixed(PRICE_PLACES), info=about(msg("Price")))
    discount: Mapped[Decimal] = mapped_column(
        Fixed(PERCENT_PLACES), default=Decimal(0), info=about(msg("Discount"), sensitive=True)
    )
    tax: Mapped[Tax | None] = mapped_column(Value(Tax), info=about(msg("Tax")))
    note: Mapped[str] = text_column(info=about(msg("Note")))
    below_reason: Mapped[str] = text_column(
        server_default=text("''"), sort_order=1, info=about(msg("Why below the limits"), sensitive=True)
    )

    @property
    def paper(self) -> "PricedPaper":
        """What it stands on."""
        found: PricedPaper = getattr(self, self.paper_name)
        return found

    @property
    def currency(self) -> str:
        """The paper's."""
        return self.paper.currency

    @property
    def amount(self) -> Money:
        """After the line's discount; nothing while it has no price."""
        paper = self.paper
        return Money(
            line_amount(self.quantity, self.price, self.discount, paper.currency, paper.arithmetic), paper.currency
        )

    def name(self, language: str) -> str:
        """The name in a language, or in the other where it has none."""
        first, second = (self.name_en, self.name_id) if language == "en" else (self.name_id, self.name_en)
        return first or second


class PricedPaper(Record):
    """An order, and whatever else has priced lines.

    Its table has the columns named here, made by the functions below; they stand where the noun puts them. `arithmetic` is the
    version of the sums it was last saved under as a draft, which does not follow what becomes of the program.
    """

    __abstract__ = True

    #: What its lines are.
    line_type: ClassVar[type[PricedLine]]

    if TYPE_CHECKING:
        currency: Mapped[str]
        discount: Mapped[Decimal]
        total_minor: Mapped[int]
        arithmetic: Mapped[int]
        lines: Mapped[list[Any]]

    def derive(self) -> None:
        """What it comes to, for lists; needs its lines loaded."""
        self.total_minor = self.totals().total.minor

    def totals(self) -> Totals:
        """It added up, by the arithmetic it was agreed under."""
        return paper_totals(self.lines, self.discount, self.currency, self.arithmetic)

    @property
    def total(self) -> Money:
        """What the client pays, as last saved."""
        return Money.of_minor(self.total_minor, self.currency)

    def problems(self) -> list[Problem]:
        """What must be mended of currency, discount, lines and sum before it is saved."""
        if self.currency not in CURRENCIES:
            return [Problem("currency", msg("{currency} is not a currency this program knows", currency=self.currency))]
        found: list[Problem] = []
        if not lies_between(self.discount, 0, 100):
            found.append(Problem("discount", msg("A discount lies between 0 and 100 percent")))
        elif not has_places(self.discount, PERCENT_PLACES):
            found.append(Problem("discount", msg("A discount has at most 2 decimals")))
        for at, line in enumerate(self.lines):
            found.extend(_line_problems(at, line))
        if not any(problem.severity is Severity.ERROR for problem in found) and self.totals().total.minor > MAX_MINOR:
            found.append(Problem("lines", msg("The total is too large")))
        return found


def currency_column() -> MappedColumn[str]:
    """The currency of all prices."""
    return mapped_column(Text, default=DEFAULT_CURRENCY, info=about(msg("Currency")))


def discount_column() -> MappedColumn[Decimal]:
    """The discount of the whole paper, in percent."""
    return mapped_column(Fixed(PERCENT_PLACES), default=Decimal(0), info=about(msg("Discount"), sensitive=True))


def total_column() -> MappedColumn[int]:
    """What it comes to, for lists."""
    return mapped_column(Integer, default=0, info=DERIVED, doc="What it comes to, in the currency's smallest unit.")


def arithmetic_column() -> MappedColumn[int]:
    """The version of the sums."""
    return mapped_column(
        Integer,
        default=ARITHMETIC,
        server_default=text("1"),
        info=DERIVED,
        sort_order=1,
        doc="The version of the sums.",
    )


def _line_problems(at: int, line: PricedLine) -> list[Problem]:
    found = []
    if not (line.name_id.strip() or line.name_en.strip()):
        found.append(Problem(f"lines.{at}.name", msg("Line {line} has no name", line=at + 1)))
    if line.quantity.is_nan() or line.quantity <= 0:
        found.append(Problem(f"lines.{at}.quantity", msg("Line {line}: the quantity must be more than 0", line=at + 1)))
    elif line.quantity > MAX_QUANTITY:
        found.append(Problem(f"lines.{at}.quantity", msg("Line {line}: the quantity is too large", line=at + 1)))
    elif not has_places(line.quantity, QUANTITY_PLACES):
        found.append(
            Problem(f"lines.{at}.quantity", msg("Line {line}: a quantity has at most 3 decimals", line=at + 1))
        )
    if line.price is None:
        found.append(Problem(f"lines.{at}.price", msg("Line {line} has no price yet", line=at + 1), Severity.WARNING))
    elif (wrong := price_problem(line.price)) is not None:
        found.append(Problem(f"lines.{at}.price", msg("Line {line}: {wrong}", line=at + 1, wrong=wrong)))
    if not lies_between(line.discount, 0, 100):
        found.append(
            Problem(f"lines.{at}.discount", msg("Line {line}: a discount lies between 0 and 100 percent", line=at + 1))
        )
    elif not has_places(line.discount, PERCENT_PLACES):
        found.append(
            Problem(f"lines.{at}.discount", msg("Line {line}: a discount has at most 2 decimals", line=at + 1))
        )
    return found
