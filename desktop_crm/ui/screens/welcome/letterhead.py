"""The own letterhead, as it grows while one types: a letter of ours, painted as papers are set."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_crm.assets import package_folder
from desktop_crm.ui.form.days import today
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme

_WIDTH: Final = 640  # px of the sheet where there is room
_MARGIN: Final = 56  # px beside it at least
_TOP: Final = 64
_INSIDE: Final = 60  # px of the sheet's own margins
_LINE: Final = 20
#: Shares of the width that stand for a letter's lines.
_WORDS: Final = ((1.0, 0.96, 0.98, 0.62), (0.97, 1.0, 0.45))
_WORD: Final = "#EDF1F6"


class Letterhead(QWidget):
    """A sheet in a window's pane; paper is white in the dark, too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._company = self._city = self._name = ""
        self.setAccessibleName(tr("Your letterhead, as it grows"))
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _MARGIN, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def show_company(self, company: str, city: str, name: str) -> None:
        """What is typed so far."""
        self._company, self._city, self._name = company, city, name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colors.neutral_soft))
        painter.setPen(QColor(colors.muted))
        painter.setFont(theme.font(theme.SMALL))
        caption = self.rect().adjusted(theme.PAD_16, 18, -20, 0)
        painter.drawText(caption, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self.accessibleName())
        width = min(_WIDTH, self.width() - 2 * _MARGIN)
        sheet = QRectF((self.width() - width) // 2 + 0.5, _TOP + 0.5, width, self.height())
        painter.setPen(QPen(QColor(theme.LIGHT.border), 1))
        painter.setBrush(QColor("white"))
        painter.drawRect(sheet)
        self._write(painter, sheet.adjusted(_INSIDE, _INSIDE - 4, -_INSIDE, 0))
        painter.end()

    def _write(self, painter: QPainter, room: QRectF) -> None:
        day = speak().day_long(today())
        pen = _Pen(painter, room)
        pen.write(self._company or tr("Your company"), size=16, bold=True, faint=not self._company)
        pen.write(self._city or tr("City"), size=10, muted=True, faint=not self._city)
        pen.rule()
        pen.skip(1)
        pen.write(f"{self._city}, {day}" if self._city else day, right=True)
        pen.skip(1)
        pen.write(tr("Dear Sir or Madam"))
        pen.write(tr("Name of the client"), faint=True)
        pen.skip(1)
        pen.write(tr("Subject: price quotation"), bold=True)
        pen.skip(0.5)
        for lines in _WORDS:
            pen.block(lines)
        pen.skip(1)
        pen.write(tr("Yours faithfully,"), at=0.63)
        pen.skip(3)
        pen.write(self._name or tr("Your name"), at=0.63, bold=True, faint=not self._name)
        pen.write(self._company, at=0.63)


class _Pen:
    """Writes down a sheet, line below line."""

    def __init__(self, painter: QPainter, room: QRectF) -> None:
        self._painter = painter
        self._room = room
        self._at = room.top()

    def write(
        self,
        text: str,
        *,
        size: float = 10,
        at: float = 0,
        bold: bool = False,
        right: bool = False,
        muted: bool = False,
        faint: bool = False,
    ) -> None:
        """A text, in as many lines as it needs; `at` is the share of the width where it begins."""
        self._painter.setFont(_font(size, bold=bold))
        color = "#94A3B8" if faint else theme.LIGHT.muted if muted else theme.LIGHT.text
        self._painter.setPen(QColor(color))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        how = int(side | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap)
        left = self._room.left() + at * self._room.width()
        place = QRectF(left, self._at, self._room.right() - left, self._room.height())
        written = self._painter.drawText(place, how, text)
        self._at += max(_LINE, written.height()) if text else 0

    def rule(self) -> None:
        """A line across."""
        self._at += 12
        self._painter.setPen(QPen(QColor(theme.LIGHT.text), 2))
        self._painter.drawLine(QPointF(self._room.left(), self._at), QPointF(self._room.right(), self._at))
        self._at += 12

    def skip(self, lines: float) -> None:
        """Leave so many lines empty."""
        self._at += lines * _LINE

    def block(self, lines: tuple[float, ...]) -> None:
        """What stands for a paragraph."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(_WORD))
        for top, share in zip(self._tops(len(lines)), lines, strict=True):
            self._painter.drawRoundedRect(QRectF(self._room.left(), top, share * self._room.width(), 7), 3, 3)
        self._at += 14

    def _tops(self, count: int) -> Iterator[float]:
        for _ in range(count):
            yield self._at
            self._at += 19


def _font(size: float, *, bold: bool) -> QFont:
    made = QFont(_family())
    made.setPointSizeF(size)
    made.setBold(bold)
    return made


@cache
def _family() -> str:
    """The typeface of contracts, registered with Qt."""
    names: list[str] = []
    for face in ("Regular", "Bold"):
        file = package_folder("font_source_serif_pro") / "files" / f"SourceSerifPro-{face}.ttf"
        names = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file))) or names
    return names[0] if names else theme.family()
