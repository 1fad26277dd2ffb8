"""Putting off what comes next: the likely days in a menu, beside what it is about."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from desktop_crm.services.clock import today
from desktop_crm.ui.i18n import speak, tr

KEYS: Final = "Ctrl+."

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
    menu = QMenu(window)
    menu.setAccessibleName(tr("Put off until"))
    menu.addAction(tr("Put off until")).setEnabled(False)
    for day in days_after(now):
        words = tr("Tomorrow") if day == now + timedelta(days=1) else speak().day_soon(day)
        menu.addAction(words).triggered.connect(partial(_take, put_off, day))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(_corner(window))
    menu.setActiveAction(next(action for action in menu.actions() if action.isEnabled()))
    return menu


def _take(put_off: Callable[[date], object], day: date, _checked: bool = False) -> None:
    put_off(day)


def _working(day: date) -> date:
    """This day, or the Monday behind a weekend."""
    return day if day.weekday() < _SATURDAY else day + timedelta(days=7 - day.weekday())


def _corner(window: QWidget) -> QPoint:
    """Under the row, or in the window's middle."""
    focused = window.focusWidget()
    if isinstance(focused, QAbstractItemView) and focused.currentIndex().isValid():
        return focused.viewport().mapToGlobal(focused.visualRect(focused.currentIndex()).bottomLeft())
    return window.mapToGlobal(QPoint(window.width() // 3, window.height() // 3))
