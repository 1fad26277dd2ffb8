"""Undo, redo and history come from one record of every write."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop_crm.model.client import Client, Email
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order, OrderLine
from desktop_crm.storage.client import CLIENTS
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.past import history
from desktop_crm.storage.workspace import Workspace
from tests.rounds import rounds


def add(workspace: Workspace, name: str) -> int:
    with workspace.write(msg("Add client {name}", name=name)) as session:
        client = Client(name=name)
        session.add(client)
    return client.id


def change(workspace: Workspace, client_id: int, **values: Any) -> None:
    with workspace.write(msg("Change client")) as session:
        record = session.get(Client, client_id)
        for name, value in values.items():
            setattr(record, name, value)


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return list(session.scalars(select(Client.name).order_by(Client.id)))


def dump(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Everything the user owns, row by row, without versions."""
    with workspace.driver_connection() as connection:
        rows = []
        for table in ("clients", "contacts", "orders", "order_lines"):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "version"]
            rows += [
                (table, *row) for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")
            ]
        return rows


def test_undo_and_redo_walk_back_and_forth(workspace: Workspace) -> None:
    client_id = add(workspace, "A")
    change(workspace, client_id, name="B", emails=(Email("a@b.co"),))
    assert str(workspace.undo_text()) == "Change client"
    workspace.undo()
    assert names(workspace) == ["A"]
    workspace.undo()
    assert names(workspace) == []
    assert workspace.undo() is None
    workspace.redo()
    workspace.redo()
    assert names(workspace) == ["B"]
    assert workspace.redo() is None


def test_undo_works_after_a_restart(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "a.crm")
    client_id = add(workspace, "A")
    change(workspace, client_id, name="B")
    workspace.close()
    again = open_workspace(tmp_path / "a.crm")
    assert str(again.undo()) == "Change client"
    again.close()
    third = open_workspace(tmp_path / "a.crm")
    assert names(third) == ["A"]
    assert str(third.redo()) == "Change client"
    assert names(third) == ["B"]
    third.close()


def test_something_new_ends_redo(workspace: Workspace) -> None:
    client_id = add(workspace, "A")
    change(workspace, client_id, name="B")
    workspace.undo()
    add(workspace, "C")
    assert workspace.redo_text() is None
    workspace.undo()
    assert names(workspace) == ["A"]


def test_undo_brings_a_deleted_record_back_with_its_parts_and_the_search_finds_it(workspace: Workspace) -> None:
    client_id = add(workspace, "Sumber Makmur")
    with workspace.write(msg("Add contact")) as session:
        session.add(Contact(client_id=client_id, name="Siti"))
    with workspace.write(msg("Delete client")) as session:
        session.delete(session.scalars(select(Contact)).one())
        session.flush()
        session.delete(session.get(Client, client_id))
    listing = SqlListing(workspace, CLIENTS)
    assert listing.count(Query("makmur")) == 0
    workspace.undo()
    assert listing.count(Query("makmur")) == 1
    with workspace.read() as session:
        assert session.scalars(select(Contact)).one().client_id == client_id


def test_undo_of_a_bulk_write_and_its_redo(workspace: Workspace) -> None:
    add(workspace, "First")
    before = dump(workspace)
    with workspace.write(msg("Import")) as session:
        ids = bulk_insert(session, Client, [{"name": f"Toko {number}", "notes": "'\"\n%😀"} for number in range(300)])
        bulk_insert(session, Contact, [{"client_id": ids[0], "name": "Siti", "birthday": date(1990, 2, 28)}])
    after = dump(workspace)
    workspace.undo()
    assert dump(workspace) == before
    assert SqlListing(workspace, CLIENTS).count(Query("toko")) == 0
    workspace.redo()
    assert dump(workspace) == after
    assert SqlListing(workspace, CLIENTS).count(Query("toko")) == 300
    workspace.undo()
    assert dump(workspace) == before


def test_an_undo_that_would_overwrite_a_later_change_is_refused(workspace: Workspace) -> None:
    client_id = add(workspace, "A")
    change(workspace, client_id, name="B")
    with workspace.driver_connection() as connection:
        connection.execute("UPDATE clients SET name = 'C'")
    with pytest.raises(UserError, match="changed again"):
        workspace.undo()
    assert names(workspace) == ["C"]


def test_an_undo_that_would_orphan_others_is_refused(workspace: Workspace) -> None:
    client_id = add(workspace, "A")
    with (
        workspace.driver_connection() as connection
    ):  # behind the journal's back, so that Undo comes to the client first
        values: dict[str, Any] = {
            name: "" for _, name, kind, *_ in connection.execute("PRAGMA table_info(contacts)") if kind == "TEXT"
        }
        values |= {"id": 1, "version": 1, "client_id": client_id, "created_at": 0, "changed_at": 0}
        names_, places = ", ".join(values), ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO contacts ({names_}) VALUES ({places})", tuple(values.values()))
    with pytest.raises(UserError, match="still need"):
        workspace.undo()
    assert names(workspace) == ["A"]


def test_history_tells_who_when_and_what(workspace: Workspace) -> None:
    workspace.user = "Dewi"
    client_id = add(workspace, "A")
    change(workspace, client_id, name="B", is_key=True)
    with workspace.read() as session:
        newest, oldest = history.of_card(session, "client", client_id)
    assert (newest.user, str(newest.text), newest.kind) == ("Dewi", "Change client", "do")
    changes = {item.column: (item.before, item.after) for item in newest.changes[0].columns}
    assert changes == {"name": ("A", "B"), "is_key": (False, True)}
    assert oldest.changes[0].op == "insert"


def test_history_of_an_imported_record_begins_with_the_import(workspace: Workspace) -> None:
    with workspace.write(msg("Import")) as session:
        ids = bulk_insert(session, Client, [{"name": f"Toko {number}"} for number in range(5)])
    change(workspace, ids[2], name="Baru")
    with workspace.read() as session:
        told = [str(event.text) for event in history.of_card(session, "client", ids[2])]
        other = [str(event.text) for event in history.of_card(session, "client", ids[3])]
    assert told == ["Change client", "Import"]
    assert other == ["Import"]


def test_the_lines_are_told_on_the_orders_card(workspace: Workspace) -> None:
    client_id = add(workspace, "A")
    with workspace.write(msg("Add order")) as session:
        client = session.get(Client, client_id)
        line = OrderLine(name_id="Kopi", price=Decimal(1000), quantity=Decimal(2))
        session.add(
            Order(
                number="1",
                client=client,
                ordered_on=date(2026, 3, 1),
                currency="IDR",
                discount=Decimal(0),
                lines=[line],
            )
        )
        session.flush()
    with workspace.read() as session:
        [event] = history.of_card(session, "order", 1)
    assert [change.table for change in event.changes] == ["orders", "order_lines"]


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.text(min_size=1, max_size=8)),
        st.tuples(st.just("change"), st.integers(0, 5), st.text(max_size=8)),
        st.tuples(st.just("delete"), st.integers(0, 5)),
        st.tuples(st.just("bulk"), st.integers(1, 4)),
    ),
    max_size=8,
)


@settings(max_examples=rounds(8, 25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_undoing_everything_and_redoing_it_gives_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str | int, ...]]
) -> None:
    workspace = create_workspace(Path(tmp_path_factory.mktemp("undo")) / "a.crm")
    states = [dump(workspace)]
    for action in actions:
        _do(workspace, action)
        if dump(workspace) != states[-1]:
            states.append(dump(workspace))
    for state in reversed(states[:-1]):
        workspace.undo()
        assert dump(workspace) == state
    for state in states[1:]:
        workspace.redo()
        assert dump(workspace) == state
    workspace.close()


def _do(workspace: Workspace, action: tuple[Any, ...]) -> None:
    with workspace.write(msg("Action")) as session:
        clients = list(session.scalars(select(Client).order_by(Client.id)))
        match action:
            case ("add", name):
                session.add(Client(name=name))
            case ("change", at, name) if clients:
                clients[at % len(clients)].name = name
            case ("delete", at) if clients:
                session.delete(clients[at % len(clients)])
            case ("bulk", number):
                bulk_insert(session, Client, [{"name": f"Toko {at}"} for at in range(number)])


@pytest.mark.parametrize("bulk", [False, True])
def test_the_id_of_a_record_that_is_gone_is_never_given_again(workspace: Workspace, bulk: bool) -> None:
    """Its history, its files, and a copy of it in a window would become another record's."""
    gone = add(workspace, "A")
    workspace.undo()
    with workspace.write(msg("Add")) as session:
        if bulk:
            [new] = bulk_insert(session, Client, [{"name": "B"}])
        else:
            record = Client(name="B")
            session.add(record)
            session.flush()
            new = record.id
    assert new > gone
    with workspace.read() as session:
        assert len(history.of_card(session, "client", new)) == 1
