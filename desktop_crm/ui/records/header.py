"""The top of a page: name, chips, one line of facts, and what can be done; the facts stand below where there is no room."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.look.clamped import ClampedLabel
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.look.roomy_button import RoomyButton
from desktop_crm.ui.privacy import privacy

_TITLE_LINES: Final = 2
_LEAST: Final = 320  # px
_LEAST_TITLE: Final = 160  # px


class CardHeader(QWidget):
    """One line where there is room."""

    _is_laid_out = False  # Qt asks before it is

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = QWidget(self)  # of the buttons in the ring of Tab: they are made anew, at its end
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.hide()
        self._title = ClampedLabel(_TITLE_LINES, self)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.mark(self._title, "heading")
        self._chips = _row()
        self._held_chips = Held[Chip](self._chips)
        self._facts = PlainLabel(parent=self)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.mark(self._facts, "muted")
        self._line: QWidget = self._facts
        self._least: Callable[[], int] = self._facts_width
        self._hang = 0  # px
        self._buttons = _row(theme.PAD_8)
        self._held_buttons = Held[QWidget](self._buttons)
        self._lay_out()

    def set_texts(self, title: str, facts: str, chips: Sequence[tuple[str, Tone]]) -> None:
        """What the page is about."""
        self._title.show_text(title)
        self._tell_facts(facts)
        self._held_chips.clear()
        for text, tone in chips:
            self._held_chips.add(Chip(text, tone, self))
        self._fit()

    def take_line(self, line: QWidget, least: Callable[[], int], hang: int) -> None:
        """Show it in place of the facts: beside the name from `least` px on, and below it where there is less room.

        Its words begin `hang` px within it.
        """
        at = self._first.indexOf(self._facts)
        self._first.removeWidget(self._facts)
        self._first.insertWidget(at, line)
        self._facts.hide()
        self._line, self._least, self._hang = line, least, hang
        self._lines.setContentsMargins(theme.PAD_24 - hang, theme.PAD_8, theme.PAD_24, theme.PAD_8)
        self._first.setContentsMargins(hang, 0, 0, 0)
        QWidget.setTabOrder(line, self._place)
        self._fit()

    def set_facts(self, facts: str) -> None:
        """The line of facts alone."""
        self._tell_facts(facts)
        self._fit()

    def set_buttons(self, buttons: Sequence[QWidget]) -> None:
        """The page's commands, the most likely last; the keyboard stays on the one that was pressed.

        Where the name would lose its room, one whose property `spare` is set is left out, then others drop their words.
        """
        focused = next((at for at, widget in enumerate(self._held_buttons) if widget.hasFocus()), None)
        self._held_buttons.clear()
        for button in buttons:
            self._held_buttons.add(button)
        for first, second in pairwise([self._place, *buttons]):
            QWidget.setTabOrder(first, second)
        if focused is not None and buttons:
            buttons[min(focused, len(buttons) - 1)].setFocus()
        self._fit()

    def main_button(self) -> QWidget | None:
        """The primary one."""
        return next((each for each in self._held_buttons if each.property("look") == "primary"), None)

    def minimumSizeHint(self) -> QSize:
        """As if it stood in two lines: what it needs in one must not keep the window wide."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """The title takes what it needs; below it go the facts, then the chips, too."""
        if not self._is_laid_out:
            return
        margins = self._lines.contentsMargins()
        title = QFontMetrics(theme.font(theme.HEADING, strong=True)).horizontalAdvance(self._title.whole) + 4
        chips = sum(each.sizeHint().width() + theme.PAD_4 for each in self._held_chips)
        whole = self.width() - margins.left() - self._hang - margins.right() - 3 * theme.PAD_12
        room = whole - self._room_of_buttons(whole - title)
        facts = self._least()
        for layout, needed in ((self._chips, title + chips), (self._line, title + chips + facts + theme.PAD_12)):
            self._put(layout, self._first if needed <= room else self._second)
        self._facts.setWordWrap(self._second.indexOf(self._facts) >= 0)
        self._second.setContentsMargins(0 if self._second.indexOf(self._line) == 0 else self._hang, 0, 0, 0)
        self._title.setFixedWidth(max(min(title, room), min(_LEAST_TITLE, max(room, 0))))

    def _room_of_buttons(self, most: int) -> int:
        """What they take, of at most so many px."""
        roomy = [each for each in self._held_buttons if isinstance(each, RoomyButton)]
        for each in roomy:
            each.spell(True)
        over = sum(each.sizeHint().width() + theme.PAD_8 for each in self._held_buttons) - most
        for spare in [each for each in self._held_buttons if each.property("spare")]:
            spare.setHidden(over > 0)
            over -= (spare.sizeHint().width() + theme.PAD_8) if over > 0 else 0
        for each in roomy:
            if each.property("look") != "primary" and not each.property("spare"):
                each.spell(over <= 0)
                over -= each.dropped()
        return over + most

    def _tell_facts(self, facts: str) -> None:
        self._facts.setText(facts)
        self._facts.setAccessibleName(privacy.spoken(facts))

    def _facts_width(self) -> int:
        return self._facts.fontMetrics().horizontalAdvance(self._facts.text())

    def _put(self, what: QHBoxLayout | QWidget, into: QHBoxLayout) -> None:
        """Into the first line behind the title, or into the second."""
        if into.indexOf(what) >= 0:
            return
        other = self._second if into is self._first else self._first
        other.removeItem(what) if isinstance(what, QHBoxLayout) else other.removeWidget(what)
        at = 1 if isinstance(what, QHBoxLayout) else 1 + (into.indexOf(self._chips) >= 0)
        at = at if into is self._first else min(at - 1, into.count())
        if isinstance(what, QHBoxLayout):
            what.setParent(None)
            into.insertLayout(at, what)
        else:
            into.insertWidget(at, what, 0 if into is self._first else 1)

    def _lay_out(self) -> None:
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.setSpacing(theme.PAD_12)
        self._first.addWidget(self._title)
        self._first.addLayout(self._chips)
        self._first.addWidget(self._facts)
        self._first.addStretch(1)
        self._first.addLayout(self._buttons)
        self._second.setSpacing(theme.PAD_12)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(theme.PAD_24, theme.PAD_8, theme.PAD_24, theme.PAD_8)
        self._lines.setSpacing(theme.PAD_4)
        self._lines.addLayout(self._first)
        self._lines.addLayout(self._second)
        self._is_laid_out = True


def primary(text: str, parent: QWidget | None = None) -> QPushButton:
    """The one button that goes on."""
    button = QPushButton(text, parent)
    theme.mark(button, "primary")
    return button


def _row(gap: int = theme.PAD_4) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    return row
