"""What papers are made of: parties, lines, terms and the facts of a contract, as plain frozen values.

Services build these from records; nothing here knows where they come from. Texts are never markup: `<b>` in a name is
printed as it stands.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from desktop_crm.model.addressee import signs_alone
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.money import Money
from desktop_crm.model.totals import Totals

#: The languages of a paper: one, or Indonesian and English side by side.
Languages = Literal["id", "en", "both"]

#: How facts are put into words now; whatever changes a word of a paper that was sent gets a number of its own.
WORDING: Final = 3

CODES: Final[dict[str, tuple[str, ...]]] = {"id": ("id",), "en": ("en",), "both": ("id", "en")}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in both languages; where one is empty the other stands in for it."""

    id: str = ""
    en: str = ""

    def say(self, code: str) -> str:
        """The text for a language."""
        first, second = (self.en, self.id) if code == "en" else (self.id, self.en)
        return first.strip() or second.strip()

    def __bool__(self) -> bool:
        return bool(self.id.strip() or self.en.strip())


#: A text that is the same in both languages may be given as a plain string.
Wording = str | Phrase


def say(wording: Wording, code: str) -> str:
    """A wording in a language."""
    return wording.say(code) if isinstance(wording, Phrase) else wording.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Where payment goes: `bank` with its branch, `number`, and `holder` as the bank writes it."""

    bank: str
    number: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs: `office` is the jabatan, `authority` the basis (Anggaran Dasar, a power of attorney with its number)."""

    name: str
    office: Wording = ""
    authority: Wording = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a paper. `name` carries the legal form (`PT Maju Jaya`), `address` may have several lines.

    `contact` is the person an order or letter is addressed to; a contract names the `signatory`. `person` is true for
    a natural person, who signs in the own name: no office or authority is then asked for.

    `numbers` are the official numbers beside the NPWP, each with its name; a party `abroad` needs no NPWP. `naming` is 1
    for a party of the time when the NPWP stood as it was typed and there were no such numbers: what was sent then says so.
    """

    name: str
    address: str = ""
    city: str = ""
    npwp: str = ""
    nib: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    contact: str = ""
    person: bool = False
    bank: BankAccount | None = None
    signatory: Signatory | None = None
    abroad: bool = False
    numbers: tuple[Phrase, ...] = ()
    naming: int = 1

    @property
    def has_npwp(self) -> bool:
        """Whether a text has a place for it: where it is known, or must be."""
        return bool(self.npwp) or not (self.person or self.abroad)

    @property
    def represented(self) -> bool:
        """Whether somebody else signs for a person."""
        return self.person and not signs_alone(self.name, self.signatory.name if self.signatory else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A priced line. `price` is of one unit, `discount` in percent, `amount` after discount.

    A line of a draft may have no price yet.
    """

    name: Wording
    quantity: Decimal
    unit: Wording
    price: Money | None
    amount: Money
    code: str = ""
    discount: Decimal = Decimal(0)
    note: Wording = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """Everything a contract says, before it is put into words: the context of templates.

    `subject` is the short object of the contract (`kopi bubuk dan perlengkapan kafe`); `place` and `day` are of signing;
    `starts_on`/`ends_on` the term. `lines` and `totals` come from the order, added up by its `arithmetic`. `version` counts from 1.
    `paper_text` is what this contract says beside its template, a paragraph each. `languages` are those it is signed in.
    `wording` says how the program puts facts into words: 1 until templates knew of that; `WORDING` is today's.
    """

    number: str
    day: date | None
    place: str
    own: Party
    client: Party
    lines: tuple[PaperLine, ...]
    totals: Totals
    version: int = 1
    subject: Wording = ""
    order_number: str = ""
    order_day: date | None = None
    payment_terms: Wording = ""
    delivery_terms: Wording = ""
    delivery_day: date | None = None
    delivery_place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    terms: ContractTerms = field(default_factory=ContractTerms)
    arithmetic: int = 1
    paper_text: tuple[Wording, ...] = ()
    languages: Languages = "both"
    wording: int = 1

    @property
    def advance(self) -> Money:
        """What is paid before anything is delivered."""
        total = self.totals.total
        return Money(total.amount * self.terms.prepayment_percent / 100, total.currency).rounded()

    @property
    def balance(self) -> Money:
        """The rest."""
        return self.totals.total - self.advance

    @property
    def currency(self) -> str:
        """Of all amounts."""
        return self.totals.total.currency
