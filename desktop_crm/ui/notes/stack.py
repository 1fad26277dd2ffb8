"""Quiet notes at the bottom of the window: what happened, with *Undo*, gone by themselves."""

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy.announce import announce

_KEPT: Final = 3
_SECONDS: Final = {Tone.DANGER: 20, Tone.ATTENTION: 12}
_USUAL_SECONDS: Final = 7
_WIDTH: Final = 560
_SHADE: Final = QColor(15, 23, 42, 11)  # of each of its layers
_SHADE_OUT: Final = 12  # px around a note
_SHADE_DOWN: Final = 4
_ICONS: Final = {
    Tone.GOOD: "circle-check",
    Tone.ATTENTION: "triangle-alert",
    Tone.DANGER: "circle-alert",
    Tone.INFORMATION: "info",
}


class Note(QFrame):
    """One note; stays while the pointer or the keyboard is on it."""

    left = Signal(object)  # this one goes now
    let_go = Signal()  # it had the keyboard until now

    def __init__(
        self,
        text: str,
        tone: Tone,
        buttons: list[tuple[str, Callable[[], object]]],
        parent: QWidget,
        *,
        stays: bool = False,
    ) -> None:
        """`stays`: until somebody closes it; whom it is for may not be there."""
        super().__init__(parent)
        self.stays = stays
        self.is_trouble = tone in {Tone.ATTENTION, Tone.DANGER}
        self.is_told = False  # to a screen reader
        self.setObjectName("note")
        self.text = text
        self.setAccessibleName(text)
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_16, theme.PAD_8, theme.PAD_8, theme.PAD_8)
        row.setSpacing(theme.PAD_8)
        if tone in _ICONS:
            row.addWidget(self._picture(tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words(text), 1)
        for words, run in buttons:
            row.addWidget(self._button(words, run), 0, Qt.AlignmentFlag.AlignTop)
        self._close = self._closer()
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self, singleShot=True, interval=_SECONDS.get(tone, _USUAL_SECONDS) * 1000)
        self._timer.timeout.connect(self.leave)
        self._waiting = self._gone = False
        self._count_down()

    def fit(self, width: int) -> None:
        """Take this width and the height the words need in it."""
        layout = self.layout()
        assert layout is not None
        self.ensurePolished()  # the border comes with the style
        edges = self.contentsMargins()
        inside = width - edges.left() - edges.right()
        height = max(layout.heightForWidth(inside), layout.minimumSize().height())
        self.setFixedSize(width, height + edges.top() + edges.bottom())

    def has_keyboard(self) -> bool:
        """Whether one of its buttons has the keyboard."""
        return any(button.hasFocus() for button in (*self.buttons, self._close))

    def take_keyboard(self) -> None:
        """To what it offers, else to its cross."""
        next(iter(self.buttons), self._close).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def wait(self, waiting: bool) -> None:
        """Stay for as long as nobody can see it; its time begins anew after that."""
        self._waiting = waiting
        self._count_down()

    def leave(self) -> None:
        """Be gone: at once from sight, and from the list of the others."""
        if not self._gone:
            self._gone = True
            self._timer.stop()
            if self.has_keyboard():
                self.let_go.emit()
            self.hide()
            self.left.emit(self)
            self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._count_down()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            (self._timer.stop if event.gotFocus() else self._count_down)()
        return super().eventFilter(watched, event)

    def _count_down(self) -> None:
        kept = self._gone or self._waiting or self.stays or self.has_keyboard()
        (self._timer.stop if kept else self._timer.start)()

    def _picture(self, tone: Tone) -> QLabel:
        label = QLabel(self)
        label.setFixedSize(18, 28)
        label.setPixmap(icons.pixmap(_ICONS[tone], getattr(theme.DARK, tone.value), 18, self.devicePixelRatioF()))
        return label

    def _words(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumHeight(28)
        label.setMinimumWidth(min(label.fontMetrics().horizontalAdvance(text) + 4, 300))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
        return label

    def _button(self, words: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        theme.mark(button, "quiet")
        button.installEventFilter(self)
        button.clicked.connect(self.leave)
        button.clicked.connect(lambda _checked=False: run())
        self.buttons.append(button)
        return button

    def _closer(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon("x", theme.DARK.muted))
        button.setFixedSize(28, 28)
        button.setAccessibleName(tr("Close the note"))
        button.setToolTip(tr("Close the note"))
        button.installEventFilter(self)
        button.clicked.connect(self.leave)
        return button


class NoteStack(QWidget):
    """The place over the window's bottom where notes lie, the newest lowest; `lift` px above the edge."""

    def __init__(self, window: QWidget, lift: int = 30) -> None:
        super().__init__(window)
        self._window = window
        self._lift = lift
        self._silent = False
        self._notes: list[Note] = []
        self._before: QWidget | None = None  # where the keyboard was
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.PAD_24, theme.PAD_12, theme.PAD_24, theme.PAD_16)
        self._column.setSpacing(theme.PAD_8)
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keyboard_moved)
        self.hide()

    def add(self, note: Note) -> None:
        """Show a note; the oldest goes when there are more than three, those that stay after all others.

        What is told again is told once: the same words without a button lie there no longer.
        """
        before = self._before
        equal = [old for old in self.notes() if old.text == note.text and not old.buttons and not note.buttons]
        had_keyboard = any(old.has_keyboard() for old in equal)
        for old in equal:
            old.leave()
        while len(there := self.notes()) >= _KEPT:
            free = [old for old in there if not old.has_keyboard()]
            next((old for old in free if not old.stays), free[0]).leave()
        self._notes.append(note)
        self._column.addWidget(note)
        note.left.connect(self._forget)
        note.let_go.connect(self._give_back)
        note.show()
        note.wait(self._silent)
        self._settle()
        if self._silent:
            return
        self.raise_()
        self._tell(note)
        if had_keyboard:
            note.take_keyboard()
            self._before = before

    def be_silent(self, silent: bool) -> None:
        """Show and say nothing until this is taken back; notes wait."""
        self._silent = silent
        for note in self.notes():
            note.wait(silent)
        self._settle()
        for note in self.notes() if not silent else ():
            self._tell(note)

    def notes(self) -> list[Note]:
        """The notes that lie there, oldest first."""
        return list(self._notes)

    def focus_newest(self) -> None:
        """Bring the keyboard to the newest note; again, and it is back where it was."""
        if any(note.has_keyboard() for note in self.notes()):
            self._give_back()
        elif self._notes and not self._silent:
            self._notes[-1].take_keyboard()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisibleTo(self._window):
            self._settle()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The notes' shadows. Qt's own effect would paint anew, and blur, whatever changes below: a tenth of a second each time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        for note in self._notes:
            for out in range(_SHADE_OUT, 0, -2):
                painter.drawRoundedRect(
                    note.geometry().adjusted(-out, _SHADE_DOWN - out, out, _SHADE_DOWN + out), 8 + out, 8 + out
                )
        painter.end()

    def forget(self) -> None:
        """All of them go."""
        for note in self.notes():
            note.leave()

    def _tell(self, note: Note) -> None:
        if not note.is_told:
            note.is_told = True
            announce(note, note.text, urgent=note.is_trouble)

    def _keyboard_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        inside = new is not None and self.isAncestorOf(new)
        if inside and old is not None and not self.isAncestorOf(old) and old.window() is self._window:
            self._before = old

    def _give_back(self) -> None:
        """The keyboard goes where it was before a note had it."""
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self, note: Note) -> None:
        self._notes.remove(note)
        self._column.removeWidget(note)
        self._settle()

    def _settle(self) -> None:
        notes = self.notes()
        self.setVisible(bool(notes) and not self._silent)
        if not notes:
            return
        window = self._window
        width = min(_WIDTH, window.width() - 2 * theme.PAD_24)
        for note in notes:
            note.fit(width)
        gaps = theme.PAD_12 + theme.PAD_16 + theme.PAD_8 * (len(notes) - 1)
        height = sum(note.height() for note in notes) + gaps
        left = (window.width() - width) // 2 - theme.PAD_24
        self.setGeometry(left, window.height() - self._lift - height, width + 2 * theme.PAD_24, height)
