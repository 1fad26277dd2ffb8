"""A product: goods or a service in the catalogue."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import DERIVED, Flag, Moment, Record, text_column
from desktop_crm.model.fold import fold, name_key, search_key
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES, DEFAULT_CURRENCY, MAX_MINOR, Money
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.states import ProductKind


class Product(Record):
    """What the manager sells; names in both languages, for papers in both."""

    __tablename__ = "products"
    noun = "product"
    called = "code"

    code: Mapped[str] = mapped_column(Text, unique=True, default="")
    kind: Mapped[str] = mapped_column(Text, default=ProductKind.GOODS)
    name_id: Mapped[str] = text_column()
    name_en: Mapped[str] = text_column()
    unit: Mapped[str] = mapped_column(Text, default="pcs")
    price_minor: Mapped[int] = mapped_column(Integer, default=0)
    currency: Mapped[str] = mapped_column(Text, default=DEFAULT_CURRENCY)
    tax_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("tax_rules.id"))
    strengths: Mapped[str] = text_column()
    picture_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("blobs.id"))
    active: Mapped[bool] = mapped_column(Flag, default=True)
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    changed_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)
    code_key: Mapped[str] = text_column(info=DERIVED)
    name_key: Mapped[str] = text_column(info=DERIVED)
    search_key: Mapped[str] = text_column(info=DERIVED)

    __table_args__ = (
        Index(None, "code_key"),
        Index(None, "name_key"),
        Index(None, "changed_at"),
        Record.__table_args__,
    )

    @property
    def price(self) -> Money:
        """The list price of one unit, without or with tax as its tax rule says."""
        return Money.of_minor(self.price_minor, self.currency)

    @price.setter
    def price(self, value: Money) -> None:
        self.price_minor, self.currency = value.minor, value.currency

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
        if self.price_minor < 0:
            found.append(Problem("price", msg("A price can't be negative")))
        elif self.price_minor > MAX_MINOR:
            found.append(Problem("price", msg("The price is too large")))
        if not self.unit.strip():
            found.append(Problem("unit", msg("Which unit is it sold by?")))
        return found
