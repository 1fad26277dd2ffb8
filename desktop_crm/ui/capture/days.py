"""The day of a next step: the likely ones as chips, any other typed loosely."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop_crm.model.planned import read_planned
from desktop_crm.model.typed_day import read_day
from desktop_crm.ui.capture.chips import Choices
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme

_GAP: Final = 6  # px
_SATURDAY: Final = 5
_FRIDAY: Final = 4
_OTHER, _NONE = 4, 5


def likely(today: date) -> tuple[date, date, date, date]:
    """Today, tomorrow, the working day after it, and the Friday of that week, or the Monday behind it."""
    tomorrow = today + timedelta(days=1)
    third = working(tomorrow + timedelta(days=1))
    friday = third + timedelta(days=(_FRIDAY - third.weekday()) % 7)
    return today, tomorrow, third, friday if friday > third else working(third + timedelta(days=1))


def working(day: date) -> date:
    """This day, or the Monday behind a weekend."""
    return day if day.weekday() < _SATURDAY else day + timedelta(days=7 - day.weekday())


class DayChips(QWidget):
    """`value` is the day, None for none. A step that is typed gets the next working day until somebody chooses."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._today = today
        self.value: date | None = None
        self._by_hand = False
        self._days = likely(today())
        self.chips = Choices(tr("Day of the next step"), "chip", _GAP, self)
        for day, text in zip(self._days, (tr("Today"), tr("Tomorrow"), "", ""), strict=True):
            self.chips.add(text or speak().day_soon(day), tip=speak().day(day))
        self.chips.add(tr("Other…"))
        self.chips.add(tr("None"))
        self.chips.chosen.connect(self._chosen)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(tr("12 Mar, +7, tomorrow"))
        self.line.setAccessibleName(tr("Day of the next step"))
        self.line.setFixedWidth(150)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(lambda _text: self._mark(wrong=False))
        self.line.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_8)
        row.addWidget(self.chips)
        row.addWidget(self.line)
        row.addStretch(1)

    def follow(self, step: str) -> None:
        """A step was typed, or is gone; it may say its day itself (*besok telp*)."""
        if not self._by_hand:
            said = read_planned(step, self._days[0]).day
            self._put((said or working(self._days[1])) if step.strip() else None)

    def put(self, day: date | None, *, by_hand: bool) -> None:
        """Show this day."""
        self._by_hand = by_hand
        self._put(day)

    @property
    def by_hand(self) -> bool:
        """Whether somebody chose."""
        return self._by_hand

    def is_chosen(self, widget: QWidget | None) -> bool:
        """Whether this is the chip of the day that is chosen."""
        return self.chips.at >= 0 and widget is self.chips.buttons[self.chips.at]

    def take_typed(self) -> bool:
        """The day that is being typed; False when it is none, which is told."""
        if self.line.isHidden():
            return True
        day = read_day(self.line.text(), self._today()) if self.line.text().strip() else None
        if day is None and self.line.text().strip():
            self._mark(wrong=True)
            self.line.setFocus()
            return False
        self._close()
        self.put(day if day is not None else self.value, by_hand=True)
        self.changed.emit()
        return True

    def take_back(self) -> bool:
        """Esc in the line: the chips as they were; False when no line is there."""
        if self.line.isHidden():
            return False
        self._close()
        self._show()
        self.focus()
        return True

    def focus(self) -> None:
        """Bring the keyboard to the chosen one."""
        self.chips.stop().setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
                if self.take_typed():
                    self.focus()
                return True
        elif watched is self.line and event.type() == QEvent.Type.FocusOut and self.line.text().strip():
            self.take_typed()
        return super().eventFilter(watched, event)

    def _chosen(self, at: int) -> None:
        if at == _OTHER:
            self._open()
            return
        self.put(None if at == _NONE else self._days[at], by_hand=True)
        self.changed.emit()

    def _put(self, day: date | None) -> None:
        self.value = day
        self._show()

    def _show(self) -> None:
        other = self.chips.buttons[_OTHER]
        is_other = self.value is not None and self.value not in self._days
        other.setText(speak().day_soon(self.value) if is_other and self.value else tr("Other…"))
        if self.value is None:
            self.chips.choose(_NONE if self._by_hand else -1)
        else:
            self.chips.choose(_OTHER if is_other else self._days.index(self.value))

    def _open(self) -> None:
        self.line.clear()
        self._mark(wrong=False)
        self.chips.buttons[_NONE].hide()
        self.line.show()
        self.line.setFocus()

    def _close(self) -> None:
        self.line.hide()
        self.chips.buttons[_NONE].show()

    def _mark(self, *, wrong: bool) -> None:
        self.line.setProperty("invalid", wrong)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
