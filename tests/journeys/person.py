"""A person at the real main window: eyes, keys and a mouse, and real files. Nothing here calls a slot."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as TooLateError
from pytestqt.qtbot import QtBot

from desktop_crm.app import make_program
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.form.empties import Empties
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.program.program import Program

LAPTOP = (1366, 768)
#: Every screen of the rail, and the key that leads there.
NOUNS = {
    "today": "Ctrl+1",
    "client": "Ctrl+2",
    "contact": "Ctrl+2",  # too, where it is the list that was looked at last there
    "activity": "Ctrl+2",
    "order": "Ctrl+4",
    "contract": "Ctrl+5",
    "product": "Ctrl+7",
    "safety": "",
    "settings": "Ctrl+,",
}
_PATIENCE = 15_000  # ms
_FURTHEST = 150  # presses of Tab


class Person:
    """Works with one window of the program."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        self.qtbot = qtbot
        self.settings = settings
        self.program: Program | None = None
        self.answers: tuple[str, ...] = ()  # what is said to questions, by the words of the button
        self.surprises: list[Any] = []  # questions nobody had an answer for
        self._questions = QTimer(interval=50)
        self._questions.timeout.connect(self._answer)
        self._questions.start()

    def _answer(self) -> None:
        """A box over the window waits for a click; a test that hangs tells nothing."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and box.isVisible():
            wanted = [each for each in box.buttons() if plain(each.text()) in self.answers]
            if wanted:
                wanted[0].click()
            else:
                self.surprises.append(box.text())
                box.reject()

    def go_home(self) -> None:
        """Close without saving; pytest-qt would do it before one can say so."""
        surprises = list(self.surprises)
        if self.program is not None:
            self.answers = ("Discard", "Buang")
            self.window.close()
            self.window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._questions.stop()
        assert surprises == [], "questions nobody had expected"

    # The window

    def start(self, path: Any = None, size: Any = LAPTOP) -> Any:
        """The program, painted and with its first screen filled."""
        self.program = make_program(self.settings)
        self.window.show()
        self.window.resize(*size)
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.program.start(path)
        self.rest()
        return self

    def speak(self, code: str) -> None:
        """As `main` does before the window is made."""
        self.settings.language = code
        i18n.set_language(code)

    def leave(self) -> Any:
        """Close the window as its cross does; whether it went."""
        gone = self.window.close()
        if gone:
            self.window.deleteLater()
        QApplication.processEvents()
        return gone

    @property
    def window(self) -> Any:
        return self.program.shell

    @property
    def workspace(self) -> Any:
        return self.program.workspace

    def rest(self) -> None:
        """Until the window has nothing more to do."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy() and self._is_whole(), timeout=_PATIENCE)
        QTest.qWait(40)  # a card follows its list a moment later
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=_PATIENCE)
        QApplication.processEvents()

    def _is_whole(self) -> Any:
        """Cards come after their lists, in steps."""
        return getattr(self.screen, "is_ready", lambda: True)()

    def until(self, question: Any, what: str = "") -> None:
        """Until something is so; tells what was waited for."""
        try:
            self.qtbot.waitUntil(lambda: bool(question()), timeout=_PATIENCE)
        except TooLateError:
            pytest.fail(f"waited in vain for: {what or question}\nnotes: {self.notes()}\nseen: {sorted(self.words())}")

    # Hands

    def focus(self) -> Any:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()

    def keys(self, *names: Any) -> None:
        """Press keys by their names, `Ctrl+N`, one after the other."""
        for name in names:
            combined = cast(Any, QKeySequence(name))[0]
            QTest.keyClick(self.focus(), combined.key(), combined.keyboardModifiers())
            QApplication.processEvents()

    def type(self, text: Any) -> None:
        """Type, each letter into what has the keyboard by then: a cell opens its editor with the first one."""
        for letter in text:
            QTest.keyClicks(self.focus(), letter)
        QApplication.processEvents()

    def paste(self, text: Any) -> None:
        """Long or unusual text comes by the clipboard, as in life."""
        QApplication.clipboard().setText(text)
        self.keys("Ctrl+A", "Ctrl+V")

    def click(self, what: Any, where: Any = None) -> None:
        """Click a button by what it is called, or a widget."""
        widget = self.button(what) if isinstance(what, str) else what
        assert widget.isEnabled(), f"{what} is grey"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where or QPoint())
        QApplication.processEvents()

    def open_tab(self, name: Any) -> None:
        """Click a tab of the card or dialog."""
        for bar in self.all(QTabBar):
            for at in range(bar.count()) if bar is not self.window.frame.head.tabs else ():
                if plain(bar.tabText(at)) == name and bar.isTabVisible(at):
                    self.click(bar, bar.tabRect(at).center())
                    self.rest()
                    return
        pytest.fail(f"no tab {name!r}")

    def tab_to(self, name: Any, key: str = "Tab") -> Any:
        """Press Tab until something of that name has the keyboard."""
        met = []
        for _ in range(_FURTHEST):
            if self.is_at(name):
                return self
            focused = QApplication.focusWidget()
            if isinstance(focused, Fact) and self.name_of(focused).startswith(f"{name}: "):
                self.keys("F2")
                return self
            if (
                isinstance(focused, Empties)
                and not focused.shown
                and name in focused.accessibleDescription().split(", ")
            ):
                self.keys("Space")
                key = "Shift+Tab"  # the line stands below them
            self.keys(key)
            met.append(self.name_of(QApplication.focusWidget()))
        pytest.fail(f"Tab never comes to {name!r}, only to {list(dict.fromkeys(met))}")
        return self

    def fill(self, name: Any, text: Any) -> None:
        """Go to a field by Tab and type into it, over what is there."""
        self.tab_to(name)
        if isinstance(self.focus(), QLineEdit | QPlainTextEdit):
            self.keys("Ctrl+A")
        self.type(text)

    @staticmethod
    def name_of(widget: Any) -> Any:
        """What a screen reader calls it; inner parts of an editor have the editor's name."""
        while widget is not None and not widget.isWindow():
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if name := plain(widget.accessibleName() or Person.label_of(widget) or text):
                return name
            widget = widget.parentWidget()
        return ""

    @staticmethod
    def label_of(widget: Any) -> Any:
        """The words of the label that belongs to it."""
        labels = widget.parentWidget().findChildren(QLabel)
        return next((each.text() for each in labels if shiboken6.isValid(each) and each.buddy() is widget), "")

    def is_at(self, name: Any) -> Any:
        return self.name_of(QApplication.focusWidget()) == name

    # Eyes

    def all(self, kind: Any, inside: Any = None) -> Any:
        """Everything of a kind that can be seen, in the window and the dialogs over it."""
        tops = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        roots = [inside] if inside is not None else tops
        return [each for root in roots for each in root.findChildren(kind) if each.isVisible()]

    def button(self, name: Any, inside: Any = None) -> Any:
        """The one visible button with this text or name."""
        seen = self.all(QAbstractButton, inside)
        found = [each for each in seen if name in (plain(each.text()), each.accessibleName())]
        assert found, f"no button {name!r} among {sorted({plain(one.text()) for one in seen})}"
        return found[-1]

    def words(self) -> Any:
        """Every label that can be seen."""
        return {plain(each.text()) for each in self.all(QLabel) if each.text()}

    def sees(self, text: Any) -> Any:
        return any(text in words for words in self.words())

    def notes(self) -> Any:
        return [note.text for note in self.window.notify.stack.notes()]

    def told(self, text: Any) -> Any:
        """A note, or a label, or a dialog says so."""
        return any(text in note for note in self.notes()) or self.sees(text)

    def back_in_window(self) -> None:
        """Until the dialogs are gone; the desktop, which tests have none of, would give the window the keyboard back."""
        tops = QApplication.topLevelWidgets
        self.until(lambda: not any(each.isVisible() for each in tops() if isinstance(each, QDialog)), "no dialog")
        self.window.activateWindow()
        self.until(self.window.isActiveWindow, "the window in front")
        self.rest()

    # The way through everything there is

    def go_to(self, noun: str) -> None:
        """By its key, or the button in the rail of what has none."""
        if noun == "contact":
            self.window.actions_.run("list.client")
            self.keys("Ctrl+Tab")
        elif noun == "activity":
            self.window.actions_.run("list.activity")
        elif NOUNS[noun]:
            self.keys(NOUNS[noun])
        else:
            self.window.frame.rail.button(noun).click()

    def walk(self) -> Iterator[Any]:
        """Every screen as list, card and new card, every tab, every page of the settings, dialogs; yields where one is."""
        for noun in NOUNS:
            self.go_to(noun)
            self.rest()
            yield noun
            if noun == "settings":
                yield from self._sections()
            elif noun not in ("today", "safety"):
                yield from self._records(noun)
        for keys in ("F1", "Ctrl+K"):
            self.keys(keys)
            self.rest()
            yield keys
            self.keys("Esc")
            self.back_in_window()

    def _records(self, noun: str) -> Iterator[Any]:
        self.choose_row(0)
        yield f"{noun}, card beside the list"
        self.keys("Return")
        self.rest()
        yield from self._tabs(f"{noun}, card")
        self.keys("Esc", "Ctrl+N")
        self.rest()
        yield f"new {noun}"
        self.keys("Esc")
        self.back_in_window()

    def _sections(self) -> Iterator[Any]:
        """Each section of the settings, and the tabs in it."""
        titles = self.section_titles()
        for title in titles:
            self.open_section(title)
            yield f"settings, {title}"
            yield from self._tabs(f"settings, {title}")

    def section_titles(self) -> list[str]:
        """As the settings list them; the groups' words lead nowhere."""
        items = map(self.screen.sections.list.item, range(self.screen.sections.list.count()))
        return [item.text() for item in items if item.flags()]

    def open_section(self, title: str) -> None:
        """Click a section of the settings."""
        view = self.screen.sections.list
        [item] = [each for each in map(view.item, range(view.count())) if each.text() == title]
        view.scrollToItem(item)
        self.click(view.viewport(), view.visualItemRect(item).center())
        self.rest()

    def _tabs(self, place: Any) -> Iterator[Any]:
        titles = [bar.tabText(at) for bar in self.all(QTabBar) for at in range(bar.count()) if bar.isTabVisible(at)]
        for title in titles:
            self.open_tab(plain(title))
            yield f"{place}, {title}"

    def choose_row(self, row: Any) -> None:
        """Click a row of the list in front."""
        view = self.screen.table.view
        self.click(view.viewport(), QPoint(60, view.rowViewportPosition(row) + 10))
        self.rest()

    @property
    def screen(self) -> Any:
        """The screen that is in front."""
        return self.window.frame.stack.currentWidget()

    @property
    def card(self) -> Any:
        return self.screen.card

    def dialog(self, kind: Any = QWidget) -> Any:
        """The dialog over the window."""
        self.until(lambda: QApplication.activeWindow() is not self.window, "a dialog")
        found = QApplication.activeWindow()
        assert isinstance(found, kind)
        return found


def plain(text: Any) -> Any:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").strip()
