"""What the form of any paper with priced lines asks beside them."""

from desktop_crm.model.listing import Choice as Option
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.ui.form.fields import Choice, Percent, Text, Width

_CURRENCIES = tuple(Option(code, msg("{code}", code=code)) for code in CURRENCIES)


def currency_field() -> Choice:
    """Of all prices."""
    return Choice("currency", msg("Currency"), _CURRENCIES, width=Width.SHORT)


def discount_field(title: Message) -> Percent:
    """Of the whole paper."""
    return Percent("discount", title, sensitive=True)


def terms_fields() -> tuple[Text, Text]:
    """How it is paid and delivered."""
    return (
        Text("payment_terms", msg("Payment terms"), multiline=True, lines=2),
        Text("delivery_terms", msg("Delivery terms"), multiline=True, lines=2),
    )
