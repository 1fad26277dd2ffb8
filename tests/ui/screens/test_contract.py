"""From an order to a signed contract, by keys, in the real window."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop_crm.model.address import Address
from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import msg
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services.lines import taxes_by_id
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration
from desktop_crm.ui.desk.withdrawing import Withdrawing
from desktop_crm.ui.preview import printing
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.screens.contract.card import ContractCard
from desktop_crm.ui.screens.contract.order_chooser import OrderChooser
from desktop_crm.ui.screens.contract.screen import ContractScreen
from desktop_crm.ui.screens.contract.values import flat, record_values, remedy
from desktop_crm.ui.template_editor.editor import TemplateEditor
from desktop_crm.ui.template_editor.window import TemplateWindow
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.ui.windows import button

pytestmark = pytest.mark.in_turn

_COMPANY = {
    "legal_form": "PT",
    "name": "Nusantara Rasa",
    "street": "Jalan Kenanga 18",
    "city": "Jakarta",
    "postal_code": "12130",
    "npwp": "0012345678901000",
    "bank_name": "Bank Contoh",
    "bank_account": "1002003004",
    "signatory_name": "Ratna Wulandari",
    "signatory_office": "Direktur Utama",
    "signatory_authority": "Anggaran Dasar",
    "delivery_terms": "franko gudang Pembeli",
}


class PlaceScreen(Screen):
    """Somewhere else, remembering what it was asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: list[Any] = []
        QVBoxLayout(self).addWidget(QLabel("here"))

    def show_record(self, id: Any) -> None:
        self.shown.append(id)

    def show_field(self, name: Any) -> None:
        self.field = name


class OtherClients(PlaceScreen):
    noun = "client"


class OtherOrders(PlaceScreen):
    noun = "order"


class OtherSettings(PlaceScreen):
    noun = "settings"


_SCREENS = (
    ScreenDeclaration(
        "contract", msg("Contracts"), "file-text", "desktop_crm.ui.screens.contract.screen:ContractScreen"
    ),
    ScreenDeclaration("client", msg("Clients"), "users", f"{__name__}:OtherClients"),
    ScreenDeclaration("order", msg("Orders"), "users", f"{__name__}:OtherOrders"),
    ScreenDeclaration("settings", msg("Settings"), "settings", f"{__name__}:OtherSettings"),
)


@pytest.fixture(autouse=True)
def _begun(workspace: Workspace) -> None:
    """A workspace with a client whose signatory has no authority, and an order of two lines."""
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, _COMPANY)
        client = clients.save(
            session,
            None,
            {
                "legal_form": "CV",
                "name": "Teduh Kopi",
                "identifiers": (Identifier("npwp", "0098765432109000"),),
                "addresses": (Address("Jalan Pahlawan 7", "Bandung"),),
            },
        )
        contacts.save(session, client.id, None, {"name": "Bagus Pramana", "office": "Direktur", "roles": ["signatory"]})
        contacts.save(
            session, client.id, None, {"name": "Sari Lestari", "office": "Manajer", "authority": "Surat Kuasa"}
        )
        tax = next(iter(taxes_by_id(session)))
        lines = [
            orders.LineInput(None, "K-1", "Kopi arabika Gayo", Decimal(12), "dus", Decimal(1_250_000), Decimal(0), tax),
            orders.LineInput(None, "K-2", "Gula aren cair", Decimal(30), "botol", Decimal(42_500), Decimal(5), tax),
        ]
        values = orders.start(session, client.id)
        orders.save(session, None, values, lines)
        orders.save(session, None, {**values, "ordered_on": values["ordered_on"] - dt.timedelta(days=9)}, lines[:1])
        orders.save(session, None, values, [])


@pytest.fixture
def screens() -> Any:
    return _SCREENS


@pytest.fixture
def screen(shell: Shell) -> ContractScreen:
    return screen_of(shell, "contract")


@pytest.fixture
def card(screen: ContractScreen) -> Any:
    return screen.card


def key(qtbot: QtBot, shell: Shell, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or shell, key, modifier)


def wait_paper(qtbot: QtBot, card: ContractCard) -> Any:
    qtbot.waitUntil(lambda: card.paper.current is not None and card.paper.pane.has_paper())
    return card.paper.current


def words(pdf: Any) -> Any:
    from pypdf import PdfReader

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.split())


def choose(qtbot: QtBot, shell: Shell) -> Any:
    """Ctrl+N."""
    key(qtbot, shell, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    chooser = shell.findChild(OrderChooser)
    qtbot.waitUntil(chooser.isActiveWindow)
    return chooser


def make(qtbot: QtBot, shell: Shell, card: ContractCard) -> Any:
    """Ctrl+N, Enter: two keystrokes."""
    choose(qtbot, shell)
    key(qtbot, shell, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.record is not None)
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return wait_paper(qtbot, card)


def fields_told(card: ContractCard) -> Any:
    return [
        card.paper.pane.problems.lines.item(at).data(Qt.ItemDataRole.UserRole + 1)
        for at in range(card.paper.pane.problems.lines.count())
    ]


def read(workspace: Workspace, contract_id: int = 1) -> Any:
    with workspace.read() as session:
        return contracts.get(session, contract_id)


def mend_authority(qtbot: QtBot, card: ContractCard) -> None:
    card.form.put("client_authority", "Anggaran Dasar")
    qtbot.waitUntil(lambda: card.paper.current is not None and card.paper.current.may_print)


def sign(qtbot: QtBot, shell: Shell, card: ContractCard) -> Any:
    card.ask_signed()
    key(qtbot, shell, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.record.state == "signed")
    return wait_paper(qtbot, card)


def test_order_becomes_contract_in_two_keystrokes_with_its_paper_beside(
    qtbot: QtBot, shell: Shell, card: ContractCard
) -> None:
    paper = make(qtbot, shell, card)
    assert len(card.record.order.lines) == 2
    assert card.aside.is_beside()
    text = words(paper.pdf)
    assert "CV Teduh Kopi" in text
    assert "PT Nusantara Rasa" in text
    assert "Kopi arabika Gayo" in text
    assert card.record.number in text
    assert card.form.value("template_id") == card.record.template_id


def test_the_second_contract_is_offered_the_order_without_one(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    first = card.record.order_id
    chooser = choose(qtbot, shell)
    qtbot.waitUntil(lambda: chooser.table.rowCount() > 0)
    assert chooser.table.rowCount() == 1
    qtbot.keyClicks(chooser.field, "teduh")
    qtbot.waitUntil(lambda: chooser.table.rowCount() == 2)
    assert chooser.table.item(1, 4).text() == "1 contract"
    key(qtbot, shell, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.record is not None and card.record.order_id != first)


def test_nothing_fits_says_what_contracts_are_made_from(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    chooser = choose(qtbot, shell)
    qtbot.waitUntil(lambda: chooser.table.rowCount() > 0)
    qtbot.keyClicks(chooser.field, "zzz%_'")
    qtbot.waitUntil(chooser.empty.isVisible)
    key(qtbot, shell, Qt.Key.Key_Return)
    assert chooser.isVisible()
    key(qtbot, shell, Qt.Key.Key_Escape)
    assert not chooser.isVisible()


def test_a_missing_authority_is_told_leads_to_its_field_and_goes_when_mended(
    qtbot: QtBot, shell: Shell, card: ContractCard
) -> None:
    make(qtbot, shell, card)
    assert "client.signatory.authority" in fields_told(card)
    lines = card.paper.pane.problems.lines
    lines.setCurrentRow(fields_told(card).index("client.signatory.authority"))
    lines.setFocus()
    key(qtbot, shell, Qt.Key.Key_Return)
    editor = card.form.editor("client_authority")
    assert editor.inputs()[0].hasFocus()
    qtbot.keyClicks(editor.inputs()[0], "Anggaran Dasar")
    key(qtbot, shell, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: card.paper.current is not None)
    assert "client.signatory.authority" not in fields_told(card)
    assert "Anggaran Dasar" in words(card.paper.current.pdf)


def test_an_empty_place_forbids_printing_and_signing_and_says_so(
    qtbot: QtBot, shell: Shell, card: ContractCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(qtbot, shell, card)
    monkeypatch.setattr("desktop_crm.ui.screens.contract.paper.print_pdf", lambda *a, **k: pytest.fail("printed"))
    assert not card.paper.pane.may_print()
    card.out.print_paper()
    card.ask_signed()
    assert not card.question.isVisible()
    assert card.record.state == "draft"
    assert any("Fix the errors" in label.text() for label in shell.notify.stack.findChildren(QLabel))


def test_choosing_a_contact_takes_over_name_office_and_authority(qtbot: QtBot, shell: Shell, card: Any) -> None:
    make(qtbot, shell, card)
    [offered] = card.form.editor("contact_id").inputs()
    card.form.put("contact_id", offered.itemData(offered.findText("Sari Lestari")))
    assert card.record.client_signatory == Signatory("Sari Lestari", "Manajer", "Surat Kuasa")
    assert card.form.value("client_office") == "Manajer"


def test_a_person_is_asked_for_no_office_and_for_authority_only_of_a_proxy(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    with workspace.write(msg("A person")) as session:
        person = clients.save(session, 1, {"kind": "person", "legal_form": "", "name": "Bagus Pramana"})
        assert person.id == 1
    make(qtbot, shell, card)
    card.fold.click()
    card.form.empties.click()
    assert {"client_name", "client_office"} <= asked(card), "what is kept in it is shown"
    card.form.put("client_office", "")
    assert not asked(card) & {"client_office", "client_authority"}
    card.form.put("client_name", "Sari Lestari")
    assert "client_authority" in asked(card)
    assert "client_office" not in asked(card)


def test_terms_are_parts_of_one_value(qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace) -> None:
    make(qtbot, shell, card)
    card.form.put("terms_payment_days", Decimal(45))
    card.form.put("terms_referral", True)
    card.form.put("terms_referral_percent", Decimal("2.5"))
    terms = read(workspace).terms
    assert (terms.payment_days, terms.referral, terms.referral_percent) == (45, True, Decimal("2.5"))
    assert isinstance(terms.payment_days, int)
    wait_paper(qtbot, card)
    assert "45 (empat puluh lima)" in words(card.paper.current.pdf)


def asked(card: ContractCard) -> Any:
    """The fields that are shown, read or edited."""
    places = {name: card.form.editor(name).parentWidget() for name in card.form.values()}
    return {name for name, place in places.items() if place is not None and place.isVisibleTo(card.form)}


def offered(card: ContractCard) -> Any:
    """The terms that are asked for."""
    return {name.removeprefix("terms_") for name in asked(card) if name.startswith("terms_")}


def test_only_terms_with_an_effect_are_asked_for(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    make(qtbot, shell, card)
    card.form.empties.click()
    first = offered(card)
    assert {
        "payment_days",
        "prepayment_percent",
        "claim_days",
        "retention_of_title",
        "incoterm",
        "court_place",
    } <= first
    assert not first & {
        "advance_days",
        "arbitrators",
        "notice_days",
        "acceptance_days",
        "subject_en",
        "payment_terms_en",
    }
    card.form.put("payment_terms", "50 % di muka")
    assert offered(card) - first == {"advance_days", "advance_return"}
    assert first - offered(card) == {"prepayment_percent"}
    card.form.put("payment_terms", "L/C at sight")
    assert not offered(card) & {"payment_days", "prepayment_percent", "advance_days"}
    card.form.put("language", "both")
    card.form.put("delivery_terms", "franko gudang")
    assert {name for name in offered(card) if name.endswith("_en")} == {"payment_terms_en"}
    card.form.put("delivery_terms", "bertahap")
    card.form.put("terms_dispute", "bani")
    card.form.put("terms_convenience", True)
    assert {"delivery_terms_en", "arbitrators", "arbitration_seat", "notice_days"} <= offered(card)
    assert "court_place" not in offered(card)
    card.form.put("template_id", 2)
    assert "acceptance_days" in offered(card)
    assert not offered(card) & {"claim_days", "retention_of_title", "incoterm"}


def test_what_stands_in_both_languages_is_led_to_its_field(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    card.form.put("language", "both")
    card.form.put("client_authority", "rapat direksi")
    wait_paper(qtbot, card)
    assert "client.signatory.authority_en" in {problem.field for problem in card.paper.current.problems}
    card.mend("client.signatory.authority_en")
    assert card.form.editor("client_authority_en").inputs()[0].hasFocus()
    card.form.put("client_authority_en", "a meeting of the board")
    assert "on the basis of a meeting of the board" in words(wait_paper(qtbot, card).pdf)


def test_the_usual_terms_of_a_template_are_kept_by_a_command_and_undone(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    make(qtbot, shell, card)
    card.form.put("terms_retention_of_title", True)
    shell.desk.actions.qaction("contract.usual_terms").trigger()
    with workspace.read() as session:
        assert contracts.templates(session)[0].terms.retention_of_title
    workspace.undo()
    with workspace.read() as session:
        assert not contracts.templates(session)[0].terms.retention_of_title


def test_rare_terms_unfold_for_their_problem(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    assert not card.form.editor("terms_cure_days").isVisible()
    card.mend("terms.cure_days")
    assert card.form.editor("terms_cure_days").inputs()[0].hasFocus()


def test_a_cleared_date_is_told_and_not_saved(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    make(qtbot, shell, card)
    before = read(workspace).contract_date
    card.form.put("contract_date", None)
    assert read(workspace).contract_date == before
    assert card.form.validate()[0].field == "contract_date"
    card.form.put("contract_date", before)


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        ("client.npwp", ("client", "identifiers.npwp.number")),
        ("own.bank.number", ("settings", "bank_account")),
        ("lines.0.amount", ("order", "lines.0.amount")),
        ("totals.total", ("order", "lines")),
    ],
)
def test_problems_of_other_records_lead_there(
    qtbot: QtBot, shell: Shell, card: ContractCard, problem: str, place: Any
) -> None:
    noun, field = place
    make(qtbot, shell, card)
    card.mend(problem)
    assert shell.history.here.noun == noun
    wanted = {"client": card.record.client_id, "order": card.record.order_id, "settings": None}[noun]
    assert screen_of(shell, noun).shown == [wanted]
    assert screen_of(shell, noun).field == field


def test_links_lead_to_client_and_order(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    card.links.order.click()
    assert shell.history.here.noun == "order"
    assert "CV Teduh Kopi" in card.links.client.text()


def test_signed_is_frozen_whatever_changes_later(qtbot: QtBot, shell: Shell, card: Any, workspace: Workspace) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    signed = sign(qtbot, shell, card).pdf
    with workspace.write(msg("Rename")) as session:
        clients.save(session, card.record.client_id, {"name": "Another Name"})
    qtbot.waitUntil(lambda: "Another Name" in card.links.client.text())
    assert wait_paper(qtbot, card).pdf == signed
    assert "Teduh Kopi" in words(signed)
    assert card.notice.isVisible()
    assert card.form.isVisible()
    assert not any(line.isVisible() for line in card.form.findChildren(QLineEdit))
    line = card.form.editor("place").inputs()[0]
    before = line.text()
    line.setFocus()
    qtbot.keyClicks(line, "x")
    assert line.text() == before
    with workspace.read() as session, pytest.raises(UserError):
        contracts.save(session, card.record.id, {"place": "elsewhere"})


def test_notes_of_a_signed_contract_can_still_be_written(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    sign(qtbot, shell, card)
    text = card.form.editor("notes").inputs()[0]
    text.setFocus()
    qtbot.keyClicks(text, "call in May")
    card.commit()
    assert read(workspace).notes == "call in May"


def test_another_language_of_a_signed_contract_is_a_translation(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    signed = sign(qtbot, shell, card).pdf
    qtbot.mouseClick(card.paper.switch.buttons["en"], Qt.MouseButton.LeftButton)
    english = wait_paper(qtbot, card).pdf
    assert english != signed
    assert "Sale and Purchase Agreement" in words(english)
    assert card.paper.notice.isVisible()
    assert card.record.language == "id"
    qtbot.mouseClick(card.paper.switch.buttons["id"], Qt.MouseButton.LeftButton)
    assert wait_paper(qtbot, card).pdf == signed
    assert not card.paper.notice.isVisible()


def test_signing_offers_to_keep_a_scan(
    qtbot: QtBot, shell: Shell, card: ContractCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF scan")
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    sign(qtbot, shell, card)
    monkeypatch.setattr(
        "desktop_crm.ui.screens.contract.signed_paper.QFileDialog.getOpenFileNames", lambda *_a: ([str(scan)], "")
    )
    assert shell.desk.actions.run("contract.attach")
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    from desktop_crm.services import attachment

    with shell.desk.workspace.read() as session:
        (kept,) = attachment.files_of(session, "contract", card.record.id)
    assert (kept.name, kept.role) == ("signed.pdf", "signed")
    assert card.tabs.currentWidget() is card.files


def test_printing_offers_to_mark_as_sent(
    qtbot: QtBot, shell: Shell, card: ContractCard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The file that the printer dialog was told to write is the paper itself."""
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    target = tmp_path / "printed.pdf"

    def print_to_file(desk: Desk, parent: Any, data: Any, title: Any, page: Any, *, name: Any, printed: Any) -> None:
        printer = printing.printer_for(Pages(data).sizes[0], name)
        assert printer.docName().endswith(" CV Teduh Kopi")
        printer.setOutputFormat(printer.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printing.start(desk, printer, data, title, range(len(Pages(data))), printed=printed)

    monkeypatch.setattr("desktop_crm.ui.screens.contract.paper.print_pdf", print_to_file)
    key(qtbot, shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(target.exists)
    asked = "not marked as sent yet."
    qtbot.waitUntil(lambda: any(asked in label.text() for label in shell.notify.stack.findChildren(QLabel)))
    assert target.read_bytes() == card.paper.current.pdf
    assert "DRAF" not in words(card.paper.current.pdf)
    assert shell.desk.actions.run("contract.send")
    assert card.record.state == "sent"


def test_what_was_sent_and_changes_is_a_new_draft(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    card.send()
    card.form.put("place", "Bandung")
    assert (card.record.state, card.record.revision) == ("draft", 2)
    card.send()
    shell.desk.undo()
    card.send()
    card.steps.take_to("draft")
    assert (card.record.state, card.record.revision) == ("draft", 3)
    assert not any("Version 4 begun" in label.text() for label in shell.notify.stack.findChildren(QLabel))
    assert any("Version 3 begun" in label.text() for label in shell.notify.stack.findChildren(QLabel))


def test_terminating_needs_a_reason(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    sign(qtbot, shell, card)
    card.steps.take_to("terminated")
    key(qtbot, shell, Qt.Key.Key_Return)
    assert card.record.state == "signed"
    qtbot.keyClicks(QApplication.focusWidget(), "both agreed")
    key(qtbot, shell, Qt.Key.Key_Return)
    assert (card.record.state, card.record.end_reason) == ("terminated", "both agreed")


def test_escape_leaves_the_question_and_the_contract_alone(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    card.ask_signed()
    key(qtbot, shell, Qt.Key.Key_Escape)
    assert not card.question.isVisible()
    assert card.record.state == "draft"
    assert card.isVisible()


def test_narrow_the_paper_is_a_tab_and_ctrl_p_shows_it(
    qtbot: QtBot, shell: Shell, screen: ContractScreen, card: ContractCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    shell.resize(800, 700)
    qtbot.waitUntil(lambda: not card.aside.is_beside())
    card.tabs.setCurrentIndex(0)
    asked = []
    monkeypatch.setattr("desktop_crm.ui.screens.contract.paper.print_pdf", lambda *a, **k: asked.append(a))
    key(qtbot, shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert card.tabs.currentWidget() is card.paper


def test_a_draft_can_be_deleted_and_brought_back(
    qtbot: QtBot, shell: Shell, screen: ContractScreen, card: ContractCard, workspace: Workspace
) -> None:
    make(qtbot, shell, card)
    screen.delete(card.record.id)
    with workspace.read() as session, pytest.raises(UserError):
        contracts.get(session, 1)
    shell.desk.undo()
    assert read(workspace).number


def test_flat_and_back() -> None:
    record = Contract(number="1", template_id=1, contract_date=dt.date(2026, 1, 2))
    values = flat(record)
    for name, value in record_values(record, values).items():
        assert getattr(record, name) == value
    assert values["terms_payment_days"] == Decimal(30)
    assert record_values(record, {"terms_payment_days": None})["terms"].payment_days == 30
    assert remedy("ends_on").field == "valid_until"
    assert remedy("client.signatory.office").field == "client_office"


@pytest.fixture
def editor(qtbot: QtBot, shell: Shell) -> TemplateEditor:
    made = TemplateEditor(shell.desk)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    qtbot.waitUntil(made.pane.has_paper)
    return made


def test_template_mistakes_are_told_with_their_line_and_not_saved(qtbot: QtBot, editor: TemplateEditor) -> None:
    text = editor.columns.columns["en"].text
    text.go_to(3)
    qtbot.keyClicks(text, "{{ nonsense }} ")
    qtbot.waitUntil(editor.mistakes.isVisible)
    assert "English, line 3" in editor.mistakes.item(0).text()
    assert not editor.save()
    text.undo()
    editor.go_to("id.5")
    assert editor.columns.columns["id"].text.textCursor().blockNumber() == 4


def test_template_fields_are_inserted_and_the_change_is_saved(
    qtbot: QtBot, editor: TemplateEditor, workspace: Workspace
) -> None:
    text = editor.columns.columns["id"].text
    text.go_to(2)
    fields = editor.columns.fields.list
    fields.setCurrentRow(0)
    fields.itemActivated.emit(fields.item(0))
    assert "{{ number }}" in text.toPlainText()
    assert editor.save()
    assert not editor.has_changes()
    with workspace.read() as session:
        assert "{{ number }}" in contracts.templates(session)[0].text_id
    editor.restore()
    assert "{{ number }}" not in text.toPlainText().splitlines()[1]
    assert editor.has_changes()
    assert editor.save()


def test_a_template_is_duplicated_and_only_the_copy_can_go(
    qtbot: QtBot, editor: TemplateEditor, workspace: Workspace
) -> None:
    editor.duplicate()
    with workspace.read() as session:
        there = {item.code: item.id for item in contracts.templates(session)}
    assert list(there) == ["sale", "services", "sale-2"]
    assert editor.chooser.currentData() == there["sale-2"]
    editor.delete()
    with workspace.read() as session:
        assert [item.code for item in contracts.templates(session)] == ["sale", "services"]
    assert not button(editor, "Delete").isVisible()


def test_the_template_editor_has_room_on_a_laptop_at_150_percent(editor: TemplateEditor) -> None:
    assert editor.minimumSizeHint().width() <= 580  # px; 911 of the screen, without the rail and the page's margins


def test_a_broken_template_of_a_contract_leads_to_its_line(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    card.mend("template.7")
    opened = shell.findChild(TemplateWindow)
    assert opened.editor.columns.columns["id"].text.textCursor().blockNumber() == 6
    opened.close()


def test_ctrl_f_finds_in_the_paper_while_it_is_read(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    card.paper.pane.view.setFocus()
    key(qtbot, shell, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert card.paper.pane.search.isVisible()


def test_a_step_is_taken_back(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    make(qtbot, shell, card)
    mend_authority(qtbot, card)
    sign(qtbot, shell, card)
    shell.desk.undo()
    [asked] = shell.findChildren(Withdrawing)
    asked.reason.setText("Keliru")
    asked.decide()
    qtbot.waitUntil(lambda: card.record.state == "draft")
    assert not card.notice.isVisible()
    assert not card.form.editor("place").read_only


def test_the_editor_shows_what_undo_brings_back(
    qtbot: QtBot, shell: Shell, editor: TemplateEditor, workspace: Workspace
) -> None:
    title = editor.columns.columns["en"].title
    title.selectAll()
    qtbot.keyClicks(title, "Sale of coffee")
    assert editor.save()
    with workspace.read() as session:
        assert contracts.templates(session)[0].title_en == "Sale of coffee"
    shell.desk.undo()
    qtbot.waitUntil(lambda: editor.chooser.currentText() == "Sale and purchase of goods")
    assert not editor.has_changes()


def test_settings_ask_about_a_template_that_is_not_saved(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_crm.ui.records.unsaved import Answer
    from desktop_crm.ui.screens.settings.screen import SettingsScreen

    settings = SettingsScreen(shell.desk)
    qtbot.addWidget(settings)
    settings.show()
    assert settings.may_leave()
    settings.show_section("templates")
    editor = settings.findChild(TemplateEditor)
    qtbot.waitUntil(editor.pane.has_paper)
    qtbot.keyClicks(editor.columns.columns["id"].title, "x")
    monkeypatch.setattr("desktop_crm.ui.template_editor.editor.ask", lambda _parent: Answer.STAY)
    assert not settings.may_leave()
    monkeypatch.setattr("desktop_crm.ui.template_editor.editor.ask", lambda _parent: Answer.DISCARD)
    assert settings.may_leave()
    assert not editor.has_changes()


def test_a_paper_that_comes_late_is_not_taken_for_another_contracts(
    qtbot: QtBot, shell: Shell, screen: ContractScreen, card: ContractCard
) -> None:
    for _ in range(2):
        make(qtbot, shell, card)
    card.paper.show_contract(card.record)
    card.aside.hide()
    card.paper.show_contract(read(card.desk.workspace, 1))
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    assert card.paper.current is None
    card.aside.show()
    assert read(card.desk.workspace, 1).number in words(wait_paper(qtbot, card).pdf)


def test_a_template_chosen_again_keeps_what_is_typed(editor: TemplateEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_crm.ui.template_editor.editor.ask", lambda _editor: pytest.fail("asked"))
    title = editor.columns.columns["en"].title
    before = title.text()
    title.setText("Sale of coffee")
    editor.chooser.activated.emit(editor.chooser.currentIndex())
    assert title.text() == "Sale of coffee"
    title.setText(before)


def test_the_three_dots_hold_what_the_header_has_no_room_for(card: ContractCard, shell: Shell) -> None:
    assert {"contract.reopen", "contract.terminate", "contract.template", "contract.delete"} <= set(card.menu_ids)
    lines = [action.text() for action in screen_of(shell, "contract").table.context_menu().actions()]
    assert lines[:4] == ["Look at the document", "Print contract", "", "Mark as sent"]
