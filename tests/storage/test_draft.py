"""Drafts in the file: beside all actions, as durable as they are, gone with their record; and the upgrade that brings them."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import LockedError
from desktop_crm.model.message import msg
from desktop_crm.storage import draft
from desktop_crm.storage.file import schema
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.file.key import Key, salt_of
from desktop_crm.storage.journal import bulk
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace

KILLED = """
import os, signal, sys
from pathlib import Path
from desktop_crm.storage import draft
from desktop_crm.storage.opening import open_workspace
workspace = open_workspace(Path(sys.argv[1]), "rahasia besar")
with workspace.aside() as connection:
    draft.put(connection, "1", "client", None, '"typed"')
with workspace.aside() as connection:
    draft.put(connection, "2", "client", None, '"not written to its end"')
    os.kill(os.getpid(), signal.SIGKILL)
"""


def put(
    workspace: Workspace, slot: str, noun: str = "client", record_id: int | None = None, content: str = "{}"
) -> None:
    with workspace.aside() as connection:
        draft.put(connection, slot, noun, record_id, content)


def slots(workspace: Workspace) -> list[str]:
    with workspace.driver_connection() as connection:
        return [row.slot for row in draft.every(connection)]


def of_card(workspace: Workspace, noun: str, record_id: int | None) -> list[str]:
    with workspace.driver_connection() as connection:
        return [row.slot for row in draft.of_card(connection, noun, record_id)]


def add(workspace: Workspace, record: Any) -> int:
    with workspace.write(msg("Add")) as session:
        session.add(record)
        session.flush()
        return record.id


def test_a_draft_is_no_action(workspace: Workspace) -> None:
    before = workspace.undo_text()
    heard: list[Any] = []
    workspace.subscribe(heard.append)
    put(workspace, "1", content=json.dumps({"name": "half \ud83d"}))
    assert workspace.undo_text() == before
    assert heard == []
    assert slots(workspace) == ["1"]


def test_what_is_not_written_to_its_end_is_not_there(workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), workspace.aside() as connection:
        draft.put(connection, "1", "client", None, "{}")
        raise ZeroDivisionError
    assert slots(workspace) == []
    put(workspace, "2")
    assert slots(workspace) == ["2"]


def test_a_slot_holds_one_draft_and_a_card_the_newest(workspace: Workspace) -> None:
    for number in range(11):
        put(workspace, f"new {number:02}")
        put(workspace, f"of 1 {number:02}", record_id=1)
        put(workspace, "same", noun="order")
    assert of_card(workspace, "client", None) == [f"new {number:02}" for number in (10, 9, 8, 7, 6, 5, 4, 3)]
    assert of_card(workspace, "client", 1) == [f"of 1 {number:02}" for number in (10, 9, 8, 7, 6, 5, 4, 3)]
    assert of_card(workspace, "order", None) == ["same"]
    with workspace.aside() as connection:
        draft.drop(connection, "same")
        draft.drop(connection, "never there")
    assert of_card(workspace, "order", None) == []


def test_drafts_go_with_their_record_and_with_no_other(workspace: Workspace) -> None:
    first, second = add(workspace, Client(name="A")), add(workspace, Client(name="B"))
    contact = add(workspace, Contact(client_id=second, name="C"))
    assert contact == first  # the same number, another table
    for record_id in (None, first, second):
        put(workspace, f"client {record_id}", record_id=record_id)
    with workspace.write(msg("Delete")) as session:
        session.delete(session.get(Contact, contact))
    assert len(slots(workspace)) == 3
    with workspace.write(msg("Delete")) as session:
        session.delete(session.get(Client, first))
    assert sorted(slots(workspace)) == ["client 2", "client None"]


def test_drafts_go_with_an_undone_import(workspace: Workspace) -> None:
    with workspace.write(msg("Import")) as session:
        ids = bulk.bulk_insert(session, Client, [{"name": "A"}, {"name": "B"}])
    put(workspace, "kept", record_id=ids[-1] + 1)
    put(workspace, "gone", record_id=ids[-1])
    workspace.undo()
    assert slots(workspace) == ["kept"]


def test_undone_contacts_leave_the_drafts_of_clients(workspace: Workspace) -> None:
    client = add(workspace, Client(name="A"))
    put(workspace, "kept", record_id=client)
    with workspace.write(msg("Import")) as session:
        bulk.bulk_insert(session, Contact, [{"client_id": client, "name": "C"}])
    workspace.undo()
    assert slots(workspace) == ["kept"]


def test_nothing_is_kept_while_locked_and_it_follows_the_file(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "a.crm", password="rahasia besar")
    workspace.lock()
    with pytest.raises(LockedError):
        put(workspace, "1")
    workspace.unlock("rahasia besar")
    put(workspace, "1")
    (tmp_path / "a.crm").rename(tmp_path / "b.crm")
    put(workspace, "2")
    assert sorted(slots(workspace)) == ["1", "2"]
    assert workspace.path == tmp_path / "b.crm"
    workspace.close()


def test_what_was_kept_outlives_a_kill(tmp_path: Path) -> None:
    create_workspace(tmp_path / "a.crm", password="rahasia besar").close()
    root = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "a.crm")], cwd=root, check=False, timeout=60)
    workspace = open_workspace(tmp_path / "a.crm", "rahasia besar")
    assert slots(workspace) == ["1"]
    workspace.close()


# The upgrade


def first_schema(path: Path, password: str = "") -> None:
    """A file as the program with the first schema made it, a client in it."""
    key = Key.new(password) if password else None
    schema.create(path, key, "0001")
    connection = connect(path, key)
    names = {row[1]: "" if "TEXT" in row[2] else 1 for row in connection.execute("PRAGMA table_info(clients)")}
    names |= {"id": 7, "name": "PT Lama", "identifiers": "[]", "phones": "[]", "emails": "[]", "addresses": "[]"}
    places = ", ".join("?" * len(names))
    connection.execute(f"INSERT INTO clients ({', '.join(names)}) VALUES ({places})", tuple(names.values()))
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'drafts'").fetchone()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@pytest.mark.parametrize(
    ("name", "password"),
    [("Lama", ""), ("Lama", "rahasia besar"), ("Lama" + 79 * "公", "")],
    ids=["", "protected", "long"],
)
def test_a_file_of_the_first_schema_is_upgraded_and_its_copy_kept(tmp_path: Path, name: str, password: str) -> None:
    path = tmp_path / f"{name}.crm"
    first_schema(path, password)
    workspace = open_workspace(path, password)
    with workspace.read() as session:
        assert session.get(Client, 7).name == "PT Lama"
    put(workspace, "1", record_id=7)
    assert of_card(workspace, "client", 7) == ["1"]
    workspace.close()
    [copy] = tmp_path.glob("Lama* before upgrade from 0001 *.crm")
    assert schema.is_protected(copy) is bool(password)
    assert schema.inspect_file(copy, Key.of(password, salt_of(copy)) if password else None) == "0001"
    if password:
        assert b"PT Lama" not in copy.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([copy.name, path.name])


def test_the_newest_come_first_even_within_one_moment(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 5_000_000)
    put(workspace, "a")
    put(workspace, "b")
    assert slots(workspace) == ["b", "a"]
