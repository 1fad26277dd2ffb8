"""Putting off what comes next: the likely days in a menu, beside what it is about."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from desktop_crm.services.clock import today
from desktop_crm.ui.i18n import speak, tr

KEYS: Final = "Ctrl+."
T = TypeVar("T")

_SATURDAY: Final = 5


def days_after(day: date) -> tuple[date, ...]:
    """Tomorrow, the working day after it, the Monday of next week, and in two weeks."""
    tomorrow = day + timedelta(days=1)
    monday = day + timedelta(days=7 - day.weekday())
    found = (tomorrow, _working(tomorrow + timedelta(days=1)), monday, _working(day + timedelta(days=14)))
    return tuple(dict.fromkeys(found))


def ask_when(window: QWidget, put_off: Callable[[date], object]) -> QMenu:
    """A menu of days at what has the keyboard; the one that is taken is given to `put_off`."""
    now = today()
    days = days_after(now)
    words = [tr("Tomorrow") if day == now + timedelta(days=1) else speak().day_soon(day) for day in days]
    return ask_among(window, tr("Put off until"), list(zip(words, days, strict=True)), put_off)


def ask_among(window: QWidget, title: str, choices: Sequence[tuple[str, T]], take: Callable[[T], object]) -> QMenu:
    """A menu of what can be chosen, each by its words, at what has the keyboard; `take` is given the one that is taken."""
    menu = QMenu(window)
    menu.setAccessibleName(title)
    menu.addAction(title).setEnabled(False)
    for words, choice in choices:
        menu.addAction(words).triggered.connect(partial(_take, take, choice))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(_corner(window))
    menu.setActiveAction(next(action for action in menu.actions() if action.isEnabled()))
    return menu


def _take(take: Callable[[T], object], choice: T, _checked: bool = False) -> None:
    take(choice)


def _working(day: date) -> date:
    """This day, or the Monday behind a weekend."""
    return day if day.weekday() < _SATURDAY else day + timedelta(days=7 - day.weekday())


def _corner(window: QWidget) -> QPoint:
    """Under the row, or in the window's middle."""
    focused = window.focusWidget()
    if isinstance(focused, QAbstractItemView) and focused.currentIndex().isValid():
        return focused.viewport().mapToGlobal(focused.visualRect(focused.currentIndex()).bottomLeft())
    return window.mapToGlobal(QPoint(window.width() // 3, window.height() // 3))
