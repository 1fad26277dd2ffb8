"""The window's places: digits, lists side by side, what is remembered, what is told of it once."""

from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.program import new_digits
from desktop_crm.ui.screens import SCREENS as REAL
from desktop_crm.ui.window.places import PLACES, Places
from desktop_crm.ui.window.shell import Shell
from tests.office import current_screen, keyboard, screen_of, window_on
from tests.ui.conftest import DemoScreen, FakeWorkspace

HERE = __name__
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Shared(DemoScreen):
    """One of several lists; a page of it takes the whole width when the test says so."""

    wide = False
    has_head = True

    def is_wide(self) -> Any:
        return self.wide

    def head_buttons(self, parent: Any) -> Any:
        return [self.desk.actions.button(f"{self.noun}.new", parent, words=True)]


class Clients(Shared):
    noun = "client"


class People(Shared):
    noun = "person"


class Segments(Shared):
    noun = "segment"


class Papers(DemoScreen):
    noun = "paper"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget(self)
        for word in ("One", "Two", "Three"):
            self.tabs.addTab(QWidget(), word)
        self.tabs.setTabVisible(1, False)
        self.layout().addWidget(self.tabs)

    def page_tabs(self) -> Any:
        return self.tabs


SCREENS = (
    ScreenDeclaration("client", msg("Clients"), "users", f"{HERE}:Clients", "clients"),
    ScreenDeclaration("paper", msg("Papers"), "file-text", f"{HERE}:Papers", "contracts"),
    ScreenDeclaration("person", msg("People"), "users", f"{HERE}:People", "clients"),
    ScreenDeclaration("segment", msg("Segments"), "users", f"{HERE}:Segments", "clients"),
    ScreenDeclaration("order", msg("Orders"), "users", "tests.ui.conftest:OrderScreen", "orders"),
    ScreenDeclaration("past", msg("Past"), "history", "tests.ui.conftest:ClientScreen"),
)


@pytest.fixture
def screens() -> Any:
    return SCREENS


def press(key: Any, modifiers: Any = CTRL) -> None:
    QTest.keyClick(keyboard(), key, modifiers)


def here(shell: Shell) -> Any:
    return current_screen(shell).noun


def tabs(shell: Shell) -> Any:
    bar = shell.frame.head.tabs
    return [bar.tabText(at) for at in range(bar.count())], bar.tabText(bar.currentIndex())


def test_digits_are_those_of_the_table_and_an_empty_place_is_not_shown(shell: Shell) -> None:
    assert [(place.id, place.digit) for place in PLACES if place.digit] == [
        *(("today", 1), ("clients", 2), ("deals", 3), ("orders", 4), ("contracts", 5)),
        *(("exhibitions", 6), ("products", 7), ("letters", 8), ("reports", 9)),
    ]
    assert [place.id for place in shell.places.shown] == ["clients", "orders", "contracts"]
    with pytest.raises(KeyError):
        shell.frame.rail.button("deals")
    press(Qt.Key.Key_5)
    assert here(shell) == "paper"
    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_9):  # nothing stands there yet
        press(key)
    assert here(shell) == "paper"


def test_every_screen_of_the_program_names_a_place_that_there_is(settings: Settings) -> None:
    places = Places(REAL, settings)
    assert {each.place for each in REAL if each.place} == {place.id for place in places.shown}
    digits = {each.noun: place.digit for place in places.shown for each in places.lists(place.id)}
    assert {
        noun: digits[noun] for noun in ("today", "client", "order", "contract", "product", "safety", "settings")
    } == {
        "today": 1,
        "client": 2,
        "order": 4,
        "contract": 5,
        "product": 7,
        "safety": None,
        "settings": None,
    }
    assert [each.noun for each in REAL if not each.place] == ["trash", "done"]


def test_lists_of_a_place_stand_side_by_side_in_the_order_of_declaration(shell: Shell) -> None:
    assert shell.frame.head.isVisible()
    assert tabs(shell) == (["Clients", "People", "Segments"], "Clients")
    QTest.mouseClick(shell.frame.head.tabs, Qt.MouseButton.LeftButton, pos=shell.frame.head.tabs.tabRect(2).center())
    assert here(shell) == "segment"
    assert tabs(shell)[1] == "Segments"
    assert shell.frame.rail.button("clients").isChecked()
    press(Qt.Key.Key_4)
    assert not shell.frame.head.isVisible()  # one list: its heading is its title


def test_a_page_in_the_whole_width_hides_the_lists(shell: Shell) -> None:
    screen = screen_of(shell, "client")
    screen.wide = True
    screen.spread.emit()
    assert not shell.frame.head.isVisible()
    screen.wide = False
    screen.spread.emit()
    assert shell.frame.head.isVisible()


def test_the_buttons_of_a_list_stand_beside_the_tabs(shell: Shell) -> None:
    shell.navigate("person")
    QApplication.processEvents()
    (new,) = [
        each
        for each in shell.frame.head.findChildren(QWidget)
        if each.accessibleName() == "New client" and each.isVisible()
    ]
    cast(QAbstractButton, new).click()
    assert (screen_of(shell, "person").news, screen_of(shell, "client").news) == (1, 0)


def test_ctrl_tab_goes_round_the_lists_and_back(shell: Shell) -> None:
    met = []
    for _ in range(3):
        press(Qt.Key.Key_Tab)
        met.append(here(shell))
    assert met == ["person", "segment", "client"]
    press(Qt.Key.Key_Backtab, CTRL | SHIFT)
    assert here(shell) == "segment"


def test_ctrl_tab_goes_through_the_tabs_of_a_page(shell: Shell) -> None:
    shell.navigate("paper")
    pages = screen_of(shell, "paper").tabs
    press(Qt.Key.Key_Tab)
    assert (here(shell), pages.currentIndex()) == ("paper", 2)  # the one between is not shown
    press(Qt.Key.Key_Tab)
    assert pages.currentIndex() == 0
    press(Qt.Key.Key_Backtab, CTRL | SHIFT)
    assert pages.currentIndex() == 2
    shell.navigate("order")
    assert not shell.actions_.run("go.turn+1")  # nothing beside it


def test_arrows_go_through_the_tabs_and_the_keyboard_stays_there(shell: Shell) -> None:
    shell.frame.head.tabs.setFocus()
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    assert here(shell) == "person"
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    assert here(shell) == "segment"
    assert shell.frame.head.tabs.hasFocus()


def test_a_list_that_may_not_be_left_keeps_its_tab_in_front(shell: Shell) -> None:
    screen_of(shell, "client").stays = True
    press(Qt.Key.Key_Tab)
    shell.frame.head.tabs.setCurrentIndex(1)
    assert here(shell) == "client"
    assert tabs(shell)[1] == "Clients"


def test_the_digit_leads_to_the_list_looked_at_last_as_it_was_and_again_to_the_list_alone(shell: Shell) -> None:
    shell.navigate("person", 7)
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_2)
    assert (here(shell), screen_of(shell, "person").shown[-1]) == ("person", 7)
    press(Qt.Key.Key_2)
    assert (here(shell), screen_of(shell, "person").shown[-1]) == ("person", None)


def test_a_word_leads_to_exactly_that_list(shell: Shell) -> None:
    shell.navigate("person")
    offered = [each for each in shell.actions_.shown() if each.palette and each.text.text == "Clients"]
    assert [each.id for each in offered] == ["list.client"]
    assert shell.actions_.run("list.client")
    assert here(shell) == "client"


def test_place_and_lists_are_remembered_over_a_restart(
    qtbot: QtBot, settings: Settings, workspace: Workspace, shell: Shell
) -> None:
    shell.navigate("segment")
    shell.navigate("paper")
    shell.navigate("past")  # stands in no place
    shell.close()
    again = window_on(qtbot, workspace, Settings(Path(settings.store.fileName())), SCREENS)
    assert here(again) == "paper"
    press(Qt.Key.Key_2)
    assert here(again) == "segment"
    again.close()


def test_another_workspace_begins_at_the_first_screen(shell: Shell) -> None:
    shell.navigate("paper")
    shell.open_workspace(FakeWorkspace(Path("other.crm")))
    assert here(shell) == "client"


@pytest.mark.parametrize("spoiled", [7, "paper", ["x"], [None, "contracts"], {"a": 1}, [["x"], []]])
def test_spoiled_memory_is_ignored(qtbot: QtBot, settings: Settings, workspace: Workspace, spoiled: Any) -> None:
    settings.set("window/place", spoiled)
    settings.set("window/lists", spoiled)
    settings.set("window/narrow_rail", spoiled)
    window = window_on(qtbot, workspace, settings, SCREENS)
    assert here(window) == "client"
    window.navigate("order")
    press(Qt.Key.Key_2)
    assert here(window) == "client"
    settings.set("window/lists", {"clients": spoiled, "orders": "paper"})
    press(Qt.Key.Key_4)
    assert here(window) == "order"


def test_low_window_scrolls_the_places_and_keeps_those_below_in_sight(
    qtbot: QtBot, settings: Settings, workspace: Workspace
) -> None:
    screens = [ScreenDeclaration(place.id, place.title, place.icon, f"{HERE}:Papers", place.id) for place in PLACES]
    window = window_on(qtbot, workspace, settings, screens)
    window.resize(640, 340)
    assert (window.width(), window.height()) == (640, 340)
    rail = window.frame.rail
    last = rail.button("reports")
    assert not seen(rail, last)
    assert all(seen(rail, rail.button(below)) for below in ("safety", "settings"))
    window.navigate("reports")
    qtbot.waitUntil(lambda: seen(rail, last))
    assert not seen(rail, rail.button("today"))


def seen(rail: Any, button: Any) -> Any:
    """Whether the whole button is in sight."""
    return button.visibleRegion().boundingRect() == button.rect() and rail.rect().contains(
        button.mapTo(rail, QPoint(0, button.height()))
    )


@pytest.mark.parametrize("narrow", [False, True])
def test_the_digit_stands_beside_the_place(shell: Shell, narrow: bool) -> None:
    shell.frame.rail.set_narrow(narrow)
    shown = {name: picture(shell.frame.rail.button(name), narrow) for name in ("clients", "orders", "contracts")}
    assert len(set(shown.values())) == len(shown)


def picture(button: Any, narrow: Any) -> Any:
    """Of the edge where the digit stands: no two are alike."""
    edge = 12 if narrow else 24
    return button.grab().toImage().copy(button.width() - edge, 8, edge - 2, 18).constBits().tobytes()


def test_new_digits_are_told_once_to_who_knew_the_old_ones(shell: Shell, settings: Settings) -> None:
    settings.set("window/geometry", "an older window's")
    new_digits.settle(settings)
    for _ in range(2):
        new_digits.look(shell.desk)
    told = [note.text for note in shell.notify.stack.notes()]
    assert len(told) == 1
    assert "the digit stands beside each" in told[0]


def test_a_new_person_is_not_told_of_any_change(shell: Shell, settings: Settings) -> None:
    new_digits.settle(settings)
    settings.set("window/geometry", "the first window's")
    new_digits.settle(settings)
    new_digits.look(shell.desk)
    assert shell.notify.stack.notes() == []
