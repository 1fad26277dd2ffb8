"""Prices in minor units of a currency, as the journal held them up to revision 0005, made ten-thousandths.

What a number meant depends on the currency, which for a line is its order's at that time. So history is walked from its
end to its beginning, and what currencies and prices were is known at each step. Where an action changed the currency and
left the number alone, the price changed all the same: that is written into the action, or undoing it would not know.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from desktop_crm.model.base import dump
from desktop_crm.storage.journal import images
from desktop_crm.storage.journal.images import Values

#: Currencies without a minor unit at that time; the others had hundredths.
_WHOLE: Final = ("IDR", "JPY")

#: What an integer in minor units is multiplied by, in SQL.
FACTOR: Final = "CASE {currency} WHEN 'IDR' THEN 10000 WHEN 'JPY' THEN 10000 ELSE 100 END"

_ORDERS, _LINES, _PRODUCTS = "orders", "order_lines", "products"

#: What of each table is followed back through history.
_FOLLOWED: Final = {
    _ORDERS: ("currency",),
    _LINES: ("order_id", "price_minor"),
    _PRODUCTS: ("currency", "price_minor"),
}
Place = tuple[str, int]


@dataclass
class _Change:
    id: int
    entry: int
    place: Place
    last: int | None
    op: str
    before: Values | None
    after: Values | None
    noun: str
    noun_id: int

    def has(self, name: str) -> bool:
        return name in (self.before or ()) or name in (self.after or ())


@dataclass
class _Entry:
    """One action: its changes in order, and the currencies before and after it."""

    changes: list[_Change]
    was_done: bool  # and is no undo or redo
    before: dict[Place, str | None] = field(default_factory=dict)
    after: dict[Place, str | None] = field(default_factory=dict)

    def of(self, place: Place) -> list[_Change]:
        return [change for change in self.changes if change.place == place and change.last is None]


def bring_prices(connection: Connection) -> None:
    """Rewrite the images of orders' lines and products; to be called while the tables are still the old ones."""
    _Walk(connection).run()


class _Walk:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._states = _States(connection)
        self._added: list[tuple[int, Values]] = []  # behind which change
        self._names = {table: images.names_of(connection, table) for table in (_LINES, _PRODUCTS)}

    def run(self) -> None:
        for entry in self._entries():
            self._take(entry)
        self._make_room()

    def _entries(self) -> Iterator[_Entry]:
        """The newest first; those of which no images are kept any more say nothing."""
        tables = ", ".join(f"'{table}'" for table in _FOLLOWED)
        ids = self._connection.exec_driver_sql(
            f"SELECT DISTINCT entry_id FROM journal_changes WHERE table_name IN ({tables}) ORDER BY entry_id DESC"
        )
        for entry_id in ids.scalars().all():
            kind = self._connection.exec_driver_sql("SELECT kind FROM journal_entries WHERE id = ?", (entry_id,))
            rows = self._connection.exec_driver_sql(
                'SELECT id, entry_id, table_name, row_id, last_row_id, op, "before", "after", noun, noun_id'
                f" FROM journal_changes WHERE entry_id = ? AND table_name IN ({tables}) ORDER BY id",
                (entry_id,),
            )
            yield _Entry(
                [
                    _Change(each[0], each[1], (each[2], each[3]), *each[4:6], *map(images.read, each[6:8]), *each[8:])
                    for each in rows
                ],
                kind.scalar() == "do",
            )

    def _take(self, entry: _Entry) -> None:
        owners = self._owners(entry)
        for change in entry.changes:
            if change.last is not None and change.op == "delete" and change.place[0] in self._names:
                self._convert_run(change)
        entry.after = {owner: self._states.currency(owner) for owner in owners}
        alive = {owner: self._states.lines_of(owner[1]) for owner in owners if self._recounts(entry, owner)}
        for change in reversed(entry.changes):
            self._states.back(change)
        entry.before = {owner: self._states.currency(owner) for owner in owners}
        self._mend_deleted(entry)
        for owner, lines in alive.items():
            self._tell_of_lines(entry, owner, lines)
        for place in dict.fromkeys(change.place for change in entry.changes if change.last is None):
            self._convert(entry, place)

    def _mend_deleted(self, entry: _Entry) -> None:
        """A line deleted while its order got another currency was written down as it was in memory: in the new one."""
        for change in entry.changes if entry.was_done else ():
            alone = change.place[0] == _LINES and change.op == "delete" and len(entry.of(change.place)) == 1
            owner = self._owner(change) if alone else None
            minor = (change.before or {}).get("price_minor")
            before, after = (currencies.get(owner) if owner else None for currencies in (entry.before, entry.after))
            if before and after and isinstance(minor, int) and factor(before) != factor(after):
                held = self._held_before(change)
                minor = minor * factor(after) // factor(before) if held is None else held
                change.before = {**(change.before or {}), "price_minor": minor}
                self._states.back(change)

    def _held_before(self, change: _Change) -> int | None:
        """The number that the file held, as the last image before a change tells; None when there is none."""
        older = self._connection.exec_driver_sql(
            'SELECT "after" FROM journal_changes WHERE noun = ? AND noun_id = ? AND table_name = ? AND row_id = ?'
            " AND id < ? ORDER BY id DESC",
            (change.noun, change.noun_id, *change.place, change.id),
        )
        told = (images.read(image) or {} for image in older.scalars())
        return next((values["price_minor"] for values in told if isinstance(values.get("price_minor"), int)), None)

    def _owners(self, entry: _Entry) -> set[Place]:
        """Whose currency decides about what is in an entry."""
        found = set[Place]()
        for change in entry.changes:
            if change.last is None:
                order = self._states.order_of(change) if change.place[0] == _LINES else None
                found.add(change.place if order is None else (_ORDERS, order))
        return found

    @staticmethod
    def _recounts(entry: _Entry, owner: Place) -> bool:
        """Whether an order got another currency."""
        return owner[0] == _ORDERS and any(
            change.op == "update" and change.has("currency") for change in entry.of(owner)
        )

    def _tell_of_lines(self, entry: _Entry, owner: Place, lines: dict[int, int]) -> None:
        """Lines that kept their number while the currency gave it another meaning."""
        before, after = entry.before[owner], entry.after[owner]
        if before is None or after is None or factor(before) == factor(after):
            return
        for row_id, minor in lines.items():
            changes = entry.of((_LINES, row_id))
            priced = any(change.has("price_minor") for change in changes)
            if priced or not minor or self._states.get((_LINES, row_id)) is None:
                continue
            told = ({"price_minor": minor}, {"price_minor": minor})
            if changes:
                _add(changes[0], *told)
                continue
            change = _Change(0, entry.changes[-1].entry, (_LINES, row_id), None, "update", *told, "order", owner[1])
            self._added.append((self._last_of(entry), _as_row(change, *self._images(entry, owner, change, first=True))))

    def _last_of(self, entry: _Entry) -> int:
        found = self._connection.exec_driver_sql(
            "SELECT max(id) FROM journal_changes WHERE entry_id = ?", (entry.changes[-1].entry,)
        ).scalar()
        return int(found or 0)

    def _convert(self, entry: _Entry, place: Place) -> None:
        """What one row was, in an action that may have written it several times."""
        if place[0] not in self._names:
            return
        changes = entry.of(place)
        owner = self._owner(changes[0])
        if place[0] == _PRODUCTS:
            self._tell_of_product(entry, owner, changes)
        priced = [change for change in changes if change.has("price_minor")]
        if priced and (owner is None or not (entry.before.get(owner) or entry.after.get(owner))):
            self._give_up(changes[0].entry)
            return
        for at, change in enumerate(priced):
            assert owner is not None
            before, after = self._images(entry, owner, change, first=at == 0)
            images.put(self._connection, change.id, _text(before), _text(after))

    def _owner(self, change: _Change) -> Place | None:
        if change.place[0] == _PRODUCTS:
            return change.place
        order = self._states.order_of(change)
        return None if order is None else (_ORDERS, order)

    def _tell_of_product(self, entry: _Entry, owner: Place | None, changes: list[_Change]) -> None:
        if owner is None or any(change.has("price_minor") for change in changes):
            return
        state = self._states.get(owner)
        recounted = next((change for change in changes if change.has("currency")), None)
        before, after = entry.before.get(owner), entry.after.get(owner)
        if recounted and state and before and after and factor(before) != factor(after):
            told = {"price_minor": state["price_minor"]}
            _add(recounted, told, dict(told))

    @staticmethod
    def _images(entry: _Entry, owner: Place, change: _Change, *, first: bool) -> tuple[Values | None, Values | None]:
        """Before the first change of a row stands the currency before the action, behind the last the one after it.

        Between them, images only have to agree with each other.
        """
        before = entry.before.get(owner) or entry.after.get(owner)
        after = entry.after.get(owner) or before
        assert after is not None
        assert before is not None
        return (
            _converted(change.before, before if first else after),
            _converted(change.after, after),
        )

    def _convert_run(self, change: _Change) -> None:
        def bring(values: Values) -> Values:
            currency = values.get("currency") or self._states.currency((_ORDERS, values.get("order_id", 0)))
            return _converted(values, currency or "IDR") or values

        images.rewrite_run(self._connection, change.id, bring, self._names[change.place[0]])

    def _give_up(self, entry_id: int) -> None:
        """Nobody knows any more in which currency it was: the action stays in the list, but can't be taken back."""
        self._connection.exec_driver_sql(
            'UPDATE journal_changes SET "before" = NULL, "after" = NULL WHERE entry_id = ?', (entry_id,)
        )
        self._connection.exec_driver_sql("UPDATE journal_entries SET thinned = 1 WHERE id = ?", (entry_id,))

    def _make_room(self) -> None:
        """Put what was added where its action is: whoever reads changes by their ids meets them in their order."""
        if not self._added:
            return
        self._added.sort(key=lambda each: each[0])
        behind = [each[0] for each in self._added]
        driver: Any = self._connection.connection.driver_connection
        driver.create_function("room_for", 1, lambda change_id: change_id + bisect_left(behind, change_id))
        for table, column in (("journal_changes", "id"), ("journal_rows", "change_id")):
            for moved in (f"-room_for({column})", f"-{column}"):
                self._connection.exec_driver_sql(
                    f"UPDATE {table} SET {column} = {moved} WHERE {column} > ? OR {column} < 0", (behind[0],)
                )
        for number, (change_id, values) in enumerate(self._added, 1):
            self._connection.exec_driver_sql(
                "INSERT INTO journal_changes (id, entry_id, noun, noun_id, table_name, row_id, op, before, after)"
                " VALUES (?, ?, ?, ?, ?, ?, 'update', ?, ?)",
                (change_id + number, *values.values()),
            )


class _States:
    """What rows were at the point of history that the walk has come to: as the tables hold them, less what was undone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[Place, tuple[int, Values | None]] = {}  # and at which step of the walk
        self._runs: list[tuple[int, _Change]] = []
        self._step = 0

    def get(self, place: Place) -> Values | None:
        """None when it was not there."""
        known = self._known.get(place)
        for step, run in reversed(self._runs):
            if known is not None and known[0] > step:
                break
            if run.place[0] == place[0] and run.place[1] <= place[1] <= (run.last or 0):
                return None if run.op == "insert" else self._taken_away(run, place)
        return self._kept(place) if known is None else known[1]

    def currency(self, owner: Place) -> str | None:
        """Of an order or product."""
        state = self.get(owner)
        return None if state is None else state.get("currency")

    def order_of(self, change: _Change) -> int | None:
        """A line's."""
        for values in (change.before, change.after, self.get(change.place)):
            if values and "order_id" in values:
                return int(values["order_id"])
        return change.noun_id if change.noun == "order" else None

    def lines_of(self, order_id: int) -> dict[int, int]:
        """The lines that an order had, with their prices."""
        rows = self._connection.exec_driver_sql("SELECT id FROM order_lines WHERE order_id = ?", (order_id,))
        ids = {*rows.scalars(), *(place[1] for place in self._known if place[0] == _LINES)}
        found = {row_id: state for row_id in sorted(ids) if (state := self.get((_LINES, row_id)))}
        return {
            row_id: state.get("price_minor", 0) for row_id, state in found.items() if state.get("order_id") == order_id
        }

    def back(self, change: _Change) -> None:
        """One change less."""
        self._step += 1
        if change.last is not None:
            self._runs.append((self._step, change))
        elif change.op == "insert":
            self._known[change.place] = (self._step, None)
        elif change.before is not None:
            state = {} if change.op == "delete" else self.get(change.place) or {}
            names = _FOLLOWED[change.place[0]]
            told = {name: change.before[name] for name in names if name in change.before}
            self._known[change.place] = (self._step, {**state, **told})

    def _kept(self, place: Place) -> Values | None:
        table, row_id = place
        row = self._connection.exec_driver_sql(
            f'SELECT {", ".join(_FOLLOWED[table])} FROM "{table}" WHERE id = ?', (row_id,)
        ).first()
        return None if row is None else dict(zip(_FOLLOWED[table], row, strict=True))

    def _taken_away(self, run: _Change, place: Place) -> Values | None:
        content = self._connection.exec_driver_sql(
            "SELECT content FROM journal_rows WHERE change_id = ? AND row_id = ?", (run.id, place[1])
        ).scalar()
        values = images.read(content)
        if values is None:
            return None
        return {name: values.get(name, _old(values, name)) for name in _FOLLOWED[place[0]]}


def factor(currency: str) -> int:
    """What an integer in minor units is multiplied by."""
    return 10_000 if currency in _WHOLE else 100


def _old(values: Values, name: str) -> Any:
    """The price of a row that is converted already."""
    price = values.get("price")
    return price // factor(values["currency"]) if name == "price_minor" and isinstance(price, int) else None


def _converted(values: Values | None, currency: str) -> Values | None:
    if values is None:
        return None
    return {
        ("price" if name == "price_minor" else name): (
            value * factor(currency) if name == "price_minor" and isinstance(value, int) else value
        )
        for name, value in values.items()
    }


def _add(change: _Change, before: Values, after: Values) -> None:
    """What an image is to tell besides."""
    if change.before is not None:
        change.before = {**change.before, **before}
    if change.after is not None:
        change.after = {**change.after, **after}


def _as_row(change: _Change, before: Values | None, after: Values | None) -> Values:
    return {
        "entry_id": change.entry,
        "noun": change.noun,
        "noun_id": change.noun_id,
        "table_name": change.place[0],
        "row_id": change.place[1],
        "before": _text(before),
        "after": _text(after),
    }


def _text(values: Values | None) -> str | None:
    return None if values is None else dump(values)
