"""What a screen reader says at once: notes, errors, what is chosen while the keyboard stays in a line."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.tone import Tone
from desktop_crm.ui.form.fields import Date, Section, Text
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.form.suggest import Suggestion, SuggestLine
from desktop_crm.ui.look.roles import ChoiceButton, LinkButton, PlaceButton
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.window.shell import Shell

_POLITE = QAccessible.AnnouncementPoliteness.Polite
_ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What was announced, and how, while a screen reader is there."""
    found: list[tuple[str, Any]] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: found.append((event.message(), event.politeness()))
    )
    return found


def test_notes_are_said_politely_and_trouble_at_once(bare_shell: Shell, said: list[Any]) -> None:
    bare_shell.notify.note("Saved")
    bare_shell.notify.note("Not printed", tone=Tone.DANGER)
    assert said == [("Saved", _POLITE), ("Not printed", _ASSERTIVE)]


def test_nothing_is_made_where_there_is_no_reader(bare_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: False)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    bare_shell.notify.note("Saved")
    assert told == []


def test_notes_behind_a_locked_window_are_said_when_it_is_opened(bare_shell: Shell, said: list[Any]) -> None:
    bare_shell.notify.be_silent(True)
    bare_shell.notify.note("PT Maju was imported")
    assert said == []
    bare_shell.notify.be_silent(False)
    bare_shell.notify.be_silent(False)
    assert said == [("PT Maju was imported", _POLITE)]


def test_steps_through_suggestions_are_said(qtbot: QtBot, said: list[Any]) -> None:
    line = SuggestLine(lambda _text: [Suggestion("Kursi", lead="K-1"), Suggestion("Meja", lead="M-1")])
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
    line.setFocus()
    qtbot.keyClicks(line, "k")
    said.clear()
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert [text for text, _ in said] == ["M-1 Meja"]


def test_steps_through_the_palette_are_said(bare_shell: Shell, qtbot: QtBot, said: list[Any]) -> None:
    field = bare_shell.frame.palette_field
    field.setEnabled(True)
    field.open()
    said.clear()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    chosen = field.results.list.currentItem()
    assert [text for text, _ in said] == [chosen.data(Qt.ItemDataRole.AccessibleTextRole)]


def test_what_is_covered_is_not_said(bare_shell: Shell, said: list[Any]) -> None:
    privacy.turn(on=True)
    said.clear()
    try:
        bare_shell.notify.note(privacy.veil_client("PT Rahasia"))
        assert "PT Rahasia" not in said[0][0]
        assert said[0][0] == privacy.spoken(privacy.DOTS)
    finally:
        privacy.turn(on=False)


def test_new_errors_are_said_once_with_their_field(qtbot: QtBot, said: list[Any]) -> None:
    form = RecordForm([Text("name", msg("Name"), required=True), Text("city", msg("City"))])
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    form.load({"name": "", "city": ""})
    wrong = [
        Problem("name", msg("A name is needed")),
        Problem("city", msg("Known already"), Severity.WARNING),
    ]
    form.show_problems(wrong)
    form.show_problems(wrong)
    assert said == [("Name: A name is needed", _ASSERTIVE)]
    told = form.editor("name").inputs()[0].accessibleDescription()
    assert told == "A name is needed. Required"
    form.show_problems([])
    assert form.editor("name").inputs()[0].accessibleDescription() == "Required"


def test_fields_of_one_label_are_told_apart(qtbot: QtBot) -> None:
    form = RecordForm(
        [Section(msg("We"), [Text("ours", msg("Name"))]), Section(msg("They"), [Text("theirs", msg("Name"))])]
    )
    qtbot.addWidget(form)
    form.load({"ours": "", "theirs": ""})
    names = [form.editor(name).inputs()[0].accessibleName() for name in ("ours", "theirs")]
    assert names == ["Name", "They: Name"]


def test_a_note_with_the_keyboard_stays_and_gives_it_back(bare_shell: Shell, qtbot: QtBot) -> None:
    line = QLineEdit(bare_shell)
    line.show()
    line.setFocus()
    note = bare_shell.notify.note("Just told")
    bare_shell.notify.focus_newest()
    assert note.has_keyboard()
    for number in range(5):
        bare_shell.notify.note(f"Note {number}", undo=lambda: None)
    assert note in bare_shell.notify.stack.notes()
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert note not in bare_shell.notify.stack.notes()
    assert QApplication.focusWidget() is line


def test_roles_are_true(qtbot: QtBot) -> None:
    made = (LinkButton("Order 7"), PlaceButton(), ChoiceButton())
    roles = (QAccessible.Role.Link, QAccessible.Role.PageTab, QAccessible.Role.RadioButton)
    pressed: list[Any] = []
    for button, role in zip(made, roles, strict=True):
        qtbot.addWidget(button)
        button.clicked.connect(lambda _checked=False, button=button: pressed.append(button))
        told = QAccessible.queryAccessibleInterface(button)
        assert told.role() == role
        told.actionInterface().doAction("Press")
    assert pressed == list(made)
    assert QAccessible.queryAccessibleInterface(made[0]).text(QAccessible.Text.Name) == "Order 7"
    assert QAccessible.queryAccessibleInterface(made[1]).state().selected
    assert QAccessible.queryAccessibleInterface(made[2]).state().checked


def test_the_parts_of_the_calendar_have_names_and_room_and_it_gives_the_keyboard_back(qtbot: QtBot) -> None:
    form = RecordForm([Date("day", msg("Day"))])
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
    form.load({"day": None})
    form.focus_first()
    line = QApplication.focusWidget()
    assert line is not None
    qtbot.keyClick(line, Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    buttons = [each for each in popup.findChildren(QAbstractButton) if each.isVisible()]
    assert len(buttons) >= 4
    assert all(QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in buttons)
    assert min(min(each.width(), each.height()) for each in buttons) >= 24
    popup.close()
    assert line.hasFocus()
