"""Cells of a table: a paragraph where one is needed, else a line that needs no laying out, drawn in a tenth of the time."""

from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph


class OneLine(Flowable):
    """A number, a code, a unit: looks like a paragraph of one line."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__()
        self._text = text
        self._style = style

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As tall as its line."""
        self.width, self.height = width, self._style.leading
        return width, self.height

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803  # ReportLab's names
        """Straight onto the page."""
        style, base = self._style, y + self.height - self._style.fontSize
        canvas.setFont(style.fontName, style.fontSize)
        canvas.setFillColor(style.textColor)
        if style.alignment == TA_RIGHT:
            canvas.drawRightString(x + self.width, base, self._text)
        elif style.alignment == TA_CENTER:
            canvas.drawCentredString(x + self.width / 2, base, self._text)
        else:
            canvas.drawString(x, base, self._text)


Cell = OneLine | Paragraph


def cell(markup: str, style: ParagraphStyle, room: float) -> Cell:
    """A cell `room` points wide; its text is escaped markup."""
    plain = "<" not in markup and "&" not in markup
    if plain and stringWidth(markup, style.fontName, style.fontSize) <= room:
        return OneLine(markup.strip(), style)
    return Paragraph(markup, style)
