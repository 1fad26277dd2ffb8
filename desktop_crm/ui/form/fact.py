"""A field as it is read: its value where its editor will be, a pencil while it is chosen. A click, Enter or F2 edits it."""

from functools import cache
from math import inf
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import draw_bar

HEIGHT: Final = 28
_PENCIL: Final = 14
_NOTHING: Final = "–"
_ABOVE: Final = 5  # px above and below the words
_SURELY: Final = 2  # px that a line may be longer than its letters
_WIDE: Final = 1000  # px, more than a letter needs
_WIDTHS: Final = 4  # for which it is kept how the words lie
_TICK: Final = 2000  # ms that *Saved* stays
_TAB: Final = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})


class _Hop:
    """Tab out of a field that was edited edits the next one."""

    on = False


def hop(reason: Qt.FocusReason) -> None:
    """The keyboard leaves an editor, for what takes it at once."""
    _Hop.on = reason in _TAB
    QTimer.singleShot(0, _over)


def _over() -> None:
    _Hop.on = False


def _laid_out(text: str, width: int) -> QTextLayout:
    """An address of an e-mail is broken behind its @, or else where it must be."""
    words = text.replace("\n", "\N{LINE SEPARATOR}").replace("@", "@\N{ZERO WIDTH SPACE}")
    laid = QTextLayout(words, theme.number_font())
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid.setTextOption(option)
    laid.beginLayout()
    top = 0.0
    while (line := laid.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, top))
        top += line.height()
    laid.endLayout()
    return laid


@cache
def _line_height() -> float:
    """Px of a single one."""
    return _laid_out(_NOTHING, _WIDE).boundingRect().height()


class Fact(QWidget):
    """`wanted` asks for the editor, `moved` for the fact so many further."""

    wanted = Signal()
    moved = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._hovered = self._locked = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(HEIGHT)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._words = ""
        self._length: float | None = None  # px of all of them in one line
        self._lines: dict[int, QTextLayout] = {}  # as they lie in so many px
        self._told = QTimer(self, singleShot=True, interval=_TICK)
        self._told.timeout.connect(self.update)

    def tell(self, value: str, *, covered: bool = False) -> None:
        """What it is."""
        words, nothing = privacy.DOTS if covered else value, tr("empty")
        if words != self._words:
            self._words, self._length = words, None
            self._lines.clear()
            self.updateGeometry()
            self.update()
        self.setAccessibleName(f"{self._name}: {privacy.spoken(words) or nothing}")

    def set_locked(self, locked: bool) -> None:
        """It can't be edited now."""
        self._locked = locked
        self.setCursor(Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.PointingHandCursor)
        self.update()

    def tell_saved(self) -> None:
        """A tick, for a moment."""
        self._told.start()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * _PENCIL, HEIGHT)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """What its lines need; one that fits need not be laid out for each width that Qt tries."""
        room = self._room(QRect(0, 0, width, 0)).width()
        if not self._words:
            return HEIGHT
        needed = _line_height() if self._is_one_line(room) else self._laid(room).boundingRect().height()
        return max(HEIGHT, round(needed) + 2 * _ABOVE)

    def _is_one_line(self, room: int) -> bool:
        if self._length is None:
            metrics = QFontMetricsF(theme.number_font())
            self._length = inf if "\n" in self._words else metrics.horizontalAdvance(self._words) + _SURELY
        return self._length <= room

    def _laid(self, width: int) -> QTextLayout:
        """The words in lines; Qt asks again and again how high they are."""
        if width not in self._lines:
            if len(self._lines) >= _WIDTHS:
                self._lines.clear()
            self._lines[width] = _laid_out(self._words or _NOTHING, width)
        return self._lines[width]

    @staticmethod
    def _room(whole: QRect) -> QRect:
        """For the words; the pencil stands at their right."""
        return whole.adjusted(theme.PAD_8, _ABOVE, -theme.PAD_8 - _PENCIL - theme.PAD_4, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2 if plain and not self._locked:
                self.wanted.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down if plain:
                self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        hops, _Hop.on = _Hop.on and event.reason() in _TAB, False
        self.update()
        if hops:
            self.wanted.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, colors = QPainter(self), theme.colors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -1, -1)
        if self._hovered and not self._locked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.hover))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        room = self._room(self.rect())
        if self._words == privacy.DOTS:
            draw_bar(painter, QRect(room.left(), room.top(), room.width(), HEIGHT - 2 * _ABOVE))
        else:
            painter.setPen(QColor(colors.text if self._words else colors.muted))
            self._laid(room.width()).draw(painter, QPointF(room.topLeft()))
        picture, color = self._picture()
        if picture:
            at = QPoint(self.width() - _PENCIL - theme.PAD_8, (HEIGHT - _PENCIL) // 2)
            painter.drawPixmap(at, icons.pixmap(picture, color, _PENCIL, self.devicePixelRatioF()))
        painter.end()

    def _picture(self) -> tuple[str, str]:
        if self._told.isActive():
            return "check", "good"
        if not (self._hovered or self.hasFocus()):
            return "", ""
        return ("lock", "muted") if self._locked else ("pencil", "muted")
