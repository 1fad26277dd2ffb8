"""Widgets that fill lines from left to right, as words do.

No layout: that would have to keep Qt's items, see `ui/look/held.py`.
"""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_crm.ui.look import theme

_RELAID: Final = (QEvent.Type.LayoutRequest, QEvent.Type.ContentsRectChange, QEvent.Type.Show)


class Flow(QWidget):
    """Chips beside each other, on a next line where the first is full."""

    def __init__(self, parent: QWidget | None = None, gap: int = theme.PAD_8) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        self._gap = gap
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def __iter__(self) -> Iterator[QWidget]:
        return iter(self._widgets)

    def __len__(self) -> int:
        return len(self._widgets)

    def add(self, widget: QWidget) -> None:
        """Behind those that are there."""
        hidden = widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        widget.setParent(self)
        self._widgets.append(widget)
        widget.setHidden(hidden)
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def clear(self) -> None:
        """All of them go."""
        widgets, self._widgets = self._widgets, []
        for widget in widgets:
            widget.hide()
            widget.deleteLater()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        size = QSize()
        for widget in self._shown():
            size = size.expandedTo(widget.minimumSizeHint().expandedTo(widget.minimumSize()))
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        if event.type() in _RELAID:
            self._arrange(self.width(), move=True)
            self.updateGeometry()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _arrange(self, width: int, *, move: bool) -> int:
        """The height that is needed."""
        room = QRect(0, 0, width, 0).marginsRemoved(self.contentsMargins())
        x, y, line = room.left(), room.top(), 0
        for widget in self._shown():
            hint = _wanted(widget)
            if hint.width() > room.width() > 0 and widget.hasHeightForWidth():
                hint = QSize(room.width(), widget.heightForWidth(room.width()))
            if x > room.left() and x + hint.width() > room.right() + 1:
                x, y, line = room.left(), y + line + self._gap, 0
            if move:
                widget.setGeometry(QRect(QPoint(x, y), hint.boundedTo(QSize(room.width(), hint.height()))))
            x, line = x + hint.width() + self._gap, max(line, hint.height())
        return y + line + self.contentsMargins().bottom()


def _wanted(widget: QWidget) -> QSize:
    """As a layout would ask."""
    widget.ensurePolished()
    hint = widget.sizeHint().expandedTo(widget.minimumSizeHint())
    return hint.expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
