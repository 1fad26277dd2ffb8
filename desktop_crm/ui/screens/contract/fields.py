"""What a contract's form asks. Parts of a value are flat fields: `terms_payment_days` is `terms.payment_days`."""

from collections.abc import Callable, Sequence
from typing import Final

from desktop_crm.model import listing
from desktop_crm.model.contract_terms import INCOTERMS
from desktop_crm.model.court import COURTS_OF_JAKARTA
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.message import Message, msg
from desktop_crm.ui.form.fields import Choice, Date, Field, Flag, Number, Percent, Section, Text, Width

Choices = Callable[[], Sequence[listing.Choice]]

_DISPUTES: Final = (
    listing.Choice("court", msg("District court")),
    listing.Choice("bani", msg("BANI arbitration")),
)
_ARBITRATORS: Final = (listing.Choice("3", msg("Three")), listing.Choice("1", msg("One")))
_SPEECHES: Final = (listing.Choice("id", msg("Indonesian")), listing.Choice("en", msg("English")))
_DATA_ROLES: Final = (
    listing.Choice("each", msg("Each is a controller")),
    listing.Choice("processor", msg("We are the processor")),
)
_INCOTERMS: Final = tuple(listing.Choice(code, msg("{code}", code=code)) for code in INCOTERMS)


def contract_fields(templates: Choices, contacts: Choices) -> Sequence[Section]:
    """The sections in reading order; `templates` and `contacts` give what can be chosen now, codes are ids."""
    return (
        _contract(templates),
        _delivery(),
        Section(
            msg("The client's signatory"),
            (
                Choice("contact_id", msg("Contact"), contacts, of=int, optional=True),
                *_signatory("client"),
            ),
            columns=2,
        ),
        Section(msg("Our signatory"), _signatory("own"), columns=2),
        _clauses(),
        _options(),
        _more(),
        Section(msg("Text and notes"), (_paper_text(), _paper_text_en(), _notes())),
    )


def _paper_text() -> Field:
    return Text(
        "paper_text",
        msg("Text for the paper"),
        multiline=True,
        lines=2,
        width=Width.WIDE,
        hint=msg("Printed as a clause of its own before the closing one, each line a paragraph"),
    )


def _paper_text_en() -> Field:
    return Text(
        "terms_paper_text_en",
        msg("Text for the paper, in English"),
        multiline=True,
        lines=2,
        width=Width.WIDE,
        hint=msg("As many lines as the text above has: they stand beside each other"),
    )


def _notes() -> Field:
    return Text("notes", msg("For us only, never printed"), multiline=True, width=Width.WIDE, sensitive=True)


def _contract(templates: Choices) -> Section:
    return Section(
        None,
        (
            Text("number", msg("Number"), required=True),
            Date("contract_date", msg("Date"), required=True),
            Choice("template_id", msg("Template"), templates, of=int, width=Width.WIDE),
            Choice("language", msg("Language"), DOCUMENT_LANGUAGES, width=Width.WIDE),
            Text("place", msg("Place")),
            Date("valid_until", msg("Valid until")),
            Text(
                "subject",
                msg("Subject"),
                width=Width.WIDE,
                placeholder=msg("The goods of the order"),
                hint=msg("What the contract is about in a few words; empty, the first goods of the order"),
            ),
            _english("subject", msg("Subject, in English")),
        ),
        columns=2,
    )


def _delivery() -> Section:
    return Section(
        msg("Delivery and payment"),
        (
            Date("delivery_date", msg("Delivery date")),
            Choice("terms_incoterm", msg("Incoterms 2020"), _INCOTERMS, optional=True),
            Text("delivery_place", msg("Delivery place"), width=Width.WIDE),
            Text("delivery_terms", msg("Delivery terms"), width=Width.WIDE),
            _english("delivery_terms", msg("Delivery terms, in English")),
            Text(
                "payment_terms",
                msg("Payment terms"),
                width=Width.WIDE,
                hint=msg("Empty: the days and the advance below. What is written here stands in their place"),
            ),
            _english("payment_terms", msg("Payment terms, in English")),
            _days("payment_days", msg("Payment within (days)")),
            Percent("terms_prepayment_percent", msg("Advance payment")),
            _days("advance_days", msg("Advance within (days)")),
            Flag("terms_advance_return", msg("Return of the advance")),
        ),
        columns=2,
    )


def _signatory(side: str) -> tuple[Field, ...]:
    return (
        Text(f"{side}_name", msg("Signatory")),
        Text(f"{side}_office", msg("Position of the signatory")),
        Text(f"{side}_office_en", msg("Position, in English")),
        Text(
            f"{side}_authority",
            msg("Basis of authority"),
            hint=msg("The deed or power of attorney by which this person signs, with number and date"),
        ),
        Text(f"{side}_authority_en", msg("Basis of authority, in English")),
    )


def _clauses() -> Section:
    return Section(
        msg("Clauses"),
        (
            Percent("terms_penalty_percent", msg("Penalty a day"), decimals=3),
            Percent("terms_penalty_limit_percent", msg("Limit of penalties")),
            _days("claim_days", msg("Claims within (days)")),
            _days("warranty_months", msg("Warranty (months)")),
            Percent(
                "terms_liability_percent",
                msg("Limit of liability"),
                maximum=1000,
                hint=msg("In percent of the price; 0: the contract sets no limit"),
            ),
        ),
        columns=2,
    )


def _options() -> Section:
    return Section(
        None,
        (
            Choice("terms_dispute", msg("Disputes are settled by"), _DISPUTES),
            Text(
                "terms_court_place",
                msg("Place of the court"),
                placeholder=msg("The court of our own town"),
                suggestions=lambda: COURTS_OF_JAKARTA,
            ),
            Text("terms_arbitration_seat", msg("Seat of arbitration")),
            Choice("terms_arbitrators", msg("Arbitrators"), _ARBITRATORS),
            Choice("terms_arbitration_language", msg("Language of arbitration"), _SPEECHES),
            Flag("terms_personal_data", msg("Clause on personal data")),
            Choice("terms_data_roles", msg("Roles for personal data"), _DATA_ROLES),
            Flag("terms_retention_of_title", msg("Retention of title")),
            Flag("terms_anti_corruption", msg("Clause against corruption")),
            Flag("terms_electronic_signature", msg("May be signed electronically")),
            Flag("terms_convenience", msg("Termination without cause")),
            _days("notice_days", msg("Notice of termination (days)")),
            Flag("terms_referral", msg("Clause on referrals")),
            Percent("terms_referral_percent", msg("Reward for a referral")),
            _days("referral_months", msg("Referral counts for (months)")),
        ),
        columns=2,
    )


def _more() -> Section:
    return Section(
        None,
        (
            _days("replacement_days", msg("Replacement within (days)")),
            _days("acceptance_days", msg("Acceptance of services within (days)")),
            _days("cure_days", msg("Breach remedied within (days)")),
            _days("force_majeure_days", msg("Force majeure reported within (days)")),
            _days("force_majeure_limit_days", msg("Force majeure may end the contract after (days)")),
            _days("confidentiality_years", msg("Confidentiality (years)")),
            _days("negotiation_days", msg("Amicable settlement within (days)")),
        ),
        columns=2,
    )


def _english(name: str, label: Message) -> Field:
    return Text(f"terms_{name}_en", label, width=Width.WIDE)


def _days(name: str, label: Message) -> Number:
    return Number(f"terms_{name}", label, decimals=0, minimum=0)
