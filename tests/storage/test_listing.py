"""Finding, filtering and sorting in SQL: what a person means by what is typed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from desktop_crm.model.address import Address
from desktop_crm.model.client import Client, Email
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.listing import Filter, Query
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.model.phone import Phone
from desktop_crm.storage.client import CLIENTS
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.storage.lists import search
from desktop_crm.storage.lists.known_order import KnownOrder, by_place
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.order import ORDERS
from desktop_crm.storage.workspace import Workspace

TODAY = date(2026, 3, 12)


@pytest.fixture
def clients(workspace: Workspace) -> SqlListing:
    with workspace.write(msg("Add clients")) as session:
        session.add_all(
            [
                Client(
                    legal_form="PT",
                    name="Sumber Makmur",
                    phones=(Phone("+628123456789"),),
                    addresses=(Address(city="Bandung"),),
                ),
                Client(
                    legal_form="CV", name="Café Élite", short_name="100%_pasti", emails=(Email("info@elite.co.id"),)
                ),
                Client(kind="person", name="Siti Aminah", status="active", phones=(Phone("+6581234567"),)),
                Client(name="😀 مرحبا 日本"),
            ]
        )
    return SqlListing(workspace, CLIENTS, today=lambda: TODAY)


def names(listing: SqlListing, **query: Any) -> list[str]:
    found = [row[1] for row in listing.page(Query(**query), 0, 100)]
    ids = listing.ids(Query(**query))
    assert len(ids) == len(found) == listing.count(Query(**query))
    assert [row[1] for row in listing.rows(ids)] == found
    return found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 4),
        ("makmur", 1),
        ("MAKMUR sumber", 1),
        ("pt sumber", 1),
        ("pt", 1),
        ("pt su", 1),
        ("s", 2),
        ("si", 1),
        ("cafe elite", 1),
        ("élite", 1),
        ("0812345", 1),
        ("+62 812-3456", 1),
        ("08", 1),
        ("81", 0),
        ("bandung", 1),
        ("info@elite", 1),
        ("100% pasti", 1),
        ("%", 0),
        ("_", 0),
        ("'", 0),
        ('"', 0),
        ("日本", 1),
        ("makmur elite", 0),
        ("x" * 10_000, 0),
        ("   ", 4),
    ],
)
def test_what_is_typed_finds(clients: SqlListing, words: str, found: int) -> None:
    assert len(names(clients, find=words)) == found


def test_sorting_runs_both_ways(clients: SqlListing) -> None:
    ascending = names(clients, sort="name")
    assert names(clients, sort="name", descending=True) == ascending[::-1]


def test_filters_hold_together(clients: SqlListing) -> None:
    assert names(clients, filters=(Filter("status", ("active",)),)) == ["Siti Aminah"]
    assert names(clients, filters=(Filter("status", ("active",)), Filter("city", ("Bandung",)))) == []
    assert names(clients, find="s", filters=(Filter("city", ("Bandung",)),)) == ["PT Sumber Makmur"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("+62 21 5550123", 1),
        ("+62-21-555-0123", 1),
        ("+62 (0)21 5550123", 1),
        ("0062 21 5550123", 1),
        ("(021) 555 01 23", 1),
        ("021-555-01-23", 1),
        ("62 21 5550123", 1),
        ("+62 2", 1),
        ("+62 21", 1),
        ("01.234.567.8-901.000", 1),
        ("+62 22 5550123", 0),
    ],
)
def test_numbers_are_found_as_they_are_shown(workspace: Workspace, words: str, found: int) -> None:
    with workspace.write(msg("Add a client")) as session:
        npwp = Identifier("npwp", "012345678901000")
        session.add(Client(name="Toko Jakarta", phones=(Phone("+62215550123"),), identifiers=(npwp,)))
    assert len(names(SqlListing(workspace, CLIENTS), find=words)) == found


@pytest.mark.parametrize("few", [1, 10_000])
def test_many_hits_are_found_by_walking_and_few_by_the_index(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("desktop_crm.storage.lists.search.FEW", few)
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": f"Toko {number:05}"} for number in range(150)])
    listing = SqlListing(workspace, CLIENTS)
    assert listing.count(Query("toko")) == 150
    assert [row[1] for row in listing.page(Query("toko"), 2, 2)] == ["Toko 00002", "Toko 00003"]
    assert listing.page(Query("toko 00007"), 0, 5)[0][1] == "Toko 00007"


def test_a_walk_that_takes_too_long_gives_way_to_sorting(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_crm.storage.lists.search.FEW", 1)
    monkeypatch.setattr("desktop_crm.storage.lists.listing._WALK", -1.0)
    monkeypatch.setattr("desktop_crm.storage.lists.listing._STEPS", 1)
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": f"Toko {number:03}"} for number in range(50)])
    assert [row[1] for row in SqlListing(workspace, CLIENTS).page(Query("toko"), 0, 2)] == ["Toko 000", "Toko 001"]


@pytest.mark.parametrize("sort", ["", "name", "city", "changed_at"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("many", [10, 10_000])
def test_hits_in_the_order_that_is_known_are_those_that_sql_sorts(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, sort: str, descending: bool, many: int
) -> None:
    monkeypatch.setattr("desktop_crm.storage.lists.search.MANY", many)
    monkeypatch.setattr("desktop_crm.storage.lists.listing._WALK", -1.0)
    monkeypatch.setattr("desktop_crm.storage.lists.listing._STEPS", 1)
    names = [f"{word} {number * 7919 % 1000:03}" for number, word in enumerate(["Toko", "Kotak Oto", "Tokoh"] * 100)]
    with workspace.write(msg("Import")) as session:
        rows = [{"name": name, "addresses": (Address(city=name[-2:]),)} for name in names]
        bulk_insert(session, Client, rows)
    listing = SqlListing(workspace, CLIENTS)

    def same_as_sorted() -> None:
        filters = (), (Filter("city", ("21", "58", "97")),)
        for typed, chosen in product(("toko", "oto kot", "oto k", "toko 1", "toko x", "tokoh"), filters):
            query = Query(typed, chosen, sort, descending)
            for offset, limit in ((0, 9), (40, 70)):
                assert listing.page(query, offset, limit) == SqlListing(workspace, CLIENTS).page(query, offset, limit)

    every = Query(sort=sort, descending=descending)
    listing.ids(every)
    same_as_sorted()
    with workspace.write(msg("Change clients")) as session:
        session.get(Client, 1).name = "Zebra Toko"
        session.delete(session.get(Client, 2))
        session.add(Client(name="Aneka Toko 1"))
    same_as_sorted()
    listing.ids(every)
    same_as_sorted()


def test_rows_are_not_read_to_be_sorted_where_their_order_is_known(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": f"Toko {number:05}"} for number in range(900)])
    listing = SqlListing(workspace, CLIENTS)
    taken: list[int] = []

    def counted(*args: Any) -> Iterator[int]:
        for each in by_place(*args):
            taken.append(each)
            yield each

    monkeypatch.setattr("desktop_crm.storage.lists.listing.by_place", counted)
    listing.page(Query("toko"), 0, 20)
    assert taken == []
    listing.ids(Query())
    listing.page(Query("toko"), 0, 20)
    assert len(taken) == 20


@pytest.mark.parametrize(("typed", "hits"), [("pt z", 3), ("pt 日", 1), ("pt x", 0), ("pt zebra", 3), ("pt", 900)])
def test_a_single_letter_beside_a_word_narrows_what_is_read(workspace: Workspace, typed: str, hits: int) -> None:
    names = [f"PT {['Zebra', 'Toko'][number > 2]} {number:05}" for number in range(899)]
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": name} for name in (*names, "PT 日本")])
    with workspace.driver_connection() as connection:
        asked = search.asked(connection, "clients", search.words_of(typed))
        assert len(search.hits(connection, "clients", asked.expression)) == hits
    assert SqlListing(workspace, CLIENTS).count(Query(typed)) == hits


def test_a_letter_that_begins_too_many_words_is_looked_for_in_the_rows(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_crm.storage.lists.search._MOST_BEGUN", 2)
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": f"PT {word}"} for word in ("Raja", "Rela", "Riang", "Salam")])
    assert names(SqlListing(workspace, CLIENTS), find="pt r") == ["PT Raja", "PT Rela", "PT Riang"]


def test_ids_that_lie_far_apart_are_given_no_places(workspace: Workspace) -> None:
    """A place for each would take the memory of all that lie between."""
    with workspace.write(msg("Import")) as session:
        session.add_all([Client(id=number * 100_000, name=f"Toko {number}") for number in (3, 1, 2)])
    listing = SqlListing(workspace, CLIENTS)
    ids, known = listing.ids(Query()), KnownOrder(workspace, "client")
    assert list(ids) == [100_000, 200_000, 300_000]
    known.keep(Query(), known.moment(), ids)
    assert known.of(Query()) is None
    assert [row[1] for row in listing.page(Query("toko"), 0, 20)] == ["Toko 1", "Toko 2", "Toko 3"]


def test_a_few_of_many_are_met_without_sorting_them(clients: SqlListing) -> None:
    assert [row[1] for row in clients.some("makmur", 6)] == ["PT Sumber Makmur"]
    assert [row[1] for row in clients.some("s", 1)] in (["PT Sumber Makmur"], ["Siti Aminah"])
    assert clients.some("nobody", 6) == []


@pytest.fixture
def orders(workspace: Workspace) -> SqlListing:
    with workspace.write(msg("Add orders")) as session:
        client = Client(name="A")
        session.add(client)
        for number, (state, promised, price, currency) in enumerate(
            [
                ("confirmed", date(2026, 3, 11), 1000, "IDR"),
                ("confirmed", date(2026, 3, 12), 2000, "IDR"),
                ("fulfilled", date(2026, 3, 1), 30, "USD"),
                ("draft", None, 4000, "IDR"),
            ],
            start=1,
        ):
            line = OrderLine(name_id="x", price=Decimal(price))
            session.add(
                Order(
                    number=f"SO/{number}",
                    client=client,
                    state=state,
                    ordered_on=date(2026, 2, number),
                    promised_on=promised,
                    currency=currency,
                    lines=[line],
                )
            )
    return SqlListing(workspace, ORDERS, today=lambda: TODAY)


def test_totals_are_summed_by_currency(orders: SqlListing) -> None:
    sums = orders.totals(orders.ids(Query()))
    assert sums["total"] == [Money(Decimal(7000), "IDR"), Money(Decimal("30.00"), "USD")]


def test_money_bounds_leave_other_currencies_out(orders: SqlListing) -> None:
    found = orders.page(Query(filters=(Filter("total", low=Money(Decimal(2000))),)), 0, 9)
    assert sorted(row[1] for row in found) == ["SO/2", "SO/4"]


def test_day_bounds_include_their_ends(orders: SqlListing) -> None:
    found = orders.page(Query(filters=(Filter("ordered_on", low=date(2026, 2, 2), high=date(2026, 2, 3)),)), 0, 9)
    assert sorted(row[1] for row in found) == ["SO/2", "SO/3"]


def test_an_order_is_found_by_its_number_and_its_client(orders: SqlListing) -> None:
    assert [row[1] for row in orders.page(Query("so/3"), 0, 9)] == ["SO/3"]
    assert len(orders.page(Query("a"), 0, 9)) == 4


def test_rows_that_are_gone_are_left_out(orders: SqlListing) -> None:
    assert [row[0] for row in orders.rows([3, 99, 1])] == [3, 1]


def test_a_filter_may_ask_for_columns_of_other_tables(orders: SqlListing) -> None:
    client = orders.page(Query(), 0, 1)[0][2]
    query = Query(filters=(Filter("client", (client,)),))
    found = orders.ids(query)
    assert list(found) == [row[0] for row in orders.page(query, 0, 10)]
    assert orders.count(query) == len(found) > 0
    assert {row[2] for row in orders.rows(found)} == {client}
