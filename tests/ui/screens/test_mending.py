"""From what is wrong with a contract's paper to the field that mends it, and back, by keys in the real window."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.model.address import Address
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import msg
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.screens.contract.card import ContractCard
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.ui.windows import contract_in

pytestmark = pytest.mark.in_turn

COMPANY = {
    "name": "Nusantara Rasa",
    "city": "Jakarta",
    "postal_code": "12130",
    "street": "Jalan Kenanga 18",
    "signatory_name": "Ratna",
}


@pytest.fixture(autouse=True)
def _begun(workspace: Workspace) -> None:
    """A contract of which half is missing."""
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, COMPANY)
        values = {"name": "Teduh", "identifiers": (Identifier("nib", "1234567890123"),)}
        client = clients.save(session, None, values)
        lines = [orders.LineInput(None, "", "Kopi", Decimal(2), "dus", Decimal(100), Decimal(0), None)]
        contracts.make(session, orders.save(session, None, orders.start(session, client.id), lines).id)


@pytest.fixture
def card(shell: Shell, qtbot: QtBot) -> ContractCard:
    return contract_in(shell, qtbot)


def made(qtbot: QtBot, card: ContractCard) -> None:
    qtbot.waitUntil(lambda: card.paper.current is not None)


def told(card: ContractCard) -> Any:
    return [problem.field for problem in card.paper.current.problems]


def choose(qtbot: QtBot, card: ContractCard, field: Any) -> None:
    """Enter on a line."""
    lines = card.paper.pane.problems.lines
    lines.setFocus()
    lines.setCurrentRow(told(card).index(field))
    qtbot.keyClick(lines, Qt.Key.Key_Return)


def back(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


def notes(shell: Shell) -> Any:
    return [note.text for note in shell.notify.stack.notes()]


def has_keyboard(widget: Any) -> Any:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def test_printing_is_refused_once_and_in_one_sentence(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    for _ in range(3):
        card.out.print_paper()
    card.send()
    card.ask_signed()
    told = f"Contract {card.record.number} can't go out yet. Fix the errors above its pages, or fill the blanks in by hand."
    assert notes(shell) == [told]
    assert has_keyboard(card.paper.pane.problems.lines)
    mend_all(workspace)
    qtbot.waitUntil(lambda: not notes(shell))
    assert card.paper.current.may_print


def test_what_was_refused_before_the_paper_was_seen_is_told_as_shortly(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    shell.resize(900, 600)
    shell.navigate("contract", 1)
    screen = screen_of(shell, "contract")
    screen.open_wide(1)
    assert screen.card.paper.current is None
    screen.card.send()
    made(qtbot, screen.card)
    assert screen.card.tabs.currentWidget() is screen.card.paper
    assert [len(note.splitlines()) for note in notes(shell)] == [1]
    assert "Fix the errors" in notes(shell)[0]


def test_the_refusal_goes_with_its_contract(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    with workspace.write(msg("Another")) as session:
        order_id = card.record.order_id
        other = contracts.make(session, order_id).id
    made(qtbot, card)
    card.out.print_paper()
    assert len(notes(shell)) == 1
    shell.navigate("contract", other)
    assert notes(shell) == []


def mend_all(workspace: Workspace) -> None:
    with workspace.write(msg("Mend")) as session:
        everything = {"signatory_office": "Direktur", "signatory_authority": "Akta", "npwp": "0012345678901000"}
        bank = {"bank_name": "Bank Contoh", "bank_account": "1"}
        rules.save_company(session, {**everything, **bank, "payment_terms": "30 hari", "delivery_terms": "franko"})
        values = {
            "addresses": (Address("Jl. Pahlawan 7", "Bandung"),),
            "identifiers": (Identifier("npwp", "0098765432109000"),),
        }
        clients.save(session, 1, values)
        signs = {"name": "Ani", "office": "Direktur", "authority": "Akta 2"}
        contacts.save(session, 1, None, signs)
        contracts.save(session, 1, {"payment_terms": "30 hari", "delivery_terms": "franko"})


def test_fields_of_the_same_contract_are_steps_of_back(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    lines = card.paper.pane.problems.lines
    for field, editor in (("client.signatory.name", "client_name"), ("delivery_place", "delivery_place")):
        choose(qtbot, card, field)
        assert has_keyboard(card.form.editor(editor))
        row = lines.currentRow()
        back(qtbot, shell)
        assert has_keyboard(lines)
        assert lines.currentRow() == row
    assert shell.history.here.noun == "contract"
    qtbot.keyClick(shell, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert has_keyboard(card.form.editor("delivery_place"))


def test_who_comes_back_by_hand_goes_back_once(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    before = shell.history.peek(-1)
    choose(qtbot, card, "client.signatory.name")
    choose(qtbot, card, "delivery_place")
    back(qtbot, shell)
    back(qtbot, shell)
    assert shell.history.here == before


@pytest.mark.parametrize("known", [(), (Identifier("nib", "1234567890123"),)])
def test_a_missing_npwp_leads_to_a_field_that_takes_it(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, known: Any
) -> None:
    with workspace.write(msg("Numbers")) as session:
        clients.save(session, 1, {"identifiers": known})
    made(qtbot, card)
    choose(qtbot, card, "client.npwp")
    assert shell.history.here[:2] == ("client", 1)
    qtbot.keyClicks(QApplication.focusWidget(), "00.9876.5432.1090.00")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    back(qtbot, shell)
    made(qtbot, card)
    assert "client.npwp" not in told(card)
    with workspace.read() as session:
        assert clients.get(session, 1).identifiers == (*known, Identifier("npwp", "0098765432109000"))


@pytest.mark.parametrize(
    ("known", "field", "text", "wanted"),
    [
        ((), "client.address", "Jl. Asia 7", [Address("Jl. Asia 7")]),
        ((), "client.city", "Medan", [Address(city="Medan")]),
        ((Address("Jl. Asia 7"),), "client.city", "Medan", [Address("Jl. Asia 7", "Medan")]),
    ],
)
def test_a_missing_address_leads_to_the_part_that_is_missing(
    *, qtbot: QtBot, card: ContractCard, workspace: Workspace, known: Any, field: str, text: str, wanted: Any
) -> None:
    with workspace.write(msg("Addresses")) as session:
        clients.save(session, 1, {"addresses": known})
    made(qtbot, card)
    card.mend(field)
    qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    with workspace.read() as session:
        assert list(clients.get(session, 1).addresses) == wanted


def test_what_our_own_company_lacks_is_mended_there_and_the_contract_knows(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    assert "own.signatory.authority" in told(card)
    choose(qtbot, card, "own.signatory.authority")
    assert shell.history.here.noun == "settings"
    assert has_keyboard(screen_of(shell, "settings").pages["signs"].form.editor("signatory_authority"))
    qtbot.keyClicks(QApplication.focusWidget(), "Akta 12")
    back(qtbot, shell)
    made(qtbot, card)
    assert "own.signatory.authority" not in told(card)
    assert card.record.own_signatory.authority == "Akta 12"
    assert card.form.value("own_authority") == "Akta 12"


def test_what_only_the_contract_lacks_is_mended_in_it(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    """Also for somebody else of ours."""
    with workspace.write(msg("Another")) as session:
        contracts.save(session, 1, {"own_signatory": Signatory("Wati", "", "")})
    made(qtbot, card)
    choose(qtbot, card, "own.signatory.authority")
    assert has_keyboard(card.form.editor("own_authority"))
