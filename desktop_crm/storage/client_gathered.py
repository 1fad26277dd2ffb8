"""What clients gather of their orders, contracts, activities and letters: what is open, what came in their last year, when they spoke.

Where something of those can't be read it is passed over, for a client must not become unreadable by it.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from desktop_crm.model.activity import TOUCHES, ActivityKind, Touch
from desktop_crm.model.client import LOST, SILENT
from desktop_crm.model.letter_states import LetterState
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import MAX_MINOR, Money, Sums
from desktop_crm.model.order_states import OPEN_ORDER_STATES, OrderState
from desktop_crm.model.tone import Tone
from desktop_crm.storage.gathered import Gathered
from desktop_crm.storage.lists.listing import SummedElsewhere

#: By which a client was heard of last, besides the kinds of activities.
_BY_ORDER, _BY_CONTRACT = "order", "contract"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _is_day(what: str) -> str:
    return f"(date({what}) = {what} AND {what} >= '0001')"


#: Each of its parts may be true alone, so that the index of a client's moments is walked from its end.
_SPOKEN: Final = f"(x.touch = '{Touch.YES}' OR (x.touch = '' AND x.kind IN ({_listed(TOUCHES)})))"
#: A letter that is still written has reached nobody.
_WENT: Final = f"x.state <> '{LetterState.DRAFT}'"
_OPEN: Final = f"o.client_id = t.id AND o.state IN ({_listed(OPEN_ORDER_STATES)})"
_ORDERED: Final = (
    f"o.client_id = t.id AND o.state NOT IN ({_listed((OrderState.DRAFT, OrderState.CANCELLED))})"
    f" AND {_is_day('o.ordered_on')}"
)
_LAST_YEAR: Final = (
    f"(SELECT substr(o.ordered_on, 1, 4) FROM orders o WHERE {_ORDERED} ORDER BY o.ordered_on DESC LIMIT 1)"
)


def _sums(where: str) -> str:
    """By currency, the largest number first."""
    total = f"sum(max(min(o.total_minor, {MAX_MINOR}), -{MAX_MINOR}))"
    known = "iif(o.currency GLOB '[A-Z][A-Z][A-Z]', o.currency, '?')"
    by_currency = f"SELECT {known} AS c, {total} AS s FROM orders o WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
    return f"(SELECT json_group_array(json_array(c, s)) FROM ({by_currency}))"


def _latest(table: str, column: str, day: str, by: str, where: str) -> str:
    return (
        f"SELECT * FROM (SELECT {day} || {by} FROM {table} x WHERE x.client_id = t.id AND {_is_day(day)} AND {where}"
        f" ORDER BY {column} DESC LIMIT 1)"
    )


_HEARD: Final = " UNION ALL ".join(
    (
        _latest("activities", "x.moment", "substr(x.moment, 1, 10)", "x.kind", _SPOKEN),
        _latest("orders", "x.ordered_on", "x.ordered_on", f"'{_BY_ORDER}'", f"x.state <> '{OrderState.CANCELLED}'"),
        _latest("letters", "x.letter_date", "x.letter_date", f"'{ActivityKind.LETTER}'", _WENT),
        _latest("contracts", "x.sent_on", "x.sent_on", f"'{_BY_CONTRACT}'", "x.sent_on IS NOT NULL"),
        _latest("contracts", "x.signed_on", "x.signed_on", f"'{_BY_CONTRACT}'", "x.signed_on IS NOT NULL"),
    )
)
_STEPS: Final = "x.client_id = t.id AND x.done_at IS NULL"


def _read(*asked: Any) -> tuple[Any, ...]:
    count, open_sums, year, year_sums, heard, due = asked
    in_year = (int(year), *_parted(year_sums)) if year else (None,) * 4
    told = (heard[:10], heard[10:]) if heard else (None, "")
    return (count, *_parted(open_sums), *in_year, *told, due)


def _parted(sums: str) -> tuple[int | None, str | None, str | None]:
    """The largest with its currency, and the others as they are."""
    first, *more = json.loads(sums) or [(None, None)]
    return first[1], first[0], json.dumps(more, separators=(",", ":")) if more else None


GATHERED: Final = Gathered(
    table="clients",
    columns=(
        *("open_orders", "open_minor", "open_currency", "open_more"),
        *("ordered_year", "ordered_minor", "ordered_currency", "ordered_more"),
        *("last_contact", "last_contact_by", "next_due"),
    ),
    asked=(
        f"(SELECT count(*) FROM orders o WHERE {_OPEN})",
        _sums(_OPEN),
        _LAST_YEAR,
        _sums(f"{_ORDERED} AND o.ordered_on >= {_LAST_YEAR}"),
        f"(SELECT max(heard) FROM (SELECT NULL AS heard UNION ALL {_HEARD}))",
        f"(SELECT min(x.due) FROM tasks x WHERE {_STEPS} AND {_is_day('x.due')})",
    ),
    read=_read,
    hanging=dict.fromkeys(("orders", "contracts", "activities", "letters", "tasks"), "client_id"),
)


#: Sums of many clients are those of their orders, for amounts of several currencies stand in one row.
OPEN_SUMS: Final = SummedElsewhere(
    amount="o.total_minor",
    unit="o.currency",
    table="orders",
    where=f"o.state IN ({_listed(OPEN_ORDER_STATES)})",
    owner="o.client_id",
)


def sums_of(minor: int, currency: str, more: str | None) -> Money | Sums:
    """One amount, or one of each currency."""
    first = Money.of_minor(minor, currency)
    if not more:
        return first
    return Sums((first, *(Money.of_minor(amount, other) for other, amount in json.loads(more))))


def heard_of(day: str, by: str, silence: int) -> Message:
    """How long ago, and by what; of a client that is silent, for how long."""
    del day
    return _heard(by, silence)


@lru_cache(4096)
def _heard(by: str, silence: int) -> Message:
    if silence >= SILENT:
        return msg("silent {n} days", n=silence)
    when = msg("today") if silence <= 0 else msg("yesterday") if silence == 1 else msg("{n} days ago", n=silence)
    match by:
        case ActivityKind.CALL_IN | ActivityKind.CALL_OUT:
            return msg("called {when}", when=when)
        case (
            ActivityKind.MESSAGE
            | ActivityKind.EMAIL_IN
            | ActivityKind.EMAIL_OUT
            | ActivityKind.LETTER
            | ActivityKind.FAX
        ):
            return msg("wrote {when}", when=when)
        case ActivityKind.CONSULTATION:
            return msg("advised {when}", when=when)
        case ActivityKind.NOTE:
            return msg("noted {when}", when=when)
        case ActivityKind.VISIT | ActivityKind.MEETING:
            return msg("met {when}", when=when)
        case "contract":
            return msg("contract {when}", when=when)
        case _:
            return msg("ordered {when}", when=when)


def tone_of(heard: Message) -> Tone:
    """How much it matters."""
    days = heard.args.get("n")
    if not isinstance(days, int):
        return Tone.NEUTRAL
    return Tone.DANGER if days >= LOST else Tone.ATTENTION
