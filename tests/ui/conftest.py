"""What tests of the window share: a themed application, settings in a temporary place, a workspace that is only a list."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QToolTip, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look import theme
from desktop_crm.ui.preview.view import PageView
from desktop_crm.ui.window.shell import Shell


class FakeWorkspace:
    """Remembers what was written; every write changes clients."""

    def __init__(self, path: Any = Path("demo.crm")) -> None:
        self.path = Path(path)
        self.name = self.path.stem
        self.written: list[Any] = []
        self.undone: list[Any] = []
        self.entry = 0
        self.business = "the business"
        self.listeners: list[Any] = []
        self.closed = False
        self.protected = self.locked = False

    @contextlib.contextmanager
    def read(self) -> Iterator[Any]:
        yield "session"

    @contextlib.contextmanager
    def write(self, message: Any) -> Iterator[Any]:
        self.entry += 1
        yield SimpleNamespace(info={"unit": SimpleNamespace(entry_id=self.entry)})
        self.written.append(message)
        for listener in self.listeners:
            listener(frozenset({"client"}))

    def subscribe(self, listener: Any) -> Any:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def hear(self, _hearer: object) -> Any:
        return lambda: None

    def cut_short(self) -> Any:
        return None

    def undo_signings(self) -> Any:
        return []

    redo_signings = undo_signings

    def undo(self, _progress: object = None, reason: str = "") -> Any:
        if not self.written:
            return None
        self.undone.append(self.written.pop())
        return self.undone[-1]

    def redo(self, _progress: object = None, reason: str = "") -> Any:
        if not self.undone:
            return None
        self.written.append(self.undone.pop())
        return self.written[-1]

    def undo_size(self) -> Any:
        return 1

    redo_size = undo_size

    def undo_text(self) -> Any:
        return self.written[-1] if self.written else None

    def redo_text(self) -> Any:
        return self.undone[-1] if self.undone else None

    def is_last(self, entry_id: Any) -> Any:
        return entry_id == self.entry

    def take_back(self, _entry_id: object, _progress: object = None, reason: str = "") -> Any:
        return self.undo()

    def take_back_size(self, _entry_id: object) -> Any:
        return 1

    def take_back_signings(self, _entry_id: object) -> Any:
        return []

    def lock(self) -> None:
        self.locked = True

    def unlock(self, typed: str) -> None:
        self.locked = False

    def close(self) -> None:
        self.closed = True


class DemoScreen(Screen):
    """Counts what happens to it."""

    concerns = frozenset({"client"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reloads, self.stays, self.news = 0, False, 0
        self.shown: list[Any] = []
        self.editor = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.editor)
        desk.actions.add(
            Action(f"{self.noun}.new", msg("New client"), self._new, "Ctrl+N", group=RECORD),
            owner=self,
        )

    def _new(self) -> None:
        self.news += 1

    def show_record(self, id: Any) -> None:
        self.shown.append(id)

    def reload(self) -> None:
        self.reloads += 1

    def may_leave(self) -> Any:
        return not self.stays


class ClientScreen(DemoScreen):
    noun = "client"


class OrderScreen(DemoScreen):
    noun = "order"
    concerns = frozenset()


class BrokenScreen(Screen):
    def __init__(self, desk: Desk) -> None:
        raise ZeroDivisionError


SCREENS = (
    ScreenDeclaration("client", msg("Clients"), "users", f"{__name__}:ClientScreen", "clients"),
    ScreenDeclaration("order", msg("Orders"), "shopping-cart", f"{__name__}:OrderScreen", "orders"),
    ScreenDeclaration("broken", msg("Broken"), "bug", f"{__name__}:BrokenScreen"),
)


@pytest.fixture(autouse=True)
def _english_and_light(request: pytest.FixtureRequest) -> None:
    """Each test begins in English and light, whatever the one before it did."""
    if "qapp" in request.fixturenames or "qtbot" in request.fixturenames:
        theme.apply(request.getfixturevalue("qapp"), "light")
    i18n.set_language("en")


@pytest.fixture(autouse=True)
def _no_question_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is typed and not saved is asked about, when the window is closed at the latest: that would hold the run for ever.

    It is discarded, and the test fails in the end: PySide may not survive an error that leaves `closeEvent`.
    """
    really_ask, asked = QMessageBox.exec, []

    def nobody_answers(box: Any) -> Any:
        if box.windowTitle() != "Not saved":
            return really_ask(box)
        asked.append(box.text())
        discard = next(each for each in box.buttons() if box.buttonRole(each) == box.ButtonRole.DestructiveRole)
        discard.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", nobody_answers)
    yield
    if asked:
        pytest.fail(f"Nobody answers: {asked}")


@pytest.fixture
def demo_screens() -> Any:
    return SCREENS


@pytest.fixture
def stand_in() -> FakeWorkspace:
    return FakeWorkspace()


@pytest.fixture
def bare_shell(qtbot: QtBot, settings: Settings, stand_in: FakeWorkspace) -> Shell:
    """A shown main window with screens that only count, on the workspace that is only a list."""
    window = Shell(settings).fill(SCREENS)
    qtbot.addWidget(window)
    window.open_workspace(stand_in)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def bare_desk(bare_shell: Shell) -> Desk:
    """For those who build one part of a screen."""
    return bare_shell.desk


@pytest.fixture
def tip_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """What is said when the pointer rests somewhere; Qt's own window would stay a while after its text is gone."""
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))

    def rest(view: PageView, x: int, y: int) -> str:
        place = QPoint(x, y)
        rests = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
        QApplication.sendEvent(view.viewport(), rests)
        return told[-1]

    return rest
