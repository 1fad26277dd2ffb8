"""One gap of a contract's paper: its number, what it is and where it is kept, and the field; filled, one line with a tick."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.problem import Problem, Severity
from desktop_crm.services import contract_gaps
from desktop_crm.services.contract_gaps import Gap
from desktop_crm.ui.form.editor import PASSING
from desktop_crm.ui.form.editors import Surroundings, make
from desktop_crm.ui.form.fields import Date, Field, Text, Width
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.clamped import ClampedLabel
from desktop_crm.ui.look.plain import PlainLabel, set_tip
from desktop_crm.ui.privacy import privacy

_BADGE: Final = 20
_BESIDE: Final = 10  # px between number and field
_DONE: Final = 26
_ABOVE: Final = 3  # px between label and field
_CHECK_AFTER: Final = 200  # ms


class GapRow(QWidget):
    """`moved` wants the gap so many further, `left` tells that what stands there may be kept now."""

    moved = Signal(int)
    entered = Signal()
    left = Signal()
    edited = Signal()

    def __init__(self, gap: Gap, parent: QWidget) -> None:
        super().__init__(parent)
        self.gap = gap
        self.is_done = self.is_opened = False  # filled; and opened again all the same
        self._before = gap.value  # what is replaced by what is typed
        self._number = _Number(self)
        self._label, self._kept = ClampedLabel(1, self), PlainLabel(parent=self)
        self._line = DoneLine(self)
        self._line.clicked.connect(self.take_keyboard)
        self.editor = make(_field(gap), Surroundings())
        self.editor.set_value(gap.value)
        self._inner = self.editor.inputs()[0]
        self._offer = PlainLabel(tr("↓ takes it"), self._inner)
        self._problem = ProblemLabel(self)
        self._soon = QTimer(self, singleShot=True, interval=_CHECK_AFTER)
        self._soon.timeout.connect(self._check)
        self._lay_out()
        self._inner.installEventFilter(self)
        self.editor.edited.connect(self._typed)
        self.editor.left.connect(self.left)
        privacy.signals.changed.connect(self._tell_offer)
        self.tell(gap, 0, done=False)

    def tell(self, gap: Gap, number: int, *, done: bool) -> None:
        """As it is in the file now; what is typed and not kept stays, and so does the field that is typed in."""
        dirty = self.is_dirty()
        self.gap = gap
        if not dirty:
            self._before = gap.value
            if self.editor.value() != self.editor.clean(gap.value):
                self.editor.set_value(gap.value)
        self.is_done = done
        title = say(gap.title)
        self._number.tell(number)
        self._label.show_text(title)
        self._kept.setText(say(gap.kept))
        self.editor.name_for_readers(
            tr("{n}. {title}", n=number, title=title), say(gap.kept) if gap.hint is None else say(gap.hint)
        )
        self._line.tell(title, _told(gap))
        self._tell_offer()
        self.arrange()

    def is_dirty(self) -> bool:
        """Whether something is typed that is not kept."""
        return self.editor.is_half_typed() or self.editor.value() != self.editor.clean(self._before)

    def has_keyboard(self) -> bool:
        """Whether it is typed into."""
        focused = self.window().focusWidget()
        return focused is not None and self.editor.isAncestorOf(focused)

    def is_open(self) -> bool:
        """Whether it is still to be filled."""
        return not self.is_done or self.is_dirty()

    def take_keyboard(self) -> None:
        """Into the field, all of it selected."""
        self.is_opened = True
        self.arrange()
        self.editor.focus_part("")

    def stops(self) -> Sequence[QWidget]:
        """Where Tab stops, shown or not."""
        return [*self.editor.inputs(), self._line]

    def replaced(self) -> Any:
        """The value that was shown before something was typed."""
        return self._before

    def kept(self, value: Any) -> None:
        """What stands there is in the file, written so."""
        self._before = value
        self.editor.set_value(value)
        self.gap = replace(self.gap, value=value)
        self.is_done = bool(value)
        self._show(contract_gaps.problems(self.gap.path, value))
        self._line.tell(say(self.gap.title), _told(self.gap))

    def refused(self, problems: Sequence[Problem]) -> None:
        """Why it is not; the next try replaces what the file has by then."""
        self._before = self.gap.value
        self._show(problems)

    def put_back(self) -> None:
        """Forget what is typed."""
        self.editor.set_value(self._before)
        self._show(())
        self.arrange()

    def arrange(self) -> None:
        """One line where it is filled, nobody types in it and nothing looks wrong with it."""
        doubtful = bool(contract_gaps.problems(self.gap.path, self.gap.value))
        read = self.is_done and not (doubtful or self.is_opened or self.is_dirty() or self.has_keyboard())
        self._line.setVisible(read)
        for widget in (self._number, self._label, self._kept, self.editor):
            widget.setVisible(not read)
        if read:
            self._problem.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._takes_back(event):
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event):
            return True
        if event.type() == QEvent.Type.FocusIn:
            self._number.set_current(current=True)
            self.entered.emit()
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in PASSING:
            self._number.set_current(current=False)
            self.is_opened = False
            QTimer.singleShot(0, self, self.arrange)
        elif event.type() == QEvent.Type.Resize:
            self._place_offer()
        return super().eventFilter(watched, event)

    def _takes_back(self, event: QKeyEvent) -> bool:
        """Esc, before it leaves the page; also what was refused."""
        if event.key() != Qt.Key.Key_Escape or event.modifiers() or not self.is_dirty():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self.put_back()
            self.edited.emit()
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """Enter and Tab go from gap to gap, ↓ takes what is offered."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self.moved.emit(-1 if back else 1)
            case Qt.Key.Key_Down | Qt.Key.Key_Up if plain and not back:
                return self._take_offered(1 if event.key() == Qt.Key.Key_Down else -1)
            case _:
                return False
        return True

    def _take_offered(self, by: int) -> bool:
        """The first, or the one after what stands there."""
        offered = self._offered()
        text = self.editor.value() or ""
        if not offered or (text and text not in offered) or (not text and by < 0):
            return False
        at = (offered.index(text) + by) % len(offered) if text else 0
        self.editor.restore(offered[at])
        return True

    def _offered(self) -> Sequence[str]:
        """What stands on a card and not on the paper is covered by the privacy screen."""
        return () if privacy.is_on() else self.gap.offered

    def _tell_offer(self) -> None:
        offered, line = self._offered(), self._inner
        if isinstance(line, QLineEdit) and not self.gap.is_day:
            hint = "" if self.gap.hint is None else say(self.gap.hint)
            line.setPlaceholderText(offered[0] if offered else hint)
        self._offer.setVisible(bool(offered) and not self.editor.value())
        self._place_offer()

    def _place_offer(self) -> None:
        size = self._offer.sizeHint()
        inside = self._inner
        if isinstance(inside, QLineEdit) and not self.gap.is_day:
            inside.setTextMargins(0, 0, 0 if self._offer.isHidden() else size.width(), 0)
        self._offer.setGeometry(
            inside.width() - size.width() - theme.PAD_8,
            (inside.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )

    def _typed(self) -> None:
        self._tell_offer()
        self._soon.start()
        self.edited.emit()

    def _check(self) -> None:
        """While one types: only what can be told then."""
        found = contract_gaps.problems(self.gap.path, self.editor.value())
        self._show([each for each in found if each.severity is not Severity.ERROR or not self.has_keyboard()])

    def _show(self, problems: Sequence[Problem]) -> None:
        if (trouble := self.editor.told_trouble()) is not None:
            problems = [Problem(self.gap.path, trouble)]
        self._problem.show_problems(problems)
        self.editor.mark_invalid(any(each.severity is Severity.ERROR for each in problems))

    def _lay_out(self) -> None:
        for label in (self._label, self._kept, self._offer):
            theme.mark(label, "small")
        self._offer.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.setBuddy(self._inner)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.setSpacing(theme.PAD_8)
        head.addWidget(self._label, 1)
        head.addWidget(self._kept)
        field = QVBoxLayout()
        field.setSpacing(_ABOVE)
        field.addLayout(head)
        field.addWidget(self.editor)
        field.addWidget(self._problem)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_BESIDE)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._number, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(field, 0, 1)
        grid.addWidget(self._line, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)


class _Number(QWidget):
    """As the paper has it; the colours of attention, or those of the field that is typed in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self._current = "", False
        self.setFixedSize(_BADGE, theme.CONTROL_HEIGHT + _ABOVE + QFontMetrics(theme.font(theme.SMALL)).height())

    def tell(self, number: int) -> None:
        """This one."""
        self._text = str(number)
        self.update()

    def set_current(self, *, current: bool) -> None:
        """Whether its field has the keyboard."""
        self._current = current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, colors = QPainter(self), theme.colors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent if self._current else colors.attention_soft))
        circle = self.rect()
        circle.setTop(circle.bottom() - (theme.CONTROL_HEIGHT + _BADGE) // 2)
        circle.setHeight(_BADGE)
        painter.drawEllipse(circle)
        painter.setPen(QColor(colors.on_accent if self._current else colors.attention))
        painter.setFont(theme.font(theme.SMALL, strong=True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class DoneLine(QAbstractButton):
    """A tick, what it is, and what was filled in; a click opens it again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = self._value = ""
        self.setFixedHeight(_DONE)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, title: str, value: str) -> None:
        """This one."""
        self._title, self._value = title, value
        self.setAccessibleName(tr("{title}: {value}, filled in", title=title, value=value))
        set_tip(self, value)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_DONE, _DONE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, colors = QPainter(self), theme.colors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(2, (_DONE - 16) // 2, icons.pixmap("check", "good", 16, ratio))
        room = self.rect().adjusted(_BADGE + _BESIDE, 0, -theme.PAD_4, 0)
        metrics, side = self.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room.width() * 3 // 5)
        painter.setPen(QColor(colors.muted))
        painter.drawText(room, side, title)
        room.setLeft(room.left() + metrics.horizontalAdvance(title) + theme.PAD_8)
        painter.setPen(QColor(colors.text))
        painter.drawText(room, side, metrics.elidedText(self._value, Qt.TextElideMode.ElideRight, room.width()))
        painter.end()


def _field(gap: Gap) -> Field:
    if gap.is_day:
        return Date(gap.path, gap.title, width=Width.COLUMN)
    return Text(gap.path, gap.title, placeholder=gap.hint)


def _told(gap: Gap) -> str:
    if not gap.value:
        return gap.told
    return gap.value if isinstance(gap.value, str) else "" if gap.value is None else speak().day(gap.value)
