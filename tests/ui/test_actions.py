from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.actions import EDIT, FILE, RECORD, Action, Actions
from desktop_crm.ui.look import icons, theme


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made: Any = QMainWindow()
    made.left, made.right = QLineEdit(), QLineEdit()
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.addWidget(made.left)
    row.addWidget(made.right)
    made.setCentralWidget(middle)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def actions(window: QMainWindow) -> Actions:
    return Actions(window)


def test_focused_actions_with_one_key_live_side_by_side(window: QMainWindow, actions: Actions, qtbot: QtBot) -> None:
    done: list[Any] = []
    for name in ("left", "right"):
        action = Action(f"{name}.open", msg("Open"), partial(done.append, name), "Ctrl+Return", focused=True)
        actions.add(action, owner=getattr(window, name))
    for name in ("right", "left"):
        getattr(window, name).setFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done == ["right", "left"]


def test_what_is_not_enabled_does_not_run(actions: Actions) -> None:
    done, state = [], [False]
    actions.add(Action("delete", msg("Delete"), lambda: done.append(1), enabled=lambda: state[0]))
    assert not actions.run("delete")
    actions.refresh()
    assert not actions.qaction("delete").isEnabled()
    state[0] = True
    actions.refresh()
    actions.qaction("delete").trigger()
    assert done == [1]


def test_actions_go_with_their_owner(window: QMainWindow, actions: Actions, qtbot: QtBot) -> None:
    owner = QWidget(window)
    actions.add(Action("new", msg("New"), lambda: None), owner=owner)
    assert "new" in actions
    owner.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(owner))
    assert "new" not in actions


def test_newer_owner_takes_an_id_over_and_keeps_it(window: QMainWindow, actions: Actions, qtbot: QtBot) -> None:
    first, second = QWidget(window), QWidget(window)
    done: list[Any] = []
    for owner, name in ((first, "first"), (second, "second")):
        owner.show()
        actions.add(Action("new", msg("New"), partial(done.append, name)), owner=owner)
    first.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(first))
    actions.run("new")
    assert done == ["second"]


def test_menus_are_filled_by_group_and_hide_when_empty(window: Any, actions: Any) -> None:
    def fill(menu: QMenu) -> None:
        menu.addAction("inside")

    actions.add(
        Action("save", msg("Save"), lambda: None, "Ctrl+S", group=FILE),
        Action("zoom", msg("Fish & chips"), lambda: None, group=FILE, separated=True),
        Action("more", msg("More"), lambda: None, group=FILE, submenu=fill),
    )
    owner = QWidget(window)
    actions.add(Action("rename", msg("Rename"), lambda: None, group=RECORD), owner=owner)
    actions.fill_menu_bar(window.menuBar())
    menus = {menu.text(): menu for menu in window.menuBar().actions()}
    assert [line.text() for line in menus["File"].menu().actions()] == ["Save", "", "Fish && chips", "More"]
    assert not menus["Record"].isVisible()
    owner.show()
    actions.refresh()
    assert menus["Record"].isVisible()
    assert not menus["Edit"].isVisible()


def test_a_command_may_end_with_another_registry_in_its_windows_place(window: QMainWindow, actions: Actions) -> None:
    """As one does that builds the window anew while a question is open: the menus of the one before are gone by then."""

    def build_anew() -> None:
        actions.withdraw()
        Actions(window).fill_menu_bar(window.menuBar())
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    actions.add(Action("language", msg("Bahasa Indonesia"), build_anew, group=FILE))
    actions.fill_menu_bar(window.menuBar())
    assert actions.run("language")


def test_context_menu_and_buttons_show_the_same_command(window: QMainWindow, actions: Actions, qtbot: QtBot) -> None:
    done: list[Any] = []
    actions.add(Action("copy", msg("Copy"), lambda: done.append(1), "Ctrl+C", "copy", group=EDIT))
    menu = actions.menu(["copy"], window)
    menu.actions()[0].trigger()
    button = actions.button("copy", window, words=True)
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1, 1]
    assert button.accessibleName() == "Copy"
    assert "Ctrl+C" in button.toolTip()


def test_switch_shows_its_state(actions: Actions) -> None:
    state = [False, True]
    actions.add(Action("switch", msg("Switch"), state.reverse, checked=lambda: state[0]))
    actions.refresh()
    assert actions.qaction("switch").isCheckable()
    assert not actions.qaction("switch").isChecked()
    state[0] = True
    actions.refresh()
    assert actions.qaction("switch").isChecked()


def test_shortcut_list_has_told_keys_once(actions: Actions) -> None:
    for _ in range(2):
        actions.tell(RECORD, msg("Open the chosen record"), "Enter")
    actions.add(
        Action("save", msg("Save"), lambda: None, "Ctrl+S, F12", group=FILE), Action("x", msg("X"), lambda: None)
    )
    assert [(line.text.text, line.shortcut) for line in actions.shortcuts()] == [
        ("Save", "Ctrl+S, F12"),
        ("Open the chosen record", "Enter"),
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_icon_of_the_one_button_in_sight_can_be_seen_on_it(
    qapp: QApplication, window: QMainWindow, actions: Actions, mode: str
) -> None:
    """Qt takes the command's own icon again whenever the command changes."""
    theme.apply(qapp, mode)
    actions.add(Action("new", msg("New"), lambda: None, icon="plus"), owner=window)
    button = actions.button("new", window, words=True, primary=True)
    actions.qaction("new").setEnabled(False)
    actions.qaction("new").setEnabled(True)
    wanted = icons.icon("plus", "on_accent")
    assert button.icon().pixmap(18).toImage() == wanted.pixmap(18).toImage()


def test_what_touches_much_is_looked_at_once(actions: Actions) -> None:
    asked = []
    actions.add(Action("file.one", msg("One"), lambda: None, enabled=lambda: asked.append(1) is None))
    asked.clear()
    with actions.held():
        actions.refresh()
        with actions.held():
            actions.refresh()
        assert not asked
    assert len(asked) == 1


def test_an_owner_shows_first_what_its_commands_are_about(window: QMainWindow, actions: Actions) -> None:
    told = []
    actions.add(
        Action("file.one", msg("One"), lambda: told.append("run"), enabled=lambda: told.append("asked") is None),
        before=lambda: told.append("before"),
    )
    told.clear()
    assert actions.run("file.one")
    assert told[:3] == ["before", "asked", "run"]


def test_a_button_that_is_gone_is_not_tinted_again(window: QMainWindow, actions: Actions, qtbot: QtBot) -> None:
    """Buttons beside lists are made anew each time, their commands stay."""
    state = [True]
    actions.add(Action("new", msg("New"), lambda: None, icon="plus", enabled=lambda: state[0]))
    shiboken6.delete(actions.button("new", window, words=True, primary=True))
    state[0] = False
    actions.refresh()
    assert not actions.qaction("new").isEnabled()
