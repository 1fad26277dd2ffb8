"""A product: goods or a service in the catalogue."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, Fixed, Flag, Moment, Record, text_column
from desktop_crm.model.fold import fold, name_key, search_key
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.money import (
    CURRENCIES,
    DEFAULT_CURRENCY,
    PERCENT_PLACES,
    PRICE_PLACES,
    Money,
    has_places,
    lies_between,
    price_problem,
)
from desktop_crm.model.problem import Problem, Severity


class ProductKind(StrEnum):
    """Goods are delivered, services performed."""

    GOODS = "goods"
    SERVICE = "service"


PRODUCT_KINDS: Final = (
    Choice(ProductKind.GOODS, msg("Goods")),
    Choice(ProductKind.SERVICE, msg("Service")),
)


class Product(Record):
    """What the manager sells; names in both languages, for papers in both. A price of 0 is free, None not known yet.

    `lowest_price` is of one unit in the same currency and with the same tax, `largest_discount` in percent; None is no limit.
    """

    __tablename__ = "products"
    noun = "product"
    one = msg("Product")
    called = "code"

    code: Mapped[str] = mapped_column(Text, unique=True, default="", info=about(msg("Code")))
    kind: Mapped[str] = mapped_column(Text, default=ProductKind.GOODS, info=about(msg("Kind"), choices=PRODUCT_KINDS))
    name_id: Mapped[str] = text_column(info=about(msg("Name (Indonesian)")))
    name_en: Mapped[str] = text_column(info=about(msg("Name (English)")))
    unit: Mapped[str] = mapped_column(Text, default="pcs", info=about(msg("Unit")))
    price: Mapped[Decimal | None] = mapped_column(Fixed(PRICE_PLACES), info=about(msg("Price")))
    currency: Mapped[str] = mapped_column(Text, default=DEFAULT_CURRENCY, info=about(msg("Currency")))
    tax_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("tax_rules.id"), info=about(msg("Tax")))
    strengths: Mapped[str] = text_column(info=about(msg("Strengths")))
    picture_id: Mapped[int | None] = mapped_column(
        Integer, ForeignKey("blobs.id"), info=about(msg("Picture"), holds_bytes=True)
    )
    active: Mapped[bool] = mapped_column(Flag, default=True, info=about(msg("Active")))
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    code_key: Mapped[str] = text_column(info=DERIVED, doc="The code, for sorting.")
    name_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)
    lowest_price: Mapped[Decimal | None] = mapped_column(
        Fixed(PRICE_PLACES), sort_order=1, info=about(msg("Lowest price"), sensitive=True)
    )
    largest_discount: Mapped[Decimal | None] = mapped_column(
        Fixed(PERCENT_PLACES), sort_order=1, info=about(msg("Largest discount"), sensitive=True)
    )

    __table_args__ = (
        Index(None, "code_key"),
        Index(None, "name_key"),
        Index(None, "changed_at"),
        Record.__table_args__,
    )

    @property
    def list_price(self) -> Money | None:
        """Of one unit, without or with tax as its tax rule says; None while nobody has given one."""
        return None if self.price is None else Money(self.price, self.currency)

    def name(self, language: str) -> str:
        """The name in a language, or in the other where it has none."""
        first, second = (self.name_en, self.name_id) if language == "en" else (self.name_id, self.name_en)
        return first or second

    def derive(self) -> None:
        """Sort and search keys."""
        self.code_key = fold(self.code or "")
        self.name_key = name_key(self.name_id or self.name_en or "")
        self.search_key = search_key(self.code, self.name_id, self.name_en)

    def problems(self) -> list[Problem]:
        """A code and a name are required, the price is not negative."""
        found: list[Problem] = []
        if not self.code.strip():
            found.append(Problem("code", msg("A product needs a code")))
        if not (self.name_id.strip() or self.name_en.strip()):
            found.append(Problem("name_id", msg("A product needs a name")))
        elif not self.name_en.strip():
            found.append(Problem("name_en", msg("English documents will show the Indonesian name"), Severity.WARNING))
        elif not self.name_id.strip():
            found.append(Problem("name_id", msg("Indonesian documents will show the English name"), Severity.WARNING))
        if self.currency not in CURRENCIES:
            found.append(
                Problem("currency", msg("{currency} is not a currency this program knows", currency=self.currency))
            )
        if self.price is None:
            told = msg("No price yet: every order will ask for one. What is free costs 0")
            found.append(Problem("price", told, Severity.WARNING))
        elif (wrong := price_problem(self.price)) is not None:
            found.append(Problem("price", wrong))
        found.extend(self._limit_problems())
        if not self.unit.strip():
            found.append(Problem("unit", msg("Which unit is it sold by?")))
        return found

    def _limit_problems(self) -> list[Problem]:
        found: list[Problem] = []
        if self.lowest_price is not None:
            if (wrong := price_problem(self.lowest_price)) is not None:
                found.append(Problem("lowest_price", wrong))
            elif self.price is not None and self.lowest_price > self.price:
                told = msg("The lowest price is above the price itself")
                found.append(Problem("lowest_price", told, Severity.WARNING))
        if self.largest_discount is not None:
            if not lies_between(self.largest_discount, 0, 100):
                found.append(Problem("largest_discount", msg("A discount lies between 0 and 100 percent")))
            elif not has_places(self.largest_discount, PERCENT_PLACES):
                found.append(Problem("largest_discount", msg("A discount has at most 2 decimals")))
        return found
