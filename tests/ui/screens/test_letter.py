"""The register of letters in the real window, by its keys: written, looked at, sent, answered."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.address import Address
from desktop_crm.model.letter import Letter
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract as contracts
from desktop_crm.services import letter as letters
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services.clock import today
from desktop_crm.services.lines import LineInput
from desktop_crm.services.papers import letter as letter_paper
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.preview.window import PreviewWindow
from desktop_crm.ui.template_editor.editor import TemplateEditor
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.pdf import words_of
from tests.ui.windows import button

pytestmark = pytest.mark.in_turn

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _office(workspace: Workspace) -> None:
    with workspace.write(msg("Set up"), undoable=False) as session:
        rules.save_company(
            session, {"name": "Nusantara Rasa", "city": "Jakarta", "signatory_name": "Ratna", "street": "Jl. Kenanga 1"}
        )
        home = Address("Jl. Braga 1", "Bandung", "Jawa Barat", "40111")
        buyer = clients.save(session, None, {"name": "Sumber Makmur", "legal_form": "PT", "addresses": (home,)})
        contacts.save(session, buyer.id, None, {"name": "Siti Aminah", "office": "Manajer"})
        lines = [LineInput(None, "", "Kopi", Decimal(2), "dus", Decimal(1_000_000), Decimal(0), None)]
        made = orders.save(session, None, orders.start(session, buyer.id), lines)
        orders.step(session, made.id, "confirmed")


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def type_text(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def field(card: Any, name: str) -> QWidget:
    found: QWidget = card.form.editor(name).inputs()[0]
    return found


def numbers(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return [each.number for each in session.query(Letter).order_by(Letter.id)]


def came(workspace: Workspace, **values: Any) -> int:
    with workspace.write(msg("Receive")) as session:
        common = {"direction": "incoming", "client_id": 1, "contact_id": 1, "subject": "Keluhan kemasan"}
        return letters.save(session, None, {**common, **values}).id


def drafted(workspace: Workspace, code: str = "letter_thanks", **values: Any) -> int:
    with workspace.write(msg("Write")) as session:
        template = next(each.id for each in letters.templates(session) if each.code == code)
        return letters.save(session, None, {"client_id": 1, "template_id": template, **values}).id


def card_of(qtbot: QtBot, shell: Shell, letter_id: int) -> Any:
    """On its page, the paper made."""
    shell.navigate("letter", letter_id)
    screen = screen_of(shell, "letter")
    qtbot.waitUntil(lambda: screen.is_ready() and screen.card.record_id == letter_id)
    qtbot.waitUntil(lambda: screen.card.paper.current is not None)
    return screen.card


def test_a_letter_is_written_sent_and_then_locked_by_keys(qtbot: QtBot, shell: Shell, workspace: Workspace) -> None:
    press(qtbot, KEY.Key_8, CONTROL)
    screen = screen_of(shell, "letter")
    assert shell.history.here is not None
    assert shell.history.here.noun == "letter"
    press(qtbot, KEY.Key_N, CONTROL)
    card = screen.card
    assert card.is_new
    assert field(card, "direction").hasFocus()
    card.form.focus_field("client_id")
    type_text(qtbot, "sumber")
    qtbot.wait(400)
    press(qtbot, KEY.Key_Return)
    assert card.form.value("client_id") == 1
    card.form.focus_field("template_id")
    type_text(qtbot, "Letter")
    press(qtbot, KEY.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not card.is_new)
    number = f"001/SP/{card.record.number.split('/')[2]}/{today().year}"
    assert numbers(workspace) == [number]
    assert card.record.subject == "Ucapan terima kasih"
    qtbot.waitUntil(lambda: card.paper.current is not None and card.paper.pane.has_paper())
    assert card.paper.current.problems == ()
    press(qtbot, KEY.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: card.record.state == "sent")
    assert any(f"Letter {number} sent." in note.text for note in shell.notify.stack.notes())
    press(qtbot, KEY.Key_F2)
    assert any("stays as it was sent" in note.text for note in shell.notify.stack.notes())
    press(qtbot, KEY.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: card.record.state == "draft")
    assert str(card.main_text()) == "Mark as sent"


def test_what_is_missing_is_listed_and_its_own_words_are_written_from_there(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    card = card_of(qtbot, shell, drafted(workspace, "letter_invitation"))
    card.setFocus()
    press(qtbot, KEY.Key_Return, CONTROL)
    assert card.record.state == "draft"
    assert any("can't go out yet" in note.text for note in shell.notify.stack.notes())
    assert card.paper.pane.problems.lines.hasFocus()
    press(qtbot, KEY.Key_Return)
    text = field(card, "text")
    qtbot.waitUntil(text.hasFocus)
    assert "**Acara:** ………………" in text.toPlainText()  # type: ignore[attr-defined]
    text.selectAll()  # type: ignore[attr-defined]
    type_text(qtbot, "Datanglah ke pameran kami.")
    press(qtbot, KEY.Key_S, CONTROL)
    qtbot.waitUntil(lambda: card.paper.current is not None and card.paper.current.may_go_out)
    assert "Datanglah ke pameran kami." in words_of(card.paper.current.pdf)
    card.setFocus()
    press(qtbot, KEY.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: card.record.state == "sent")


def test_what_came_in_is_answered_by_one_key_and_says_so_then(qtbot: QtBot, shell: Shell, workspace: Workspace) -> None:
    asked = came(workspace, answer_due=today() + timedelta(days=3), their_number="7/X/2026")
    card = card_of(qtbot, shell, asked)
    card.setFocus()
    press(qtbot, KEY.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: card.is_new)
    assert (card.form.value("client_id"), card.form.value("answers_id")) == (1, asked)
    assert field(card, "template_id").hasFocus()
    type_text(qtbot, "Letter")
    press(qtbot, KEY.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not card.is_new)
    qtbot.waitUntil(lambda: card.paper.current is not None)
    press(qtbot, KEY.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: card.record.state == "sent")
    with workspace.read() as session:
        assert letters.get(session, asked).state == "answered"
    qtbot.waitUntil(lambda: card.paper.current is not None)
    assert "7/X/2026" in words_of(card.paper.current.pdf)


def test_an_incoming_letter_is_typed_in_with_what_only_it_has(
    qtbot: QtBot, shell: Shell, workspace: Workspace, tmp_path: Path
) -> None:
    shell.navigate("letter")
    screen = screen_of(shell, "letter")
    press(qtbot, KEY.Key_N, CONTROL)
    card = screen.card
    type_text(qtbot, "Inc")
    assert not field(card, "template_id").isVisible()
    assert not field(card, "place").isVisible()
    card.form.focus_field("addressee")
    type_text(qtbot, "Dinas Perindustrian")
    card.form.focus_field("subject")
    type_text(qtbot, "Permintaan data")
    press(qtbot, KEY.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not card.is_new)
    assert (card.record.number, card.record.state) == (f"0001/SM/{today().year}", "received")
    with workspace.write(msg("Send")) as session:
        other = letters.save(session, None, {"client_id": 1, "template_id": letters.templates(session)[3].id})
        letters.step(session, other.id, "sent")
        pdf = letter_paper.make(session, other).pdf
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(pdf)
    card.keep_scans([scan])
    qtbot.waitUntil(lambda: card.paper.current is not None and card.paper.current.pdf == pdf, timeout=20_000)


def test_a_new_letter_begins_with_whoever_or_whatever_is_open(qtbot: QtBot, shell: Shell, workspace: Workspace) -> None:
    with workspace.read() as session:
        order_id = session.query(Order).one().id
    for noun, record_id, expected in (
        ("client", 1, {"client_id": 1}),
        ("contact", 1, {"client_id": 1, "contact_id": 1}),
        ("order", order_id, {"client_id": 1, "order_id": order_id}),
    ):
        shell.navigate(noun, record_id)
        qtbot.waitUntil(screen_of(shell, noun).is_ready)
        assert shell.actions_.run("new.letter")
        card = screen_of(shell, "letter").card
        assert card.is_new
        assert {name: card.form.value(name) for name in expected} == expected
        assert card.form.value("language") == "id"
        card.discard()
    shell.navigate("client", 1)
    screen = screen_of(shell, "client")
    tab = next(each.widget for each in screen.card.tab_declarations if each.title == "Letters")
    screen.card.tabs.setCurrentWidget(tab)
    qtbot.waitUntil(lambda: any(each.text() == "New letter" for each in tab.findChildren(QAbstractButton)))
    button(tab, "New letter").click()
    assert screen_of(shell, "letter").card.form.value("client_id") == 1


def test_the_list_is_asked_for_what_is_to_answer_and_the_peek_shows_the_page(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    came(workspace)
    made = drafted(workspace)
    shell.navigate("letter")
    screen = screen_of(shell, "letter")
    qtbot.waitUntil(lambda: len(screen.table.ids()) == 2)
    qtbot.waitUntil(lambda: not shell.desk.jobs.busy())
    screen.table.select_id(made)
    peek = screen.peek(
        next(row for row in screen.listing.page(screen.table.query(), 0, 5) if row[0] == made),
        {"record": shell.desk.read(lambda session: letters.shown(session, made))},
    )
    assert peek.sheet is not None
    assert peek.sheet(300).picture.width() == 300
    next(each for each in screen.quick.findChildren(QAbstractButton) if "To answer" in each.accessibleName()).click()
    qtbot.waitUntil(lambda: len(screen.table.ids()) == 1)


def test_the_privacy_screen_covers_what_a_letter_says(qtbot: QtBot, shell: Shell, workspace: Workspace) -> None:
    made = drafted(workspace, subject="Rahasia besar", text="Isi rahasia")
    card = card_of(qtbot, shell, made)
    qtbot.waitUntil(card.paper.pane.has_paper)

    def told() -> str:
        return " ".join(each.accessibleName() for each in card.form.findChildren(Fact))

    assert "Rahasia besar" in told()
    press(qtbot, KEY.Key_F12)
    assert "rahasia" not in told().lower()
    assert not card.paper.pane.has_paper()
    press(qtbot, KEY.Key_F12)
    assert "Isi rahasia" in told()
    qtbot.waitUntil(card.paper.pane.has_paper)


def test_envelopes_of_three_sizes_are_shown(qtbot: QtBot, shell: Shell, workspace: Workspace) -> None:
    card_of(qtbot, shell, drafted(workspace))
    for size in ("dl", "c5", "c4"):
        shell.actions_.run(f"letter.envelope_{size}")
        qtbot.waitUntil(lambda: any(isinstance(each, PreviewWindow) for each in QApplication.topLevelWidgets()))
        (window,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, PreviewWindow)]
        qtbot.waitUntil(window.pane.has_paper)
        assert size.upper() in window.windowTitle()
        with qtbot.waitSignal(window.destroyed):
            window.close()


def test_a_template_of_letters_is_edited_with_its_own_fields_and_seen_as_a_letter(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    with workspace.read() as session:
        template = next(each for each in letters.templates(session) if each.code == "letter_thanks")
    shell.navigate("settings", field=f"templates.{template.id}")
    editor = screen_of(shell, "settings").findChild(TemplateEditor)
    qtbot.waitUntil(lambda: editor.pane.has_paper() and not shell.desk.jobs.busy(), timeout=20_000)
    assert editor.chooser.currentText() == "Letter of thanks"
    offered = [editor.columns.fields.list.item(at).text() for at in range(editor.columns.fields.list.count())]
    assert "Number of the letter it answers" in offered
    assert "Penalty in percent a day" not in offered
    card = editor.view.cards[0]
    assert card.text is not None
    card.text.moveCursor(card.text.textCursor().MoveOperation.End)
    qtbot.keyClicks(card.text, "Hormat")
    editor.save()
    with workspace.read() as session:
        kept = session.get_one(type(template), template.id)
        assert "Hormat" in kept.text("en")
        assert kept.kind == "letter"
    editor.columns.columns["en"].text.setPlainText("# A\n\n{{ totals.total }}")
    qtbot.waitUntil(lambda: editor.mistakes.isVisibleTo(editor))
    editor.columns.put_texts({code: kept.text(code) for code in ("id", "en")})
    assert not editor.has_changes()


def test_a_page_that_is_opened_first_calls_its_template_by_name(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    made = drafted(workspace)
    shell.navigate("letter")
    screen: Any = screen_of(shell, "letter")
    qtbot.waitUntil(lambda: list(screen.table.ids()) == [made])
    screen.table.select_id(made)
    qtbot.waitUntil(lambda: screen.is_ready() and not shell.jobs.busy())
    screen.table.setFocus()
    press(qtbot, KEY.Key_Return)
    qtbot.waitUntil(lambda: screen.is_wide() and screen.card.record is not None)
    told = [fact.accessibleName() for fact in screen.card.form.findChildren(Fact)]
    assert "Template: Letter of thanks" in told


def test_a_photograph_that_falls_on_its_page_is_seen_there(
    qtbot: QtBot, shell: Shell, workspace: Workspace, tmp_path: Path
) -> None:
    card = card_of(qtbot, shell, came(workspace))
    assert card.paper.pane.state.button.text() == "Attach the scan…"
    assert not card.paper.pane.has_paper()
    photo = tmp_path / "surat.png"
    image = QImage(60, 90, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    assert image.save(str(photo))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    where, buttons, keys = QPointF(10, 10), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    card.paper.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))
    qtbot.waitUntil(card.paper.pane.has_paper)
    assert shell.desk is not None
    shell.desk.undo()
    qtbot.waitUntil(lambda: not card.paper.pane.has_paper())


def test_letters_about_a_contract_stand_on_its_page_and_a_new_one_begins_with_it(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    with workspace.write(msg("Contract")) as session:
        contract = contracts.make(session, 1).id
    about = came(workspace, contract_id=contract)
    came(workspace)
    shell.navigate("contract", contract)
    card: Any = screen_of(shell, "contract").card
    qtbot.waitUntil(lambda: card.record_id == contract)
    tab = next(each.widget for each in card.tab_declarations if each.title == "Letters")
    card.tabs.setCurrentWidget(tab)
    qtbot.waitUntil(lambda: tab.table is not None and list(tab.table.ids()) == [about])
    tab.start()
    letter: Any = screen_of(shell, "letter").card
    qtbot.waitUntil(lambda: letter.is_new)
    assert (letter.form.value("contract_id"), letter.form.value("client_id")) == (contract, 1)
