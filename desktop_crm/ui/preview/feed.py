"""Gets strips of pages drawn in the background, the most wanted first, and keeps them."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.preview.pages import ClosedError, Pages
from desktop_crm.ui.preview.strips import Look, Strip, Strips

_log = logging.getLogger(__name__)


class StripFeed(QObject):
    """One strip is drawn at a time, and chosen only then: who scrolls fast waits for nothing that has gone by."""

    drawn = Signal(int)  # a strip of this page has come

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self.strips = Strips()
        self._jobs = jobs
        self._pages: Pages | None = None
        self._document = 0
        self._wanted: list[Strip] = []
        self._working = False
        self._complete: dict[int, Look] = {}  # page → the look it was last seen whole in

    def show(self, pages: Pages | None) -> None:
        """Draw from another document; the old pictures serve until the new ones come."""
        self._pages = pages
        self._document += 1
        self._wanted = []
        if pages is None:
            self._complete.clear()
        self.strips.keep(lambda strip: self._complete.get(strip.page) == strip.look)

    def look(self, size: QSize) -> Look:
        """How a page of the document is drawn `size` device pixels large."""
        return Look(self._document, size.width(), size.height())

    def want(self, seen: Sequence[Strip], ahead: Sequence[Strip] = ()) -> None:
        """Get what is seen drawn, then as much of what lies ahead as can be kept; earlier wishes are forgotten."""
        taken = sum(strip.bytes for strip in seen)
        self.strips.bound = max(self.strips.bound, taken)
        wanted = list(seen)
        for strip in ahead:
            taken += strip.bytes
            if taken > self.strips.bound:
                break  # one would push out the other, for ever
            wanted.append(strip)
        self._wanted = [strip for strip in wanted if self.strips.get(strip) is None]
        self._next()

    def stand_in(self, page: int, look: Look) -> list[tuple[Strip, QImage]]:
        """Pictures of the page in the look it was last seen in, while those of `look` are not there."""
        older = self._complete.get(page)
        return [] if older is None or older == look else self.strips.of(page, older)

    def seen_whole(self, page: int, look: Look) -> None:
        """All that is visible of the page was painted in this look."""
        self._complete[page] = look

    def _next(self) -> None:
        if self._working or not self._wanted or self._pages is None:
            return
        self._working = True
        strip, pages = self._wanted.pop(0), self._pages
        self._jobs.latest(
            ("preview strip", id(self)),
            lambda _job: pages.strip(strip.page, strip.look.whole, strip.part),
            lambda image: self._came(strip, image),
            lambda error: self._failed(strip, error),
            parent=self,
        )

    def _came(self, strip: Strip, image: QImage) -> None:
        self._working = False
        if strip.look.document == self._document:
            self.strips.put(strip, image)
            self.drawn.emit(strip.page)
        self._next()

    def _failed(self, strip: Strip, error: Exception) -> None:
        """A page that can't be drawn stays white; asking again would change nothing."""
        if not isinstance(error, ClosedError):
            _log.warning("page %d of a PDF can't be drawn: %s", strip.page + 1, type(error).__name__)
        blank = QImage(1, 1, QImage.Format.Format_RGB32)
        blank.fill(0xFFFFFFFF)
        self._came(strip, blank)
