"""Business rules that travel with the file: the own company, taxes, numbers, templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm import assets
from desktop_crm.model.company import Company, NumberSeries
from desktop_crm.model.contract import Template, TemplateKind
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.noun import Noun, Numbered
from desktop_crm.model.nouns import NOUNS, NUMBER_PATTERNS
from desktop_crm.model.numbering import Anew
from desktop_crm.model.problem import Problem
from desktop_crm.model.tax import TaxRule
from desktop_crm.model.urgency import usual_call_weight
from desktop_crm.services import picture as pictures
from desktop_crm.services.contract_sources import drafts_follow_company
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import attachment, contract, product
from desktop_crm.storage import settings as storage

company = storage.company
number_series = storage.series
tax_rules = product.tax_rules
templates = contract.templates
picture = attachment.bytes_of

#: The largest sequence number.
MOST_NUMBERS: Final = 999_999_999

#: The rules a new file begins with; PPN as of PMK 131/2024, PPh 23 is withheld by the buyer and so no rule here.
TAX_RULES: Final = (
    {"code": "PPN11", "name": "PPN 12% × 11/12", "rate": Decimal(12), "base_numerator": 11, "base_denominator": 12},
    {"code": "PPN12", "name": "PPN 12%", "rate": Decimal(12)},
    {
        "code": "PPN11I",
        "name": "PPN 12% × 11/12, termasuk",
        "rate": Decimal(12),
        "base_numerator": 11,
        "base_denominator": 12,
        "included": True,
    },
    {"code": "PPN0", "name": "PPN 0%", "rate": Decimal(0)},
)

#: Code, title in Indonesian, title in English of the templates of contracts that come with the program, and of letters.
TEMPLATES: Final = (
    ("sale", "Jual beli barang", "Sale and purchase of goods"),
    ("services", "Jasa", "Services"),
)
LETTER_TEMPLATES: Final = (
    ("letter_cover", "Surat pengantar", "Cover letter"),
    ("letter_offer", "Surat penawaran", "Offer letter"),
    ("letter_invitation", "Undangan", "Invitation"),
    ("letter_thanks", "Ucapan terima kasih", "Letter of thanks"),
    ("letter_reminder_1", "Pengingat, ramah", "Reminder, friendly"),
    ("letter_reminder_2", "Pengingat, tegas", "Reminder, firm"),
    ("letter_reminder_3", "Peringatan terakhir", "Reminder, last"),
    ("letter_apology", "Permohonan maaf", "Apology"),
    ("letter_complaint", "Jawaban atas keluhan", "Reply to a complaint"),
)


def fill_new(session: Session, *, language: str, currency: str) -> None:
    """What every new file holds before anything is typed."""
    rules = [TaxRule(**values) for values in TAX_RULES]
    session.add_all(rules)
    add_templates(session)
    session.add_all(NumberSeries(kind=kind, pattern=pattern) for kind, pattern in NUMBER_PATTERNS.items())
    session.flush()
    call = usual_call_weight(currency)
    session.add(Company(language=language, currency=currency, tax_id=rules[0].id, call_weight=call))


def missing_templates(session: Session) -> bool:
    """Whether one that comes with the program is not there: files of versions before it have none."""
    there = set(session.scalars(select(Template.code)))
    return any(code not in there for code, _, _ in (*TEMPLATES, *LETTER_TEMPLATES))


def add_templates(session: Session) -> None:
    """Those that come with the program, as far as they are not there."""
    there = set(session.scalars(select(Template.code)))
    for kind, every in ((TemplateKind.CONTRACT, TEMPLATES), (TemplateKind.LETTER, LETTER_TEMPLATES)):
        for code, title_id, title_en in every:
            if code not in there:
                texts = {f"text_{name}": original_text(code, name) for name in ("id", "en")}
                session.add(Template(code=code, kind=kind, title_id=title_id, title_en=title_en, **texts))
    session.flush()


def company_problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the company's values, while they are typed."""
    return Company(**values).problems()


def save_company(session: Session, values: Mapping[str, Any], version: int | None = None) -> Company:
    """Change the own company; `logo` is the picture's bytes. UserError for wrong values."""
    record = storage.company(session)
    refuse_stale(record, version)
    values = dict(values)
    if "logo" in values:
        values["logo_id"] = pictures.keep(session, values.pop("logo"), pictures.LOGO)
    with drafts_follow_company(session, record):
        take(record, values)
        refuse_problems(record.problems())
        session.add(record)
    return record


def save_series(session: Session, kind: str, pattern: str, begins_anew: str | None = None) -> NumberSeries:
    """Change how the numbers of a kind look, and when they begin anew; numbers given before stay.

    UserError for a pattern that is unusable so.
    """
    record = session.scalars(select(NumberSeries).where(NumberSeries.kind == kind)).first() or made(
        NumberSeries, kind=kind
    )
    take(record, {"pattern": pattern, "begins_anew": record.begins_anew if begins_anew is None else begins_anew})
    refuse_problems(record.problems())
    session.add(record)
    return record


@dataclass(frozen=True, slots=True)
class Numbering:
    """How papers of a kind are numbered now, and what was `given` to the paper that was made last, and when."""

    kind: str
    pattern: str
    begins_anew: Anew
    lasts: Mapping[Anew, int]  # the last number, if they begin anew so
    given: str = ""
    at: datetime | None = None

    @property
    def last(self) -> int:
        """What was given since they began anew."""
        return self.lasts[self.begins_anew]


def numbering(session: Session, day: date) -> list[Numbering]:
    """Of all kinds of papers, on a day."""
    return [_numbering(session, noun, kind, day) for noun in NOUNS for kind in noun.numbered]


def _numbering(session: Session, noun: Noun, of: Numbered, day: date) -> Numbering:
    kept = session.scalars(select(NumberSeries).where(NumberSeries.kind == of.id)).first()
    pattern, anew = (of.pattern, Anew.YEAR) if kept is None else (kept.pattern, _anew(kept.begins_anew))
    lasts = {each: storage.last_given(session, of.id, day, each) for each in Anew}
    given, at = storage.newest_paper(session, noun.record, of.rows) or ("", None)
    return Numbering(of.id, pattern, anew, lasts, given, at)


def save_numbering(
    session: Session, kind: str, pattern: str, following: int, day: date, *, begins_anew: str | None = None
) -> NumberSeries:
    """Change how the numbers of a kind look, when they begin anew, and with which they go on at `day`.

    UserError for an unusable pattern, and for a number that was given before.
    """
    record = save_series(session, kind, pattern, begins_anew)
    last = storage.last_given(session, kind, day, _anew(record.begins_anew))
    if following <= last:
        told = msg("{number} was given already: the next number is {next} or more", number=following, next=last + 1)
        raise UserError(told, [Problem("next", told)])
    if following > MOST_NUMBERS:
        told = msg("A number has at most 9 digits")
        raise UserError(told, [Problem("next", told)])
    if following > last + 1:
        storage.given_until(session, kind, day, following - 1)
    return record


def _anew(kept: str) -> Anew:
    """As what is kept says; what a later version may say is like every year."""
    return Anew(kept) if kept in set(Anew) else Anew.YEAR


def save_tax_rule(
    session: Session, rule_id: int | None, values: Mapping[str, Any], version: int | None = None
) -> TaxRule:
    """Make or change a tax rule; orders keep the rule they were saved with. UserError for wrong values."""
    if rule_id is None:
        record = made(TaxRule, **values)
        session.add(record)
    else:
        record = found(session.get(TaxRule, rule_id), msg("The tax rule"))
        refuse_stale(record, version)
        take(record, values)
    refuse_problems(record.problems())
    return record


def delete_tax_rule(session: Session, rule_id: int) -> None:
    """Take a rule away; UserError while a product uses it (switch it off instead)."""
    session.delete(found(session.get(TaxRule, rule_id), msg("The tax rule")))


def original_text(code: str, language: str) -> str:
    """The text a template came with."""
    return assets.text(f"templates/{code}.{language}.md")
