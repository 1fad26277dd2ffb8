"""The own company: letterhead, bank, signatory, and the business rules that travel with the file."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.address import Address
from desktop_crm.model.base import Record, text_column
from desktop_crm.model.client import Email, contact_point_problems, full_name
from desktop_crm.model.contract import Signatory
from desktop_crm.model.identifier import Identifier, identifier_problem
from desktop_crm.model.message import msg
from desktop_crm.model.money import DEFAULT_CURRENCY
from desktop_crm.model.phone import Phone
from desktop_crm.model.problem import Problem, Severity

_LONGEST_DELIVERY: Final = 3650  # days


class Company(Record):
    """The one row about ourselves."""

    __tablename__ = "company"
    noun = "settings"

    legal_form: Mapped[str] = text_column()
    name: Mapped[str] = text_column()
    street: Mapped[str] = text_column()
    city: Mapped[str] = text_column()
    province: Mapped[str] = text_column()
    postal_code: Mapped[str] = text_column()
    country: Mapped[str] = mapped_column(Text, default="Indonesia")
    npwp: Mapped[str] = text_column()
    nib: Mapped[str] = text_column()
    phone: Mapped[str] = text_column()
    email: Mapped[str] = text_column()
    website: Mapped[str] = text_column()
    bank_name: Mapped[str] = text_column()
    bank_account: Mapped[str] = text_column()
    bank_holder: Mapped[str] = text_column()
    logo_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("blobs.id"))
    signatory_name: Mapped[str] = text_column()
    signatory_office: Mapped[str] = text_column()
    signatory_authority: Mapped[str] = text_column()
    manager: Mapped[str] = text_column()
    currency: Mapped[str] = mapped_column(Text, default=DEFAULT_CURRENCY)
    tax_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("tax_rules.id"))
    language: Mapped[str] = mapped_column(Text, default="id")
    payment_terms: Mapped[str] = text_column()
    delivery_terms: Mapped[str] = text_column()
    delivery_days: Mapped[int] = mapped_column(Integer, default=14)
    history_years: Mapped[int] = mapped_column(Integer, default=0)  # 0: for ever

    @property
    def full_name(self) -> str:
        """With the legal form: PT Sumber Makmur."""
        return full_name(self.legal_form, self.name)

    @property
    def address(self) -> Address:
        """As an address value."""
        return Address(self.street, self.city, self.province, self.postal_code, self.country)

    @property
    def signatory(self) -> Signatory:
        """Who signs for us."""
        return Signatory(self.signatory_name, self.signatory_office, self.signatory_authority)

    @property
    def delivery_time(self) -> timedelta | None:
        """How long deliveries take; None where what is kept is no such time."""
        usual = self.delivery_days or 0
        return timedelta(days=usual) if 0 <= usual <= _LONGEST_DELIVERY else None

    def problems(self) -> list[Problem]:
        """A name is required; numbers must be real ones."""
        found: list[Problem] = []
        if not self.name.strip():
            found.append(Problem("name", msg("Your company needs a name: contracts begin with it")))
        if self.delivery_time is None:
            found.append(Problem("delivery_days", msg("A delivery takes from 0 to 3,650 days")))
        phones = (Phone(self.phone),) if self.phone else ()
        emails = (Email(self.email),) if self.email else ()
        found.extend(
            Problem(problem.field.split("s.", 1)[0], problem.message, problem.severity)
            for problem in contact_point_problems(phones, emails)
        )
        for kind in ("npwp", "nib"):
            number = getattr(self, kind)
            if number and (wrong := identifier_problem(Identifier(kind, number))):
                found.append(Problem(kind, wrong, Severity.WARNING))
        return found


class NumberSeries(Record):
    """How the numbers of one kind of document look: `{seq:03}/PKS/{roman_month}/{year}`."""

    __tablename__ = "number_series"
    noun = "settings"

    kind: Mapped[str] = mapped_column(Text, unique=True)
    pattern: Mapped[str] = text_column()

    def problems(self) -> list[Problem]:
        """The pattern must give a new number for each sequence number."""
        from desktop_crm.model.numbering import pattern_problem

        wrong = pattern_problem(self.pattern)
        return [Problem("pattern", wrong)] if wrong else []
