"""Everything can be reached by keys, is called something, and shows that it has the keyboard."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from desktop_crm.model.listing import Query
from desktop_crm.services import client, order
from tests.journeys.person import NOUNS, Person

pytestmark = pytest.mark.in_turn

_ROUND = 160  # presses of Tab
_KINDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QAbstractItemView)


def round_of(person: Person) -> Any:
    """What Tab meets until it comes back to where it began."""
    start = QApplication.focusWidget()
    met = [start]
    for _ in range(_ROUND):
        person.keys("Tab")
        at = QApplication.focusWidget()
        if at in met[:2] and at is not met[-1]:  # a page as a whole is no stop: Tab comes back to its first one
            break
        if at is not met[-1]:
            met.append(at)
    return met


def controls(person: Person) -> Iterator[Any]:
    """What a mouse could use, and so the keyboard must reach; of a group of switches one does for all."""
    window = QApplication.activeWindow()
    for widget in window.findChildren(QWidget):
        if (
            not isinstance(widget, _KINDS)
            or isinstance(widget, QHeaderView)
            or not widget.isVisibleTo(window)
            or not widget.isEnabled()
        ):
            continue
        by_keys = "(Ctrl+Delete)" in widget.toolTip() or "(Delete)" in widget.toolTip()
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and by_keys:
            continue  # what removes is no stop on the way, and has keys of its own
        inner = widget.objectName().startswith("qt_") or isinstance(widget.parent(), QComboBox | QLineEdit)
        if not inner and widget.visibleRegion().boundingRect().isValid():
            yield widget


def is_met(widget: Any, met: Any) -> Any:
    if isinstance(widget, QAbstractButton) and (group := widget.group()):
        assert isinstance(group, QButtonGroup)
        return any(each in met for each in group.buttons())
    return any(each is widget or widget.isAncestorOf(each) for each in met)


def test_tab_goes_everywhere_and_comes_back(demo: Person) -> None:
    wrong = []
    for place in demo.walk():
        if place == "Ctrl+K":
            continue  # its arrows and Enter have a test of their own
        met = round_of(demo)
        if demo.window.frame.palette_field not in met:  # who has just arrived was led to what is open, past the others
            met += round_of(demo)
        names = {demo.name_of(each) for each in met}
        if demo.window.isActiveWindow() and "Find anything or run a command" not in names:
            wrong.append(f"{place}: Tab is caught among {sorted(names)}")
        if any(not is_met(each, met) for each in controls(demo)):
            demo.rest()  # the keyboard in the list has brought up a card
            met += round_of(demo)
        left = {demo.name_of(each) or repr(each) for each in controls(demo) if not is_met(each, met)}
        if left:
            wrong.append(f"{place}: never reached {sorted(left)}")
        wrong += [f"{place}: nameless {each!r}" for each in met if not demo.name_of(each)]
    assert wrong == []


def test_focus_is_seen(demo: Person) -> None:
    """A control with the keyboard is painted otherwise than without it."""
    demo.keys("Ctrl+2")
    demo.rest()
    demo.choose_row(0)
    for widget in round_of(demo):
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            continue  # the caret
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        focused = widget.grab().toImage()
        widget.clearFocus()
        QApplication.processEvents()
        assert widget.grab().toImage() != focused, demo.name_of(widget)


def test_keys_mean_one_thing_at_a_time_and_with_shift_the_same_on_all_screens(demo: Person) -> None:
    """No two commands that work at once have the same keys, and nobody does something else by those of another screen."""
    meant: dict[Any, Any] = {}
    for place in demo.walk():
        assert [keys for keys, times in taken(demo.window).items() if times > 1 and keys] == [], place
        for action in demo.window.findChildren(QAction):
            for keys in action.shortcuts() if action.associatedObjects() else ():
                if (name := keys.toString()).startswith("Ctrl+Shift+"):
                    meant.setdefault(name, set()).add(action.objectName().rpartition(".")[2])
    assert meant["Ctrl+Shift+K"] == {"contract"}
    assert meant["Ctrl+Shift+M"] == {"key"}
    assert {keys: names for keys, names in meant.items() if len(names) > 1} == {}


def taken(window: Any) -> Any:
    """How many commands that work now each key has."""
    found: Counter[Any] = Counter()
    for action in window.findChildren(QAction):
        owner = action.parent()
        there = isinstance(owner, QWidget) and (owner is window or owner.isVisibleTo(window))
        if there and action.shortcutContext() == Qt.ShortcutContext.WindowShortcut and action.isEnabled():
            found.update(each.toString() for each in action.shortcuts() if action.associatedObjects())
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        here = owner.window() is window and owner.isVisibleTo(window)  # a dialog over it has keys of its own
        if shortcut.context() == Qt.ShortcutContext.WindowShortcut and here:
            found.update(map(QKeySequence.toString, shortcut.keys()))
    return found


def results(person: Person) -> Any:
    """The lines below the one search."""
    lines = person.window.frame.palette_field.results.findChild(QListWidget)
    return [lines.item(row).text() for row in range(lines.count())]


def first(listing: Any, *columns: Any) -> Any:
    names = [column.id for column in listing.columns]
    row = dict(zip(["id", *names], listing.page(Query(), 0, 1)[0], strict=True))
    return [row[each] for each in columns]


def search(person: Person, text: Any) -> None:
    person.keys("Ctrl+K")
    person.type(text)
    person.rest()


@pytest.fixture
def known(demo: Person) -> Any:
    name, phone = first(client.listing(demo.workspace), "name", "phone")
    (number,) = first(order.listing(demo.workspace), "number")
    return name, re.sub(r"\D", "", phone)[-7:], number


def test_one_search_finds_records_and_commands(demo: Person, known: Any) -> None:
    name, digits, number = known
    search(demo, digits)
    demo.until(lambda: name in results(demo), f"{name} by {digits}: {results(demo)}")
    demo.keys("Return")
    demo.rest()
    assert demo.sees(name)
    search(demo, number)
    demo.until(lambda: any(number in line for line in results(demo)), f"order {number}")
    demo.keys("Return")
    demo.rest()
    assert demo.sees(number)
    search(demo, "export")
    assert any("Export this list" in line for line in results(demo)), results(demo)
    demo.keys("Esc")


def test_commands_are_found_in_the_language_of_the_window(person: Person, demo_copy: Path) -> None:
    person.speak("id")
    person.start(demo_copy)
    search(person, "pesanan")
    assert any("Pesanan" in line for line in results(person)), results(person)
    person.keys("Return")
    person.rest()
    assert person.screen.noun == "order"


def test_screens_by_number_and_the_list_of_keys(demo: Person) -> None:
    for noun, keys in NOUNS.items():
        if not keys or noun in {"contact", "activity"}:
            continue
        demo.keys(keys)
        demo.rest()
        assert demo.screen.noun == noun
    demo.keys("Ctrl+2", "F1")
    dialog = demo.dialog(QDialog)
    told = {each.text() for each in dialog.findChildren(QLabel)}
    assert {"Ctrl+K", "Ctrl+N", "F1", "Ctrl+E"} <= told
    native = QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText)
    assert native in told
    demo.type("export")
    assert any("Export" in each.text() for each in dialog.findChildren(QLabel))
    assert not any("Undo" in each.text() for each in dialog.findChildren(QLabel))
    demo.keys("Esc")
