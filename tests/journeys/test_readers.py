"""What a screen reader and a hand on the keyboard meet on every screen: names, roles, order, room, and where one is."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QWidget,
)

from desktop_crm.ui.look.tab_order import ring
from tests.journeys.person import Person
from tests.journeys.test_keyboard import round_of

pytestmark = pytest.mark.in_turn

_Role = QAccessible.Role
_LISTS: Final = {_Role.List, _Role.Table, _Role.Tree, _Role.PageTabList}
_FIELDS: Final = {_Role.EditableText, _Role.ComboBox, _Role.SpinBox, _Role.CheckBox, _Role.RadioButton}
_BUTTONS: Final = {_Role.Button, _Role.ButtonMenu, _Role.ButtonDropDown, _Role.Link, _Role.PageTab, _Role.MenuItem}
_LEAST: Final = 24  # px of what is meant to be hit
_SEEN: Final = 3.0  # contrast
_MARK: Final = 40  # px of it that must have changed


def nodes(window: QWidget) -> Iterator[Any]:
    """What a screen reader finds in the window; rows of lists have tests of their own."""
    waiting = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        node = waiting.pop()
        if node is None or not node.isValid() or node.state().invisible:
            continue
        yield node
        if node.role() not in _LISTS - {_Role.PageTabList}:
            waiting += [node.child(at) for at in range(node.childCount())]


def name_of(node: Any) -> str:
    """What it is called; a drop-down list has the words of its label, its own name is what is chosen in it."""
    widget = node.object()
    if isinstance(widget, QWidget) and node.role() == _Role.ComboBox:
        labels = [each.text() for each in widget.window().findChildren(QLabel) if each.buddy() is widget]
        return widget.accessibleName() or next(iter(labels), "")
    return str(node.text(QAccessible.Text.Name))


def nameless(found: list[Any]) -> Iterator[str]:
    for node in found:
        if node.role() in _LISTS | _FIELDS | _BUTTONS and not name_of(node):
            yield f"nameless {node.role().name} {node.object()!r}"


def nameless_panels(window: QWidget) -> Iterator[str]:
    for frame in window.findChildren(QFrame):
        if frame.isVisible() and frame.property("look") == "card" and not frame.accessibleName():
            yield f"nameless panel {frame!r}"


def twins(found: list[Any]) -> Iterator[str]:
    """Two that are asked for by one name."""
    names = Counter(name_of(node) for node in found if node.role() in _FIELDS | _LISTS - {_Role.PageTabList})
    yield from (f"{times} × {name!r}" for name, times in names.items() if times > 1 and name)


def untrue(found: list[Any]) -> Iterator[str]:
    for node in found:
        if (role := node.role()) not in _FIELDS | _BUTTONS:
            continue
        widget = node.object()
        group = widget.group() if isinstance(widget, QAbstractButton) else None
        if role == _Role.CheckBox and group is not None and group.exclusive():
            yield f"one of several told as a box to tick: {name_of(node)!r}"


def hidden_links(window: QWidget) -> Iterator[str]:
    """Links inside a sentence, which no key reaches one by one and no reader tells."""
    for label in window.findChildren(QLabel):
        if label.isVisible() and "<a href" in label.text():
            yield f"link in a sentence: {label.text()!r}"


def heard(window: QWidget) -> list[str]:
    found = list(nodes(window))
    return [*nameless(found), *twins(found), *untrue(found)]


def small(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QAbstractButton):
        if widget.isVisible() and min(widget.width(), widget.height()) < _LEAST:
            yield f"small: {type(widget).__name__} {Person.name_of(widget)!r} {widget.width()} × {widget.height()}"


def behind_the_primary(window: QWidget) -> Iterator[str]:
    """The button that goes on is the last of its row; what opens a menu of more may stand behind it."""
    seen = [each for each in window.findChildren(QPushButton) if each.isVisible()]
    for one in seen:
        first = one.property("look") == "primary" or one.isDefault()
        row = [each for each in seen if each.parentWidget() is one.parentWidget() and each.y() == one.y()]
        if first and (right := [each.text() for each in row if each.x() > one.x()]):
            yield f"at the right of the primary {one.text()!r}: {right}"


def from_the_first(met: list[Any]) -> list[Any]:
    """The round as it goes from the beginning of the window."""
    at = next((met.index(each) for each in ring(met[0].window()) if each in met), 0)
    return [*met[at:], *met[:at]]


def place(widget: QWidget, inside: QWidget) -> QRect:
    return QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())


def parted(one: QWidget, other: QWidget) -> tuple[QWidget, QWidget] | None:
    """The groups in which two of the widgets stand, side by side in what holds both."""
    above = [one]
    while (parent := above[-1].parentWidget()) is not None:
        above.append(parent)
    below = other
    while (parent := below.parentWidget()) is not None:
        if parent in above:
            at = above.index(parent)
            return (above[at - 1], below) if at else None
        below = parent
    return None


def astray(met: list[Any]) -> Iterator[str]:
    """Where Tab goes against reading: up, or left in the same line. A column may be followed by the one at its right."""
    there = [each for each in met if isinstance(each, QWidget) and shiboken6.isValid(each) and each.isVisible()]
    for one, other in list(pairwise(there)):
        groups = parted(one, other)
        if groups is None:
            continue
        inside = groups[0].parentWidget()
        a, b = (place(each, inside) for each in groups)
        up = b.bottom() < a.top() and b.left() < a.right()
        left = b.right() < a.left() and b.top() < a.bottom()
        if up or left:
            yield f"Tab goes {'up' if up else 'left'} from {Person.name_of(one)!r} to {Person.name_of(other)!r}"


def grey(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def light(value: int) -> float:
    part = value / 255
    return float(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4) + 0.05


_LIGHT: Final = [light(value) for value in range(256)]


def marks(before: QImage, after: QImage) -> int:
    """How many points differ so much that an eye sees it."""
    pairs = Counter(zip(bytes(before.constBits()), bytes(after.constBits()), strict=False))
    seen = {(a, b) for a, b in pairs if max(_LIGHT[a], _LIGHT[b]) / min(_LIGHT[a], _LIGHT[b]) >= _SEEN}
    return sum(pairs[each] for each in seen)


def unseen(met: list[Any], asked: set[Any]) -> Iterator[str]:
    """What looks with the keyboard as it does without; each kind is asked once."""
    for widget in met:
        if not shiboken6.isValid(widget) or not widget.isVisible():
            continue
        kind = (type(widget), widget.property("look"), widget.parentWidget().objectName(), widget.isEnabled())
        if kind in asked:
            continue
        asked.add(kind)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if QApplication.focusWidget() is not widget:  # it gives the keyboard on, to what is asked by itself
            continue
        after = grey(widget)
        widget.clearFocus()
        QApplication.processEvents()
        if shiboken6.isValid(widget) and (count := marks(grey(widget), after)) < _MARK:
            yield f"focus not seen: {type(widget).__name__} {Person.name_of(widget)!r} ({count})"


def wrong_at(person: Person, asked: set[Any], *, walked: bool = True) -> list[str]:
    """Everything that is asked of a screen or dialog."""
    window = QApplication.activeWindow()
    told = [*heard(window), *nameless_panels(window), *hidden_links(window), *small(window)]
    told += behind_the_primary(window)
    if walked:
        met = from_the_first([each for each in round_of(person) if shiboken6.isValid(each)])
        told += astray(met)
        back = QApplication.focusWidget()
        told += unseen(met, asked)
        if back is not None and shiboken6.isValid(back):
            back.setFocus()
    return sorted(set(told))


def test_every_screen_can_be_read_and_walked(demo: Person) -> None:
    """One walk asks all: it costs seconds."""
    asked: set[Any] = set()
    wrong = {where: wrong_at(demo, asked, walked=where != "Ctrl+K") for where in demo.walk()}
    told = [f"{where}: {each}" for where, words in wrong.items() for each in words]
    assert told == [], "\n".join(told)


#: Commands that open a dialog in front of any screen.
_DIALOGS: Final = (
    "workspace.password",
    "workspace.restore",
    "workspace.emergency",
    "help.about",
    "clients.import",
    "products.import",
    "contract.template",
)


def test_every_dialog_can_be_read_and_walked_and_gives_the_keyboard_back(demo: Person) -> None:
    told: list[str] = []
    asked: set[Any] = set()
    for command in _DIALOGS:
        noun = command.partition(".")[0].removesuffix("s")
        demo.go_to(noun if noun in {"client", "product", "contract"} else "order")
        demo.rest()
        demo.choose_row(0)
        before = QApplication.focusWidget()
        assert demo.window.actions_.run(command), command
        demo.until(lambda: QApplication.activeWindow() is not demo.window, f"the dialog of {command}")
        demo.rest()
        told += [f"{command}: {each}" for each in wrong_at(demo, asked)]
        demo.keys("Esc")
        demo.back_in_window()
        if QApplication.focusWidget() is not before:
            told.append(f"{command}: the keyboard is at {Person.name_of(QApplication.focusWidget())!r}")
    assert told == [], "\n".join(told)
