"""An open PDF: sizes, pictures, text. The only user of pdfium in the window.

pdfium is not thread-safe: every call here, from whatever thread, goes through one lock and is short (a strip of a page),
so that nobody waits long for another.
"""

import atexit
import ctypes
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

if TYPE_CHECKING:
    import pypdfium2

#: Re-entrant: a forgotten document may be collected, and so closed, while its thread works on another one.
_PDFIUM: Final = threading.RLock()
_OPEN: "Final[WeakSet[Pages]]" = WeakSet()
_HITS_KEPT: Final = 5000
_FINE: Final = 64  # pdfium answers in whole pixels; we ask on a grid this much finer than a point


class ClosedError(Exception):
    """The document was closed while somebody still wanted something of it; the answer is of no use any more."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the searched text stands; `areas` (several when it runs over a line's end) in points from the page's top left."""

    page: int
    areas: tuple[QRectF, ...]


class Pages:
    """A PDF held in memory; pages count from 0, sizes are points. Any thread may ask; `close` it when done with it."""

    def __init__(self, data: bytes) -> None:
        """Open; UserError when `data` is no PDF, is damaged, wants a password or has no page."""
        self._held: tuple[int, Any] | None = None  # the page loaded last: strips are asked for one after another
        self._document: pypdfium2.PdfDocument | None = None
        with _PDFIUM:
            self._document = _opened(data)
            _OPEN.add(self)
            self.sizes = _sizes(self._document)
        if not self.sizes:
            self.close()
            raise UserError(msg("Not shown: this PDF has no pages."))

    def __len__(self) -> int:
        return len(self.sizes)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back; whoever asks later gets ClosedError. May be called twice."""
        with _PDFIUM:
            self._let_go()
            document, self._document = getattr(self, "_document", None), None
            if document is not None:
                document.close()

    def picture(self, page: int, width: int) -> QImage:
        """A whole page, `width` pixels wide, on white paper."""
        points = self.sizes[page]
        whole = QSize(width, max(1, round(width * points.height() / points.width())))
        return self.strip(page, whole, QRect(0, 0, whole.width(), whole.height()))

    def strip(self, page: int, whole: QSize, part: QRect, *, printing: bool = False) -> QImage:
        """The `part` (pixels) of a page drawn at the size `whole` (pixels)."""
        with self._page(page) as loaded:
            return _drawn(loaded, whole, part, printing=printing)

    def text(self, page: int) -> str:
        """All words of a page."""
        with self._page(page) as loaded, _text_of(loaded) as words:
            return str(words.get_text_bounded()).replace("\r\n", "\n")

    def text_in(self, page: int, area: QRectF) -> str:
        """The words inside `area` (points from the page's top left)."""
        with self._page(page) as loaded, _text_of(loaded) as words:
            place = _to_pdf(loaded, self.sizes[page], area)
            return str(words.get_text_bounded(*place)).replace("\r\n", "\n")

    def find(self, text: str, going_on: Callable[[], None] = lambda: None) -> list[Hit]:
        """Where `text` stands, capitals or not, in reading order; `going_on` is called before each page and may raise."""
        hits: list[Hit] = []
        wanted = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
        for page in range(len(self) if wanted else 0):
            going_on()
            with self._page(page) as loaded, _text_of(loaded) as words:
                hits += _hits(page, loaded, self.sizes[page], words, wanted)
            if len(hits) >= _HITS_KEPT:
                break
        return hits[:_HITS_KEPT]

    def extract(self, numbers: list[int]) -> bytes:
        """These pages as a PDF of their own."""
        with _PDFIUM:
            return _imported([(self._living(), numbers)])

    def _living(self) -> "pypdfium2.PdfDocument":
        if self._document is None:
            raise ClosedError
        return self._document

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        with _PDFIUM:
            document = self._living()
            if self._held is None or self._held[0] != number:
                self._let_go()
                self._held = (number, document.get_page(number))
            yield self._held[1]

    def _let_go(self) -> None:
        held, self._held = getattr(self, "_held", None), None
        if held is not None:
            held[1].close()


def joined(papers: Sequence[bytes]) -> bytes:
    """Several PDFs as one, in this order."""
    with _PDFIUM:
        opened = [_opened(data) for data in papers]
        try:
            return _imported([(document, None) for document in opened])
        finally:
            for document in opened:
                document.close()


def _imported(parts: "Sequence[tuple[pypdfium2.PdfDocument, list[int] | None]]") -> bytes:
    """A new PDF of these pages, all where none are named; under the lock."""
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    try:
        for document, numbers in parts:
            made.import_pages(document, numbers)
        file = BytesIO()
        made.save(file)
    finally:
        made.close()
    return file.getvalue()


def _opened(data: bytes) -> "pypdfium2.PdfDocument":
    import pypdfium2

    _tidy_at_exit()
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UserError(msg("Not shown: this file is damaged, or it is no PDF.")) from error


@cache
def _tidy_at_exit() -> None:
    """Registered after pypdfium2 has registered its own, so run before it: it complains about what is open then."""
    atexit.register(_close_all)


def _close_all() -> None:
    for pages in list(_OPEN):
        pages.close()


def _sizes(document: "pypdfium2.PdfDocument") -> tuple[QSizeF, ...]:
    """A page that can't be read gets the size of A4: the others are worth seeing."""
    import pypdfium2

    sizes = []
    for number in range(len(document)):
        try:
            width, height = document.get_page_size(number)
        except pypdfium2.PdfiumError:
            width, height = 0, 0
        sizes.append(QSizeF(width, height) if width > 0 and height > 0 else QSizeF(595, 842))
    return tuple(sizes)


def _drawn(page: Any, whole: QSize, part: QRect, *, printing: bool) -> QImage:
    import pypdfium2
    from pypdfium2 import raw

    flags = raw.FPDF_ANNOT | (raw.FPDF_PRINTING if printing else 0)
    bitmap = pypdfium2.PdfBitmap.new_native(part.width(), part.height(), raw.FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, part.width(), part.height())
        raw.FPDF_RenderPageBitmap(bitmap, page, -part.x(), -part.y(), whole.width(), whole.height(), 0, flags)
        shown = QImage(bitmap.buffer, part.width(), part.height(), bitmap.stride, QImage.Format.Format_RGB32)
        return shown.copy()
    finally:
        bitmap.close()


@contextmanager
def _text_of(page: Any) -> Iterator[Any]:
    words = page.get_textpage()
    try:
        yield words
    finally:
        words.close()


def _hits(number: int, page: Any, size: QSizeF, words: Any, wanted: str) -> list[Hit]:
    found = []
    search = words.search(wanted)
    try:
        while (place := search.get_next()) is not None and place[1] > 0:  # an empty hit would come back for ever
            areas = (words.get_rect(index) for index in range(words.count_rects(*place)))
            found.append(Hit(number, tuple(_from_pdf(page, size, area) for area in areas)))
    finally:
        search.close()
    return [hit for hit in found if hit.areas]


def _from_pdf(page: Any, size: QSizeF, area: tuple[float, float, float, float]) -> QRectF:
    """(left, bottom, right, top) in the page's own coordinates as seen: rotation and crop included."""
    from pypdfium2 import raw

    grid = (0, 0, round(size.width() * _FINE), round(size.height() * _FINE), 0)
    corners = []
    for x, y in (area[:2], area[2:]):
        right, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, *grid, x, y, right, down)
        corners.append((right.value / _FINE, down.value / _FINE))
    (x1, y1), (x2, y2) = corners
    return QRectF(x1, y1, x2 - x1, y2 - y1).normalized()


def _to_pdf(page: Any, size: QSizeF, area: QRectF) -> tuple[float, float, float, float]:
    """The reverse of `_from_pdf`."""
    from pypdfium2 import raw

    grid = (0, 0, round(size.width() * _FINE), round(size.height() * _FINE), 0)
    xs, ys = [], []
    for point in (area.topLeft(), area.bottomRight()):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDF_DeviceToPage(page, *grid, round(point.x() * _FINE), round(point.y() * _FINE), x, y)
        xs.append(x.value)
        ys.append(y.value)
    return min(xs), min(ys), max(xs), max(ys)
