"""Editor of a day: typed loosely, counted with the arrows, or picked from a calendar."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.model.message import msg
from desktop_crm.model.typed_day import read_day, shifted
from desktop_crm.ui.form.days import today
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Date
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import field_buttons, theme
from desktop_crm.ui.look.icons import icon


class DateEditor(Editor):
    """A date or None. ↑ and ↓ go a day on and back, Alt+↓ or F4 opens the calendar."""

    def __init__(self, field: Date, now: Callable[[], date] = today) -> None:
        super().__init__()
        del field
        self._now = now
        self._line = QLineEdit()
        self._line.setPlaceholderText(tr("12 Mar, +7, tomorrow"))
        self._pick = QAction(icon("calendar"), tr("Open the calendar"), self._line)
        self._pick.triggered.connect(self.open_calendar)
        self._line.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        field_buttons.make_room(self._line)
        self.fill(self._line)
        self.watch(self._line)
        self._line.textEdited.connect(self._typed)
        self._line.returnPressed.connect(self.leave)
        self.popup: QFrame | None = None

    def clean(self, value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None

    def show_value(self) -> None:
        text = "" if self._value is None else speak().day(self._value)
        if text != self._line.text():  # which would move the cursor
            self._line.setText(text)

    def told(self) -> str:
        return "" if self._value is None else speak().day(self._value)

    def draft(self) -> Any:
        if self._trouble is not None:
            return {"typed": self._line.text()}
        return None if self._value is None else self._value.isoformat()

    def restore(self, draft: Any) -> None:
        if isinstance(draft, dict):
            self._line.setText(draft["typed"])
            self._typed(draft["typed"])
        else:
            super().restore(draft)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._line.setReadOnly(read_only)
        self._pick.setVisible(not read_only)

    def key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or self.read_only:
            return super().key(watched, event)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_F4:
                self.open_calendar()
            case Qt.Key.Key_Down if alt:
                self.open_calendar()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._step(1 if event.key() == Qt.Key.Key_Up else -1)
            case _:
                return super().key(watched, event)
        return True

    def open_calendar(self) -> None:
        """Show a month to pick from."""
        self.popup = _Calendar(self._value or self._now(), self._picked, self)
        below = self._line.mapToGlobal(QPoint(0, self._line.height() + 2))
        self.popup.adjustSize()
        room = self.screen().availableGeometry()
        size = self.popup.sizeHint()
        above = self._line.mapToGlobal(QPoint(0, -size.height() - 2))
        place = below if below.y() + size.height() <= room.bottom() else above
        self.popup.move(max(room.left(), min(place.x(), room.right() - size.width())), max(room.top(), place.y()))
        self.popup.show()
        self.popup.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _picked(self, day: date) -> None:
        self.take(day)
        self.show_value()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)
        self._line.selectAll()
        self.commit()

    def _step(self, days: int) -> None:
        day = self._now() if self._value is None else shifted(self._value, days, "day")
        if self._trouble is None and day is not None:
            self.take(day)
            self.show_value()
            self._line.selectAll()

    def _typed(self, text: str) -> None:
        if not text.strip():
            self.take(None)
            return
        day = read_day(text, self._now())
        self.take(day, None if day else msg("This is not a date"))


class _Calendar(QFrame):
    """A month in a window of its own that closes by itself."""

    def __init__(self, day: date, picked: Callable[[date], None], parent: Editor) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._tint()
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._name_parts()
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        box.addWidget(self.calendar)
        self._tell = picked
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)

    def _name_parts(self) -> None:
        """Qt leaves them without a name, or with an English one."""
        names = {
            "qt_calendar_prevmonth": tr("Previous month"),
            "qt_calendar_nextmonth": tr("Next month"),
            "qt_calendar_yearedit": tr("Year"),
            "qt_calendar_calendarview": tr("Calendar"),
        }
        for part in self.calendar.findChildren(QWidget):
            if part.objectName() in names:
                part.setAccessibleName(names[part.objectName()])
        self.calendar.setAccessibleName(tr("Calendar"))

    def _tint(self) -> None:
        """Sundays in red, as on the wall; Saturdays are ordinary."""
        for day, color in ((Qt.DayOfWeek.Saturday, theme.colors().text), (Qt.DayOfWeek.Sunday, theme.colors().danger)):
            shape = QTextCharFormat()
            shape.setForeground(QColor(color))
            self.calendar.setWeekdayTextFormat(day, shape)

    def _take(self, day: QDate) -> None:
        if self.isVisible():  # a double click tells twice
            self.close()
            self._tell(date(day.year(), day.month(), day.day()))
