"""Quiet notes at the bottom of what is worked in: what is true now, with *Undo*, gone by themselves; trouble waits for an answer."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
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

from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.kept_clear import kept_clear
from desktop_crm.ui.look.plain import set_tip
from desktop_crm.ui.notes.placing import place
from desktop_crm.ui.notes.told import Told
from desktop_crm.ui.privacy.announce import announce

_KEPT: Final = 3
_SECONDS: Final = 8
_WIDTHS: Final = (560, 420, 320)
_LOOK_AGAIN: Final = 200  # ms: what must stay clear may have come or gone
_LINE: Final = 30  # px: a button's height
_AROUND: Final = 6  # with which a note of one line is 44 high
_SHADE: Final = QColor(15, 23, 42, 11)  # of each of its layers
_SHADE_OUT: Final = 12  # px around a note
_SHADE_DOWN: Final = 4
_ICONS: Final = {
    Tone.GOOD: "circle-check",
    Tone.ATTENTION: "triangle-alert",
    Tone.DANGER: "circle-alert",
    Tone.INFORMATION: "info",
}


class Ground(Protocol):
    """What the notes of a window lie on."""

    def pane(self) -> QWidget:
        """What is worked in now."""

    def bottom(self) -> int:
        """Where what they never lie over begins, in the window."""

    def make_room(self, height: int) -> None:
        """So many px above that, under the pane, are the notes' own."""


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
        told: Told | None = None,
        takes_back: bool = False,
    ) -> None:
        """`stays`: until somebody closes it; whom it is for may not be there. So does trouble. `told` is what the text was made of."""
        super().__init__(parent)
        self.told = told
        self.is_trouble = tone in {Tone.ATTENTION, Tone.DANGER}
        self.stays = stays or self.is_trouble
        self.is_told = False  # to a screen reader
        self.setObjectName("note")
        self.text = text
        self.takes_back = takes_back  # by its last button, an action of its own
        self.whole = text if told is None else told.whole()
        self.setAccessibleName(self.whole)
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_16, _AROUND, theme.PAD_8, _AROUND)
        row.setSpacing(theme.PAD_8)
        if tone in _ICONS:
            row.addWidget(self._picture(tone), 0, Qt.AlignmentFlag.AlignTop)
        self._label = self._words(text)
        if self.whole != text:
            set_tip(self._label, self.whole)
        row.addWidget(self._label, 1)
        for words, run in buttons:
            row.addWidget(self._button(words, run), 0, Qt.AlignmentFlag.AlignTop)
        self._close = self._closer()
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._timer.timeout.connect(self.leave)
        self._waiting = self._gone = False
        self._count_down()

    def natural(self) -> int:
        """The width in which its words take one line."""
        self.ensurePolished()
        label = self._label
        layout = self.layout()
        assert layout is not None
        words = max(label.fontMetrics().horizontalAdvance(line) for line in self.text.split("\n"))
        return layout.minimumSize().width() - label.minimumWidth() + words + 2 * theme.PAD_8

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
        label.setFixedSize(18, _LINE)
        label.setPixmap(icons.pixmap(_ICONS[tone], getattr(theme.DARK, tone.value), 18, self.devicePixelRatioF()))
        return label

    def _words(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumHeight(_LINE)
        label.setMinimumWidth(min(label.fontMetrics().horizontalAdvance(text) + 4, 120))
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
        button.setFixedSize(28, _LINE)
        button.setAccessibleName(tr("Close the note"))
        button.setToolTip(tr("Close the note"))
        button.installEventFilter(self)
        button.clicked.connect(self.leave)
        return button


class Shade(QWidget):
    """The notes' shadows, through which the pointer reaches what they fall on.

    Qt's own effect would paint anew, and blur, whatever changes below: a tenth of a second each time.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._rects: list[QRect] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie_under(self, place: QRect, notes: Sequence[QRect]) -> None:
        """Of notes in this place, whose own places are told from its corner."""
        out = _SHADE_OUT + _SHADE_DOWN
        self.setGeometry(place.adjusted(-out, -out, out, out))
        rects = [rect.translated(out, out) for rect in notes]
        if rects != self._rects:
            self._rects = rects
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        for rect in self._rects:
            for out in range(_SHADE_OUT, 0, -2):
                painter.drawRoundedRect(
                    rect.adjusted(-out, _SHADE_DOWN - out, out, _SHADE_DOWN + out), 8 + out, 8 + out
                )
        painter.end()


class NoteStack(QWidget):
    """The notes, the newest lowest, at the bottom of the `pane` that is worked in.

    They lie over nothing that must stay clear; where that leaves no place for them, they get a room of their own.
    """

    def __init__(self, window: QWidget, ground: Ground) -> None:
        super().__init__(window)
        self._window, self._ground = window, ground
        self._silent = False
        self._apart: tuple[object, ...] = ()  # what they have their own room for
        self._notes: list[Note] = []
        self._before: QWidget | None = None  # where the keyboard was
        self._goes_on = False  # the keyboard was in what is told anew
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shade = Shade(window)
        self._column.setSpacing(theme.PAD_8)
        self._look = QTimer(self, interval=_LOOK_AGAIN)
        self._look.timeout.connect(self._look_again)
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keyboard_moved)
        self.hide()

    def joined(self, now: NowTrue, entries: Sequence[int]) -> Told | None:
        """The same that the newest note says, and this; that note goes. None where it says something else."""
        newest = next((note for note in reversed(self._notes) if note.told is not None and note.told.entries), None)
        both = newest.told.with_another(now, tuple(entries)) if newest is not None and newest.told is not None else None
        if newest is not None and both is not None:
            self._replace([newest])
        return both

    def add(self, note: Note) -> None:
        """Show a note; the oldest that would go by itself goes when there are more than three.

        What is told again is told once, by the newer: the same words lie there no longer.
        """
        self._replace(
            [old for old in self.notes() if old.text == note.text and not (old.takes_back or note.takes_back)]
        )
        goes_on, self._goes_on, before = self._goes_on, False, self._before
        passing = [old for old in self.notes() if not old.stays and not old.has_keyboard()]
        for old in passing[: max(0, len(self._notes) - _KEPT + 1)]:
            old.leave()
        self._notes.append(note)
        self._column.addWidget(note)
        note.left.connect(self._forget)
        note.let_go.connect(self._give_back)
        note.wait(self._silent)
        self._settle()
        if self._silent:
            return
        self._shade.raise_()
        self.raise_()
        self._tell(note)
        if goes_on:
            note.take_keyboard()
            self._before = before

    def _replace(self, notes: Sequence[Note]) -> None:
        before = self._before
        self._goes_on = self._goes_on or any(old.has_keyboard() for old in notes)
        for old in notes:
            old.leave()
        if self._goes_on:
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
            self._shown()[-1].take_keyboard()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisibleTo(self._window):
            self._settle()
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """All of them go."""
        for note in self.notes():
            note.leave()

    def _tell(self, note: Note) -> None:
        if not note.is_told:
            note.is_told = True
            announce(note, note.whole, urgent=note.is_trouble)

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

    def _shown(self) -> list[Note]:
        """The newest; trouble that has no room waits until another goes."""
        return self._notes[-_KEPT:]

    def _look_again(self) -> None:
        """Screens come and go below; a note that is held does not slip away."""
        if not self.underMouse() and not any(note.has_keyboard() for note in self._notes):
            self._settle()

    def _settle(self) -> None:
        is_seen = bool(self._notes) and not self._silent
        self.setVisible(is_seen)
        self._shade.setVisible(is_seen)
        (self._look.start if is_seen else self._look.stop)()
        if not is_seen:
            self._leave_room()
            return
        shown = self._shown()
        for note in self._notes:
            note.setVisible(note in shown)
        pane = self._ground.pane()
        case = (pane, self._window.size(), *shown)
        if (
            self._apart == case
        ):  # or the pane, which is smaller now, would have a place again, and be too small for it then
            self._lay_apart(shown)
            return
        self._leave_room()
        found = self._found(pane, shown)
        if found is None:
            self._apart = case
            self._lay_apart(shown)
        else:
            self._lay(found)

    def _found(self, pane: QWidget, shown: Sequence[Note]) -> QRect | None:
        """Over the pane: in one line where that has room, else narrower and higher."""
        corner = pane.mapTo(self._window, QPoint(0, 0))
        room = QRect(corner, pane.size())
        room.setBottom(min(room.bottom(), self._ground.bottom() - 1))
        clear = [rect.translated(corner) for rect in kept_clear(pane)]
        natural = max(note.natural() for note in shown)
        for width in sorted({min(natural, most, room.width() - 2 * theme.PAD_8) for most in _WIDTHS}, reverse=True):
            if (at := place(room, QSize(width, self._height(width, shown)), clear)) is not None:
                return at
        return None

    def _height(self, width: int, shown: Sequence[Note]) -> int:
        for note in shown:
            note.fit(width)
        return sum(note.height() for note in shown) + theme.PAD_8 * (len(shown) - 1)

    def _lay_apart(self, shown: Sequence[Note]) -> None:
        pane = self._ground.pane()
        left, room = pane.mapTo(self._window, QPoint(0, 0)).x(), pane.width()
        width = min(max(note.natural() for note in shown), room - 2 * theme.PAD_8)
        height = self._height(width, shown)
        self._ground.make_room(height + 2 * theme.PAD_8)
        top = self._ground.bottom() - theme.PAD_8 - height
        self._lay(QRect(left + (room - width) // 2, top, width, height))

    def _leave_room(self) -> None:
        if self._apart:
            self._apart = ()
            self._ground.make_room(0)

    def _lay(self, at: QRect) -> None:
        if self.geometry() != at:
            self.setGeometry(at)
        self._column.activate()
        self._shade.lie_under(at, [note.geometry() for note in self._shown()])
