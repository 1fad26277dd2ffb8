"""Enter presses the button that has the keyboard, and does to nothing else what it did not do before."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_crm.ui.window.shell import Shell

ENTERS = [(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)]


@pytest.fixture
def put(bare_shell: Shell) -> Callable[..., Any]:
    """Puts something into the screen that is shown and gives it the keyboard."""

    def put(widget: Any, parent: Any = None) -> Any:
        widget.setParent(parent or bare_shell.made_screen("client"))
        widget.show()
        widget.setFocus()
        assert widget.hasFocus()
        return widget

    return put


def counted(button: Any) -> Any:
    pressed = []
    button.clicked.connect(lambda: pressed.append(True))
    return pressed


@pytest.mark.parametrize(("key", "held"), ENTERS)
@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
def test_enter_presses_a_button_once(
    put: Callable[..., Any], qtbot: QtBot, kind: Any, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    button = put(kind())
    pressed = counted(button)
    qtbot.keyClick(button, key, held)
    assert pressed == [True]


def test_as_often_as_it_is_pressed_however_often_the_keyboard_came_by(put: Callable[..., Any], qtbot: QtBot) -> None:
    button = put(QPushButton())
    pressed = counted(button)
    put(QLineEdit())
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [True, True]


def test_a_held_enter_presses_once(put: Callable[..., Any]) -> None:
    button = put(QPushButton())
    pressed = counted(button)
    for again in (False, True, True):
        QApplication.sendEvent(
            button,
            QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again),
        )
    assert pressed == [True]


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier])
def test_with_another_key_held_it_is_no_press(put: Callable[..., Any], qtbot: QtBot, held: Qt.KeyboardModifier) -> None:
    button = put(QPushButton())
    pressed = counted(button)
    qtbot.keyClick(button, Qt.Key.Key_Return, held)
    assert pressed == []


def test_before_a_panel_that_takes_enter_for_itself(put: Callable[..., Any], bare_shell: Shell, qtbot: QtBot) -> None:
    screen, taken = bare_shell.made_screen("client"), []
    shortcut = QShortcut(QKeySequence("Return"), screen)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(lambda: taken.append(True))
    button = put(QToolButton())
    pressed = counted(button)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert (pressed, taken) == ([True], [])
    qtbot.keyClick(put(QLineEdit()), Qt.Key.Key_Return)
    assert taken == [True]


def test_what_is_no_push_or_tool_button_keeps_its_enter(put: Callable[..., Any], qtbot: QtBot) -> None:
    box = put(QCheckBox())
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert not box.isChecked()
    editor, entered = put(QLineEdit()), []
    editor.returnPressed.connect(lambda: entered.append(True))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert entered == [True]


def test_a_dialogs_enter_stays_the_dialogs(bare_shell: Shell, put: Callable[..., Any], qtbot: QtBot) -> None:
    dialog = QDialog(bare_shell)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    default, tool = QPushButton(dialog), QToolButton(dialog)
    default.setDefault(True)
    default.show()
    pressed, touched = counted(default), counted(tool)
    put(tool, dialog)
    qtbot.keyClick(tool, Qt.Key.Key_Return)
    assert (pressed, touched) == ([True], [])
    dialog.close()


def test_the_rail_by_enter(bare_shell: Shell, qtbot: QtBot) -> None:
    button = bare_shell.frame.rail.button("orders")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert bare_shell.history.here.noun == "order"
