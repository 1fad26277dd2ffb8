"""A text of which at most some lines are shown; the whole is told on hovering and to a screen reader."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, Qt, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from desktop_crm.ui.look.plain import PlainLabel, tip


def clamped(text: str, font: QFont, width: int, lines: int) -> str:
    """The text, or what of it fits into so many lines of `width` px."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    starts = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    if len(starts) <= lines:
        return text
    last = starts[lines - 1]
    return text[:last] + QFontMetrics(font).elidedText(text[last:], Qt.TextElideMode.ElideRight, width)


class ClampedLabel(PlainLabel):
    """Wraps its words."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, wrap=True)
        self._lines, self._whole = lines, ""

    @property
    def whole(self) -> str:
        """All of it."""
        return self._whole

    def show_text(self, text: str, spoken: str | None = None) -> None:
        """Show as much of it as there is room for; `spoken` is read out where that is another text."""
        self._whole = " ".join(text.splitlines())
        self.setAccessibleName(text if spoken is None else spoken)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        shown = clamped(self._whole, self.font(), self.contentsRect().width() - 2, self._lines)
        if shown != self.text():
            self.setText(shown)
        self.setMinimumHeight(0)  # which Qt counts in
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))  # a low window takes from what is below
        self.setToolTip("" if shown == self._whole else tip(self._whole))
