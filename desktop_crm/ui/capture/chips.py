"""One of several, beside each other: kinds as segments, days as chips. The arrows go from one to the next, Tab goes on."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QWidget

from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.roles import ChoiceButton

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


_PAD: Final = 11  # px beside the words
_MORE: Final = 4  # of it that goes where there is no room
_GAP: Final = 8  # px between icon and word


class _Choice(ChoiceButton):
    """Icon and word in the middle, where a tool button has them at its left; semibold when chosen, and no wider then."""

    _has_icon = True

    def show_chosen(self, *, chosen: bool) -> None:
        """Whether it is the one."""
        self.setChecked(chosen)
        self.setFont(theme.font(strong=chosen))

    def show_icon(self, *, shown: bool) -> None:
        """Whether there is room for it."""
        self._has_icon = shown
        self.update()

    def sizeHint(self) -> QSize:
        icon = 0 if self.icon().isNull() else icons.SIZE + _GAP
        return self.minimumSizeHint() + QSize(icon + 2 * _MORE, 0)

    def minimumSizeHint(self) -> QSize:
        words = QFontMetrics(theme.font(strong=True)).horizontalAdvance(self.text())
        return QSize(words + 2 * (_PAD - _MORE), super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        text, option.text, option.icon = option.text, "", QIcon()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        words = self.fontMetrics().horizontalAdvance(text)
        size = icons.SIZE if self._has_icon and not self.icon().isNull() else 0
        left = (self.width() - words - (size + _GAP if size else 0)) // 2
        if size:
            picture = self.icon().pixmap(QSize(size, size), self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - size) // 2, picture)
            left += size + _GAP
        painter.setPen(theme.colors().text)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class Choices(QWidget):
    """`chosen` gives the place of the one that somebody chose."""

    chosen = Signal(int)

    def __init__(self, name: str, look: str, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._look = look
        self.buttons: list[_Choice] = []
        self._at = -1
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)

    def add(self, text: str, icon: str = "", tip: str = "") -> _Choice:
        """One more."""
        made = _Choice(self)
        made.setText(text)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.setToolTip(tip)
        if icon:
            made.setIcon(icons.icon(icon))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        theme.mark(made, self._look)
        made.installEventFilter(self)
        at = len(self.buttons)
        made.clicked.connect(lambda _checked=False: self._choose(at))
        self.buttons.append(made)
        self._row.addWidget(made)
        self._show()
        return made

    def spread(self) -> None:
        """All of one width, over the whole row."""
        for at, button in enumerate(self.buttons):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._row.setStretch(at, 1)

    def end(self) -> None:
        """They stand at the left."""
        self._row.addStretch(1)

    def stop(self) -> QWidget:
        """Where Tab stops: the chosen one, or the first."""
        return self.buttons[max(self._at, 0)]

    @property
    def at(self) -> int:
        """The place of the chosen one; -1 for none."""
        return self._at

    def choose(self, at: int) -> None:
        """Show this one as chosen, or none (-1)."""
        self._at = at
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons go where the words alone have room."""
        super().resizeEvent(event)
        has_room = event.size().width() >= sum(button.sizeHint().width() for button in self.buttons)
        for button in self.buttons:
            button.show_icon(shown=has_room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and watched in self.buttons:
                self._step(self.buttons.index(watched) + step)
                return True
        return super().eventFilter(watched, event)

    def _step(self, at: int) -> None:
        shown = [place for place, button in enumerate(self.buttons) if not button.isHidden()]
        if at in shown:
            self.buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
            self._choose(at)

    def _choose(self, at: int) -> None:
        self.choose(at)
        self.chosen.emit(at)

    def _show(self) -> None:
        for place, button in enumerate(self.buttons):
            button.show_chosen(chosen=place == self._at)
            stops = place == max(self._at, 0)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)
