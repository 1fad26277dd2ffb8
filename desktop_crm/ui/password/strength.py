"""How well a password holds, while it is typed: a bar, a word, and what would make it better."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Strength

_WAIT: Final = 80  # ms after the last key
_STEPS: Final = 4
_COLORS: Final = ("danger", "danger", "attention", "good", "good")
_HINTS: Final = 2  # lines; their room is kept free, or a button would go away below a finger when they come


class StrengthMeter(QWidget):
    """Asks in the background; `words` are what somebody who knows the person would try first."""

    def __init__(self, jobs: Jobs, words: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._words = words
        self._password = ""
        self.bar = StrengthBar(self)
        self.word = PlainLabel(parent=self)
        self.hints = PlainLabel(parent=self, wrap=True)
        theme.mark(self.hints, "small")
        self._soon = QTimer(self, singleShot=True, interval=_WAIT)
        self._soon.timeout.connect(self._ask)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_12)
        row.addWidget(self.bar)
        row.addWidget(self.word, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_4)
        column.addLayout(row)
        column.addWidget(self.hints)
        self._clear()

    def measure(self, password: str) -> None:
        """Tell about this one, a moment after the last key."""
        self._password = password
        if password:
            self._soon.start()
        else:
            self._soon.stop()
            self._jobs.forget(self._key)
            self._clear()

    @property
    def _key(self) -> tuple[str, int]:
        return ("strength", id(self))

    def _ask(self) -> None:
        password, words = self._password, tuple(self._words())

        def work(_job: Job) -> "Strength":
            from desktop_crm.services.safety.protection import strength

            return strength(password, words)

        self._jobs.latest(self._key, work, self._show, parent=self)

    def _show(self, found: "Strength") -> None:
        self.bar.show_score(found.score)
        self.word.setText(say(found.words))
        hints = [*([found.warning] if found.warning else []), *found.hints]
        self._hint([say(hint) for hint in hints])

    def _clear(self) -> None:
        self.bar.show_score(None)
        self.word.setText("")
        self._hint([])

    def _hint(self, lines: list[str]) -> None:
        self.hints.setText("\n".join([*lines, *[""] * (_HINTS - len(lines))]))


class StrengthBar(QWidget):
    """Four steps; the colour says the same as the word beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    def show_score(self, score: int | None) -> None:
        """From 0 to 4; None when there is nothing to tell."""
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.colors()
        filled = QColor(getattr(colors, _COLORS[self._score or 0]))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = (self.width() + theme.PAD_4) / _STEPS
        for at in range(_STEPS):
            reached = self._score is not None and at < max(self._score, 1)
            painter.setBrush(filled if reached else QColor(colors.line))
            painter.drawRoundedRect(QRectF(at * step, self.height() / 2 - 3, step - theme.PAD_4, 6), 3, 3)
        painter.end()
