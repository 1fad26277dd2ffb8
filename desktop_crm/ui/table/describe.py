"""A filter in words, for its chip."""

from datetime import date, datetime
from typing import Any

from desktop_crm.model.listing import Column, Filter
from desktop_crm.model.moments import on_this_clock
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.covering import is_sensitive
from desktop_crm.ui.table.periods import PERIODS

_NAMED = 3  # values that are named; more are counted


def describe(column: Column, one: Filter) -> str:
    """`State: Draft, Sent` · `Due: This week` · `Total: from Rp 1,000`."""
    what = _what(column, one)
    return tr("{column}: {what}", column=say(column.title), what=privacy.veil(what) if is_sensitive([column]) else what)


def _what(column: Column, one: Filter) -> str:
    if one.period in PERIODS:
        return say(PERIODS[one.period])
    if one.values:
        words = [_word(column, value) for value in one.values]
        more = len(words) - _NAMED
        text = ", ".join(words[:_NAMED])
        return tr("{values} and {n} more", values=text, n=more) if more > 0 else text
    low, high = _word(column, one.low), _word(column, one.high)
    if low and high:
        return low if low == high else tr("{low} to {high}", low=low, high=high)
    return tr("from {low}", low=low) if low else tr("up to {high}", high=high)


def _word(column: Column, value: Any) -> str:
    if isinstance(value, datetime):
        return speak().day(on_this_clock(value).date())
    if isinstance(value, date):
        return speak().day(value)
    if column.choices:
        found = cells.choice(column, value)
        return say(found.title) if found else ""
    return cells.text(column, value)
