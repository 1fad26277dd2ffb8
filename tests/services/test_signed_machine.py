"""Any row of edits, steps, undo, redo and take-backs: what a signed paper says is what the records say."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.frozen import facts_from_json
from desktop_crm.model.address import Address
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.services import client, contract, order
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.safety import check
from desktop_crm.storage import attachment
from desktop_crm.storage.opening import open_workspace
from tests.office import Office
from tests.rounds import rounds

#: Where the file of each run comes from: its path, and the ids of what is in it.
SOURCE: dict[Any, Any] = {}
PHASES = (Phase.generate,)


class SignedMachine(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        path, ids = SOURCE["made"]
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(path, self.folder / path.name)
        self.office = Office(open_workspace(self.folder / path.name), *ids)
        self.papers: dict[Any, Any] = {}  # of each signing: what its paper said

        def other(session: Session) -> int:
            address = Address("Jl. Asia 7", "Medan")
            return client.save(session, None, {"kind": "person", "name": "Rudi", "addresses": (address,)}).id

        with self.office.workspace.write(msg("Begin"), undoable=False) as session:
            self.clients = [ids[0], other(session)]
        made = self.office.order()
        self.office.do(lambda s: contract.make(s, made.id))

    def teardown(self) -> None:
        if hasattr(self, "office"):
            assert [str(problem) for problem in check.check(self.office.workspace)] == []
            self.office.workspace.close()
            shutil.rmtree(self.folder)

    def some(self, data: Any, kind: type[Contract] | type[Order]) -> int | None:
        ids = self.office.see(lambda s: list(s.scalars(select(kind.id).order_by(kind.id))))
        return data.draw(st.sampled_from(ids)) if ids else None

    def attempt(self, work: Callable[..., Any]) -> None:
        with suppress(UserError):
            self.office.do(work)

    # What a person does

    @rule(data=st.data(), quantity=st.integers(1, 9), discount=st.integers(0, 3))
    def edit_the_order(self, data: Any, quantity: int, discount: int) -> None:
        if (chosen := self.some(data, Order)) is not None:
            values, lines = {"discount": Decimal(discount)}, [self.office.line(str(quantity))]
            self.attempt(lambda s: order.save(s, chosen, values, lines))

    @rule(data=st.data(), which=st.integers(0, 1))
    def change_the_client(self, data: Any, which: int) -> None:
        if (chosen := self.some(data, Order)) is not None:
            self.attempt(lambda s: order.save(s, chosen, {"client_id": self.clients[which]}))

    @rule(data=st.data(), state=st.sampled_from([each.value for each in OrderState]))
    def step_the_order(self, data: Any, state: str) -> None:
        if (chosen := self.some(data, Order)) is not None:
            self.attempt(lambda s: order.step(s, chosen, state))

    @rule(data=st.data())
    def make_a_contract(self, data: Any) -> None:
        if (chosen := self.some(data, Order)) is not None:
            self.attempt(lambda s: contract.make(s, chosen))

    @rule(data=st.data(), terms=st.sampled_from(["tunai", "30 hari"]))
    def edit_the_contract(self, data: Any, terms: str) -> None:
        if (chosen := self.some(data, Contract)) is not None:
            self.attempt(lambda s: contract.save(s, chosen, {"payment_terms": terms}))

    @rule(data=st.data(), state=st.sampled_from([each.value for each in ContractState]))
    def step_the_contract(self, data: Any, state: str) -> None:
        if (chosen := self.some(data, Contract)) is not None:
            self.attempt(lambda s: contract.step(s, chosen, state))

    @rule(data=st.data())
    def sign(self, data: Any) -> None:
        self.step_the_contract(data, "signed")

    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        if (chosen := self.some(data, Contract)) is not None:
            with suppress(UserError):
                contract.withdraw(self.office.workspace, chosen, "Keliru")

    @rule(which=st.integers(0, 1), name=st.sampled_from(["Satu", "Dua"]))
    def rename(self, which: int, name: str) -> None:
        self.office.do(lambda s: client.save(s, self.clients[which], {"name": name}))

    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        if (chosen := self.some(data, Contract)) is not None:
            self.attempt(lambda s: contract.delete(s, chosen))

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.reverse(self.office.workspace.undo)

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.reverse(self.office.workspace.redo)

    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        with self.office.workspace.driver_connection() as connection:
            ids = [
                row[0] for row in connection.execute("SELECT id FROM journal_entries WHERE kind <> 'base' ORDER BY id")
            ]
        chosen = data.draw(st.sampled_from(ids))
        self.reverse(lambda: self.office.workspace.take_back(chosen))

    def reverse(self, step: Callable[..., Any]) -> None:
        with suppress(UserError):
            step()

    # What always holds

    @precondition(lambda self: hasattr(self, "office"))
    @invariant()
    def papers_and_records_agree(self) -> None:
        with self.office.workspace.read() as session:
            for contract_id in session.scalars(select(Contract.id)).all():
                record = contract.get(session, contract_id)
                if record.is_frozen():
                    self.compare(session, record)
                else:
                    assert (record.total, record.client_id) == (record.order.total, record.order.client_id)
                    assert record.client_signatory.name in {"Siti Aminah", "Rudi", "Satu", "Dua"}

    def compare(self, session: Session, record: Contract) -> None:
        facts, _, _ = facts_from_json(attachment.bytes_of(session, record.facts_id).decode())
        made = record.order
        paper = self.papers.setdefault(record.facts_id, contract_paper.make(session, record).pdf)
        assert contract_paper.make(session, record).pdf == paper
        assert facts.totals.total == record.total == made.total == made.totals().total
        lines = [(line.quantity, line.price) for line in made.lines]
        assert [(line.quantity, line.price.amount) for line in facts.lines] == lines
        assert (facts.payment_terms, facts.number, facts.version) == (
            record.payment_terms,
            record.number,
            record.revision,
        )
        assert made.client_id == record.client_id
        assert made.state != OrderState.DRAFT
        assert made.state != OrderState.CANCELLED or record.state == ContractState.TERMINATED


@pytest.fixture
def machine(made_once: tuple[Path, list[int]]) -> type[SignedMachine]:
    SOURCE["made"] = made_once
    return SignedMachine


def test_what_is_signed_stays_true(machine: type[SignedMachine]) -> None:
    run_state_machine_as_test(
        machine, settings=settings(max_examples=rounds(3, 8), stateful_step_count=25, deadline=None, phases=PHASES)
    )
