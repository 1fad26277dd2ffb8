"""Drawn strips of pages, kept within a bound: a page at 500 % on a fine screen would not fit into memory whole."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

HEIGHT: Final = 512  # device pixels
BOUND: Final = 96 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is drawn: of which document (a new number with each) and how large, in device pixels."""

    document: int
    width: int
    height: int

    @property
    def whole(self) -> QSize:
        """The page's size."""
        return QSize(self.width, self.height)

    def part(self, strip: int) -> QRect:
        """A strip's place on the page."""
        top = strip * HEIGHT
        return QRect(0, top, self.width, min(HEIGHT, self.height - top))

    def strips(self, top: int, bottom: int) -> range:
        """The strips between two heights."""
        return range(max(0, top // HEIGHT), min(max(bottom, 0), self.height - 1) // HEIGHT + 1)


@dataclass(frozen=True, slots=True)
class Strip:
    """The name of one strip."""

    page: int
    look: Look
    number: int

    @property
    def part(self) -> QRect:
        """Its place on the page, device pixels."""
        return self.look.part(self.number)

    @property
    def bytes(self) -> int:
        """What its picture takes."""
        return self.part.width() * self.part.height() * 4


class Strips:
    """The cache: what was used longest ago goes first."""

    def __init__(self, bound: int = BOUND) -> None:
        self.bound = bound
        self.bytes = 0
        self._images: OrderedDict[Strip, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._images)

    def __contains__(self, strip: Strip) -> bool:
        return strip in self._images

    def get(self, strip: Strip) -> QImage | None:
        """The strip's picture, used just now."""
        image = self._images.get(strip)
        if image is not None:
            self._images.move_to_end(strip)
        return image

    def put(self, strip: Strip, image: QImage) -> None:
        """Keep a picture; older ones make room, but the newest always stays."""
        self._drop(strip)
        self._images[strip] = image
        self.bytes += image.sizeInBytes()
        while self.bytes > self.bound and len(self._images) > 1:
            self._drop(next(iter(self._images)))

    def of(self, page: int, look: Look) -> list[tuple[Strip, QImage]]:
        """What there is of a page in this look."""
        return [(each, image) for each, image in self._images.items() if each.page == page and each.look == look]

    def keep(self, wanted: Callable[[Strip], bool]) -> None:
        """Drop all others."""
        for strip in [each for each in self._images if not wanted(each)]:
            self._drop(strip)

    def _drop(self, strip: Strip) -> None:
        if (image := self._images.pop(strip, None)) is not None:
            self.bytes -= image.sizeInBytes()
