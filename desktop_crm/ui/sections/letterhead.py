"""The own letterhead, as it grows while one types: a letter of ours, painted as papers are set."""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPaintEvent, QPen, QPixmap, QTextOption
from PySide6.QtWidgets import QWidget

from desktop_crm.assets import package_folder
from desktop_crm.ui.form.days import today
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme

_WIDTH: Final = 640  # px of the sheet where there is room
_MARGIN: Final = 56  # px beside it at least
_TOP: Final = 64
_INSIDE: Final = 60  # px of the sheet's own margins
_SMALL: Final = 560  # px of the pane, below which all of these are smaller
_CONTACT: Final = 8.5  # as on papers, smaller than their text
_LOGO: Final = QSize(120, 56)
_LINE: Final = 20
#: Shares of the width that stand for a letter's lines.
_WORDS: Final = ((1.0, 0.96, 0.98, 0.62), (0.97, 1.0, 0.45))
_WORD: Final = "#EDF1F6"


class Head(NamedTuple):
    """What a letter of ours says of us; `name` is who signs it."""

    company: str = ""
    city: str = ""
    address: str = ""  # as it stands below the company's name; without one the city stands there
    contact: str = ""
    name: str = ""
    logo: bytes | None = None


class Letterhead(QWidget):
    """A sheet in a window's pane; paper is white in the dark, too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._head = Head()
        self._logo = QPixmap()
        self.setAccessibleName(tr("Your letterhead, as it grows"))
        theme.signals.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH + 2 * _MARGIN, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def show_head(self, head: Head) -> None:
        """What is typed so far."""
        if head.logo != self._head.logo:
            self._logo = QPixmap()
            self._logo.loadFromData(head.logo or b"")
        self._head = head
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
        is_small = self.width() < _SMALL
        width = min(_WIDTH, self.width() - 2 * (theme.PAD_24 if is_small else _MARGIN))
        top = 48 if is_small else _TOP
        inside = 36 if is_small else _INSIDE
        sheet = QRectF((self.width() - width) // 2 + 0.5, top + 0.5, width, self.height())
        painter.setPen(QPen(QColor(theme.LIGHT.border), 1))
        painter.setBrush(QColor("white"))
        painter.drawRect(sheet)
        self._write(painter, sheet.adjusted(inside, inside - 4, -inside, 0))
        painter.end()

    def _write(self, painter: QPainter, room: QRectF) -> None:
        day = speak().day_long(today())
        pen = _Pen(painter, room)
        head = self._head
        pen.picture(self._logo)
        pen.write(head.company or tr("Your company"), size=16, bold=True, faint=not head.company)
        below = head.address or head.city
        pen.write(below or tr("City"), size=_CONTACT if head.address else 10, muted=True, faint=not below)
        pen.write(head.contact, size=_CONTACT, muted=True)
        pen.rule()
        pen.skip(1)
        pen.write(f"{head.city}, {day}" if head.city else day, right=True)
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
        pen.write(head.name or tr("Your name"), at=0.63, bold=True, faint=not head.name)
        pen.write(head.company, at=0.63)


class _Pen:
    """Writes down a sheet, line below line."""

    def __init__(self, painter: QPainter, room: QRectF) -> None:
        self._painter = painter
        self._room = room
        self._at = self._below = room.top()
        self._left = room.left()
        self._is_beside = False  # the logo

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
        side = Qt.AlignmentFlag.AlignRight if right or self._is_beside else Qt.AlignmentFlag.AlignLeft
        how = QTextOption(side | Qt.AlignmentFlag.AlignTop)
        how.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        left = self._room.left() + at * self._room.width()
        place = QRectF(left, self._at, self._room.right() - left, self._room.height())
        written = self._painter.boundingRect(place, text, how)
        self._painter.drawText(place, text, how)
        self._at += max(_LINE, written.height()) if text else 0

    def picture(self, logo: QPixmap) -> None:
        """The logo at the left; what is written until the line across stands at the right beside it, as on papers."""
        if logo.isNull():
            return
        size = logo.size().scaled(_LOGO, Qt.AspectRatioMode.KeepAspectRatio)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawPixmap(QRectF(self._room.topLeft(), QSizeF(size)), logo, QRectF(logo.rect()))
        self._below = self._at + size.height()
        self._room.setLeft(self._room.left() + size.width() + 16)
        self._is_beside = True

    def rule(self) -> None:
        """A line across."""
        self._room.setLeft(self._left)
        self._is_beside = False
        self._at = max(self._at, self._below) + 12
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
