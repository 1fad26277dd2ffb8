"""Tab follows the eye: what was made later than it stands is put where it is read."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_WITHIN_TABS: Final = frozenset({"ScrollLeftButton", "ScrollRightButton"})  # as Qt calls them


def in_order(*groups: QWidget, first_in: QWidget | None = None) -> None:
    """Tab goes through these one after the other, and through each as it did before.

    `first_in` is their window, where they are all there is in it: else its ring may begin in their middle.
    """
    stops = _stops(groups)
    if first_in is not None and stops:
        kept = first_in.focusPolicy()
        first_in.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # for a moment, or nothing can follow it
        QWidget.setTabOrder(first_in, stops[0])
        first_in.setFocusPolicy(kept)
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(groups: tuple[QWidget, ...]) -> list[QWidget]:
    """Where Tab stops in each, in the ring's order."""
    found: dict[QWidget, list[QWidget]] = {group: [] for group in groups}
    for each in _ring(groups[0].window()) if groups else ():
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.objectName() not in _WITHIN_TABS:
            group = next((one for one in groups if one is each or one.isAncestorOf(each)), None)
            if group is not None:
                found[group].append(each)
    return [stop for group in groups for stop in found[group]]


def _ring(window: QWidget) -> Iterator[QWidget]:
    each: QWidget | None = window
    while each is not None:
        yield each
        each = each.nextInFocusChain()
        if each is window:
            return
