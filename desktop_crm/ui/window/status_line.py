"""The window's last line: the keys that work now, background work, what was saved last, and the file."""

from collections.abc import Sequence
from typing import Final

import shiboken6
from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.desk.hints import Hint, hints_at
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy.mark import PrivacySign
from desktop_crm.ui.window.jobs_strip import JobsStrip

HEIGHT: Final = 26
_GAP: Final = theme.PAD_16


class StatusLine(QFrame):
    """Left what the person may press, right what the program has done."""

    def __init__(self, jobs: Jobs, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.setFixedHeight(HEIGHT)
        self.keys, self.jobs = KeyHints(actions), JobsStrip(jobs)
        self.news, self.workspace = PlainLabel(), PlainLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_16, 0, theme.PAD_16, 0)
        row.setSpacing(theme.PAD_16)
        row.addWidget(self.keys, 1)
        row.addWidget(self.jobs)
        self.privacy = PrivacySign()
        row.addWidget(self.privacy)
        for label in (self.news, self.workspace):
            theme.mark(label, "small")
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            row.addWidget(label)


class KeyHints(QWidget):
    """As many as there is room for; none is cut."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._hints: Sequence[Hint] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT - 1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        actions.looked.connect(self._soon.start)

    @property
    def hints(self) -> Sequence[Hint]:
        """What is told now."""
        return self._hints

    def sizeHint(self) -> QSize:
        return QSize(0, HEIGHT - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, colors = QPainter(self), theme.colors()
        strong, plain = theme.font(theme.SMALL, strong=True), theme.font(theme.SMALL)
        left = 0
        for each in self._hints:
            keys, words = (
                QFontMetrics(strong).horizontalAdvance(each.keys),
                QFontMetrics(plain).horizontalAdvance(each.words),
            )
            if left + keys + theme.PAD_4 + words > self.width():
                break
            for text, font, color, wide in (
                (each.keys, strong, colors.text, keys),
                (each.words, plain, colors.muted, words),
            ):
                painter.setFont(font)
                painter.setPen(QColor(color))
                painter.drawText(QRect(left, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
                left += wide + theme.PAD_4
            left += _GAP - theme.PAD_4
        painter.end()

    def _look(self) -> None:
        focused = QApplication.focusWidget()
        if not shiboken6.isValid(self) or (focused is not None and focused.window() is not self.window()):
            return
        found = tuple(hints_at(focused))
        if found != self._hints:
            self._hints = found
            self.setAccessibleName(", ".join(f"{each.keys} {each.words}" for each in found))
            self.update()
