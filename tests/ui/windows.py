"""What is opened first in a window, and what is found in it by its words."""

from typing import Any

from PySide6.QtWidgets import QAbstractButton, QPushButton, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot


def contract_in(window: Any, qtbot: QtBot) -> Any:
    """The card of the first contract, wide, its paper made."""
    window.navigate("contract", 1)
    screen = window.made_screen("contract")
    screen.open_wide(1)
    qtbot.waitUntil(lambda: screen.card.paper.current is not None)
    return screen.card


def button(place: QWidget, words: str) -> QAbstractButton:
    """The one that says this."""
    [found] = [each for each in place.findChildren(QAbstractButton) if each.text() == words]
    return found


def go_to_tab(tabs: QTabWidget, title: str) -> None:
    """As by a click."""
    tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index(title))


def choose(button: QPushButton | QToolButton, words: str) -> None:
    """What a button's menu offers by these words."""
    next(each for each in button.menu().actions() if each.text() == words).trigger()
