"""The fields a template may use, with what they mean: the list beside the editor, and the names in problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.model.message import Message, msg


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A field as written between `{{ }}`, and what a person calls it. `sample` is read from the sample contract."""

    name: str
    title: Message

    @property
    def sample(self) -> Any:
        """The value in the sample contract."""
        from desktop_crm.documents.sample import sample_facts

        value: Any = sample_facts()
        for part in self.name.split("."):
            value = getattr(value, part, None)
        return value


def party_fields(path: str, title: Message) -> Iterator[TemplateField]:
    """Those of a side of a paper."""
    parts = (
        ("name", msg("name")),
        ("address", msg("address")),
        ("city", msg("city")),
        ("npwp", msg("NPWP")),
        ("has_npwp", msg("whether an NPWP is named")),
        ("nib", msg("NIB")),
        ("numbers", msg("all other official numbers")),
        ("abroad", msg("whether it is abroad")),
        ("phone", msg("phone")),
        ("email", msg("e-mail")),
        ("website", msg("website")),
        ("contact", msg("contact person")),
        ("bank.bank", msg("bank")),
        ("bank.number", msg("account number")),
        ("bank.holder", msg("account holder")),
        ("signatory.name", msg("signatory")),
        ("signatory.office", msg("position of the signatory")),
        ("signatory.authority", msg("basis of authority of the signatory")),
    )
    for name, part in parts:
        yield TemplateField(f"{path}.{name}", msg("{party}: {part}", party=title, part=part))


FIELDS: Final[tuple[TemplateField, ...]] = (
    TemplateField("number", msg("Number of the contract")),
    TemplateField("version", msg("Version of the contract")),
    TemplateField("day", msg("Day of signing")),
    TemplateField("place", msg("Place of signing")),
    TemplateField("subject", msg("Subject of the contract in a few words")),
    *party_fields("own", msg("Your company")),
    *party_fields("client", msg("Client")),
    TemplateField("client.person", msg("Whether the client is a person")),
    TemplateField("client.represented", msg("Whether somebody else signs for this person")),
    TemplateField("order_number", msg("Number of the order")),
    TemplateField("order_day", msg("Order date")),
    TemplateField("payment_terms", msg("Payment terms")),
    TemplateField("delivery_terms", msg("Delivery terms")),
    TemplateField("delivery_day", msg("Delivery date")),
    TemplateField("delivery_place", msg("Delivery place")),
    TemplateField("starts_on", msg("First day of the contract")),
    TemplateField("ends_on", msg("Last day of the contract")),
    TemplateField("currency", msg("Currency")),
    TemplateField("advance", msg("Advance payment")),
    TemplateField("balance", msg("Rest of the price after the advance payment")),
    TemplateField("languages", msg("Languages it is signed in: id, en or both")),
    TemplateField("paper_text", msg("Text for the paper, by paragraphs")),
    TemplateField("lines", msg("Goods and services")),
    TemplateField("totals.lines", msg("Total of the lines")),
    TemplateField("totals.discount", msg("Discount of the whole order")),
    TemplateField("totals.untaxed", msg("Total before tax")),
    TemplateField("totals.taxes", msg("Taxes")),
    TemplateField("totals.tax", msg("Tax")),
    TemplateField("totals.main_tax", msg("Tax without second taxes")),
    TemplateField("totals.further", msg("Second taxes, such as PPnBM")),
    TemplateField("totals.total", msg("Total with tax")),
    TemplateField("totals.vat", msg("Whether the tax is PPN")),
    TemplateField("totals.zero_rated", msg("Whether all taxes have a rate of 0%")),
    TemplateField("totals.other_base", msg("Whether a tax is on 11/12 of the price")),
    TemplateField("terms.penalty_percent", msg("Penalty in percent a day")),
    TemplateField("terms.penalty_limit_percent", msg("Limit of penalties in percent")),
    TemplateField("terms.payment_days", msg("Days for payment")),
    TemplateField("terms.prepayment_percent", msg("Advance payment in percent")),
    TemplateField("terms.advance_days", msg("Days for the advance payment")),
    TemplateField("terms.claim_days", msg("Days for claims")),
    TemplateField("terms.replacement_days", msg("Days for replacement or repair")),
    TemplateField("terms.warranty_months", msg("Months of warranty")),
    TemplateField("terms.acceptance_days", msg("Days for acceptance of services")),
    TemplateField("terms.notice_days", msg("Days of notice")),
    TemplateField("terms.cure_days", msg("Days to remedy a breach")),
    TemplateField("terms.force_majeure_days", msg("Days to report force majeure")),
    TemplateField("terms.force_majeure_limit_days", msg("Days of force majeure before termination")),
    TemplateField("terms.confidentiality_years", msg("Years of confidentiality")),
    TemplateField("terms.negotiation_days", msg("Days for amicable settlement")),
    TemplateField("terms.dispute", msg("Disputes are settled by court or bani (arbitration)")),
    TemplateField("terms.court_place", msg("Place of the district court")),
    TemplateField("terms.arbitration_seat", msg("Seat of arbitration")),
    TemplateField("terms.arbitrators", msg("Number of arbitrators, 1 or 3")),
    TemplateField("terms.arbitration_language", msg("Language of arbitration, id or en")),
    TemplateField("terms.data_roles", msg("Roles for personal data: each (for its own) or processor")),
    TemplateField("terms.anti_corruption", msg("Whether the contract has the anti-corruption clause")),
    TemplateField("terms.electronic_signature", msg("Whether it may be signed electronically")),
    TemplateField("terms.liability_percent", msg("Limit of liability in percent of the price, 0 for none")),
    TemplateField("terms.retention_of_title", msg("Whether title passes only when all is paid")),
    TemplateField("terms.advance_return", msg("Whether the advance payment is returned when the contract fails")),
    TemplateField("terms.convenience", msg("Whether it may be terminated without cause")),
    TemplateField("terms.incoterm", msg("Term of delivery of the Incoterms")),
    TemplateField("terms.personal_data", msg("Whether personal data is protected in the contract")),
    TemplateField("terms.referral", msg("Whether the contract has the referral clause")),
    TemplateField("terms.referral_percent", msg("Reward for a referral in percent")),
    TemplateField("terms.referral_months", msg("Months in which a referral counts")),
)
_TITLES: Final = {field.name: field.title for field in FIELDS}


def title_of(path: str) -> Message:
    """What a person calls a field; the path itself for one that has no name of its own."""
    return _TITLES.get(path, msg("{field}", field=path))
