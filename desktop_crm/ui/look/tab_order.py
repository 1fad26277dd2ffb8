"""Tab follows the eye: what was made later than it stands is put where it is read."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_MANY: Final = 2  # stops, which have an order
_WITHIN_TABS: Final = frozenset({"ScrollLeftButton", "ScrollRightButton"})  # as Qt calls them


def in_order(*groups: QWidget, first_in: QWidget | None = None) -> None:
    """Tab goes through these one after the other, and through each as it did before.

    `first_in` is their window or what they stand in, where they are all there is in it: else they may begin in their middle, or
    behind what was made before them.
    """
    stops = _stops(groups)
    if first_in is not None and stops:
        _follow(first_in, stops[0])
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def put_last(widget: QWidget) -> None:
    """Behind all that is in its window by now."""
    last = widget.window().previousInFocusChain()
    if last is not None and last is not widget:
        _follow(last, widget)
        _give_back([last])


def _follow(first: QWidget, second: QWidget) -> None:
    kept = first.focusPolicy()
    first.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # for a moment, or nothing can follow it
    QWidget.setTabOrder(first, second)
    first.setFocusPolicy(kept)


def stops(place: QWidget) -> list[QWidget]:
    """Where Tab stops in it now."""
    return [each for each in _stops((place,)) if each.isVisible() and each.isEnabled()]


def ring(window: QWidget) -> list[QWidget]:
    """All that is in a window, as Tab would go if it stopped everywhere.

    PySide takes what `nextInFocusChain` answers for a child of the one that was asked. When that one goes, it tells the wrapper of
    the other as deleted if Qt made it (a scroll bar, a tab bar), and so on round the ring: so the last is never asked, whom the
    window itself would follow, and each is given back to its parent.
    """
    met, last = [window], window.previousInFocusChain()
    while met[-1] is not last and (following := met[-1].nextInFocusChain()) is not None:
        met.append(following)
    _give_back(met)
    return met


def _stops(groups: tuple[QWidget, ...]) -> list[QWidget]:
    """Where Tab stops in each, in the ring's order; what stands in two of them is the first one's."""
    taken: set[QWidget] = set()
    found = []
    for group in groups:
        own = [each for each in _within(group) if each not in taken and _is_stop(each)]
        taken.update(own)
        found += own if len(own) < _MANY else _sorted(group, set(own))
    return found


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.objectName() not in _WITHIN_TABS


def _within(place: QWidget) -> Iterator[QWidget]:
    """It and all that stands in it, but for windows of their own."""
    yield place
    for child in place.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isWindow():
            yield from _within(child)


def _sorted(place: QWidget, wanted: set[QWidget]) -> list[QWidget]:
    """As the ring goes from the window on: walked from here, no further than needed (see `ring`)."""
    window = place.window()
    last, each = window.previousInFocusChain(), place
    before: list[QWidget] = []
    after: list[QWidget] = []
    met, here = [], before
    while len(before) + len(after) < len(wanted):
        met.append(each)
        if each in wanted:
            here.append(each)
        following = window if each is last else each.nextInFocusChain()
        if following is None or following is place:
            break
        if following is window:
            here = after
        each = following
    _give_back(met)
    return after + before


def _give_back(widgets: list[QWidget]) -> None:
    """To their parents, as PySide sees it.

    And these to theirs, up to the top: a wrapper that nobody has goes, and tells those of its children as deleted, too.
    """
    parents: set[QWidget] = set()
    for each in widgets:
        above = each.parentWidget()
        while above is not None and above not in parents:
            parents.add(above)
            above = above.parentWidget()
    for parent in parents:
        parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
