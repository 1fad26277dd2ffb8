"""What nothing may lie over: feet with sums and buttons, buttons, and the field that is typed into."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFrame, QTabBar, QWidget

_SMALL = 60  # px: a field, not a list
_EDGE = 6  # px


class KeptClear(QFrame):
    """A foot."""


@runtime_checkable
class Paints(Protocol):
    """A list that paints buttons itself."""

    def painted_buttons(self) -> QRect:
        """Where they are, in its own coordinates."""


def kept_clear(pane: QWidget) -> list[QRect]:
    """Of what is seen in a pane, in its coordinates."""
    return [rect for rect in _all(pane) if not rect.isEmpty()]


def _all(pane: QWidget) -> Iterator[QRect]:
    for widget in _shown_in(pane):
        if isinstance(widget, QAbstractButton | QTabBar):
            yield seen_of(widget, pane)
        elif isinstance(widget, KeptClear):
            at = seen_of(widget, pane)
            stands = not at.isEmpty() and at.bottom() >= pane.height() - _EDGE
            yield QRect(0, at.top(), pane.width(), at.height()) if stands else at  # nothing lies beside a foot
        elif isinstance(widget, QAbstractItemView) and isinstance(widget, Paints):
            yield seen_of(widget, pane, widget.painted_buttons())
    focused = pane.window().focusWidget()
    if focused is not None and pane.isAncestorOf(focused) and focused.height() <= _SMALL:
        yield seen_of(focused, pane)


def _shown_in(place: QWidget) -> Iterator[QWidget]:
    """Only what is seen: most of what is made stands on a page that is not."""
    for child in place.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isHidden() and not child.isWindow():
            yield child
            yield from _shown_in(child)


def seen_of(widget: QWidget, pane: QWidget, part: QRect | None = None) -> QRect:
    """The part of a widget that is in sight in the pane, which those around it may cut."""
    if not widget.isVisible():
        return QRect()
    rect, each = widget.rect() if part is None else part & widget.rect(), widget
    while each is not pane and not rect.isEmpty():
        around = each.parentWidget()
        if around is None:
            break
        rect = rect.translated(QPoint(each.x(), each.y())) & around.rect()
        each = around
    return rect
