"""What a contract's form asks. Parts of a value are flat fields: `terms_payment_days` is `terms.payment_days`."""

from collections.abc import Callable, Sequence
from typing import Final

from desktop_crm.model import listing
from desktop_crm.model.message import Message, msg
from desktop_crm.model.states import DOCUMENT_LANGUAGES
from desktop_crm.ui.form.fields import Choice, Date, Field, Flag, Number, Percent, Section, Text, Width

Choices = Callable[[], Sequence[listing.Choice]]

_DISPUTES: Final = (
    listing.Choice("court", msg("District court")),
    listing.Choice("bani", msg("BANI arbitration")),
)

#: The section that is folded at first.
MORE_TERMS: Final = 6


def contract_fields(templates: Choices, contacts: Choices) -> Sequence[Section]:
    """The sections in reading order; `templates` and `contacts` give what can be chosen now, codes are ids."""
    return (
        _contract(templates),
        _delivery(),
        Section(
            msg("Signs for the client"),
            (
                Choice("contact_id", msg("Contact"), contacts, of=int, optional=True),
                *_signatory("client"),
            ),
            columns=2,
        ),
        Section(msg("Signs for us"), _signatory("own"), columns=2),
        _clauses(),
        _options(),
        _more(),
        Section(msg("Text and notes"), (_paper_text(), _notes())),
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
        ),
        columns=2,
    )


def _delivery() -> Section:
    return Section(
        msg("Delivery and payment"),
        (
            Date("delivery_date", msg("Delivery date")),
            Text("delivery_place", msg("Delivery place"), width=Width.WIDE),
            Text("delivery_terms", msg("Delivery terms"), width=Width.WIDE),
            Text("payment_terms", msg("Payment terms"), width=Width.WIDE),
        ),
        columns=2,
    )


def _signatory(side: str) -> tuple[Field, ...]:
    return (
        Text(f"{side}_name", msg("Signatory")),
        Text(f"{side}_office", msg("Office of the signatory")),
        Text(
            f"{side}_authority",
            msg("Basis of authority"),
            hint=msg("The deed or power of attorney by which this person signs, with number and date"),
        ),
    )


def _clauses() -> Section:
    return Section(
        msg("Clauses"),
        (
            _days("payment_days", msg("Payment within (days)")),
            Percent("terms_prepayment_percent", msg("Advance payment")),
            Percent("terms_penalty_percent", msg("Penalty a day"), decimals=3),
            Percent("terms_penalty_limit_percent", msg("Limit of penalties")),
            _days("claim_days", msg("Claims within (days)")),
            _days("warranty_months", msg("Warranty (months)")),
        ),
        columns=2,
    )


def _options() -> Section:
    return Section(
        None,
        (
            Choice("terms_dispute", msg("Disputes are settled by"), _DISPUTES),
            Text("terms_court_place", msg("Place of the court"), placeholder=msg("Our own town")),
            Flag("terms_personal_data", msg("Clause on personal data")),
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
            _days("notice_days", msg("Notice of termination (days)")),
            _days("cure_days", msg("Breach remedied within (days)")),
            _days("force_majeure_days", msg("Force majeure reported within (days)")),
            _days("force_majeure_limit_days", msg("Force majeure may end the contract after (days)")),
            _days("confidentiality_years", msg("Confidentiality (years)")),
            _days("negotiation_days", msg("Amicable settlement within (days)")),
        ),
        columns=2,
    )


def _days(name: str, label: Message) -> Number:
    return Number(f"terms_{name}", label, decimals=0, minimum=0)
