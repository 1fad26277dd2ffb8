"""A contract with gaps is printed at the stand, filled in by hand, and signed with what was written: by keys."""

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.address import Address
from desktop_crm.model.message import msg
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import attachment
from desktop_crm.services import client as clients
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services import template as templates
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.preview import printing
from desktop_crm.ui.screens.contract.card import ContractCard
from desktop_crm.ui.window.shell import Shell
from tests.pdf import words_of
from tests.ui.reading import read
from tests.ui.windows import contract_in

pytestmark = pytest.mark.in_turn

COMPANY = {
    "legal_form": "PT",
    "name": "Nusantara Rasa",
    "city": "Jakarta",
    "postal_code": "12130",
    "street": "Jalan Kenanga 18",
    "npwp": "0012345678901000",
    "bank_name": "Bank Contoh",
    "bank_account": "1002003004",
    "signatory_name": "Ratna",
    "signatory_office": "Direktur",
    "signatory_authority": "Anggaran Dasar",
}
OPEN = ("client.npwp", "client.signatory.name", "client.signatory.office", "client.signatory.authority")


@pytest.fixture(autouse=True)
def _begun(workspace: Workspace) -> None:
    """A contract with a visitor of whom only the firm and its address are known."""
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, COMPANY)
        values = {"name": "Teduh Kopi", "addresses": (Address("Jalan Pahlawan 7", "Bandung"),)}
        client = clients.save(session, None, values)
        lines = [orders.LineInput(None, "", "Kopi", Decimal(2), "dus", Decimal(100), Decimal(0), None)]
        contracts.make(session, orders.save(session, None, orders.start(session, client.id), lines).id)


@pytest.fixture
def card(shell: Shell, qtbot: QtBot) -> ContractCard:
    return contract_in(shell, qtbot)


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a printer took."""
    taken = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Stand"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Accepted)
    monkeypatch.setattr(printing, "draw_pages", lambda _printer, data, *_more: taken.append(words_of(data)))
    monkeypatch.setattr(QPrinter, "outputFormat", lambda _printer: QPrinter.OutputFormat.NativeFormat)
    return taken


def press(
    qtbot: QtBot, shell: Shell, key: Any = Qt.Key.Key_Return, modifier: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or shell, key, modifier)


def rest(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: not shell.jobs.busy())


def now(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return contracts.get(session, 1)


def notes(shell: Shell) -> Any:
    return [note.text for note in shell.notify.stack.notes()]


def words(card: ContractCard) -> Any:
    return [button.text() for button in card.header.findChildren(QPushButton)]


def print_with_blanks(qtbot: QtBot, shell: Shell, workspace: Workspace) -> None:
    press(qtbot, shell, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: now(workspace).printed.blanks == OPEN)
    rest(qtbot, shell)


def type_in(qtbot: QtBot, shell: Shell, *values: Any) -> None:
    """From field to field."""
    for value in values:
        qtbot.keyClicks(QApplication.focusWidget(), value)
        press(qtbot, shell, Qt.Key.Key_Tab)


def test_the_refusal_offers_it_and_the_button_says_with_how_many(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    assert "Print with 4 blanks" in words(card)
    press(qtbot, shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, shell)
    assert papers == []
    [told] = [note for note in shell.notify.stack.notes() if "can't go out yet" in note.text]
    assert [button.text() for button in told.buttons] == ["Print with blanks"]
    press(qtbot, shell, Qt.Key.Key_F6)
    press(qtbot, shell, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: now(workspace).printed.blanks == OPEN)
    rest(qtbot, shell)
    [paper] = papers
    assert "diwakili oleh ____________________________ (nama) selaku" in paper
    assert "DRAF" not in paper
    assert card.record.state == "sent"
    assert any(" printed with 4 blanks." in note for note in notes(shell))
    assert "Print contract" in words(card)
    assert not any("can't go out yet" in note for note in notes(shell))


def test_mended_it_is_printed_as_ever_and_what_the_pen_cant_mend_is_not_offered(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    with workspace.write(msg("Mend")) as session:
        contracts.save(session, 1, {"client_signatory": Signatory("Bagus", "Direktur", "Akta")})
    qtbot.waitUntil(lambda: "Print with 1 blank" in words(card))
    with workspace.write(msg("Break")) as session:
        template = card.record.template
        text = template.text_id.replace("{{ own.bank.bank }}", "{{ client.bank.bank }}")
        templates.save(session, template.id, {"text_id": text})
    qtbot.waitUntil(lambda: "Print contract" in words(card))
    rest(qtbot, shell)
    assert not shell.desk.actions.qaction("contract.print_blanks").isEnabled()
    press(qtbot, shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [told] = [note for note in shell.notify.stack.notes() if "can't go out yet" in note.text]
    assert told.buttons == []


def test_two_originals_are_printed_with_blanks_from_the_same_refusal(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(qtbot, shell, Qt.Key.Key_P, both)
    rest(qtbot, shell)
    press(qtbot, shell, Qt.Key.Key_F6)
    press(qtbot, shell, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(now(workspace).printed.sheets) == 3)
    rest(qtbot, shell)
    assert [paper[:6] for paper in papers] == ["ASLI 1", "ASLI 2", "SALINA"]
    assert all("____________________________ (nama)" in paper for paper in papers)
    assert now(workspace).printed.blanks == OPEN


def test_signing_asks_for_each_value_and_for_the_scan(
    *,
    qtbot: QtBot,
    shell: Shell,
    card: ContractCard,
    workspace: Workspace,
    papers: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF scan")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(scan)], ""))
    print_with_blanks(qtbot, shell, workspace)
    assert shell.desk.actions.run("contract.sign")
    panel = card.signing.panel
    assert panel.isVisible()
    press(qtbot, shell)
    assert card.record.state == "sent", "every value is asked for"
    panel.form.focus_field("client__npwp")
    type_in(qtbot, shell, "3273056010900009", "Bagus Pramana", "Direktur", "Akta 12")
    assert QApplication.focusWidget() is panel.scan
    press(qtbot, shell, Qt.Key.Key_Space)
    panel.form.focus_field("client__npwp")
    press(qtbot, shell)
    qtbot.waitUntil(lambda: card.record.state == "signed")
    rest(qtbot, shell)
    record = now(workspace)
    assert record.printed.written["client.signatory.name"] == "Bagus Pramana"
    assert record.client.npwp == "3273056010900009"
    with workspace.read() as session:
        (kept,) = attachment.files_of(session, "contract", 1)
        assert contracts.has_signed_scan(session, record)
    assert (kept.name, kept.role) == ("scan.pdf", "signed")
    assert card.form.value("client_name") == "Bagus Pramana"


def test_without_a_scan_it_is_asked_once_more(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    print_with_blanks(qtbot, shell, workspace)
    assert shell.desk.actions.run("contract.sign")
    panel = card.signing.panel
    panel.form.focus_field("client__npwp")
    type_in(qtbot, shell, "123", "Bagus", "Direktur", "-")
    panel.form.focus_field("client__npwp")
    press(qtbot, shell)
    assert card.record.state == "sent"
    assert panel.go.text() == "Sign all the same"
    assert "There is no scan yet" in read(panel)
    press(qtbot, shell)
    qtbot.waitUntil(lambda: card.record.state == "signed")
    rest(qtbot, shell)
    assert dict(now(workspace).printed.written)["client.signatory.authority"] == "–"
    assert any("has no signed scan yet." in note for note in notes(shell))


def test_what_was_typed_in_survives_escape_and_a_crash(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    print_with_blanks(qtbot, shell, workspace)
    assert shell.desk.actions.run("contract.sign")
    panel = card.signing.panel
    panel.form.focus_field("client__signatory__name")
    qtbot.keyClicks(QApplication.focusWidget(), "Bagus Pramana")
    shell.desk.keep_typed()
    [draft] = shell.desk.drafts.every()
    assert draft.typed == {"client__signatory__name": "Bagus Pramana"}
    press(qtbot, shell, Qt.Key.Key_Tab)
    press(qtbot, shell, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert shell.desk.drafts.every() == []
    shell.desk.undo()
    qtbot.waitUntil(panel.isVisible)
    assert panel.form.value("client__signatory__name") == "Bagus Pramana"


def test_what_was_typed_in_is_offered_when_the_contract_is_shown_again(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    print_with_blanks(qtbot, shell, workspace)
    with workspace.write(msg("Another")) as session:
        contracts.make(session, 1)
    card.ask_signed()
    panel = card.signing.panel
    panel.focus_value("client.signatory.office")
    qtbot.keyClicks(QApplication.focusWidget(), "Manajer")
    shell.navigate("contract", 2)
    assert not panel.isVisible()
    shell.navigate("contract", 1)
    qtbot.waitUntil(card.offer.isVisible)
    card.offer.take_first()
    assert panel.isVisible()
    assert panel.form.value("client__signatory__office") == "Manajer"


@pytest.mark.parametrize("size", [(911, 512), (1093, 614), (1366, 768)])
def test_the_question_can_be_read_in_a_low_window(
    *, qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any, size: Any
) -> None:
    print_with_blanks(qtbot, shell, workspace)
    shell.resize(*size)
    card.ask_signed()
    panel = card.signing.panel
    for path in (OPEN[0], OPEN[-1]):
        panel.focus_value(path)
        field = QApplication.focusWidget()
        qtbot.waitUntil(partial(lambda field: field.visibleRegion().boundingRect().height() == field.height(), field))
        qtbot.waitUntil(lambda: panel.go.visibleRegion().boundingRect().height() == panel.go.height())
    panel.leave()
    assert card.aside.isVisible()


def test_a_line_of_what_was_left_open_leads_to_where_it_is_typed_in(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    """In the contract's own form it would make another version."""
    print_with_blanks(qtbot, shell, workspace)
    lines = card.paper.pane.problems.lines
    for row, path in ((1, "client__signatory__name"), (3, "client__signatory__authority")):
        lines.setFocus()
        lines.setCurrentRow(row)
        press(qtbot, shell)
        assert card.signing.panel.form.editor(path).inputs()[0].hasFocus()
    assert card.record.state == "sent"


def test_undo_makes_it_a_draft_with_gaps_again(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    print_with_blanks(qtbot, shell, workspace)
    shell.desk.undo()
    qtbot.waitUntil(lambda: card.record.state == "draft")
    rest(qtbot, shell)
    assert now(workspace).printed.blanks == ()
    assert "Print with 4 blanks" in words(card)
