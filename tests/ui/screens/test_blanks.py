"""A contract with gaps is printed at the stand, filled in by hand, and signed with what was written: by keys."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from desktop_crm.model.address import Address
from desktop_crm.model.message import msg
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import attachment
from desktop_crm.services import client as clients
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services import template as templates
from desktop_crm.services.workspace import create
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.preview import printing
from desktop_crm.ui.screens import SCREENS
from tests.pdf import words_of
from tests.ui.windows import contract_in, window_on

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


@pytest.fixture
def book(tmp_path):
    """A contract with a visitor of whom only the firm and its address are known."""
    workspace = create(tmp_path / "book.crm")
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, COMPANY)
        values = {"name": "Teduh Kopi", "addresses": (Address("Jalan Pahlawan 7", "Bandung"),)}
        client = clients.save(session, None, values)
        lines = [orders.LineInput(None, "", "Kopi", Decimal(2), "dus", Decimal(100), Decimal(0), None)]
        contracts.make(session, orders.save(session, None, orders.start(session, client.id), lines).id)
    yield workspace
    workspace.close()


@pytest.fixture
def window(qtbot, tmp_path, book):
    return window_on(qtbot, book, Settings(tmp_path / "settings.ini"), SCREENS)


@pytest.fixture
def card(window, qtbot):
    return contract_in(window, qtbot)


@pytest.fixture
def papers(monkeypatch):
    """What a printer took."""
    taken = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Stand"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Accepted)
    monkeypatch.setattr(printing, "draw_pages", lambda _printer, data, *_more: taken.append(words_of(data)))
    monkeypatch.setattr(printing.QPrinter, "outputFormat", lambda _printer: QPrinter.OutputFormat.NativeFormat)
    return taken


def press(qtbot, window, key=Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.jobs.busy())


def now(book):
    with book.read() as session:
        return contracts.get(session, 1)


def notes(window):
    return [note.text for note in window.notify.stack.notes()]


def words(card):
    return [button.text() for button in card.header.findChildren(QPushButton)]


def print_with_blanks(qtbot, window, book):
    press(qtbot, window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: now(book).printed.blanks == OPEN)
    rest(qtbot, window)


def type_in(qtbot, window, *values):
    """From field to field."""
    for value in values:
        qtbot.keyClicks(QApplication.focusWidget(), value)
        press(qtbot, window, Qt.Key.Key_Tab)


def test_the_refusal_offers_it_and_the_button_says_with_how_many(qtbot, window, card, book, papers):
    assert "Print with 4 blanks" in words(card)
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert papers == []
    [told] = [note for note in window.notify.stack.notes() if "can't go out yet" in note.text]
    assert [button.text() for button in told.buttons] == ["Print with blanks"]
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: now(book).printed.blanks == OPEN)
    rest(qtbot, window)
    [paper] = papers
    assert "diwakili oleh ____________________________ (nama) selaku" in paper
    assert "DRAF" not in paper
    assert card.record.state == "sent"
    assert any("is printed with 4 blanks" in note for note in notes(window))
    assert "Print…" in words(card)
    assert not any("can't go out yet" in note for note in notes(window))


def test_mended_it_is_printed_as_ever_and_what_the_pen_cant_mend_is_not_offered(qtbot, window, card, book):
    with book.write(msg("Mend")) as session:
        contracts.save(session, 1, {"client_signatory": Signatory("Bagus", "Direktur", "Akta")})
    qtbot.waitUntil(lambda: "Print with 1 blank" in words(card))
    with book.write(msg("Break")) as session:
        template = card.record.template
        text = template.text_id.replace("{{ own.bank.bank }}", "{{ client.bank.bank }}")
        templates.save(session, template.id, {"text_id": text})
    qtbot.waitUntil(lambda: "Print…" in words(card))
    rest(qtbot, window)
    assert not window.desk.actions.qaction("contract.print_blanks").isEnabled()
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [told] = [note for note in window.notify.stack.notes() if "can't go out yet" in note.text]
    assert told.buttons == []


def test_two_originals_are_printed_with_blanks_from_the_same_refusal(qtbot, window, card, book, papers):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(qtbot, window, Qt.Key.Key_P, both)
    rest(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(now(book).printed.sheets) == 3)
    rest(qtbot, window)
    assert [paper[:6] for paper in papers] == ["ASLI 1", "ASLI 2", "SALINA"]
    assert all("____________________________ (nama)" in paper for paper in papers)
    assert now(book).printed.blanks == OPEN


def test_signing_asks_for_each_value_and_for_the_scan(*, qtbot, window, card, book, papers, tmp_path, monkeypatch):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF scan")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(scan)], ""))
    print_with_blanks(qtbot, window, book)
    assert window.desk.actions.run("contract.sign")
    panel = card.signing.panel
    assert panel.isVisible()
    press(qtbot, window)
    assert card.record.state == "sent", "every value is asked for"
    panel.form.focus_field("client__npwp")
    type_in(qtbot, window, "3273056010900009", "Bagus Pramana", "Direktur", "Akta 12")
    assert QApplication.focusWidget() is panel.scan
    press(qtbot, window, Qt.Key.Key_Space)
    panel.form.focus_field("client__npwp")
    press(qtbot, window)
    qtbot.waitUntil(lambda: card.record.state == "signed")
    rest(qtbot, window)
    record = now(book)
    assert record.printed.written["client.signatory.name"] == "Bagus Pramana"
    assert record.client.npwp == "3273056010900009"
    with book.read() as session:
        (kept,) = attachment.files_of(session, "contract", 1)
        assert contracts.has_signed_scan(session, record)
    assert (kept.name, kept.role) == ("scan.pdf", "signed")
    assert card.form.value("client_name") == "Bagus Pramana"


def test_without_a_scan_it_is_asked_once_more(qtbot, window, card, book, papers):
    print_with_blanks(qtbot, window, book)
    assert window.desk.actions.run("contract.sign")
    panel = card.signing.panel
    panel.form.focus_field("client__npwp")
    type_in(qtbot, window, "123", "Bagus", "Direktur", "-")
    panel.form.focus_field("client__npwp")
    press(qtbot, window)
    assert card.record.state == "sent"
    assert panel.go.text() == "Sign all the same"
    assert panel._no_scan.isVisible()
    press(qtbot, window)
    qtbot.waitUntil(lambda: card.record.state == "signed")
    rest(qtbot, window)
    assert dict(now(book).printed.written)["client.signatory.authority"] == "–"
    assert any("Keep a scan of it here?" in note for note in notes(window))


def test_what_was_typed_in_survives_escape_and_a_crash(qtbot, window, card, book, papers):
    print_with_blanks(qtbot, window, book)
    assert window.desk.actions.run("contract.sign")
    panel = card.signing.panel
    panel.form.focus_field("client__signatory__name")
    qtbot.keyClicks(QApplication.focusWidget(), "Bagus Pramana")
    window.desk.keep_typed()
    [draft] = window.desk.drafts.every()
    assert draft.typed == {"client__signatory__name": "Bagus Pramana"}
    press(qtbot, window, Qt.Key.Key_Tab)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.desk.drafts.every() == []
    window.desk.undo()
    qtbot.waitUntil(panel.isVisible)
    assert panel.form.value("client__signatory__name") == "Bagus Pramana"


def test_what_was_typed_in_is_offered_when_the_contract_is_shown_again(qtbot, window, card, book, papers):
    print_with_blanks(qtbot, window, book)
    with book.write(msg("Another")) as session:
        contracts.make(session, 1)
    card.ask_signed()
    panel = card.signing.panel
    panel.focus_value("client.signatory.office")
    qtbot.keyClicks(QApplication.focusWidget(), "Manajer")
    window.navigate("contract", 2)
    assert not panel.isVisible()
    window.navigate("contract", 1)
    qtbot.waitUntil(card.offer.isVisible)
    card.offer.take_first()
    assert panel.isVisible()
    assert panel.form.value("client__signatory__office") == "Manajer"


@pytest.mark.parametrize("size", [(911, 512), (1093, 614), (1366, 768)])
def test_the_question_can_be_read_in_a_low_window(*, qtbot, window, card, book, papers, size):
    print_with_blanks(qtbot, window, book)
    window.resize(*size)
    card.ask_signed()
    panel = card.signing.panel
    for path in (OPEN[0], OPEN[-1]):
        panel.focus_value(path)
        field = QApplication.focusWidget()
        qtbot.waitUntil(lambda field=field: field.visibleRegion().boundingRect().height() == field.height())
        qtbot.waitUntil(lambda: panel.go.visibleRegion().boundingRect().height() == panel.go.height())
    panel.leave()
    assert card.aside.isVisible()


def test_a_line_of_what_was_left_open_leads_to_where_it_is_typed_in(qtbot, window, card, book, papers):
    """In the contract's own form it would make another version."""
    print_with_blanks(qtbot, window, book)
    lines = card.paper.pane.problems.lines
    for row, path in ((1, "client__signatory__name"), (3, "client__signatory__authority")):
        lines.setFocus()
        lines.setCurrentRow(row)
        press(qtbot, window)
        assert card.signing.panel.form.editor(path).inputs()[0].hasFocus()
    assert card.record.state == "sent"


def test_undo_makes_it_a_draft_with_gaps_again(qtbot, window, card, book, papers):
    print_with_blanks(qtbot, window, book)
    window.desk.undo()
    qtbot.waitUntil(lambda: card.record.state == "draft")
    rest(qtbot, window)
    assert now(book).printed.blanks == ()
    assert "Print with 4 blanks" in words(card)
