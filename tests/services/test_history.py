"""A card's history is read by pages, and of an action with very many rows only the first."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm.context import QueryContext

from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.services import client, order
from desktop_crm.services.past import history
from desktop_crm.services.past.history import Entry
from desktop_crm.storage.opening import open_workspace
from tests import long_history
from tests.office import Office

ROWS = 500
PAGE = 100


@pytest.fixture(scope="module")
def long_file(made_once: tuple[Path, list[int]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A client with 50,000 entries; the service of the same file has hardly any."""
    path, ids = made_once
    copy = copyfile(path, tmp_path_factory.mktemp("long") / path.name)
    long_history.write(copy, ids[0])
    return copy, ids


@pytest.fixture
def read(long_file: tuple[Path, list[int]]) -> Iterator[Callable[..., Any]]:
    """Reads a page of the client's history, and tells it with the rows loaded and the steps that SQLite took for it."""
    path, ids = long_file
    opened = open_workspace(path)

    def page(*args: int, noun: str = "client", card: int = ids[0], **options: Any) -> tuple[list[Entry], int, int]:
        loaded, steps = [], []

        def note(target: Any, _context: QueryContext) -> None:
            loaded.append(target)

        with opened.read() as session:
            connection = session.connection().connection.driver_connection
            for kind in (JournalChange, JournalEntry):
                event.listen(kind, "load", note)
            connection.set_progress_handler(lambda: steps.append(100), 100)
            found = history.of_card(session, noun, card, *args, **options)
            connection.set_progress_handler(None, 0)
            for kind in (JournalChange, JournalEntry):
                event.remove(kind, "load", note)
        return found, len(loaded), sum(steps)

    yield page
    opened.close()


def many_rows(office: Office) -> int:
    """An action that changed hundreds of rows of the card, as a merge may."""
    with office.workspace.aside() as connection:
        last = connection.execute("SELECT max(entry_id) FROM journal_changes WHERE noun = 'client'").fetchone()[0]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(journal_changes)") if row[1] != "id"]
        found = connection.execute(
            f"SELECT {', '.join(columns)} FROM journal_changes WHERE entry_id = ?", (last,)
        ).fetchone()
        places = ", ".join("?" * len(columns))
        connection.executemany(
            f"INSERT INTO journal_changes ({', '.join(columns)}) VALUES ({places})", (found for _ in range(ROWS))
        )
    return last


def test_pages_follow_one_another_to_the_beginning(office: Office) -> None:
    for number in range(25):
        office.do(lambda s, n=number: client.save(s, office.client, {"source": f"Pameran {n}"}), f"Change {number}")
    whole = office.see(lambda s: history.of_card(s, "client", office.client, 1000))
    pages, before = [], None
    while page := office.see(lambda s, before=before: history.of_card(s, "client", office.client, 7, before)):
        assert len(page) <= 7
        pages += page
        before = page[-1].id
    assert pages == whole
    assert [each.id for each in whole] == sorted((each.id for each in whole), reverse=True)
    assert len(whole) >= 26
    assert all(each.rows and not each.left_out for each in whole)


def test_of_very_many_rows_the_first_are_read_and_the_others_counted(office: Office) -> None:
    office.do(lambda s: client.save(s, office.client, {"source": "Pameran"}))
    last, read = many_rows(office), []

    def note(target: JournalChange, _context: QueryContext) -> None:
        read.append(target.id)

    event.listen(JournalChange, "load", note)
    found = office.see(lambda s: history.of_card(s, "client", office.client))
    event.remove(JournalChange, "load", note)
    assert found[0].id == last
    assert len(found[0].rows) == 40
    assert found[0].left_out == ROWS + 1 - 40
    assert len(read) < 100


def test_no_page_of_a_long_history_costs_more_than_another(read: Callable[..., Any]) -> None:
    newest = read(PAGE)
    top = newest[0][0].id
    pages = [
        newest,
        read(PAGE, newest[0][-1].id),
        read(PAGE, top - long_history.ENTRIES // 2),
        read(PAGE, after=top - long_history.ENTRIES // 2),
        read(PAGE, after=0),
        read(PAGE, top - long_history.ENTRIES + PAGE),
    ]
    for found, loaded, steps in pages:
        assert len(found) == PAGE
        assert loaded < 2 * PAGE + 5
        assert steps < 300 * PAGE
    assert [entry.id for entry in newest[0]] == list(range(top, top - PAGE, -1))


def test_a_short_history_beside_a_long_one_costs_little(
    read: Callable[..., Any], long_file: tuple[Path, list[int]]
) -> None:
    found, loaded, steps = read(PAGE, noun="product", card=long_file[1][3])
    assert (len(found), loaded) == (1, 2)
    assert steps < 3000


def test_pages_lead_from_the_beginning_to_the_newest_too(office: Office) -> None:
    for number in range(25):
        office.do(lambda s, n=number: client.save(s, office.client, {"source": f"Pameran {n}"}), f"Change {number}")
    whole = office.see(lambda s: history.of_card(s, "client", office.client, 1000))
    after = 0
    pages: list[Any] = []
    while page := office.see(lambda s, after=after: history.of_card(s, "client", office.client, 7, after=after)):
        pages = page + pages
        after = page[0].id
    assert pages == whole


def test_imported_cards_are_read_from_both_ends(office: Office) -> None:
    """How a card of an import came is told by the import's run, what became of it by changes of its own."""
    with office.workspace.aside() as connection:
        connection.execute(
            "UPDATE journal_changes SET last_row_id = row_id + 5 WHERE noun = 'client' AND op = 'insert'"
        )
    for number in range(3):
        office.do(lambda s, n=number: client.save(s, office.client, {"source": f"Pameran {n}"}), f"Change {number}")
    whole = office.see(lambda s: history.of_card(s, "client", office.client))
    assert len(whole) == 4
    assert office.see(lambda s: history.of_card(s, "client", office.client, 1, after=0)) == whole[-1:]
    assert office.see(lambda s: history.of_card(s, "client", office.client, 9, after=whole[-1].id)) == whole[:-1]
    assert office.see(lambda s: history.of_card(s, "client", office.client, 9, whole[-2].id)) == whole[-1:]
    assert office.see(lambda s: history.of_card(s, "client", office.client, 9, whole[-1].id)) == []


def test_the_names_of_a_page_are_asked_for_at_once(office: Office) -> None:
    made = office.order()
    buyers = [office.do(lambda s, n=n: client.save(s, None, {"name": f"Pembeli {n}"}).id) for n in range(12)]
    for buyer in buyers:
        office.do(lambda s, buyer=buyer: order.save(s, made.id, {"client_id": buyer, "contact_id": None}, None))
    asked: list[Any] = []
    with office.workspace.read() as session:
        session.connection().connection.driver_connection.set_trace_callback(asked.append)
        found = history.of_card(session, "order", made.id)
        session.connection().connection.driver_connection.set_trace_callback(None)
    assert [detail.after for detail in found[0].rows[0].details if detail.of_client] == ["Pembeli 11"]
    assert sum("FROM clients" in each for each in asked) == 1
