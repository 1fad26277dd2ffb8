"""Questions of the start screen, in plain SQL: they are asked before SQLAlchemy is there. Each walks an index.

`connection` is a bare one of the driver; days are `2026-03-12`, as the file keeps them. Each value may be garbage, see
`decoding.rows_of`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any, Final

from desktop_crm.model.listing import Filter
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import moment_to_int, on_this_clock
from desktop_crm.model.money import CURRENCIES, MAX_MINOR
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.urgency import Weights
from desktop_crm.storage.file.decoding import rows_of

#: id, number, client (None when it is gone, empty where none is meant), day, total in minor units, currency, state, whether the client is a key one.
Row = tuple[Any, ...]

#: Sums that nobody can have are left out: a few of them are more than the file can add.
_SOUND: Final = f"FILTER (WHERE total_minor BETWEEN -{MAX_MINOR} AND {MAX_MINOR})"
_SUM: Final = f"sum(total_minor) {_SOUND}"

#: The sentence of the actions that fill a demonstration, see `services/demo/making.py`; here without what that loads.
DEMONSTRATION: Final = msg("Demonstration data")

LATE: Final = "late"
TODAY: Final = "today"
WEEK: Final = "week"
SOON: Final = "soon"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that stand in a group; `first` is None for ever."""

    group: str
    first: date | None
    last: date


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be done with a record at once: the word on its button, and one of three ways to do it.

    The step to a `state`; what its service `does` with a session and its id, `told` by `{name}`, and `now` true then; or the `command` of its page.
    The first two ask nothing; whatever asks is a command.
    """

    text: Message
    state: str = ""
    command: str = ""
    does: str = ""
    told: Message | None = None
    now: Message | None = None


def no_verb(_state: str) -> Verb | None:
    """It can only be opened."""
    return None


@dataclass(frozen=True, slots=True)
class Later:
    """How a record is put off: what its service `does` with a session, its id and a day, `told` by `{name}`, and `now` true with `{day}`."""

    does: str
    told: Message
    now: Message


@dataclass(frozen=True, slots=True)
class Rule:
    """Records of a noun that ask for attention: those in one of the `states` whose day, the column `day`, lies in one of the spans.

    `spans` says for each day which these are. `kind` is the word of the filter that shows them; rules with one word share it.
    `title` is what a row says, with the record's number; `late` and `more` count those that are folded. What `waits` has no
    day by which it must be done, and is told since when it does; `dated` is told by its day. `verb` is what can be done with
    one in a state. The table has the columns id, number, client_id, state, and where it has `money` currency and total_minor
    with an index (state, day, currency, total_minor); what has none counts as a call.
    """

    id: str
    noun: str
    table: str
    day: str
    states: tuple[str, ...]  # none: those for which `where` holds
    spans: Callable[[date], tuple[Span, ...]]
    kind: Message
    icon: str
    title: Message | None  # None: in its own words
    late: tuple[Message, Message]
    more: tuple[Message, Message]
    verb: Callable[[str], Verb | None] = no_verb
    money: bool = True
    waits: bool = False
    number: str = "number"
    where: str = ""
    listed: Filter | None = None
    sensitive: bool = False  # the title, which the privacy screen covers then
    later: Later | None = None

    def filters(self, span: Span) -> tuple[Filter, ...]:
        """The question to its list that gives the same; `listed` is its part about the state, where that is no column."""
        state = self.listed or Filter("state", tuple(str(each) for each in self.states))
        return (state, Filter(self.day, (), span.first, span.last))


@dataclass(frozen=True, slots=True)
class Bucket:
    """What stands in one state for one day in one currency: how many, what they come to, and the most that one does."""

    state: Any
    day: Any
    currency: Any
    count: int
    total: int
    most: int


def rules() -> tuple[Rule, ...]:
    """All of them, in the order of the nouns: each that is on the start screen has its own in `storage/<noun>_today.py`."""
    homes = (import_module(f"{noun.module('storage')}_today") for noun in NOUNS if noun.today)
    return tuple(rule for home in homes for rule in home.RULES)


def week_end(day: date) -> date:
    """The end of the week; on its last day, of the one that begins."""
    return day + timedelta(days=6 - day.weekday() or 7)


def due_spans(day: date) -> tuple[Span, ...]:
    """Late, today, and until the week ends."""
    return (
        Span(LATE, None, day - timedelta(days=1)),
        Span(TODAY, day, day),
        Span(WEEK, day + timedelta(days=1), week_end(day)),
    )


def buckets(connection: Any, rule: Rule, span: Span) -> list[Bucket]:
    """All that a rule finds in a span, added up in the order of the index: no row is read."""
    money = f"currency, count(*), coalesce({_SUM}, 0), coalesce(max(total_minor) {_SOUND}, 0)"
    columns, by = (money, ", currency") if rule.money else ("'', count(*), 0, 0", "")
    days = (span.first.isoformat() if span.first else "", span.last.isoformat())
    state, where = ("state", "state = ?") if rule.states else ("''", rule.where)
    query = (
        f"SELECT {state}, {rule.day}, {columns} FROM {rule.table}"
        f" WHERE {where} AND {rule.day} BETWEEN ? AND ? GROUP BY {rule.day}{by}"
    )
    asked: list[tuple[str, ...]] = [(str(each), *days) for each in rule.states] or [days]
    return [Bucket(*row) for values in asked for row in rows_of(connection, query, values)]


def heaviest(connection: Any, rule: Rule, bucket: Bucket, weights: Weights, limit: int) -> list[Row]:
    """The first rows of a bucket, those that count most first. None below what the least of the largest comes to can be one."""
    here = f"FROM {rule.table} o"
    state, by_state = ("o.state", "o.state = CAST(? AS TEXT)") if rule.states else ("''", rule.where)
    where = f" WHERE {by_state} AND o.{rule.day} = CAST(? AS TEXT)"
    values = [*([_bytes(bucket.state)] if rule.states else []), _bytes(bucket.day)]
    times = f"CASE WHEN c.is_key THEN {int(weights.key)} ELSE 1 END"
    money, order = "0, ''", f"{times} DESC"
    if rule.money:
        where += " AND o.currency = CAST(? AS TEXT)"
        values.append(_bytes(bucket.currency))
        money, order = "o.total_minor, o.currency", f"{times} DESC, o.total_minor DESC"
        if weights.counts_money(bucket.currency):
            order = f"o.total_minor * {times} DESC, o.total_minor DESC"
            least = f"(SELECT min(total_minor) FROM (SELECT o.total_minor {here}{where} ORDER BY o.total_minor DESC LIMIT {limit}))"
            where += f" AND o.total_minor >= {least} / {int(weights.key)} - 1"
            values = [*values, *values]
    return rows_of(
        connection,
        f"SELECT o.id, o.{rule.number}, iif(o.client_id IS NULL, '', c.full_name), o.{rule.day}, {money}, {state}, c.is_key {here}"
        f" LEFT JOIN clients c ON c.id = o.client_id{where} ORDER BY {order}, o.id LIMIT {limit}",
        values,
    )


def weights(connection: Any) -> Weights:
    """What the settings say counts how much; as usual where that can't be read."""
    rows = rows_of(connection, "SELECT currency, key_weight, call_weight FROM company ORDER BY id LIMIT 1")
    if not rows or not all(isinstance(value, kind) for value, kind in zip(rows[0], (str, int, int), strict=True)):
        return Weights()
    currency, key, call = rows[0]
    if currency not in CURRENCIES:
        return Weights(key=max(key, 1))
    return Weights(currency, max(key, 1), max(call, 0))


def set_up(connection: Any) -> dict[str, bool]:
    """What a new file begins with → whether it is there."""
    own = rows_of(
        connection,
        "SELECT name <> '' AND city <> '' AND manager <> '', bank_account <> '', logo_id IS NOT NULL,"
        " signatory_name <> '' AND signatory_office <> '' FROM company ORDER BY id LIMIT 1",
    )
    company, bank, logo, signatory = own[0] if own else (False,) * 4
    there = {
        name: bool(number(connection, f"SELECT EXISTS (SELECT 1 FROM {name} WHERE id > 0)", ()))
        for name in ("clients", "products")
    }
    return {
        "company": bool(company),
        "client": there["clients"],
        "product": there["products"],
        "signatory": bool(signatory),
        "bank": bool(bank),
        "logo": bool(logo),
    }


def is_demonstration(connection: Any) -> bool:
    """Whether the file began with invented data."""
    found = rows_of(connection, "SELECT sentence FROM journal_entries WHERE kind = 'base' ORDER BY id LIMIT 8")
    return any(DEMONSTRATION.text in str(sentence) for (sentence,) in found)


def ordered(connection: Any, first: date, last: date) -> list[tuple[Any, ...]]:
    """Orders of these days that count (no drafts, none cancelled), by currency: number and sum.

    Grouped first in the order of the index, which needs no sorting.
    """
    return rows_of(
        connection,
        "SELECT currency, sum(number), coalesce(sum(total), 0) FROM"
        f" (SELECT currency, state, count(*) AS number, {_SUM} AS total FROM orders"
        " WHERE ordered_on BETWEEN ? AND ? GROUP BY ordered_on, currency, state)"
        " WHERE state NOT IN ('draft', 'cancelled') GROUP BY currency ORDER BY currency",
        (first.isoformat(), last.isoformat()),
    )


def signed(connection: Any, first: date, last: date) -> list[tuple[Any, ...]]:
    """Contracts signed in these days, by currency: number and sum."""
    return rows_of(
        connection,
        "SELECT currency, sum(number), coalesce(sum(total), 0) FROM"
        f" (SELECT currency, count(*) AS number, {_SUM} AS total FROM contracts"
        " WHERE signed_on BETWEEN ? AND ? GROUP BY signed_on, currency)"
        " GROUP BY currency ORDER BY currency",
        (first.isoformat(), last.isoformat()),
    )


def new_clients(connection: Any, first: date, last: date) -> int:
    """Clients added in these days, by this machine's calendar."""
    return number(
        connection,
        "SELECT count(*) FROM clients WHERE created_at >= ? AND created_at < ?",
        (_midnight(first), _midnight(last + timedelta(days=1))),
    )


def latest_changes(connection: Any, limit: int) -> list[tuple[Any, ...]]:
    """The last actions, newest first: id, moment, user, sentence, kind, whether it may be undone, and the card it was about.

    An action that touches several cards is about that which hangs on the others: its contract, else its order, its client.
    """
    ranks = " ".join(f"WHEN '{noun.id}' THEN {-at}" for at, noun in enumerate(NOUNS, 1))
    return rows_of(
        connection,
        "SELECT e.id, e.at, e.user, e.sentence, e.kind,"
        " e.undone_by IS NULL AND NOT e.thinned AND e.kind IN ('do', 'redo'), c.noun, c.noun_id"
        " FROM (SELECT * FROM journal_entries ORDER BY id DESC LIMIT ?) e"
        " JOIN journal_changes c ON c.id = (SELECT id FROM journal_changes WHERE entry_id = e.id ORDER BY"
        f" CASE noun {ranks} ELSE 0 END,"
        " id LIMIT 1) ORDER BY e.id DESC",
        (limit,),
    )


def number(connection: Any, query: str, values: Sequence[object]) -> int:
    """The only number that is found."""
    return int(connection.execute(query, values).fetchone()[0])


def _bytes(text: Any) -> bytes:
    """A text of the file as it stands there, also one without meaning."""
    return str(text).encode(errors="surrogateescape")


def _midnight(day: date) -> int:
    """A day's beginning on this machine's clock, as the file keeps moments."""
    return moment_to_int(on_this_clock(datetime.combine(day, time())))
