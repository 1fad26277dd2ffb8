"""The own company: letterhead, bank, signatory, and the business rules that travel with the file."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ForeignKey, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.about import about
from desktop_crm.model.address import Address
from desktop_crm.model.base import Record, text_column
from desktop_crm.model.client import Email, contact_point_problems, full_name
from desktop_crm.model.identifier import Identifier, identifier_problem
from desktop_crm.model.message import msg
from desktop_crm.model.money import DEFAULT_CURRENCY
from desktop_crm.model.numbering import BEGINS_ANEW, Anew, pattern_problem
from desktop_crm.model.phone import Phone
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.signatory import Signatory
from desktop_crm.model.urgency import CALL_WEIGHT, KEY_WEIGHT, MOST_CALL, MOST_KEY

_LONGEST_DELIVERY: Final = 3650  # days


class Company(Record):
    """The one row about ourselves."""

    __tablename__ = "company"
    noun = "settings"
    one = msg("Your company")

    legal_form: Mapped[str] = text_column(info=about(msg("Legal form")))
    name: Mapped[str] = text_column(info=about(msg("Name")))
    street: Mapped[str] = text_column(info=about(msg("Street")))
    city: Mapped[str] = text_column(info=about(msg("City")))
    province: Mapped[str] = text_column(info=about(msg("Province")))
    postal_code: Mapped[str] = text_column(info=about(msg("Postal code")))
    country: Mapped[str] = mapped_column(Text, default="Indonesia", info=about(msg("Country")))
    npwp: Mapped[str] = text_column(info=about(msg("NPWP")))
    nib: Mapped[str] = text_column(info=about(msg("NIB")))
    phone: Mapped[str] = text_column(info=about(msg("Phone")))
    email: Mapped[str] = text_column(info=about(msg("E-mail")))
    website: Mapped[str] = text_column(info=about(msg("Website")))
    bank_name: Mapped[str] = text_column(info=about(msg("Bank")))
    bank_account: Mapped[str] = text_column(info=about(msg("Account number")))
    bank_holder: Mapped[str] = text_column(info=about(msg("Account holder")))
    logo_id: Mapped[int | None] = mapped_column(
        Integer, ForeignKey("blobs.id"), info=about(msg("Logo"), holds_bytes=True)
    )
    signatory_name: Mapped[str] = text_column(info=about(msg("Signatory")))
    signatory_office: Mapped[str] = text_column(info=about(msg("Position of the signatory")))
    signatory_authority: Mapped[str] = text_column(info=about(msg("Basis of authority")))
    manager: Mapped[str] = text_column(info=about(msg("Account manager")))
    currency: Mapped[str] = mapped_column(Text, default=DEFAULT_CURRENCY, info=about(msg("Currency")))
    tax_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("tax_rules.id"), info=about(msg("Tax")))
    language: Mapped[str] = mapped_column(Text, default="id", info=about(msg("Document language")))
    payment_terms: Mapped[str] = text_column(info=about(msg("Payment terms")))
    delivery_terms: Mapped[str] = text_column(info=about(msg("Delivery terms")))
    delivery_days: Mapped[int] = mapped_column(Integer, default=14, info=about(msg("Days until delivery")))
    #: 0: for ever
    history_years: Mapped[int] = mapped_column(Integer, default=0, info=about(msg("Years of history kept")))
    key_weight: Mapped[int] = mapped_column(
        Integer,
        default=KEY_WEIGHT,
        server_default=text(str(KEY_WEIGHT)),
        sort_order=1,
        info=about(msg("Key clients count")),
    )
    #: In whole units of `currency`.
    call_weight: Mapped[int] = mapped_column(
        Integer,
        default=CALL_WEIGHT,
        server_default=text(str(CALL_WEIGHT)),
        sort_order=1,
        info=about(msg("Calls and claims count a day")),
    )

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
        if self.key_weight is not None and not 1 <= self.key_weight <= MOST_KEY:
            found.append(Problem("key_weight", msg("A key client counts from 1 to 100 times")))
        if self.call_weight is not None and not 0 <= self.call_weight <= MOST_CALL:
            found.append(Problem("call_weight", msg("This is too much for a day")))
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
    one = msg("Numbers")

    kind: Mapped[str] = mapped_column(Text, unique=True, info=about(msg("Kind")))
    pattern: Mapped[str] = text_column(info=about(msg("Pattern")))
    begins_anew: Mapped[str] = mapped_column(
        Text,
        default=Anew.YEAR,
        server_default=text(repr(Anew.YEAR.value)),
        sort_order=1,
        info=about(msg("Begins anew"), choices=BEGINS_ANEW),
    )

    def problems(self) -> list[Problem]:
        """The pattern must give a new number for each sequence number."""
        wrong = pattern_problem(self.pattern, self.begins_anew)
        return [Problem("pattern", wrong)] if wrong else []
