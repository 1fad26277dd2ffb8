"""Commands: declared once beside the code they run, shown in menu, toolbar, context menu, palette and shortcut list.

A screen's actions belong to the screen as `owner`: they work only while it is shown, whoever else holds them then (a menu, a
button, an old note), so that a key has one owner at any time. With `focused=True` an action works only
while the keyboard is inside the owner, so that a list and a card beside it can both have *Delete*. Call `refresh()` after what
`enabled` looks at has changed (a selection, say); it is also called on every change of focus, menu, screen and data.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QToolButton, QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import Message, msg
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import icons, theme

FILE: Final = msg("File")
EDIT: Final = msg("Edit")
VIEW: Final = msg("View")
RECORD: Final = msg("Record")
GO: Final = msg("Go to")
HELP: Final = msg("Help")
#: The menu bar's order; a group that is not named here has no menu.
GROUPS: Final = (FILE, EDIT, VIEW, GO, RECORD, HELP)


def always() -> bool:
    """The usual `enabled`."""
    return True


def _nothing() -> None:
    """The usual `before`."""


@dataclass(frozen=True)
class Action:
    """One command. `shortcut` as Qt writes it (`Ctrl+N`; several with a comma and a space: `Del, Backspace`)."""

    id: str
    text: Message
    run: Callable[[], None]
    shortcut: str = ""
    icon: str = ""
    enabled: Callable[[], bool] = always
    group: Message | None = None  # menu; None: only palette and shortcut list
    label: Callable[[], Message | None] | None = None  # a text that changes, like "Undo: new client"; None: not now
    checked: Callable[[], bool] | None = None  # makes it a switch
    focused: bool = False
    submenu: Callable[[QMenu], None] | None = None  # fills a menu of its own instead of running
    palette: bool = True
    separated: bool = False  # a line above it in the menu

    def now(self) -> tuple[bool, Message]:
        """Whether it may run, and what it is called by now."""
        called = self.text if self.label is None else self.label()
        return called is not None and self.enabled(), called or self.text


@dataclass(frozen=True)
class Told:
    """A line of the shortcut list."""

    group: Message
    text: Message
    shortcut: str


class PrimaryButton(QToolButton):
    """Its icon in the colour of its words; Qt takes the command's own again whenever that changes."""

    def __init__(self, icon: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._icon = icon
        theme.mark(self, "primary")

    def tell_primary(self, primary: bool) -> None:
        """It is the one in sight, or stands beside another that is."""
        look = "primary" if primary else "outlined"
        if self.property("look") != look:
            theme.mark(self, look)
            self.tint()

    def tint(self) -> None:
        """Once more."""
        self.setIcon(icons.icon(self._icon, "on_accent" if self.property("look") == "primary" else None))


class Actions(QObject):
    """The window's registry of commands. `looked` tells that the keyboard, or what it may do, may be elsewhere."""

    looked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, Action] = {}  # in the order of adding
        self._qactions: dict[str, QAction] = {}
        self._owners: dict[str, QWidget] = {}
        self._before: dict[str, Callable[[], None]] = {}
        self._told: list[Told] = []
        self._menus: dict[str, QMenu] = {}
        self._only: Collection[str] | None = None
        self._held = 0
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def add(self, *actions: Action, owner: QWidget | None = None, before: Callable[[], None] = _nothing) -> None:
        """Register commands; the owner (the window by default) takes them along when it is destroyed.

        `before` one of them runs, or is asked whether it may, the owner is told to show what they are about.

        An id that is taken goes over to the newer owner: two screens may both have `new`, if they write `client.new`.
        """
        owner = owner or self._window
        for action in actions:
            self._drop(action.id)
            self._actions[action.id] = action
            self._owners[action.id] = owner
            self._before[action.id] = before
            self._qactions[action.id] = self._made(action, owner)
            owner.addAction(self._qactions[action.id])
        if owner is not self._window:  # which outlives this registry
            names = [action.id for action in actions]
            owner.destroyed.connect(lambda: self._forget(names, owner))
        self.refresh()

    def tell(self, group: Message, text: Message, shortcut: str) -> None:
        """Name a key in the shortcut list that is no command (arrows in a list, Enter in a form)."""
        line = Told(group, text, shortcut)
        if line not in self._told:
            self._told.append(line)

    def qaction(self, id: str) -> QAction:
        """Qt's side of a command, for buttons and menus; KeyError when there is none."""
        return self._qactions[id]

    def icon(self, id: str, color: str | None = None) -> QIcon:
        """A command's, in a colour of the theme."""
        return icons.icon(self._actions[id].icon, color)

    def __contains__(self, id: str) -> bool:
        return id in self._actions

    def run(self, id: str) -> bool:
        """Run a command if it is enabled where the user is now; whether it was."""
        action = self._actions.get(id)
        if action is None or not self._is_alive(action):
            return False
        self._before[id]()
        if not action.now()[0]:
            return False
        action.run()
        self.refresh()
        return True

    def button(
        self, id: str, parent: QWidget | None = None, *, words: bool = False, primary: bool = False
    ) -> QToolButton:
        """A tool button of a command; with `words` its text beside the icon; `primary` is the one in sight."""
        made = PrimaryButton(self._actions[id].icon, parent) if primary else QToolButton(parent)
        made.setDefaultAction(self.qaction(id))
        made.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        if isinstance(made, PrimaryButton):
            made.tint()
            made.defaultAction().changed.connect(made.tint)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(say(self._actions[id].text))
        return made

    def menu(self, ids: Sequence[str], parent: QWidget) -> QMenu:
        """A context menu of these commands; an empty name is a line."""
        self.refresh()
        made = QMenu(parent)
        for name in ids:
            if name:
                made.addAction(self._qactions[name])
            else:
                made.addSeparator()
        made.aboutToHide.connect(made.deleteLater)
        return made

    def shown(self) -> list[Action]:
        """Commands that work where the user is: those of visible owners, in the order they were added."""
        return [action for action in self._actions.values() if self._is_alive(action)]

    def is_local(self, id: str) -> bool:
        """Whether it belongs to a screen, not to the window."""
        return self._owners[id] is not self._window

    def shortcuts(self) -> list[Told]:
        """The shortcut list: every reachable command that has one, and what was told."""
        lines = [Told(each.group or GO, each.text, each.shortcut) for each in self.shown() if each.shortcut]
        return lines + self._told

    def refresh(self) -> None:
        """Look again at what is enabled, switched on, and called otherwise by now; what can't be reached is dead."""
        if self._held or not shiboken6.isValid(self):
            return
        shown = self.shown()
        for left in self._actions.keys() - {action.id for action in shown}:
            self._qactions[left].setEnabled(False)
        for action in shown:
            self._look_at(action, self._qactions[action.id])
        groups = {action.group.text for action in shown if action.group is not None}
        for group, menu in self._menus.items():
            menu.menuAction().setVisible(group in groups)
        self.looked.emit()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Look at everything once, at the end of what touches much."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self.refresh()

    @staticmethod
    def _look_at(action: Action, qaction: QAction) -> None:
        """What can't be read now is told by whoever needs it: here a box about it would be laid with each click."""
        try:
            may_run, called = action.now()
            qaction.setEnabled(may_run)
            if action.checked is not None:
                qaction.setChecked(action.checked())
            if action.label is not None:
                qaction.setText(_escaped(say(called)))
        except TellableError:
            qaction.setEnabled(False)

    def keep_back(self, but: Collection[str]) -> None:
        """Let no command work, nor be asked whether it could, nor tell more than its name, except these."""
        self._only = but
        for name, qaction in self._qactions.items():
            if name not in but:
                qaction.setText(_escaped(say(self._actions[name].text)))
        self.refresh()

    def give_back(self) -> None:
        """Let all commands work again."""
        self._only = None
        self.refresh()

    def withdraw(self) -> None:
        """End every command: another registry takes over the window."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_changed)
        for name in list(self._actions):
            self._drop(name)
        self._menus.clear()  # the other fills the bar with its own; whoever asked for it looks at these once more
        self.deleteLater()

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Menus by group, filled when they open with what is reachable then."""
        bar.clear()
        for old in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            old.deleteLater()  # clearing only hides them
        for group in GROUPS:
            menu = _menu_of(bar, say(group))
            menu.aboutToShow.connect(lambda menu=menu, group=group: self._fill(menu, group))
            self._menus[group.text] = menu
            self._fill(menu, group)

    def _fill(self, menu: QMenu, group: Message) -> None:
        self.refresh()
        menu.clear()
        for old in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            old.deleteLater()
        for action in self.shown():
            if action.group != group:
                continue
            if action.separated and not menu.isEmpty():
                menu.addSeparator()
            if action.submenu is not None:
                below = _menu_of(menu, say(action.text))
                below.setIcon(icons.icon(action.icon))
                action.submenu(below)
            else:
                menu.addAction(self._qactions[action.id])

    def _made(self, action: Action, owner: QWidget) -> QAction:
        made = QAction(icons.icon(action.icon), _escaped(say(action.text)), owner)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in action.shortcut.split(", ") if key])
        made.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if action.focused else Qt.ShortcutContext.WindowShortcut
        )
        keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{say(action.text)} ({keys})" if keys else say(action.text))
        made.setMenuRole(QAction.MenuRole.NoRole)
        made.setCheckable(action.checked is not None)
        made.triggered.connect(lambda _checked=False: self.run(action.id))
        return made

    def _is_alive(self, action: Action) -> bool:
        return self._reachable(self._owners[action.id]) and not self._is_kept_back(action.id)

    def _reachable(self, owner: QWidget) -> bool:
        return owner is self._window or (shiboken6.isValid(owner) and owner.isVisibleTo(self._window))

    def _focus_changed(self, _old: object, new: object) -> None:
        if new is not None and shiboken6.isValid(self._window):
            self.refresh()

    def _is_kept_back(self, id: str) -> bool:
        return self._only is not None and id not in self._only

    def _drop(self, id: str) -> None:
        if id in self._actions:
            qaction = self._qactions[id]
            self._forget([id], self._owners[id])
            if shiboken6.isValid(qaction):
                qaction.setShortcuts([])
                qaction.deleteLater()

    def _forget(self, ids: Sequence[str], owner: QWidget) -> None:
        for name in ids:
            if self._owners.get(name) is owner:
                del self._actions[name], self._qactions[name], self._owners[name], self._before[name]


def _menu_of(above: QMenuBar | QMenu, title: str) -> QMenu:
    """Made here: what Python is given for one that Qt makes of a title is never let go of."""
    made = QMenu(title, above)
    above.addMenu(made)
    return made


def _escaped(text: str) -> str:
    return text.replace("&", "&&")
