"""Every key does its one thing, wherever one has been before."""

from typing import Any

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from desktop_crm.ui.desk.actions import Actions
from tests.journeys.person import Person

pytestmark = pytest.mark.in_turn

EVERYWHERE = ("today", "client", "order", "contract", "product", "safety", "settings", "trash", "done")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The commands that keys lead to, instead of what these would do."""
    ids = []
    monkeypatch.setattr(Actions, "run", lambda _self, name: ids.append(name))
    return ids


def open_every_menu(person: Person) -> None:
    bar = person.window.menuBar()
    for line in bar.actions():
        bar.setActiveAction(line)
        QApplication.processEvents()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()


def to_the_list(person: Person) -> None:
    """Where the screen has one, the keyboard is on it, as after coming there."""
    if (table := getattr(person.screen, "table", None)) is not None:
        table.view.setFocus()


def finds_in_the_list(person: Person) -> Any:
    """A list takes this key itself."""
    table = getattr(person.screen, "table", None)
    return table is not None and QApplication.focusWidget() is table.bar.field


def keys_of(action: Any) -> Any:
    """As on the keyboard; what opens nothing here has none."""
    return [key for key in action.shortcut.split(", ") if key]


def test_each_shortcut_works_on_each_screen_after_every_menu_was_opened_on_all(demo: Person, ran: Any) -> None:
    for noun in EVERYWHERE:
        demo.window.navigate(noun)
        demo.rest()
        open_every_menu(demo)
    dead, tried = [], set()
    for noun in EVERYWHERE:
        demo.window.navigate(noun)
        demo.rest()
        open_every_menu(demo)
        registry = demo.window.actions_
        alive = {action.id: action for action in registry.shown() if action.now()[0]}
        for action in alive.values():
            for key in keys_of(action):
                to_the_list(demo)
                ran.clear()
                registry.refresh()
                demo.keys(key)
                same = {each.id for each in alive.values() if key in keys_of(each)}
                if key == "Ctrl+F" and finds_in_the_list(demo):
                    continue
                if len(ran) != 1 or ran[0] not in same:
                    dead.append((noun, key, action.id, list(ran)))
                tried.add(key)
    assert dead == [], "\n".join(map(str, dead))
    assert {"Ctrl+N", "Ctrl+S", "Ctrl+E", "Ctrl+R", "Ctrl+D", "Ctrl+Z"} <= tried


def test_what_a_left_screen_could_do_it_can_do_no_more(demo: Person) -> None:
    """Neither by key, nor by the menu, a button, or whoever kept the command."""
    registry, seen = demo.window.actions_, set()
    for noun in EVERYWHERE:
        demo.window.navigate(noun)
        demo.rest()
        open_every_menu(demo)
        seen |= {action.id for action in registry.shown()}
    for noun in EVERYWHERE:
        demo.window.navigate(noun)
        demo.rest()
        shown = {action.id for action in registry.shown()}
        left = [name for name in seen - shown if name in registry]
        assert left
        assert [name for name in left if registry.qaction(name).isEnabled()] == []
        assert [name for name in left if registry.run(name)] == []


def test_ctrl_r_on_clients_takes_nothing_back(demo: Person) -> None:
    before = demo.workspace.undo_text()
    demo.window.navigate("done")
    demo.rest()
    open_every_menu(demo)
    demo.window.navigate("client")
    demo.rest()
    demo.keys("Ctrl+R")
    demo.rest()
    assert demo.workspace.undo_text() == before
    assert QKeySequence("Ctrl+R") in demo.window.actions_.qaction("done.take_back").shortcuts()
