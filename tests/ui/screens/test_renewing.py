"""A contract that ends is renewed by ordering the same again."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.order import Order
from desktop_crm.services import order
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.today import rules
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "Nusa.crm"))


def one(workspace: Workspace, state: ContractState) -> Contract:
    with workspace.read() as session:
        return session.scalars(select(Contract).where(Contract.state == state).limit(1)).one()


def lines_of(workspace: Workspace, order_id: int) -> list[tuple[Any, ...]]:
    with workspace.read() as session:
        return [
            (line.product_id, line.name_id, line.quantity, line.price) for line in order.get(session, order_id).lines
        ]


def test_what_a_contract_was_about_is_ordered_again_and_taken_back(
    shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    (ending,) = (rule for rule in rules() if rule.id == "ending")
    assert ending.verb is not None
    verb = ending.verb(ContractState.SIGNED)
    assert verb is not None
    signed = one(workspace, ContractState.SIGNED)
    shell.navigate("contract", signed.id)
    qtbot.waitUntil(lambda: screen_of(shell, "contract").card.record_id == signed.id)
    shell.actions_.run(verb.command)
    orders = screen_of(shell, "order")
    qtbot.waitUntil(lambda: orders.isVisible() and orders.card.record is not None)
    made = orders.card.record
    assert made.id != signed.order_id
    assert (made.client_id, made.state) == (signed.client_id, "draft")
    assert lines_of(workspace, made.id) == lines_of(workspace, signed.order_id)
    shell.desk.undo()
    with workspace.read() as session:
        assert session.get(Order, made.id) is None


def test_a_draft_is_not_renewed(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    draft = one(workspace, ContractState.DRAFT)
    shell.navigate("contract", draft.id)
    qtbot.waitUntil(lambda: screen_of(shell, "contract").card.record_id == draft.id)
    assert not shell.actions_.qaction("contract.renew").isEnabled()
