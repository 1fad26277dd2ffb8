"""Keys and clicks at random, only where a person could bring them: what is covered gets none.

Keys go to the widget that has the keyboard: sent through its window, they would go on to a window that the first of them took
away.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, cast

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

PASSWORD = "kuda nil makan sore"
_WORDS = (
    "toko",
    "Maju Jaya",
    "12",
    "1.250,5",
    "25rb",
    "0812 3456 7890",
    "a",
    "-",
    "x@y.id",
    "31/12/2026",
    "é😀",
    "%",
    " ",
)
_PLAIN = (
    "Tab", "Tab", "Tab", "Backtab", "Return", "Return", "Esc", "Esc", "Space", "Up", "Down", "Down", "Left", "Right", "Home",
    "End", "PgUp", "PgDown", "Del", "Backspace", "F2", "F4", "F6", "Alt+Down", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X",
)  # fmt: skip
#: None of these leads out of the program for good.
_NEVER = ("Ctrl+Q",)
_KINDS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QTabBar)


class Hands:
    """One pair; the same chance makes the same moves."""

    def __init__(self, chance: random.Random, shortcuts: list[str]) -> None:
        self._chance = chance
        self._shortcuts = [each for each in shortcuts if each not in _NEVER]

    def key(self) -> str:
        return self.press(self._chance.choice(_PLAIN))

    def shortcut(self) -> str:
        return self.press(self._chance.choice(self._shortcuts))

    def press(self, name: str) -> str:
        """One key, into the window that has the keyboard."""
        pressed = cast(Any, QKeySequence(name))[0]
        _send(lambda: QTest.keyClick(_front(), pressed.key(), pressed.keyboardModifiers()))
        return name

    def type(self) -> str:
        """A word, or the password where one is asked for: no other may be given by chance."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit) and focused.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData:
            focused.setText(PASSWORD if self._chance.random() < 0.8 else "x")  # fmt: skip
            return "password"
        word = self._chance.choice(_WORDS)
        for letter in word:
            if letter.isascii():
                _send(partial(_press_letter, letter))
        return f"{word!r}"

    def click(self) -> str:
        """Something that takes clicks, or any place."""
        top = _top()
        if top is None:
            return ""
        seen = [each for kind in _KINDS for each in top.findChildren(kind) if _is_met(each)]
        widget = self._chance.choice(seen) if seen and self._chance.random() < 0.9 else top
        where = self._somewhere(widget)
        said = f"{type(widget).__name__} {_called(widget)} {where.x()},{where.y()}"
        button = self._chance.choices((Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton), (9, 1))[0]
        _click(top, widget.mapTo(top, where), button)
        if button == Qt.MouseButton.LeftButton and self._chance.random() < 0.15 and shiboken6.isValid(widget):
            _click_again(widget, where)
            return f"twice {said}"
        return f"{button.name} {said}"

    def menu(self, bar: QMenuBar) -> str:
        """A menu of the window: opened by mouse, gone through by keys."""
        shown = [each for each in bar.actions() if each.isVisible()]
        if not shown or not _is_met(bar) or _top() is not bar.window():
            return ""
        action = self._chance.choice(shown)
        place = bar.mapTo(bar.window(), bar.actionGeometry(action).center())
        said = action.text()
        _click(bar.window(), place)
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            lines = [each for each in popup.actions() if not each.isSeparator() and each.objectName() not in _ENDING]
            if lines and self._chance.random() < 0.7:
                chosen = self._chance.choice(lines)
                said += f" > {chosen.text()}"
                _click(popup, popup.actionGeometry(chosen).center())
        return said

    def _somewhere(self, widget: QWidget) -> QPoint:
        inside: QRect = widget.visibleRegion().boundingRect()
        if isinstance(widget, QTabBar) and widget.count():
            inside = widget.tabRect(self._chance.randrange(widget.count())) & inside or inside
        if self._chance.random() < 0.5:
            return inside.center()
        return QPoint(
            self._chance.randrange(inside.left(), max(inside.right(), inside.left()) + 1),
            self._chance.randrange(inside.top(), max(inside.bottom(), inside.top()) + 1),
        )


#: Commands that close the window.
_ENDING = ("file.quit",)


def calm(password: str = PASSWORD) -> bool:
    """End what is open over the window, a step at a time; whether there was nothing."""
    if (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        return False
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QMessageBox):
        answers = {each.text().replace("&", ""): each for each in modal.buttons()}
        leave = [button for text, button in answers.items() if text in ("Discard", "Buang")]
        leave[0].click() if leave else modal.reject()
        return False
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
    for dialog in [modal] if isinstance(modal, QDialog) else dialogs:
        dialog.reject()
        return False
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit) and field.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData:
        field.setText(password)
        _send(lambda: QTest.keyClick(_front(), Qt.Key.Key_Return))
        return False
    return True


def _press_letter(letter: str) -> None:
    QTest.keyClick(_front(), ord(letter))


def _send(keys: Callable[[], None]) -> None:
    """Where nobody is there to hear them, or not any more, they go nowhere."""
    if _front() is not None:
        with suppress(RuntimeError):
            keys()


def _click(top: QWidget, place: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """Pressing may take the window away, and what comes meanwhile may make it smaller: then nothing is released in it."""
    for move in (QTest.mousePress, QTest.mouseRelease):
        if not shiboken6.isValid(top) or (window := top.windowHandle()) is None:
            return
        if top.rect().contains(place):  # what reaches out of it is met by nobody
            move(window, button, Qt.KeyboardModifier.NoModifier, place)


def _click_again(widget: QWidget, where: QPoint) -> None:
    """The second half of a double click."""
    left, none, no_keys = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for kind, held in ((QEvent.Type.MouseButtonDblClick, left), (QEvent.Type.MouseButtonRelease, none)):
        if shiboken6.isValid(widget) and _is_met(widget):
            event = QMouseEvent(kind, QPointF(where), QPointF(widget.mapToGlobal(where)), left, held, no_keys)
            QApplication.sendEvent(widget, event)


def _top() -> QWidget | None:
    """The widget that a click can reach: a menu, else the dialog in front, else the window."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()


def _front() -> QWidget | None:
    """Who hears keys. The desktop would give the keyboard back when a dialog goes; here there is none."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup
    top = QApplication.activeModalWidget() or QApplication.activeWindow()
    if top is None:
        seen = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
        if not seen:
            return None
        top = seen[-1]
    if not top.isActiveWindow():
        top.activateWindow()
    focused = QApplication.focusWidget()
    return focused if focused is not None and focused.window() is top else top


def _is_met(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and not widget.visibleRegion().isEmpty()


def _called(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton):
        return repr(widget.text() or widget.accessibleName())
    return repr(widget.accessibleName() or widget.objectName())
