"""Widgets that come and go in a layout, in a list of our own.

A layout's items must never be met from here: what Python is given for one outlives it, and whatever Qt makes next at that
address is taken for it. Tests look that nobody does (see `test_architecture.py`).
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)
_NOWHERE = Qt.AlignmentFlag(0)


class Held(Generic[W]):
    """The widgets at the beginning of a layout that has others, if any, only behind them."""

    def __init__(self, layout: QBoxLayout) -> None:
        self._layout = layout
        self._widgets: list[W] = []

    def __iter__(self) -> Iterator[W]:
        return iter(self._widgets)

    def __getitem__(self, at: int) -> W:
        return self._widgets[at]

    def __len__(self) -> int:
        return len(self._widgets)

    def add(self, widget: W, alignment: Qt.AlignmentFlag = _NOWHERE) -> None:
        """Behind those that are there."""
        self._layout.insertWidget(len(self._widgets), widget, 0, alignment)
        self._widgets.append(widget)

    def clear(self) -> None:
        """All of them go."""
        widgets, self._widgets = self._widgets, []
        for widget in widgets:
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
