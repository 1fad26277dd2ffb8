"""Random deeds, currencies, undo, take-backs and restarts against a shadow copy of every row of every table.

The shadow is what the file itself held after each deed. The history must hold exactly that: its images lead from each
state to the next and back, value by value and type by type. What is taken back gives its rows the older values of what it
changed, or says why it can't; and Ctrl+Z always comes to an end.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, contract, order, product
from desktop_crm.services import contact as contacts
from desktop_crm.services.lines import LineInput, lines_of, taxes_by_id
from desktop_crm.services.past import trash
from desktop_crm.services.safety import check
from desktop_crm.storage.journal.reversal import is_own
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.tables import RECORDS
from desktop_crm.storage.workspace import Workspace
from tests.rounds import rounds

CURRENCIES = ("IDR", "USD", "JPY")
BACK = {"insert": "delete", "delete": "insert", "update": "update"}
PRICES = ("0", "12.50", "99.99", "0.01", "125000", "7")


def rows_of(workspace: Workspace) -> dict[tuple[str, int], Any]:
    """Every row of every table that people's records are in, as the file keeps it."""
    found = {}
    with workspace.driver_connection() as connection:
        for table in RECORDS:
            cursor = connection.execute(f'SELECT * FROM "{table}"')
            names = [each[0] for each in cursor.description]
            for row in cursor.fetchall():
                values = dict(zip(names, row, strict=True))
                del values["version"]
                found[table, values["id"]] = values
    return found


def changes_since(workspace: Workspace, entry: int) -> list[tuple[Any, ...]]:
    with workspace.driver_connection() as connection:
        return connection.execute(
            'SELECT table_name, row_id, op, "before", "after" FROM journal_changes WHERE entry_id > ? ORDER BY id',
            (entry,),
        ).fetchall()


def image(text: str | None) -> dict[str, Any]:
    found = json.loads(text or "{}")
    found.pop("version", None)
    return found


class HistoryMachine(RuleBasedStateMachine):
    made_once: tuple[Path, list[int]]

    @initialize()
    def open(self) -> None:
        path, self.ids = self.made_once
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(path, self.folder / path.name)
        self.workspace = open_workspace(self.folder / path.name)
        self.rows, self.entry = rows_of(self.workspace), self.last()

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            self.workspace.close()
            shutil.rmtree(self.folder)

    # Reading

    def last(self) -> int:
        with self.workspace.driver_connection() as connection:
            return connection.execute("SELECT max(id) FROM journal_entries").fetchone()[0]

    def some(self, data: Any, table: str) -> int | None:
        ids = sorted(row_id for at, row_id in self.rows if at == table)
        return data.draw(st.sampled_from(ids)) if ids else None

    def do(self, work: Callable[..., Any]) -> None:
        """Refused is as good as done, as long as nothing is left of it."""
        try:
            with self.workspace.write(msg("Do")) as session:
                work(session)
        except UserError:
            assert rows_of(self.workspace) == self.rows

    def typed(self, data: Any) -> LineInput:
        price, quantity = data.draw(st.sampled_from(PRICES)), data.draw(st.integers(1, 3))
        return order.LineInput(self.ids[2], "K", "Kopi", Decimal(quantity), "kg", Decimal(price), Decimal(0), None)

    # Deeds

    @rule(data=st.data(), currency=st.sampled_from(CURRENCIES))
    def new_order(self, data: Any, currency: str) -> None:
        lines = [self.typed(data) for _ in range(data.draw(st.integers(1, 3)))]
        values = {"currency": currency, "discount": Decimal(data.draw(st.integers(0, 10)))}
        self.do(lambda s: order.save(s, None, {**order.start(s, self.ids[0]), **values}, lines))

    @precondition(lambda self: any(table == "orders" for table, _ in self.rows))
    @rule(data=st.data(), currency=st.sampled_from(CURRENCIES))
    def change_order(self, data: Any, currency: str) -> None:
        chosen = self.some(data, "orders")
        added = [self.typed(data)] if data.draw(st.booleans()) else []
        left_out = data.draw(st.integers(0, 3))

        def work(session: Session) -> None:
            record = order.get(session, chosen)
            lines = lines_of(record, "id", taxes_by_id(session, record))
            kept = [line for at, line in enumerate(lines) if at != left_out] + added
            order.save(session, chosen, {"currency": currency, "notes": currency}, kept)

        self.do(work)

    @precondition(lambda self: any(table == "orders" for table, _ in self.rows))
    @rule(data=st.data(), state=st.sampled_from(("confirmed", "draft", "cancelled")))
    def step_order(self, data: Any, state: str) -> None:
        chosen = self.some(data, "orders")
        self.do(lambda s: order.step(s, chosen, state))

    @precondition(lambda self: any(table == "orders" for table, _ in self.rows))
    @rule(data=st.data(), deed=st.sampled_from(("delete", "duplicate", "contract", "file")))
    def more_of_order(self, data: Any, deed: str) -> None:
        chosen = self.some(data, "orders")
        deeds = {
            "delete": lambda s: order.delete(s, chosen, with_papers=True),
            "duplicate": lambda s: order.duplicate(s, chosen),
            "contract": lambda s: contract.make(s, chosen),
            "file": lambda s: attachment.add(s, "order", chosen, "scan.pdf", b"scan"),
        }
        self.do(deeds[deed])

    @rule(data=st.data(), name=st.text("ab-\0\ud800", min_size=1, max_size=3), deed=st.integers(0, 3))
    def clients(self, data: Any, name: str, deed: int) -> None:
        chosen = self.some(data, "clients")
        deeds = (
            lambda s: client.save(s, None, {"name": name}),
            lambda s: client.save(s, chosen, {"name": name, "notes": name}),
            lambda s: contacts.save(s, chosen, None, {"name": name}),
            lambda s: client.delete(s, chosen, with_papers=True),
        )
        if chosen is not None or deed == 0:
            self.do(deeds[deed])

    @rule(data=st.data(), code=st.text("ab", min_size=1, max_size=2))
    def products(self, data: Any, code: str) -> None:
        chosen = self.some(data, "products")
        self.do(lambda s: product.save(s, data.draw(st.sampled_from((None, chosen))), {"code": code, "name_id": code}))

    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        with self.workspace.driver_connection() as connection:
            gone = [
                row[0] for row in connection.execute("SELECT id FROM journal_changes WHERE op = 'delete'").fetchall()
            ]
        if gone:
            chosen = data.draw(st.sampled_from(gone))
            self.do(lambda s: trash.restore(s, [chosen]))

    # Back and forth

    @rule(way=st.sampled_from(("undo", "redo")))
    def step(self, way: str) -> None:
        self.reverse(getattr(self.workspace, way))

    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        with self.workspace.driver_connection() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM journal_entries WHERE kind <> 'base'")]
        if ids:
            chosen = data.draw(st.sampled_from(ids))
            self.reverse(lambda: self.workspace.take_back(chosen))

    def reverse(self, take: Callable[..., Any]) -> None:
        try:
            take()
        except UserError:
            assert rows_of(self.workspace) == self.rows
            return
        self.compare_with_what_it_reversed()

    def compare_with_what_it_reversed(self) -> None:
        """Each value that the deed changed is again what it was before; what only repeats others follows these."""
        with self.workspace.driver_connection() as connection:
            reversed_ = connection.execute(
                "SELECT undoes FROM journal_entries WHERE id = ? AND id > ?", (self.last(), self.entry)
            ).fetchone()
            if reversed_ is None:
                return
            changes = connection.execute(
                'SELECT table_name, row_id, op, "before" FROM journal_changes WHERE entry_id = ? ORDER BY id DESC',
                reversed_,
            ).fetchall()
        now = rows_of(self.workspace)
        wanted: dict[Any, Any] = {}
        for table, row_id, op, before in changes:
            wanted[table, row_id] = None if op == "insert" else {**(wanted.get((table, row_id)) or {}), **image(before)}
        for place, values in wanted.items():
            if values is None:
                assert place not in now
            elif place in now:
                own = {name: value for name, value in values.items() if is_own(place[0], name)}
                assert {name: now[place][name] for name in own} == own or place[0] == "contracts"

    @rule()
    def reopen(self) -> None:
        self.workspace.close()
        self.workspace = open_workspace(self.workspace.path)

    @rule()
    def undo_to_the_start(self) -> None:
        """Whatever stands in the way is told once, and passed over."""
        for _ in range(200):
            try:
                if self.workspace.undo() is None:
                    break
            except UserError:
                continue
        else:
            pytest.fail("Ctrl+Z comes to no end")
        self.the_history_holds_what_the_file_held()

    # What always holds

    @invariant()
    def the_history_holds_what_the_file_held(self) -> None:
        if not hasattr(self, "workspace"):
            return
        before, now = self.rows, rows_of(self.workspace)
        changes = changes_since(self.workspace, self.entry)
        forth = {place: dict(values) for place, values in before.items()}
        for table, row_id, op, was, is_ in changes:
            self.apply(forth, (table, row_id), op, image(was), image(is_))
        assert forth == now
        back = {place: dict(values) for place, values in now.items()}
        for table, row_id, op, was, is_ in reversed(changes):
            self.apply(back, (table, row_id), BACK[op], image(is_), image(was))
        assert back == before
        self.rows, self.entry = now, self.last()

    def apply(
        self,
        rows: dict[tuple[str, int], Any],
        place: tuple[str, int],
        op: str,
        was: dict[str, Any],
        is_: dict[str, Any],
    ) -> None:
        """One change, forth or back: first it must find what it says that was there."""
        if op == "insert":
            assert place not in rows
            rows[place] = is_
        elif op == "delete":
            assert rows.pop(place) == was
        else:
            assert {name: rows[place][name] for name in was} == was
            rows[place].update(is_)

    @invariant()
    def the_check_finds_nothing(self) -> None:
        if hasattr(self, "workspace"):
            assert [str(message) for message in check.check(self.workspace)] == []


def test_the_history_is_exact_whatever_is_done_and_taken_back(made_once: tuple[Path, list[int]]) -> None:
    HistoryMachine.made_once = made_once
    chosen = settings(
        max_examples=rounds(3, 8), stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(HistoryMachine, settings=chosen)
