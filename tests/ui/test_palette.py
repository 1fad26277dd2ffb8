from threading import Event
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.model.limits import Verdict
from desktop_crm.model.message import Message
from desktop_crm.ui.desk.actions import Action
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.window.palette import Entry, Hit, Palette, matching
from desktop_crm.ui.window.shell import Shell
from tests.office import keyboard, screen_of


def act(text: Any) -> Any:
    return Action(text, Message(text), lambda: None)


def titles(field: Palette) -> Any:
    results = field.results.list
    return [results.item(row).text() for row in range(results.count())]


def entries(field: Palette) -> list[Entry]:
    """What the lines of the results say, without the headings."""
    results = field.results.list
    found = [results.item(row).data(Qt.ItemDataRole.UserRole) for row in range(results.count())]
    return [entry for entry in found if entry.run]


@pytest.fixture
def field(bare_shell: Shell, qtbot: QtBot) -> Palette:
    bare_shell.searcher = lambda text: [Hit("order", 5, f"Order {text}", "PT Maju"), Hit("client", 6, "Budi")]
    bare_shell.frame.palette_field.searcher = bare_shell.searcher
    qtbot.keyClick(keyboard() or bare_shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return bare_shell.frame.palette_field


def test_words_begin_words_in_any_order() -> None:
    actions = [act("Export list"), act("New client"), act("Print list of clients")]
    assert [each.id for each in matching(actions, "cli")] == ["New client", "Print list of clients"]
    assert [each.id for each in matching(actions, "list pri")] == ["Print list of clients"]
    assert matching(actions, "xyz") == []
    assert len(matching(actions, "")) == 3


def test_key_opens_with_the_commands_of_this_screen_first(field: Palette, bare_shell: Shell) -> None:
    assert keyboard() is field
    assert titles(field)[:2] == ["Commands", "New client"]
    assert field.results.isVisible()


def test_records_are_found_and_opened_by_keyboard(field: Palette, bare_shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "42")
    qtbot.waitUntil(lambda: "Order 42" in titles(field))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert screen_of(bare_shell, "order").shown == [5]
    assert not field.results.isVisible()
    assert field.text() == ""


def test_arrows_step_over_headings_and_around(field: Palette, bare_shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "42")
    qtbot.waitUntil(lambda: len(titles(field)) == 3)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.results.list.currentItem().text() == "Order 42"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert screen_of(bare_shell, "client").shown[-1] == 6


def test_command_runs(field: Palette, bare_shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "new cl")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert screen_of(bare_shell, "client").news == 1


def test_escape_gives_the_keyboard_back(bare_shell: Shell, qtbot: QtBot) -> None:
    editor = screen_of(bare_shell, "client").editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = bare_shell.frame.palette_field
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert keyboard() is editor
    assert field.text() == ""


def test_nothing_found_is_said(field: Palette, bare_shell: Shell, qtbot: QtBot) -> None:
    asked: list[str] = []
    field.searcher = lambda text: asked.append(text) or []
    qtbot.keyClicks(field, "zzzz")
    qtbot.waitUntil(lambda: "zzzz" in asked and not bare_shell.jobs.busy())
    assert titles(field) == []
    [told] = [label.text() for label in field.results.findChildren(QLabel) if label.isVisible()]
    assert told.startswith("Nothing found")
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_failing_search_is_told_and_the_field_lives(field: Any, bare_shell: Shell, qtbot: QtBot) -> None:
    field.searcher = lambda _text: 1 / 0
    told: list[Any] = []
    bare_shell.jobs.on_error = told.append
    qtbot.keyClicks(field, "abc")
    qtbot.waitUntil(lambda: bool(told))
    assert keyboard() is field


def test_choice_stays_when_late_records_arrive(field: Palette, bare_shell: Shell, qtbot: QtBot) -> None:
    late = Event()
    field.searcher = lambda _text: [Hit("order", 1, "Order 1")] if late.wait(10) else []
    qtbot.keyClicks(field, "o")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    chosen = field.results.list.currentItem().text()
    assert "Order 1" not in titles(field)
    late.set()
    qtbot.waitUntil(lambda: titles(field)[:2] == ["Found", "Order 1"])
    assert field.results.list.currentItem().text() == chosen


def test_who_had_the_keyboard_before_may_be_gone(field: Palette, bare_shell: Shell) -> None:
    before = QLineEdit(bare_shell)
    field.remember_focus(before)
    shiboken6.delete(before)
    field.close_results()
    assert not field.results.isVisible()


def test_a_search_under_way_when_its_window_is_built_anew_is_told_to_nobody(
    field: Palette, bare_shell: Shell, qtbot: QtBot
) -> None:
    asked, closed = Event(), Event()
    told: list[Any] = []
    bare_shell.jobs.on_error = told.append

    def search(_text: object) -> None:
        asked.set()
        closed.wait()
        raise RuntimeError("the workspace is closed")

    field.searcher = search
    qtbot.keyClicks(field, "toko")
    qtbot.waitUntil(asked.is_set)
    field.withdraw()
    closed.set()
    qtbot.waitUntil(lambda: not bare_shell.jobs.busy())
    QApplication.processEvents()
    assert told == []


def test_what_can_not_be_read_is_told_and_covered(field: Palette, bare_shell: Shell, qtbot: QtBot) -> None:
    torn = [
        Hit("client", 7, "", "Bandung", private=True, unreadable=True),
        Hit("order", 8, "Order 8", "", unreadable=True),
    ]
    field.searcher = lambda _text: torn
    qtbot.keyClicks(field, "zz")
    qtbot.waitUntil(lambda: "#7" in titles(field))
    told = [(entry.title, entry.subtitle) for entry in entries(field) if entry.title[:1] in {"#", "O"}]
    assert told == [("#7", "Bandung · can't be read"), ("Order 8", "can't be read")]
    privacy.turn(on=True)
    assert "Order 8" in titles(field)
    assert "Bandung" not in "".join(entry.subtitle for entry in entries(field))
    privacy.turn(on=False)


def test_a_price_within_limits_or_not_is_told_without_them(bare_shell: Shell, qtbot: QtBot) -> None:
    field = bare_shell.frame.palette_field
    field.searcher = lambda _text: [
        Hit("product", 1, "KP-01 – Kopi", "kg", verdict=Verdict.WITHIN),
        Hit("product", 2, "KP-02 – Kopi", "", verdict=Verdict.BELOW),
        Hit("product", 3, "KP-03 – Kopi", "kg"),
    ]
    field.setText("kp-01 95000")
    field.open()
    qtbot.waitUntil(lambda: "KP-03 – Kopi" in titles(field))
    told = [entry.subtitle for entry in entries(field) if entry.title.startswith("KP-0")]
    assert told == ["kg · within your limits", "not within your limits", "kg"]
