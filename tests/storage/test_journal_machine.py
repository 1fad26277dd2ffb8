"""The journal against a model of it: any row of actions, undo, redo, taking back, restoring, thinning, reopening."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.storage.journal import thinning
from desktop_crm.storage.journal import writing as journal
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.storage.journal.restore import restore
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.past import trash
from tests.rounds import rounds

NAMES = st.text("abc", min_size=1, max_size=3)
START = datetime(2026, 3, 1, tzinfo=UTC)


class Clock(datetime):
    """The journal's clock, which the test moves."""

    moment = START

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return cls.moment.astimezone(tz)


class Entry:
    """What the model knows of a journal entry: row → (before, after), None for no row."""

    def __init__(
        self,
        kind: str,
        rows: dict[tuple[str, int], Any],
        *,
        at: datetime,
        bulk: bool = False,
        root: "Entry | None" = None,
    ) -> None:
        self.kind, self.rows, self.at, self.bulk, self.root = kind, rows, at, bulk, root or self
        self.undone_by: Entry | None = None
        self.thinned = False

    def holds(self) -> Any:
        last = self
        while last.undone_by:
            last = last.undone_by
        return last.kind != "undo"

    def last(self) -> "Entry":
        return self.undone_by.last() if self.undone_by else self


class JournalMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clocks = [patch.object(module, "datetime", Clock) for module in (journal, thinning)]
        for clock in self.clocks:
            clock.start()
        Clock.moment = START

    @initialize()
    def make(self) -> None:
        self.workspace = create_workspace(self.folder / "a.crm")
        self.rows: dict[tuple[str, int], tuple[str, str]] = {}
        self.entries: list[Entry] = []
        self.passed: set[Entry] = set()  # told once why they can't be taken, then passed over

    def teardown(self) -> None:
        for clock in self.clocks:
            clock.stop()
        if hasattr(self, "workspace"):
            self.workspace.close()
        shutil.rmtree(self.folder)

    # The model

    def done(
        self, rows: dict[tuple[str, int], Any], kind: str = "do", *, bulk: bool = False, undoes: Entry | None = None
    ) -> None:
        entry = Entry(kind, rows, at=Clock.moment, bulk=bulk, root=undoes.root if undoes else None)
        self.entries.append(entry)
        for place, (_, after) in rows.items():
            if after is None:
                self.rows.pop(place, None)
            else:
                self.rows[place] = after
        if undoes:
            undoes.undone_by = entry
        Clock.moment += timedelta(days=1)

    def reverse(self, entry: Entry, kind: str) -> None:
        rows = {place: (after, before) for place, (before, after) in entry.rows.items()}
        if not entry.bulk:
            rows = {place: (self.rows.get(place), self._older(place, change)) for place, change in rows.items()}
        self.done(rows, kind, bulk=entry.bulk, undoes=entry)

    def _older(
        self, place: tuple[str, int], change: tuple[tuple[Any, ...] | None, tuple[Any, ...] | None]
    ) -> tuple[Any, ...] | None:
        """Only the values that the entry changed get their older values."""
        now, (after, before) = self.rows.get(place), change
        if now is None or before is None or after is None:
            return before
        return tuple(old if old != new else kept for kept, new, old in zip(now, after, before, strict=True))

    def stands_in_the_way(self, entry: Entry) -> bool:
        if entry.bulk and entry.kind != "undo":
            touched = [
                one for one in self.entries if one.root is not entry.root and one.rows.keys() & entry.rows.keys()
            ]
            return any(one.root.holds() for one in touched)
        return any(self._differs(place, change) for place, change in entry.rows.items())

    def _differs(self, place: tuple[str, int], change: tuple[tuple[str, str] | None, tuple[str, str] | None]) -> bool:
        before, after = change
        now = self.rows.get(place)
        if before is None or after is None or now is None:
            return now != after
        return any(new not in {old, kept} for kept, new, old in zip(now, after, before, strict=True))

    def clients(self) -> list[int]:
        return sorted(row_id for table, row_id in self.rows if table == "clients")

    def parts(self, client_id: int) -> list[int]:
        with self.workspace.read() as session:
            return [contact.id for contact in session.scalars(select(Contact).where(Contact.client_id == client_id))]

    # What a person does

    @rule(name=NAMES)
    def add(self, name: str) -> None:
        with self.workspace.write(msg("Add")) as session:
            client = Client(name=name)
            session.add(client)
            session.flush()
            contact = Contact(client_id=client.id, name=name)
            session.add(contact)
        self.done({("clients", client.id): (None, (name, "")), ("contacts", contact.id): (None, (name, ""))})

    @rule(count=st.integers(1, 3), name=NAMES)
    def add_many(self, count: int, name: str) -> None:
        with self.workspace.write(msg("Import")) as session:
            ids = bulk_insert(session, Client, [{"name": name}] * count)
            contacts = bulk_insert(session, Contact, [{"client_id": at, "name": name} for at in ids])
        places = [("clients", at) for at in ids] + [("contacts", at) for at in contacts]
        self.done(dict.fromkeys(places, (None, (name, ""))), bulk=True)

    @precondition(lambda self: self.clients())
    @rule(data=st.data(), text=NAMES, which=st.integers(0, 1))
    def change(self, data: Any, text: str, which: int) -> None:
        row_id = data.draw(st.sampled_from(self.clients()))
        place = ("clients", row_id)
        values = list(self.rows[place])
        if values[which] == text:
            return
        values[which] = text
        with self.workspace.write(msg("Change")) as session:
            setattr(session.get(Client, row_id), ("name", "notes")[which], text)
        self.done({place: (self.rows[place], tuple(values))})

    @precondition(lambda self: self.clients())
    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        row_id = data.draw(st.sampled_from(self.clients()))
        places = [("clients", row_id), *(("contacts", at) for at in self.parts(row_id))]
        with self.workspace.write(msg("Delete")) as session:
            for contact in session.scalars(select(Contact).where(Contact.client_id == row_id)):
                session.delete(contact)
            session.flush()
            session.delete(session.get(Client, row_id))
        self.done({place: (self.rows[place], None) for place in places})

    @rule()
    def undo(self) -> None:
        wanted = next((one for one in reversed(self.open()) if one.kind in {"do", "redo"}), None)
        self.step(wanted, "undo", self.workspace.undo)

    def open(self) -> list[Entry]:
        return [one for one in self.entries if not one.undone_by and one not in self.passed]

    def step(self, wanted: Entry | None, kind: str, take: Callable[..., Any]) -> None:
        refused = wanted is not None and not wanted.thinned and self.stands_in_the_way(wanted)
        try:
            told = take()
        except UserError:
            assert refused
            self.passed.add(wanted)
            return
        assert not refused
        assert (told is None) == (wanted is None or wanted.thinned)
        if told is not None:
            self.reverse(wanted, kind)

    @rule()
    def redo(self) -> None:
        last_new = max((at for at, one in enumerate(self.entries) if one.kind == "do"), default=-1)
        since = self.entries[last_new + 1 :]
        wanted = next((one for one in reversed(self.open()) if one.kind == "undo" and one in since), None)
        self.step(wanted, "redo", self.workspace.redo)

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        chosen = data.draw(st.integers(0, len(self.entries) - 1))
        last = self.entries[chosen].last()
        refused = last.kind == "base" or last.thinned or self.stands_in_the_way(last)
        try:
            self.workspace.take_back(self.ids()[chosen])
        except UserError:
            assert refused
        else:
            assert not refused
            self.passed.clear()
            self.reverse(last, "redo" if last.kind == "undo" else "undo")

    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        with self.workspace.driver_connection() as connection:
            gone = trash.gone(connection)
        if not gone:
            return
        chosen = data.draw(st.lists(st.sampled_from(gone), min_size=1, unique_by=lambda one: one.id))
        before = dict(self.rows)
        with self.workspace.write(msg("Restore")) as session:
            restore(session, [one.id for one in chosen])
        with self.workspace.driver_connection() as connection:
            now = self.read(connection)
        fresh = {place: (None, values) for place, values in now.items() if place not in before}
        assert {(one.table, one.row_id) for one in chosen} <= fresh.keys()
        assert all(values == self.last_values(place) for place, (_, values) in fresh.items())
        self.done(fresh)

    def last_values(self, place: tuple[str, int]) -> tuple[str, str]:
        return next(
            one.rows[place][0] for one in reversed(self.entries) if one.rows.get(place, (None, None))[0] is not None
        )

    @rule(days=st.integers(0, 30))
    def thin(self, days: int) -> None:
        before = Clock.moment - timedelta(days=days)
        self.workspace.thin(before, msg("Thin"))
        for one in self.entries:
            if one.at >= before:
                break
            one.thinned = True
        self.done({}, "base")

    @rule()
    def reopen(self) -> None:
        self.workspace.close()
        self.workspace = open_workspace(self.folder / "a.crm")
        self.passed.clear()

    @rule(days=st.integers(-400, 400))
    def move_the_clock(self, days: int) -> None:
        Clock.moment += timedelta(days=days)

    # What always holds

    def ids(self) -> list[int]:
        with self.workspace.driver_connection() as connection:
            return [row[0] for row in connection.execute("SELECT id FROM journal_entries ORDER BY id")]

    def read(self, connection: Any) -> dict[tuple[str, int], tuple[str, str]]:
        return {
            (table, row_id): (name, notes)
            for table in ("clients", "contacts")
            for row_id, name, notes in connection.execute(f"SELECT id, name, notes FROM {table}")
        }

    @invariant()
    def the_rows_are_the_models(self) -> None:
        if not hasattr(self, "workspace"):
            return
        with self.workspace.driver_connection() as connection:
            assert self.read(connection) == self.rows
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
            for table in ("clients", "contacts"):
                indexed = connection.execute(f"SELECT count(*) FROM {table}_fts_docsize").fetchone()[0]
                assert indexed == sum(1 for place in self.rows if place[0] == table)

    @invariant()
    def history_tells_every_entry_in_order(self) -> None:
        if not hasattr(self, "workspace"):
            return
        with self.workspace.driver_connection() as connection:
            told = connection.execute("SELECT kind, thinned FROM journal_entries ORDER BY id").fetchall()
        assert told == [(one.kind, one.thinned) for one in self.entries]

    @invariant()
    def the_trash_holds_nothing_that_is_alive(self) -> None:
        if not hasattr(self, "workspace"):
            return
        with self.workspace.driver_connection() as connection:
            gone = {(one.table, one.row_id) for one in trash.gone(connection)}
        assert not gone & self.rows.keys()
        assert gone == self.in_trash()

    def in_trash(self) -> set[tuple[str, int]]:
        """Rows whose last deletion was of one row, is not thinned, and took no row that it hung on along."""
        found = {}
        for one in self.entries:
            for place, (before, after) in one.rows.items():
                if before is not None and after is None:
                    found[place] = one
        gone = {
            place: one for place, one in found.items() if place not in self.rows and not one.bulk and not one.thinned
        }
        return {place for place, one in gone.items() if place[0] == "clients" or not self._with_client(place, one)}

    def _with_client(self, place: tuple[str, int], one: Entry) -> bool:
        return any(table == "clients" and after is None for (table, _), (_, after) in one.rows.items())


JournalMachine.TestCase.settings = settings(max_examples=rounds(4, 10), stateful_step_count=20, deadline=None)
test_the_journal_is_as_its_model = JournalMachine.TestCase
