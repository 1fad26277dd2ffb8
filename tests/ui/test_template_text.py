"""The text of a template as cards with fields as chips: typed into like a text, and one text with the code."""

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm import assets
from desktop_crm.services import template
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.template_editor.clause_text import ClauseText
from desktop_crm.ui.template_editor.editor import TemplateEditor
from desktop_crm.ui.template_editor.field_picker import FieldPicker
from desktop_crm.ui.template_editor.words import Names
from desktop_crm.ui.window.shell import Shell

pytestmark = pytest.mark.in_turn

K = Qt.Key
SHIPPED = [f"templates/{code}.{language}.md" for code in ("sale", "services") for language in ("id", "en")]
SENTENCE = "The {{ client.name }} pays {% if subject %}for {{ subject }}{% endif %} now."


@pytest.fixture
def editor(qtbot: QtBot, shell: Shell) -> TemplateEditor:
    made = TemplateEditor(shell.desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(made.pane.has_paper, timeout=20_000)
    return made


@pytest.fixture
def text(qtbot: QtBot) -> ClauseText:
    made = ClauseText(None, Names(lambda _key: ""))
    qtbot.addWidget(made)
    made.resize(700, 100)
    made.show()
    made.show_source(SENTENCE)
    made.setFocus()
    return made


def picker() -> FieldPicker:
    found = QApplication.activePopupWidget()
    assert isinstance(found, FieldPicker)
    return found


def put_cursor(text: ClauseText, at: int) -> None:
    cursor = text.textCursor()
    cursor.setPosition(at)
    text.setTextCursor(cursor)


def after(text: ClauseText, words: str) -> None:
    """Put the cursor behind some words, which no chip hides."""
    put_cursor(text, text.toPlainText().index(words) + len(words))


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_untouched_goes_through_the_text_letter_by_letter(editor: TemplateEditor, name: str) -> None:
    source = assets.text(name)
    view = editor.view
    view.show_texts({}, {view.code: source})
    for card in view.cards:
        card.open()
        assert card.text is not None
        assert card.text.source() == card.card.body.strip("\n")
        card.text.typed.emit()  # as if something had been typed and taken back
    assert view.source() == source


@pytest.mark.parametrize(
    "odd",
    ["𝐀 {{ client.name }} 😀{{ subject }}", "a\u00a0b {{ subject }}\u00a0", "\ufffc{{ subject }}", "{{ a }}{{ a }}"],
)
def test_strange_letters_stay_what_they_are(text: ClauseText, odd: str) -> None:
    text.show_source(odd)
    assert text.source() == odd


def test_a_change_in_the_text_is_in_the_code_and_nothing_else_changes(
    editor: TemplateEditor, qtbot: QtBot, workspace: Workspace
) -> None:
    before = editor.columns.texts()
    card = editor.view.card("delivery")
    after(card.text, "Delivery in parts is permitted")
    qtbot.keyClicks(card.text, " always")
    now = editor.columns.texts()
    assert now["en"] == before["en"].replace("in parts is permitted", "in parts is permitted always")
    assert now["id"] == before["id"]
    assert editor.has_changes()
    assert editor.save()
    with workspace.read() as session:
        assert template.templates(session)[0].text_en == now["en"]
    code = editor.columns.columns["en"].text
    editor.tabs.setCurrentWidget(editor.columns)
    while code.document().isUndoAvailable():
        code.undo()
    assert editor.columns.texts() == before
    editor.tabs.setCurrentWidget(editor.view)
    assert "always" not in editor.view.card("delivery").text.toPlainText()


def test_what_is_typed_in_the_code_is_in_the_text(editor: TemplateEditor, qtbot: QtBot) -> None:
    editor.tabs.setCurrentWidget(editor.columns)
    code = editor.columns.columns["en"].text
    code.put_source(
        code.source().replace("## Penalties [penalties]\n", "## Fines [penalties]\n\nWell. {{ subject }}\n")
    )
    editor.tabs.setCurrentWidget(editor.view)
    card = editor.view.card("penalties")
    assert card.button.text().strip() == "Fines"
    assert card.text.source().startswith("Well. {{ subject }}\n")


def test_a_clause_gets_another_title_and_the_template_another_name(editor: TemplateEditor, qtbot: QtBot) -> None:
    card = editor.view.card("penalties")
    card.title.selectAll()
    qtbot.keyClicks(card.title, "Fines")
    assert "\n## Fines [penalties]\n" in editor.columns.texts()["en"]
    assert card.button.text().strip() == "Fines"
    editor.view.title.selectAll()
    qtbot.keyClicks(editor.view.title, "Sale of coffee")
    assert editor.columns.values()["title_en"] == "Sale of coffee"
    editor.view.languages["id"].click()
    assert editor.view.title.text() == editor.columns.values()["title_id"]
    assert "Denda" in editor.view.card("penalties").button.text()


def test_a_brace_opens_the_fields_and_enter_puts_one_in(text: ClauseText, qtbot: QtBot) -> None:
    after(text, "now")
    qtbot.keyClicks(text, "{")
    qtbot.keyClicks(picker().finder, "client: bank")
    QTest.keyClick(picker().finder, K.Key_Return)
    assert text.source() == SENTENCE.replace("now", "now{{ client.bank.bank }}")
    text.undo()
    assert text.source() == SENTENCE


def test_escape_leaves_the_fields_and_the_text_as_it_was(text: ClauseText, qtbot: QtBot) -> None:
    qtbot.keyClicks(text, "{")
    QTest.keyClick(picker(), K.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert text.source() == SENTENCE


def test_a_field_is_deleted_as_one_letter_and_comes_back(text: ClauseText, qtbot: QtBot) -> None:
    put_cursor(text, len("The ") + 1)
    qtbot.keyClick(text, K.Key_Backspace)
    assert text.source() == SENTENCE.replace("{{ client.name }}", "")
    qtbot.keyClick(text, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text.source() == SENTENCE


@pytest.mark.parametrize(
    ("place", "key", "modifier"),
    [
        (len("The 1 pays ") + 1, K.Key_Backspace, Qt.KeyboardModifier.NoModifier),
        (len("The 1 pays "), K.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (len("The 1 pays "), K.Key_Delete, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_a_locked_piece_can_not_be_deleted(
    text: ClauseText, qtbot: QtBot, place: int, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    put_cursor(text, place)
    qtbot.keyClick(text, key, modifier)
    assert text.source() == SENTENCE


def test_nor_be_typed_over_cut_or_pasted_over(text: ClauseText, qtbot: QtBot) -> None:
    text.selectAll()
    qtbot.keyClicks(text, "x")
    text.selectAll()
    qtbot.keyClick(text, K.Key_X, Qt.KeyboardModifier.ControlModifier)
    text.selectAll()
    given = QMimeData()
    given.setText("other")
    text.insertFromMimeData(given)
    assert text.source() == SENTENCE
    text.cut()  # as the menu of the right mouse button does
    assert text.source() == SENTENCE


def test_what_is_copied_is_the_source_and_fields_come_with_what_is_pasted(text: ClauseText) -> None:
    cursor = text.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(len("The 1"), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    copied = text.createMimeDataFromSelection()
    assert copied.text() == "The {{ client.name }}"
    text.moveCursor(QTextCursor.MoveOperation.End)
    text.insertFromMimeData(copied)
    assert text.source() == SENTENCE + "The {{ client.name }}"
    assert text.toPlainText().count("\ufffc") == 5


def test_a_locked_piece_opens_the_code_at_its_line(editor: TemplateEditor, qtbot: QtBot) -> None:
    card = editor.view.card("delivery")
    line = editor.columns.texts()["en"].splitlines().index("{% if terms.incoterm %}")
    put_cursor(card.text, card.text.toPlainText().index("\n\ufffc\n") + 1)
    qtbot.keyClick(card.text, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.tabs.currentWidget() is editor.columns
    assert editor.columns.columns["en"].text.textCursor().blockNumber() == line


def test_so_does_a_click_on_it(text: ClauseText, qtbot: QtBot) -> None:
    put_cursor(text, len("The 1 pays "))
    place = text.cursorRect().center() + QPoint(12, 0)
    with qtbot.waitSignal(text.code_wanted):
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_cards_fold_and_stay_so(editor: TemplateEditor) -> None:
    view = editor.view
    assert [card.is_open() for card in view.cards][:2] == [True, False]
    view.all.click()
    assert not any(card.is_open() for card in view.cards)
    view.card("price")
    view.languages["id"].click()
    assert [card.card.key for card in view.cards if card.is_open()] == ["price"]


def test_it_is_read_reached_and_fits(editor: TemplateEditor, qtbot: QtBot) -> None:
    card = editor.view.card("price")
    assert card.button.accessibleName() == "Clause Price and Payment, unfolded"
    assert card.text.accessibleName() == "Text of the clause Price and Payment"
    card.button.setFocus()
    met: list[Any] = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), K.Key_Tab)
        met.append(QApplication.focusWidget())
    assert met[:2] == [card.title, card.text]
    assert card.button.height() >= 24
    assert editor.minimumSizeHint().width() <= 580
