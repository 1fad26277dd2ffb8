"""The fields of the own company, section by section of the settings."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.model.problem import Problem
from desktop_crm.model.urgency import MOST_CALL, MOST_KEY
from desktop_crm.model.written_name import LEGAL_FORMS
from desktop_crm.ui.form.fields import Choice as ChoiceField
from desktop_crm.ui.form.fields import Number, Picture, Section, Text, Width

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

CURRENCY_CHOICES: Final = tuple(Choice(code, msg("{code}", code=code)) for code in CURRENCIES)
_LOGO_PIXELS: Final = 1200  # what is kept of it: papers show it in a few centimetres


def identity_sections() -> tuple[Section, ...]:
    """Who we are."""
    return (
        Section(
            None,
            (
                Text("legal_form", msg("Legal form"), suggestions=lambda: LEGAL_FORMS, width=Width.SHORT),
                Text("name", msg("Name"), required=True),
                Text("npwp", msg("NPWP")),
                Text("nib", msg("NIB")),
            ),
            columns=2,
        ),
        Section(
            msg("Address"),
            (
                Text("street", msg("Street"), multiline=True, lines=2, width=Width.WIDE),
                Text("city", msg("City")),
                Text("province", msg("Province")),
                Text("postal_code", msg("Postal code"), width=Width.SHORT),
                Text("country", msg("Country")),
            ),
            columns=2,
        ),
        Section(msg("You"), (Text("manager", msg("Your name, as history tells it")),), columns=2),
    )


def signing_sections() -> tuple[Section, ...]:
    """Who signs for us."""
    return (
        Section(
            None,
            (
                Text("signatory_name", msg("Name")),
                Text("signatory_office", msg("Position"), placeholder=msg("Direktur")),
                Text(
                    "signatory_authority",
                    msg("Basis of authority"),
                    placeholder=msg("Anggaran Dasar, or a power of attorney with its number and date"),
                    width=Width.WIDE,
                ),
            ),
            columns=2,
        ),
    )


def bank_sections() -> tuple[Section, ...]:
    """Where clients pay to."""
    return (
        Section(
            None,
            (
                Text("bank_name", msg("Bank and branch")),
                Text("bank_account", msg("Account number")),
                Text("bank_holder", msg("Account holder")),
            ),
            columns=2,
        ),
    )


def letterhead_sections() -> tuple[Section, ...]:
    """What papers begin with, beside name and address."""
    return (
        Section(
            None,
            (
                Picture("logo", msg("Logo"), pixels=_LOGO_PIXELS),
                Text("phone", msg("Phone")),
                Text("email", msg("E-mail")),
                Text("website", msg("Website")),
            ),
            columns=2,
        ),
    )


def amount_sections() -> tuple[Section, ...]:
    """What new papers are counted and written in."""
    return (
        Section(
            None,
            (
                ChoiceField("currency", msg("Currency"), CURRENCY_CHOICES, width=Width.SHORT),
                ChoiceField("language", msg("Document language"), DOCUMENT_LANGUAGES),
            ),
            columns=2,
        ),
    )


def order_sections(taxes: Callable[[], Sequence[Choice]]) -> tuple[Section, ...]:
    """What else new orders and contracts begin with; `taxes` gives the rules that can be chosen now, codes are ids."""
    return (
        Section(
            None,
            (
                ChoiceField("tax_id", msg("Tax"), taxes, of=int, optional=True),
                Number("delivery_days", msg("Days until delivery"), decimals=0, minimum=0, maximum=3650),
                Text("payment_terms", msg("Payment terms"), multiline=True, lines=2),
                Text("delivery_terms", msg("Delivery terms"), multiline=True, lines=2),
            ),
            columns=2,
        ),
    )


def today_sections() -> tuple[Section, ...]:
    """What the start screen orders by."""
    return (
        Section(
            None,
            (
                Number("key_weight", msg("Key clients count so many times"), decimals=0, minimum=1, maximum=MOST_KEY),
                Number("call_weight", msg("A call or claim counts a day"), decimals=0, minimum=0, maximum=MOST_CALL),
            ),
            columns=2,
        ),
    )


def check(values: Mapping[str, Any]) -> Sequence[Problem]:
    """What is wrong with the company's values, while they are typed."""
    from desktop_crm.services import settings

    known = {name: value for name, value in values.items() if name != "logo"}
    return settings.company_problems(known)


def company_values(session: "Session") -> tuple[dict[str, Any], int]:
    """The company as the form shows it, and the version of its row."""
    from desktop_crm.services import settings

    company = settings.company(session)
    values = {column.name: getattr(company, column.name) for column in company.__table__.columns}
    return {**values, "logo": settings.picture(session, company.logo_id)}, company.version
