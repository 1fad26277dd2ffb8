"""The duty to price in rupiah: law 7 of 2011, article 21. Trade with abroad is an exception."""

from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import DEFAULT_CURRENCY


def rupiah_duty(currency: str, *, abroad: bool) -> Message | None:
    """What is told of a price in another currency; `abroad` where one of the parties is."""
    if currency in {"", DEFAULT_CURRENCY} or abroad:
        return None
    return msg(
        "Both parties are in Indonesia, but the price is in {currency}. Law 7 of 2011, article 21, wants rupiah there",
        currency=currency,
    )
