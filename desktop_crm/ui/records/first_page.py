"""The first tab of a record's page: its story, its facts at the right of it; where there is no room each is a tab.

In a large window a third column may stand at the right of both.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabWidget, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.look.widths import LARGE, NARROW
from desktop_crm.ui.records.tabs import Tab, TabDeclaration

_STORY, _FACTS = 65, 35  # of the width
_LEAST: Final = 300  # px of the facts
_LARGE_FACTS: Final = 420  # and in a large window
_WIDEST_STORY: Final = 860  # px
_LEAST_THIRD: Final = 320
_ANY: Final = 16_777_215  # Qt's own for as wide as one likes


class FirstPage(QWidget):
    """Stands in `tabs`; without a story it is the facts alone."""

    def __init__(self, tabs: QTabWidget, facts: QScrollArea, make_third: Callable[[], Tab | None]) -> None:
        super().__init__(tabs)
        self._make_third = make_third
        self._third: Tab | None = None
        self._shown = 0  # the record's id
        self._tabs, self._facts = tabs, facts
        self._story: TabDeclaration | None = None
        facts.setFrameShape(QFrame.Shape.NoFrame)
        facts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        facts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(facts, _FACTS)
        tabs.addTab(self, tr("Details"))

    @property
    def is_beside(self) -> bool:
        """Whether story and facts stand beside each other."""
        return self._story is not None and self._row.indexOf(self._story.widget) >= 0

    def put(self, story: TabDeclaration) -> None:
        """The story, as a tab at first."""
        self._story = story
        self._tabs.insertTab(1, story.widget, story.title)

    def fit(self, width: int, *, new: bool) -> None:
        """As the window is wide; a `new` record has no story."""
        story = self._story
        beside = story is not None and width >= NARROW and not new
        if story is not None and beside != self.is_beside:
            self._put_story(story, beside=beside)
        if story is not None:
            self._fit_large(story, large=beside and width >= LARGE)

    def _fit_large(self, story: TabDeclaration, *, large: bool) -> None:
        if large and self._third is None and (third := self._make_third()) is not None:
            self._third = third
            self._row.addWidget(third, 1)
            in_order(story.widget, self._facts, third)
            third.hide()
        three = large and self._third is not None
        if self._third is not None:
            if three and self._third.isHidden() and self._shown:
                self._third.show_record(self._shown)
            self._third.setVisible(three)
            self._third.setMinimumWidth(_LEAST_THIRD if three else 0)
        self._row.setStretchFactor(story.widget, _STORY * (100 if three else 1))
        story.widget.setMaximumWidth(_WIDEST_STORY if three else _ANY)
        self._facts.setMinimumWidth(_LARGE_FACTS if large else _LEAST if self.is_beside else 0)
        self._facts.setMaximumWidth(_LARGE_FACTS if large else _ANY)

    def _put_story(self, story: TabDeclaration, *, beside: bool) -> None:
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and story.widget.isAncestorOf(focused)
        shown = self._tabs.currentWidget()
        if beside:
            self._tabs.removeTab(self._tabs.indexOf(story.widget))
            self._row.insertWidget(0, story.widget, _STORY)
            story.widget.show()
        else:
            self._row.removeWidget(story.widget)
            self._tabs.insertTab(1, story.widget, story.title)
        self._facts.setProperty("look", "facts" if beside else "")
        self._facts.style().unpolish(self._facts)
        self._facts.style().polish(self._facts)
        self._tabs.setTabText(0, story.title if beside else tr("Details"))
        if beside and shown is story.widget:
            self._tabs.setCurrentIndex(0)
        if beside:
            in_order(story.widget, self._facts)
        if had_keyboard:
            story.widget.setFocus()

    def fill(self, record_id: int) -> None:
        """Tell the story of this record, where it stands here."""
        self._shown = record_id
        if self._third is not None and not self._third.isHidden():
            self._third.show_record(record_id)
        if self._story is not None and self.is_beside:
            self._story.widget.show_record(record_id)

    def has_keyboard(self) -> bool:
        """Whether it is in the story."""
        focused = self.window().focusWidget()
        return self._story is not None and focused is not None and self._story.widget.isAncestorOf(focused)

    def take_keyboard(self) -> bool:
        """Into the story, in which nothing is chosen yet; whether there is one in sight."""
        if self._story is None or not self.is_beside or self._tabs.currentWidget() is not self:
            return False
        self._story.widget.setFocus()
        return True
