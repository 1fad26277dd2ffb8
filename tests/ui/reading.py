"""What can be read in a window: by eye, pointer or screen reader."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTableWidget,
    QTextBrowser,
    QWidget,
)

from desktop_crm.ui.lines.model import LinesModel
from desktop_crm.ui.screens.today.view import TodayList
from desktop_crm.ui.story.view import StoryView
from desktop_crm.ui.table.view import View

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def texts(window: Any) -> Iterator[Any]:
    """Everything that can be read in the window, by eye, pointer or screen reader."""
    yield window.windowTitle()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.displayText() if isinstance(widget, QLineEdit) else widget.text()
        elif isinstance(widget, QPlainTextEdit | QTextBrowser):
            yield widget.toPlainText()
        elif isinstance(widget, View | StoryView | TodayList):
            yield from of_model(widget.model())
    for action in window.findChildren(QAction):
        yield from (action.text(), action.toolTip())
    for model in window.findChildren(LinesModel):
        yield from of_model(model)


def of_model(model: Any) -> Iterator[Any]:
    for row in range(min(model.rowCount(), 60)):
        for column in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1):
            for role in ROLES:
                value = model.data(model.index(row, column), role)
                if isinstance(value, str):
                    yield value


def read(window: Any) -> Any:
    return "\n".join(text for text in texts(window) if text)


def wrong(place: QWidget) -> list[str]:
    """What is told there as a problem, as soon as the place is seen."""
    told = [label for label in place.findChildren(QLabel) if label.property("look") == "problem"]
    return [label.text() for label in told if label.isVisibleTo(place)]


def heard(widget: Any) -> Any:
    """What a screen reader can find in a window, whatever part of it is asked about."""
    found, waiting = [], [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        node = waiting.pop()
        if node is None or not node.isValid() or node.state().invisible:
            continue
        found += [
            node.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        ]
        waiting += [node.child(at) for at in range(min(node.childCount(), 400))]
    return [text for text in found if text]


def told() -> Iterator[Any]:
    """Everything of every window that is open, by eye, pointer or screen reader."""
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        yield from read(window).splitlines()
        yield from heard(window)
        for each in window.findChildren(QTableWidget):
            if each.isVisible():
                items = (
                    each.item(row, column) for row in range(each.rowCount()) for column in range(each.columnCount())
                )
                yield from (item.text() + item.toolTip() for item in items if item is not None)
        for shown in window.findChildren(QListView):
            if shown.isVisible() and shown.model() is not None:
                yield from (str(shown.model().index(row, 0).data() or "") for row in range(shown.model().rowCount()))
        if isinstance(window, QMenu):
            yield from (action.text() + action.toolTip() for action in window.actions())
