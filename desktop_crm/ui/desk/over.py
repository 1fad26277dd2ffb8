"""What lies over the window and waits for an answer: questions, menus, and waits in sight.

All of them are run here, so that whoever takes the window away, or builds it anew, can first end them and let those who
asked go on to their own end: nothing of what was left is called again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMenu, QWidget

T = TypeVar("T")
_open: Final[list[QWidget | None]] = []  # None: a wait that nobody may end
_waiting: Final[list[tuple[QObject, Callable[[], Any]]]] = []


def run(asked: QDialog | QMenu, *where: Any) -> Any:
    """Show it until it is answered: its `exec`."""
    _open.append(asked)
    try:
        return asked.exec(*where)
    finally:
        _open.remove(asked)
        _tell()


@contextmanager
def held() -> Iterator[None]:
    """Somebody waits in an event loop of their own, for something that comes to its end by itself."""
    _open.append(None)
    try:
        yield
    finally:
        _open.remove(None)
        _tell()


def waited(ask: Callable[..., T], *args: Any, **named: Any) -> T:
    """What one of the system's own dialogs answers."""
    with held():
        return ask(*args, **named)


def when_clear(owner: QObject, do: Callable[[], Any]) -> bool:
    """End what is open, and do this as soon as all who asked are done with it; whether that is now.

    Dropped when `owner` is destroyed meanwhile.
    """
    _end_all()
    if not _open:
        do()
        return True
    _waiting.append((owner, do))
    return False


def close_dialogs(window: QWidget) -> None:
    """Those that were left open over a window go when whoever works in one of them now is done."""
    _close_menus()
    for each in window.findChildren(QDialog):
        if each.isVisible():
            QTimer.singleShot(0, each, each.reject)


def _end_all() -> None:
    _close_menus()
    for each in reversed(_open):
        if isinstance(each, QDialog) and shiboken6.isValid(each):
            each.reject()
        elif isinstance(each, QMenu) and shiboken6.isValid(each):
            each.close()
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QFileDialog | QInputDialog):  # where the system has none of its own
        modal.reject()


def _close_menus() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def _tell() -> None:
    """Later: who asked has to go on first."""
    if not _open and _waiting:
        QTimer.singleShot(0, _go_on)


def _go_on() -> None:
    while _waiting and not _open:
        owner, do = _waiting.pop(0)
        if shiboken6.isValid(owner):
            do()
