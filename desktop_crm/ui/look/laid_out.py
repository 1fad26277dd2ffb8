"""Laid out before it is shown: what nobody sees takes the size it will be seen with, a widget a step.

Qt keeps from a hidden widget what size it has until it is shown, and then sizes all that is in it twice or three times in that one
turn: once for the size it was made with, once for how its columns lie then, once more for a scroll bar that came or went.
"""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QStyle, QStyleOptionTabWidgetFrame, QTabWidget, QWidget

_PENDING = Qt.WidgetAttribute.WA_PendingResizeEvent


def lay_out(widget: QWidget, size: QSize) -> Iterator[None]:
    """Hidden itself or in what is hidden."""
    widget.resize(size)
    yield from _settle(widget)


def _settle(widget: QWidget) -> Iterator[None]:
    if (layout := widget.layout()) is not None:
        layout.activate()
    if widget.testAttribute(_PENDING):
        widget.setAttribute(_PENDING, on=False)
        QApplication.sendEvent(widget, QResizeEvent(widget.size(), QSize()))
    if isinstance(widget, QTabWidget):
        _fit_pages(widget)
    yield
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isWindow() and not child.isHidden():
            yield from _settle(child)


def _fit_pages(tabs: QTabWidget) -> None:
    """It gives its pages their place only when it is seen."""
    option = QStyleOptionTabWidgetFrame()
    tabs.initStyleOption(option)
    inside = tabs.style().subElementRect(QStyle.SubElement.SE_TabWidgetTabContents, option, tabs)
    pages = tabs.findChild(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert isinstance(pages, QStackedWidget)
    pages.setGeometry(inside)
