"""Where lines find products: the active ones, exact codes first, prices in their paper's currency."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from desktop_crm.model.limits import Limits
from desktop_crm.model.listing import Filter, Query
from desktop_crm.model.message import msg
from desktop_crm.model.money import DEFAULT_CURRENCY, Money
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.product import Product
from desktop_crm.services import limits
from desktop_crm.services import product as products
from desktop_crm.services.lines import products_by_codes, products_of
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import speak
from desktop_crm.ui.lines.line import GridLine, ProductChoice

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_MOST: Final = 12
_ACTIVE: Final = Filter("active", values=(True,))


class ProductCatalogue:
    """`Catalogue` over the products; `currency` is the paper's, a price in another one is left to the manager."""

    def __init__(self, desk: Desk) -> None:
        self._workspace = desk.workspace
        self._listing = products.listing(desk.workspace)
        self._foreign: dict[int, Money] = {}
        self.limits: dict[int, Limits] = {}  # of the products that were chosen or stand on the paper
        self.currency = DEFAULT_CURRENCY

    def search(self, text: str) -> Sequence[ProductChoice]:
        """The product of exactly this code, those whose code begins so, then those whose name contains it."""
        rows = self._listing.page(Query(find=text, filters=(_ACTIVE,)), 0, _MOST)
        with self._workspace.read() as session:
            exact = products_by_codes(session, [text, text.upper()])
            found = products_of(session, [row[0] for row in rows])
            self.know(session, [product.id for product in (*exact.values(), *found)])
        begins = text.casefold()
        found.sort(key=lambda product: not product.code.casefold().startswith(begins))
        return self._choices([*exact.values(), *found])

    def by_codes(self, codes: Sequence[str]) -> Mapping[str, ProductChoice]:
        """Code as asked → active product."""
        with self._workspace.read() as session:
            found = products_by_codes(session, codes)
            self.know(session, [product.id for product in found.values()])
        return {code: self._choice(product) for code, product in found.items()}

    def know(self, session: "Session", ids: Iterable[int | None]) -> None:
        """Read what these products may be sold for at least."""
        asked = {product_id for product_id in ids if product_id}
        found = limits.limits_of(session, asked)
        self.limits.update(found)
        for product_id in asked - found.keys():
            self.limits.pop(product_id, None)

    def with_hints(self, found: Iterable[Problem], lines: Iterable[GridLine]) -> list[Problem]:
        """What was found; a line without a price because its product is priced in another currency is told so instead."""
        hints = self._hints(lines)
        hinted = {hint.field for hint in hints}
        return [*(problem for problem in found if problem.field not in hinted), *hints]

    def _hints(self, lines: Iterable[GridLine]) -> list[Problem]:
        return [
            Problem(
                f"lines.{at}.price",
                msg("The catalogue has {price}: type a price in {currency}", price=price, currency=self.currency),
                Severity.WARNING,
            )
            for at, line in enumerate(lines)
            if line.unit_price is None and (price := self._foreign.get(line.product_id or 0))
        ]

    def _choices(self, found: Iterable[Product]) -> list[ProductChoice]:
        unique = {product.id: product for product in found}
        return [self._choice(product) for product in unique.values()]

    def _choice(self, product: Product) -> ProductChoice:
        price, own = product.list_price, product.currency == self.currency
        if price is not None and not own:
            self._foreign[product.id] = price
        amount = product.price if own else None
        return ProductChoice(product.id, product.code, product.name(speak().code), product.unit, amount, product.tax_id)
