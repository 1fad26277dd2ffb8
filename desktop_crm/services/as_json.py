"""A list's row for other programs: texts, whole numbers and ISO dates, never a float."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_crm.model.money import Money, Sums


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Dates as ISO texts, amounts as texts; those of several currencies each with its own."""
    told: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, date | datetime):
            told[name] = value.isoformat()
        elif isinstance(value, Money):
            told[name] = str(value.amount)
        elif isinstance(value, Sums):
            told[name] = [{"amount": str(one.amount), "currency": one.currency} for one in value.amounts]
        else:
            told[name] = str(value) if isinstance(value, Decimal) else value
    return told


def paper(values: dict[str, Any]) -> dict[str, Any]:
    """Of what has a number, a state and a total: these first, and the currency beside."""
    total: Money = values.pop("total")
    told = plain(values)
    return {
        "number": told.pop("number"),
        "state": told.pop("state"),
        "total": str(total.amount),
        "currency": total.currency,
        **told,
    }
