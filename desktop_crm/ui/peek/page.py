"""The first page of a paper in a peek: drawn in a thread, those of the rows around ahead, so that arrows find them ready."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.desk.turns import next_turn
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.peek.content import Key, Peek, Sheet
from desktop_crm.ui.preview import marks

_KEPT: Final = 12  # a megabyte each
_A4: Final = 842 / 595
LEAST: Final = 340  # px of width in which it can be recognised


class PeekPage(QWidget):
    """Shows one sheet, white until it is drawn. `refused` tells that one can't be: its facts have to do."""

    refused = Signal(object)  # key
    drawn = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._sheets: OrderedDict[Key, Sheet] = OrderedDict()
        self._wanted: Key | None = None
        self._ahead: Sequence[Peek] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(LEAST * _A4))
        self.setAccessibleName(tr("First page of the paper"))

    @property
    def sheet(self) -> Sheet | None:
        """What is seen now."""
        return None if self._wanted is None else self._sheets.get(self._wanted)

    def tell(self, content: Peek | None) -> None:
        """This record's, or none."""
        self._wanted = None if content is None else content.key
        if content is not None and content.key not in self._sheets:
            self._jobs.hold()  # until the words around it are painted
            self._draw([content])
            next_turn(self._jobs, self._jobs.go_on)
        self.update()

    def prepare(self, around: Sequence[Peek]) -> None:
        """These may be wanted next."""
        self._ahead = around
        if self.sheet is not None:
            self._go_on()

    def forget(self) -> None:
        """The data are others; what is seen stays until it is drawn anew."""
        self._jobs.forget(self._key)
        self._ahead = ()
        seen = self.sheet
        self._sheets.clear()
        if seen is not None and self._wanted is not None:
            self._sheets[self._wanted] = seen

    def draw_anew(self, content: Peek) -> None:
        """It may be another one by now."""
        self._wanted = content.key
        self._draw([content])

    def fit(self, width: int) -> None:
        """As A4 is. By whom it stands in: its own width changes with the scroll bar that its height brings."""
        self.setFixedHeight(round(max(width, 1) * _A4))

    def sizeHint(self) -> QSize:
        return QSize(LEAST, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paper = QRect(0, 0, min(self.width(), round(self.height() / _A4)) - 1, self.height() - 1)
        painter.fillRect(paper, Qt.GlobalColor.white)
        if (sheet := self.sheet) is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, sheet.picture)
            scale = paper.width() / sheet.width
            areas = [
                (each, QRectF(each.area.topLeft() * scale, each.area.size() * scale))
                for each in sheet.marks
                if each.page == 0
            ]
            marks.paint(painter, areas, "")
        painter.setPen(QPen(QColor(theme.colors().line), 1))
        painter.drawRect(paper)
        painter.end()

    @property
    def _key(self) -> tuple[str, int]:
        return ("peek page", id(self))

    def _go_on(self) -> None:
        missing = [each for each in self._ahead if each.key not in self._sheets and each.sheet is not None]
        if missing:
            self._draw(missing[:1])

    def _draw(self, peeks: Sequence[Peek]) -> None:
        """One in a thread; a newer wish makes it void."""
        [peek] = peeks
        make = peek.sheet
        if make is None:
            return
        pixels = round(max(self.width(), LEAST) * self.devicePixelRatioF())

        def work(job: Job) -> Sheet:
            return make(pixels, job.check_cancelled)

        self._jobs.latest(
            self._key, work, lambda sheet: self._came(peek.key, sheet), lambda _error: self._failed(peek.key), self
        )

    def _came(self, record: Key, sheet: Sheet) -> None:
        self._sheets[record] = sheet
        self._sheets.move_to_end(record)
        while len(self._sheets) > _KEPT:
            self._sheets.popitem(last=False)
        if record == self._wanted:
            self.update()
            self.drawn.emit()
        self._go_on()

    def _failed(self, record: Key) -> None:
        self._ahead = [each for each in self._ahead if each.key != record]
        if record == self._wanted:
            self.refused.emit(record)
        self._go_on()
