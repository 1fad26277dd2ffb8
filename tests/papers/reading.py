"""A paper read back from its file: lines with their place, by another library than the one that wrote it."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from statistics import fmean
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

#: Points: of the page's height, where the foot begins, and how far letters of one line may be apart.
HEIGHT = 842
FOOT = 22 / 25.4 * 72 + 12
#: (bottom, left, right, height, letter)
_Letter = tuple[float, float, float, float, str]
_SAME_LINE = 3.5
#: Of a letter's height, what is a gap between words.
_SPACE = 0.12


class Line(NamedTuple):
    """Letters without spaces; `page` counts from 0, `top` from the page's top, `column` from the left.

    `gap` is how far apart its words are, in heights of a letter.
    """

    page: int
    column: int
    top: float
    left: float
    right: float
    text: str
    gap: float


def lines_of(pdf: bytes, columns: int) -> tuple[list[Line], list[str]]:
    """All lines above the foot, page by page, column by column, and the pages' whole texts."""
    found: list[Line] = []
    pages = _pages(pdf)
    for number, (_, letters, width) in enumerate(pages):
        found += _lines(number, [letter for letter in letters if letter[0] > FOOT], columns, width / 2)
    return found, [text for text, _, _ in pages]


@lru_cache(maxsize=1)
def _pages(pdf: bytes) -> list[tuple[str, list[_Letter], float]]:
    """Of each its text, its letters and its width: read once for both ways to take its columns."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        read = [(page.get_textpage(), page.get_width()) for page in document]
        return [(reader.get_text_bounded(), list(_letters(reader)), width) for reader, width in read]
    finally:
        document.close()


def _letters(reader: Any) -> Iterator[_Letter]:
    """All that is drawn."""
    for at in range(reader.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(reader.raw, at))
        letter = "-" if letter in "\x02\ufffe" else letter  # a hyphen at the end of a line
        if letter.isspace() or letter < " ":
            continue
        left, bottom, right, top = reader.get_charbox(at, loose=True)
        if right > left or top > bottom:
            yield (bottom, left, right, top - bottom, letter)


def _lines(page: int, letters: list[_Letter], columns: int, middle: float) -> Iterator[Line]:
    for column in range(columns):
        own = [each for each in letters if columns == 1 or (each[1] >= middle) == bool(column)]
        row: list[_Letter] = []
        bottom: float | None = None
        for letter in sorted(own, key=lambda each: -each[0]):
            if bottom is not None and bottom - letter[0] > _SAME_LINE:
                yield _line(page, column, row)
                row = []
            bottom = letter[0]
            row.append(letter)
        if row:
            yield _line(page, column, row)


def _line(page: int, column: int, row: list[_Letter]) -> Line:
    row = sorted(row, key=lambda each: each[1])
    text = "".join(letter for *_, letter in row)
    high = row[0][3]
    gaps = [after[1] - before[2] for before, after in pairwise(row) if after[1] - before[2] > _SPACE * high]
    gap = fmean(gaps) / high if gaps else 0.0
    return Line(page, column, HEIGHT - max(each[0] for each in row), row[0][1], max(each[2] for each in row), text, gap)
