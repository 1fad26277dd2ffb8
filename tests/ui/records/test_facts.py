"""A record's page is read first: each fact is edited in its place, by a click or a key, and saved when it is left."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.services import client
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records import card as card_module
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.screens.client.screen import ClientScreen
from desktop_crm.ui.window.shell import Shell
from tests.office import keyboard, screen_of
from tests.ui.fields import box_of, told_below

pytestmark = pytest.mark.in_turn

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is given up when the window closes."""
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.DISCARD)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A new one."""
    return tmp_path / "Usaha.crm"


@pytest.fixture(autouse=True)
def _known(workspace: Workspace) -> None:
    with workspace.write(msg("Clients")) as session:
        values = {"name": "Sumber Makmur", "legal_form": "PT", "source": "Pameran", "notes": "Suka kopi"}
        client.save(session, None, {**values, "phones": (Phone("0812 3456 7890", "whatsapp"),)})


@pytest.fixture
def screens() -> Any:
    return (ScreenDeclaration("client", msg("Clients"), "users", "desktop_crm.ui.screens.client.screen:ClientScreen"),)


@pytest.fixture
def screen(shell: Shell, qtbot: QtBot) -> ClientScreen:
    made: ClientScreen = screen_of(shell, "client")
    qtbot.waitUntil(made.is_ready)
    shell.navigate("client", 1)
    return made


def fact(screen: ClientScreen, name: str) -> Fact:
    """As it is read; none while it is edited."""
    [found] = [each for each in box_of(screen.card.form, name).findChildren(Fact) if each.isVisible()]
    return found


def is_edited(screen: ClientScreen, name: str) -> bool:
    return bool(screen.card.form.editor(name).isVisible())


def stored(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return client.get(session, 1)


def key(code: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(keyboard(), code, modifiers)


def carets(shell: Shell) -> list[QWidget]:
    """Where something stored could be typed over."""
    focused = shell.focusWidget()
    kinds = (QLineEdit, QPlainTextEdit)
    return [focused] if isinstance(focused, kinds) else []


def test_arriving_shows_values_and_puts_no_caret_into_them(screen: ClientScreen, shell: Shell) -> None:
    assert carets(shell) == []
    assert not any(is_edited(screen, name) for name in ("name", "source", "phones", "notes", "status"))
    assert "+62 812-3456-7890 · WhatsApp" in fact(screen, "phones").accessibleName()


def test_a_click_edits_it_in_its_place_and_leaving_saves_it(
    screen: ClientScreen, shell: Shell, workspace: Workspace, qtbot: QtBot
) -> None:
    qtbot.mouseClick(fact(screen, "source"), Qt.MouseButton.LeftButton)
    assert is_edited(screen, "source")
    assert keyboard().selectedText() == "Pameran"
    qtbot.keyClicks(keyboard(), "Referral")
    screen.card.setFocus()
    qtbot.waitUntil(lambda: not is_edited(screen, "source"))
    assert stored(workspace).source == "Referral"
    assert fact(screen, "source").accessibleName().endswith("Referral")


def test_enter_saves_and_stays_on_the_fact_and_esc_takes_back(
    screen: ClientScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    screen.card.form.focus_field("source")
    qtbot.keyClicks(keyboard(), "Referral")
    key(K.Key_Return)
    assert stored(workspace).source == "Referral"
    assert keyboard() is fact(screen, "source")
    key(K.Key_F2)
    qtbot.keyClicks(keyboard(), "Anything")
    key(K.Key_Escape)
    assert keyboard() is fact(screen, "source")
    assert screen.is_wide()
    assert stored(workspace).source == "Referral"
    assert screen.card.form.value("source") == "Referral"


def test_tab_saves_and_edits_the_next_and_arrows_go_from_fact_to_fact(
    screen: ClientScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    screen.card.form.focus_field("name")
    qtbot.keyClicks(keyboard(), "Sumber Jaya")
    key(K.Key_Tab)
    assert stored(workspace).name == "Sumber Jaya"
    qtbot.waitUntil(lambda: is_edited(screen, "phones") and not is_edited(screen, "name"))
    key(K.Key_Escape)
    assert keyboard() is fact(screen, "phones")
    key(K.Key_Up)
    assert keyboard() is fact(screen, "name")
    key(K.Key_Tab)
    assert keyboard() is fact(screen, "phones")  # nothing was edited: Tab only goes on
    assert not is_edited(screen, "phones")


def test_tab_from_elsewhere_only_reads_also_after_an_edited_fact_was_left_by_it(
    screen: ClientScreen, qtbot: QtBot
) -> None:
    def to_the_facts() -> None:
        screen.take_keyboard()
        for _ in range(40):
            key(K.Key_Tab)
            if screen.card.form.isAncestorOf(keyboard()):
                return

    to_the_facts()
    assert isinstance(keyboard(), Fact)
    key(K.Key_F2)
    for _ in range(40):  # from one editor to the next, and out of them
        key(K.Key_Tab)
        if not screen.card.form.isAncestorOf(keyboard()):
            break
    qtbot.wait(1)
    to_the_facts()
    assert isinstance(keyboard(), Fact)


def numbers(screen: ClientScreen) -> list[QLineEdit]:
    return [each for each in screen.card.form.editor("phones").findChildren(QLineEdit) if each.isVisible()]


def button(place: QWidget, words: str) -> QAbstractButton:
    [found] = [each for each in place.findChildren(QAbstractButton) if each.isVisible() and each.text() == words]
    return found


def by_button(screen: ClientScreen) -> None:
    QTest.mouseClick(button(screen, "Save phones"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    "keep",
    [
        pytest.param(lambda _screen: key(K.Key_Return), id="enter"),
        pytest.param(lambda _screen: key(K.Key_Return, CTRL), id="ctrl-enter"),
        pytest.param(by_button, id="button"),
        pytest.param(lambda screen: screen.card.setFocus(), id="leaving"),
    ],
)
def test_all_parts_of_a_compound_fact_are_kept_at_once(
    screen: ClientScreen, workspace: Workspace, qtbot: QtBot, keep: Any
) -> None:
    before = stored(workspace).version
    fact(screen, "phones").setFocus()
    key(K.Key_F2)
    qtbot.keyClicks(keyboard(), "0811 1111 111")
    QTest.mouseClick(button(screen, "Add phone"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(keyboard(), "0822 2222 222")
    assert stored(workspace).version == before
    keep(screen)
    qtbot.waitUntil(lambda: not is_edited(screen, "phones"))
    assert [phone.number for phone in stored(workspace).phones] == ["+628111111111", "+628222222222"]
    assert stored(workspace).version == before + 1
    assert str(workspace.undo_text()) == "Change client PT Sumber Makmur"
    assert screen.is_wide()


def test_esc_takes_all_parts_back_and_what_was_typed_can_be_had_again(
    screen: ClientScreen, workspace: Workspace, shell: Shell, qtbot: QtBot
) -> None:
    fact(screen, "phones").setFocus()
    key(K.Key_Return)
    qtbot.keyClicks(keyboard(), "0811 1111 111")
    QTest.mouseClick(button(screen, "Add phone"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(keyboard(), "0822 2222 222")
    key(K.Key_Escape)
    assert keyboard() is fact(screen, "phones")
    assert "+62 812-3456-7890" in fact(screen, "phones").accessibleName()
    assert not screen.card.has_changes()
    QTest.mouseClick(button(shell, "Undo"), Qt.MouseButton.LeftButton)
    assert [phone.number for phone in stored(workspace).phones] == ["+628111111111", "+628222222222"]
    key(K.Key_Return)
    key(K.Key_Escape)
    key(K.Key_Escape)
    assert not screen.is_wide()  # nothing was typed: there was nothing to take back


def test_tab_goes_through_the_parts_to_the_buttons_and_on_to_the_next_fact(
    screen: ClientScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    fact(screen, "phones").setFocus()
    key(K.Key_Return)
    assert keyboard() is numbers(screen)[0]
    qtbot.keyClicks(keyboard(), "0811 1111 111")
    key(K.Key_Tab)  # its kind
    for words in ("Add phone", "Save phones"):
        key(K.Key_Tab)
        assert keyboard() is button(screen, words)
    key(K.Key_Tab)
    qtbot.waitUntil(lambda: not is_edited(screen, "phones"))
    assert stored(workspace).phones[0].number == "+628111111111"


def test_a_part_that_is_wrong_keeps_the_form_open_and_the_keyboard_there(
    screen: ClientScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    fact(screen, "phones").setFocus()
    key(K.Key_Return)
    qtbot.keyClicks(keyboard(), "12")
    key(K.Key_Tab)
    key(K.Key_Return)
    assert keyboard() is numbers(screen)[0]
    assert stored(workspace).phones[0].number == "+6281234567890"
    key(K.Key_A, CTRL)
    qtbot.keyClicks(keyboard(), "0811 1111 111")
    key(K.Key_Return)
    assert stored(workspace).phones[0].number == "+628111111111"
    assert keyboard() is fact(screen, "phones")


def test_what_is_wrong_stays_in_its_editor_and_is_told_below(
    screen: ClientScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    screen.card.form.focus_field("name")
    key(K.Key_A, CTRL)
    key(K.Key_Delete)
    screen.card.setFocus()
    qtbot.waitUntil(lambda: told_below(screen.card.form, "name") != "")
    assert is_edited(screen, "name")
    assert stored(workspace).name == "Sumber Makmur"


def test_empty_facts_are_folded_and_come_when_they_are_asked_for(screen: ClientScreen, qtbot: QtBot) -> None:
    form = screen.card.form
    assert not box_of(form, "short_name").isVisible()
    assert "Short name" in form.empties.accessibleDescription()
    qtbot.mouseClick(form.empties, Qt.MouseButton.LeftButton)
    assert fact(screen, "short_name").isVisible()
    qtbot.mouseClick(form.empties, Qt.MouseButton.LeftButton)
    form.focus_field("short_name")
    assert is_edited(screen, "short_name")
    qtbot.keyClicks(keyboard(), "Makmur")
    key(K.Key_Return)
    assert fact(screen, "short_name").isVisible()


def test_the_privacy_screen_covers_what_is_sensitive(screen: ClientScreen) -> None:
    assert "Suka kopi" in fact(screen, "notes").accessibleName()
    privacy.turn(on=True)
    try:
        assert "Suka kopi" not in fact(screen, "notes").accessibleName()
        assert "Suka kopi" not in [
            each.text() for each in fact(screen, "notes").findChildren(QWidget) if hasattr(each, "text")
        ]
    finally:
        privacy.turn(on=False)


def test_nobody_learns_from_the_privacy_screen_what_is_empty(
    screen: ClientScreen, shell: Shell, workspace: Workspace
) -> None:
    with workspace.write(msg("Clients")) as session:
        nothing_known = client.save(session, None, {"name": "Toko Baru", "notes": "Suka kopi"}).id
    shell.navigate("client", nothing_known)
    form = screen.card.form
    assert not box_of(form, "source").isVisible()
    assert "Source" in form.empties.accessibleDescription()
    privacy.turn(on=True)
    try:
        assert "Source" not in form.empties.accessibleDescription()
        told = [fact(screen, name).accessibleName().partition(": ")[2] for name in ("source", "notes")]
        assert told == ["covered", "covered"]
    finally:
        privacy.turn(on=False)
    assert not box_of(form, "source").isVisible()


def test_a_new_record_is_typed_as_ever(screen: ClientScreen, shell: Shell, qtbot: QtBot) -> None:
    shell.actions_.run("client.new")
    assert is_edited(screen, "name")
    qtbot.keyClicks(keyboard(), "Baru")
    key(K.Key_S, CTRL)
    assert not is_edited(screen, "name")
    assert fact(screen, "name").accessibleName().endswith("Baru")
