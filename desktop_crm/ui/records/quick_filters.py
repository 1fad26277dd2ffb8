"""The questions of a list that are asked most often, one click each, as its noun declares them; the first is for all rows.

Each tells how many rows answer. Those that there is no room for are in a menu behind the last that there is.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from desktop_crm.model.listing import Filter, Query, Quick
from desktop_crm.model.message import msg
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.roles import ChoiceButton
from desktop_crm.ui.table.table import Table

_GAP: Final = theme.PAD_4
_ARROW: Final = 14
_PAD: Final = 10  # px left and right of a word, as the mock-ups have it


class QuickFilters(QWidget):
    """They change the filters of the columns they ask about and leave the others alone."""

    def __init__(self, table: Table, asked: Sequence[Quick], jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._jobs = table, jobs
        self._asked: list[tuple[Filter, ...]] = [(), *((quick.filter,) for quick in asked)]
        self._columns = {quick.column for quick in asked}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._seen = 0
        self.buttons = [_Counted(say(text), self) for text in (msg("All"), *(quick.text for quick in asked))]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for at, button in enumerate(self.buttons):
            button.clicked.connect(lambda _on, at=at: self.ask(at))
            self._group.addButton(button)
            row.addWidget(button)
        self.folded = self._folded()
        row.addWidget(self.folded)
        row.addStretch(1)
        table.loaded.connect(self.show_query)
        table.renewed.connect(self.count)
        table.bar.put_quick(self, tuple(one for filters in self._asked for one in filters))
        self.show_query()
        self.count()

    def show_query(self) -> None:
        """Mark the button whose question is asked."""
        asked = {one for one in self._table.query().filters if one.column in self._columns}
        for filters, button in zip(self._asked, self.buttons, strict=True):
            button.setChecked(asked == set(filters))
        self._fit()

    def ask(self, at: int) -> None:
        """The question of a button."""
        query = self._table.query()
        others = tuple(one for one in query.filters if one.column not in self._columns)
        self._table.set_query(replace(query, filters=(*others, *self._asked[at])))
        self.show_query()

    def count(self) -> None:
        """How many rows answer each, whatever else is asked; told when they are known."""
        listing, asked = self._table.listing, list(self._asked)

        def work(_job: Job) -> list[int]:
            return [listing.count(Query(filters=filters)) for filters in asked]

        self._jobs.latest((id(self), "count"), work, self._show_counts, None, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """One button."""
        return self.folded.minimumSizeHint()

    def _show_counts(self, counts: Sequence[int]) -> None:
        for button, number in zip(self.buttons, counts, strict=True):
            button.show_word(button.word, speak().value(number))
        self.show_query()

    def _fit(self) -> None:
        """As many side by side as there is room for, in their order; none of them where not even the first has it."""
        seen = len(self.buttons)
        while seen >= 0 and self._width_of(seen) > self.width():
            seen -= 1
        seen = max(seen, 0)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < seen)
        self.folded.setVisible(seen < len(self.buttons))
        self._seen = seen

    def _width_of(self, seen: int) -> int:
        """What so many side by side need, with the menu's button, which names what is chosen of the others."""
        shown: list[_Counted] = self.buttons[:seen]
        if seen < len(self.buttons):
            chosen = next((button for button in self.buttons[seen:] if button.isChecked()), None)
            none = tr("More") if seen else tr("Custom")
            self.folded.show_word(none if chosen is None else chosen.word, "" if chosen is None else chosen.told)
            self.folded.setChecked(chosen is not None or not seen)
            shown = [*shown, self.folded]
        return sum(button.sizeHint().width() + _GAP for button in shown) - _GAP

    def _folded(self) -> "_Folded":
        made = _Folded(say(msg("All")), self)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        made.setMenu(menu)
        made.hide()
        return made

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for at, button in enumerate(self.buttons[self._seen :], self._seen):
            action = menu.addAction(f"{button.word}  {button.told}", partial(self.ask, at))
            action.setCheckable(True)
            action.setChecked(button.isChecked())


class _Counted(ChoiceButton):
    """A word, and smaller beside it how many there are."""

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.word, self.told = word, ""
        theme.mark(self, "quick")
        self.setFixedHeight(theme.CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_word(word, "")

    def show_word(self, word: str, told: str) -> None:
        """The number `told` is empty until it is known."""
        self.word, self.told = word, told
        self.setText(word)
        self.setAccessibleName(f"{word}, {told}" if told else word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        word = QFontMetrics(theme.font(strong=True)).horizontalAdvance(self.word)
        number = QFontMetrics(theme.number_font(theme.SMALL)).horizontalAdvance(self.told) + 6 if self.told else 0
        return QSize(word + number + 2 * _PAD, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground is the style's; its word stands beside the number."""
        del event
        painter, option = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        strong = self.isChecked() or not self.isCheckable()
        font = theme.font(strong=strong)
        painter.setFont(font)
        painter.setPen(QColor(theme.colors().text))
        box = QRect(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, flags, self.word)
        if self.told:
            painter.setFont(theme.number_font(theme.SMALL))
            painter.setPen(QColor(theme.colors().muted))
            painter.drawText(
                box.adjusted(QFontMetrics(font).horizontalAdvance(self.word) + 6, 0, 6, 0), flags, self.told
            )
        painter.end()


class _Folded(_Counted):
    """Opens the others as a menu."""

    told_as: ClassVar[QAccessible.Role] = QAccessible.Role.ButtonMenu

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(_ARROW + 6, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRect(self.width() - _PAD - _ARROW, (self.height() - _ARROW) // 2, _ARROW, _ARROW)
        icons.icon("chevron-down").paint(painter, place)
        painter.end()
