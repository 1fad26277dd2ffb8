"""Prices that history kept in minor units: what they meant then is what is put back."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.model.base import dump
from desktop_crm.services.workspace import opened
from desktop_crm.storage.file import schema
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.workspace import Workspace
from tests.rounds import rounds

pytestmark = pytest.mark.in_turn

DAY = date(2026, 3, 1).isoformat()


class Old:
    """A file of revision 0005, written row by row as that version wrote it."""

    def __init__(self, path: Path) -> None:
        schema.create(path, None, "0005")
        self.connection = connect(path, None)
        self.connection.execute("PRAGMA foreign_keys = OFF")
        self.entry = 0
        self.put("tax_rules", id=1)
        self.put("clients", id=1, name="A", full_name="A", name_key="a")

    def put(self, table: str, **values: Any) -> dict[str, Any]:
        """A row whose other columns are as empty as they may be."""
        info = self.connection.execute(f"PRAGMA table_info({table})").fetchall()
        plain = {name: "" if kind == "TEXT" else 1 for _, name, kind, needed, *_ in info if needed}
        lists = {name: "[]" for name in plain if name in {"identifiers", "phones", "emails", "addresses"}}
        days = {name: DAY for name in plain if name.endswith("_on")}
        row = {**{info[at][1]: None for at in range(len(info))}, **plain, **lists, **days, **values}
        self.connection.execute(
            f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )
        return row

    def act(self, *changes: tuple[str, int, dict[str, Any] | None, dict[str, Any] | None], kind: str = "do") -> None:
        """One action of the journal: (table, id, before, after)."""
        self.entry += 1
        self.connection.execute(
            "INSERT INTO journal_entries (id, at, user, sentence, kind) VALUES (?, ?, 'u', ?, ?)",
            (self.entry, self.entry, dump({"text": "Do it", "args": {}}), kind),
        )
        for table, row_id, before, after in changes:
            op = "insert" if before is None else "delete" if after is None else "update"
            noun = {"orders": "order", "order_lines": "order", "products": "product"}[table]
            self.connection.execute(
                "INSERT INTO journal_changes (entry_id, noun, noun_id, table_name, row_id, op, before, after)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.entry,
                    noun,
                    1,
                    table,
                    row_id,
                    op,
                    None if before is None else dump(before),
                    None if after is None else dump(after),
                ),
            )

    def close(self) -> None:
        self.connection.close()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    file = Old(tmp_path / "a.crm")
    yield file
    file.close()


def upgraded(old: Old, tmp_path: Path) -> AbstractContextManager[Any]:
    old.close()
    return opened(tmp_path / "a.crm")


def images(workspace: Workspace, table: str = "order_lines") -> list[tuple[int | str | None, ...]]:
    with workspace.driver_connection() as connection:
        rows = connection.execute(
            "SELECT entry_id, row_id, op, before, after FROM journal_changes WHERE table_name = ? ORDER BY id", (table,)
        )
        return [(*row[:3], *(image and json.loads(image).get("price") for image in row[3:])) for row in rows]


def test_a_number_means_what_its_orders_currency_made_of_it_then(old: Old, tmp_path: Path) -> None:
    old.put("orders", id=1, number="1", client_id=1, currency="IDR")
    line = old.put("order_lines", id=1, order_id=1, price_minor=13)
    old.act(("orders", 1, None, {"currency": "USD"}), ("order_lines", 1, None, {**line, "price_minor": 999}))
    old.act(("order_lines", 1, {"price_minor": 999}, {"price_minor": 1250}))
    old.act(
        ("orders", 1, {"currency": "USD"}, {"currency": "IDR"}),
        ("order_lines", 1, {"price_minor": 1250}, {"price_minor": 13}),
    )
    with upgraded(old, tmp_path) as workspace:
        assert images(workspace) == [
            (1, 1, "insert", None, 99900),
            (2, 1, "update", 99900, 125000),
            (3, 1, "update", 125000, 130000),
        ]
        with workspace.driver_connection() as connection:
            assert connection.execute("SELECT price FROM order_lines").fetchall() == [(130000,)]


def test_a_currency_that_changed_alone_changed_every_price(old: Old, tmp_path: Path) -> None:
    """12.50 dollars were 1250, and so were 1,250 rupiah: nothing of the line was written down then."""
    old.put("orders", id=1, number="1", client_id=1, currency="IDR")
    line = old.put("order_lines", id=1, order_id=1, price_minor=1250)
    old.put("order_lines", id=2, order_id=1, price_minor=0)
    old.act(("orders", 1, None, {"currency": "USD"}), ("order_lines", 1, None, line))
    old.act(("orders", 1, {"currency": "USD"}, {"currency": "IDR"}))
    old.act(("order_lines", 1, {"price_minor": 1250, "note": ""}, {"price_minor": 1250, "note": "x"}))
    with upgraded(old, tmp_path) as workspace:
        assert images(workspace) == [
            (1, 1, "insert", None, 125000),
            (2, 1, "update", 125000, 12500000),
            (3, 1, "update", 12500000, 12500000),
        ]


def test_a_products_currency_is_its_own(old: Old, tmp_path: Path) -> None:
    row = old.put("products", id=1, code="A", price_minor=1250, currency="JPY")
    old.act(("products", 1, None, {**row, "currency": "USD"}))
    old.act(("products", 1, {"currency": "USD"}, {"currency": "JPY"}))
    old.act(("products", 1, {"name_id": ""}, {"name_id": "x"}))
    with upgraded(old, tmp_path) as workspace:
        assert images(workspace, "products") == [
            (1, 1, "insert", None, 125000),
            (2, 1, "update", 125000, 12500000),
            (3, 1, "update", None, None),
        ]


def test_what_was_deleted_and_taken_away_in_bulk_keeps_its_price(old: Old, tmp_path: Path) -> None:
    line = old.put("order_lines", id=7, order_id=1, price_minor=999)
    old.connection.execute("DELETE FROM order_lines")
    order = old.put("orders", id=1, number="1", client_id=1, currency="USD")
    old.connection.execute("DELETE FROM orders")
    old.act(("orders", 1, order, None), ("order_lines", 7, line, None))
    product = old.put("products", id=5, code="A", price_minor=1250, currency="IDR")
    names = [row[1] for row in old.connection.execute("PRAGMA table_info(products)")]
    old.connection.execute("DELETE FROM products")
    old.act(kind="undo")
    old.connection.execute(
        "INSERT INTO journal_changes (id, entry_id, noun, noun_id, table_name, row_id, last_row_id, op)"
        " VALUES (99, 2, 'product', 5, 'products', 5, 5, 'delete')"
    )
    content = dump([product[name] for name in names])
    old.connection.execute("INSERT INTO journal_rows VALUES (99, 5, ?)", (content,))
    old.put("products", id=9, code="B", price_minor=1)
    old.connection.execute("DELETE FROM products WHERE id = 9")
    with upgraded(old, tmp_path) as workspace:
        assert images(workspace) == [(1, 7, "delete", 99900, None)]
        assert workspace.redo() is not None
        with workspace.driver_connection() as connection:
            assert connection.execute("SELECT id, code, price, currency FROM products").fetchall() == [
                (5, "A", 12500000, "IDR")
            ]
            seq = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'products'").fetchone()
            assert seq == (9,)  # its id is not given again


def test_a_currency_nobody_knows_any_more_takes_the_way_back_with_it(old: Old, tmp_path: Path) -> None:
    line = old.put("order_lines", id=7, order_id=1, price_minor=999)
    old.connection.execute("DELETE FROM order_lines")
    old.act(("order_lines", 7, line, None))
    with upgraded(old, tmp_path) as workspace, workspace.driver_connection() as connection:
        assert connection.execute("SELECT thinned FROM journal_entries").fetchall() == [(1,)]


def test_a_price_beyond_64_bits_is_left_to_the_version_that_has_it(old: Old, tmp_path: Path) -> None:
    from desktop_crm.model.errors import UserError

    old.put("products", id=1, code="A", price_minor=10**15, currency="IDR")
    old.close()
    with pytest.raises(UserError, match="A has a price that is too large"), opened(tmp_path / "a.crm"):
        pass


def test_the_largest_price_of_dollars_is_kept(old: Old, tmp_path: Path) -> None:
    old.put("products", id=1, code="A", price_minor=10**15, currency="USD")
    with upgraded(old, tmp_path) as workspace, workspace.read() as session:
        from desktop_crm.model.product import Product

        assert session.query(Product).one().price == Decimal(10**13)


WHOLE = {"IDR", "JPY"}


def minor_of(price: Decimal, currency: str) -> int:
    places = 0 if currency in WHOLE else 2
    return int(price.scaleb(places).quantize(Decimal(1), ROUND_HALF_UP))


def number_of(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(0 if currency in WHOLE else -2)


class Past:
    """An order in the hands of revision 0005: what it did to rows and journal, and what a person saw after each action."""

    def __init__(self, old: Old) -> None:
        self.old, self.currency, self.last = old, "USD", 0
        self.minors: dict[Any, Any] = {}
        self.whole: dict[Any, Any] = {}
        old.put("orders", id=1, number="1", client_id=1, currency="USD")
        self.seen = [self.look()]

    def look(self) -> dict[int, Decimal]:
        return {line: number_of(minor, self.currency) for line, minor in self.minors.items()}

    def act(self, *changes: tuple[str, int, dict[str, Any] | None, dict[str, Any] | None]) -> None:
        self.old.act(*changes)
        self.seen.append(self.look())

    def insert(self, minor: int, _: int) -> None:
        self.last += 1
        self.minors[self.last] = minor
        self.whole[self.last] = self.old.put("order_lines", id=self.last, order_id=1, price_minor=minor)
        row = {**self.whole[self.last], "price_minor": minor}
        self.act(("order_lines", self.last, None, row))

    def change(self, minor: int, line: int) -> None:
        if line in self.minors and self.minors[line] != minor:
            before, self.minors[line] = self.minors[line], minor
            self.act(("order_lines", line, {"price_minor": before}, {"price_minor": minor}))

    def delete(self, _: int, line: int) -> None:
        if line in self.minors:
            row = {**self.whole[line], "price_minor": self.minors.pop(line)}
            self.act(("order_lines", line, row, None))

    def same_numbers(self, currency: str, _: int) -> None:
        """Lines saved with the number they had in the file write nothing."""
        self._change_currency(currency, [])

    def same_prices(self, currency: str, _: int) -> None:
        """12.50 stays 12.50, as far as the currency has room for it."""
        changes = []
        for line, minor in self.minors.items():
            new = minor_of(number_of(minor, self.currency), currency)
            if new != minor:
                changes.append(("order_lines", line, {"price_minor": minor}, {"price_minor": new}))
                self.minors[line] = new
        self._change_currency(currency, changes)

    def less_a_line(self, currency: str, line: int) -> None:
        """The line taken out was written down as it was in memory, in the new currency."""
        if line not in self.minors:
            return
        falsified = minor_of(number_of(self.minors.pop(line), self.currency), currency)
        row = {**self.whole[line], "price_minor": falsified}
        self._change_currency(currency, [("order_lines", line, row, None)])

    def _change_currency(
        self, currency: str, changes: list[tuple[str, int, dict[str, Any], dict[str, int] | None]]
    ) -> None:
        before, self.currency = self.currency, currency
        self.act(*changes, ("orders", 1, {"currency": before}, {"currency": currency}))

    def leave(self) -> None:
        """What the file holds in the end."""
        execute = self.old.connection.execute
        execute("DELETE FROM order_lines")
        for line, minor in self.minors.items():
            self.old.put("order_lines", **{**self.whole[line], "price_minor": minor})
        execute("UPDATE orders SET currency = ?", (self.currency,))


numbers = st.integers(0, 10**7)
places = st.integers(1, 4)
codes = st.sampled_from(["IDR", "USD", "JPY", "EUR"])
deeds = st.one_of(
    st.tuples(st.sampled_from(["insert", "change", "delete"]), numbers, places),
    st.tuples(st.sampled_from(["same_numbers", "same_prices", "less_a_line"]), codes, places),
)


@settings(max_examples=rounds(4, 12), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(deeds, min_size=4, max_size=14))
def test_any_history_leads_back_to_what_was_seen(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[str, int | str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("past")
    old = Old(folder / "a.crm")
    past = Past(old)
    past.insert(1250, 0)
    for name, value, line in done:
        getattr(past, name)(value, line)
    past.leave()
    with upgraded(old, folder) as workspace:
        assert look(workspace) == past.seen[-1]
        for wanted in past.seen[-2::-1]:
            assert workspace.undo() is not None
            assert look(workspace) == wanted
        for wanted in past.seen[1:]:
            assert workspace.redo() is not None
            assert look(workspace) == wanted


def look(workspace: Workspace) -> dict[int, Decimal]:
    with workspace.driver_connection() as connection:
        rows = connection.execute("SELECT id, price FROM order_lines").fetchall()
    return {row_id: Decimal(price).scaleb(-4) for row_id, price in rows}
