"""Text from records and templates as ReportLab's paragraph markup: always escaped, never without a letter."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from desktop_crm.documents.kit.fonts import UNDRAWN, Family, covered

_BREAK: Final = "<br/>"
_KEPT: Final = frozenset("\n\xa0 ")

#: Control characters and halves of surrogate pairs.
_INVISIBLE: Final = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face."""

    text: str
    bold: bool = False
    italic: bool = False


def plain(runs: Iterable[Run]) -> str:
    """The text of runs alone."""
    return "".join(run.text for run in runs)


def marked(runs: Iterable[Run], fonts: Family) -> str:
    """Runs as paragraph markup; letters the face lacks are taken from the fallback."""
    return "".join(_marked_run(run, fonts) for run in runs)


def markup(text: str, fonts: Family, *, bold: bool = False, italic: bool = False) -> str:
    """A plain text as paragraph markup; its line ends become line breaks."""
    return _marked_run(Run(text, bold, italic), fonts)


def _marked_run(run: Run, fonts: Family) -> str:
    face = fonts.face(bold=run.bold, italic=run.italic)
    text = _with_fallback(tidy(run.text), face, fonts.fallback)
    return text if face == fonts.regular else f'<font name="{face}">{text}</font>'


def _with_fallback(text: str, face: str, fallback: str) -> str:
    strange = set(text) - covered(face)
    if not strange:
        return _escaped(text)
    known = covered(fallback)
    pieces = groupby(text, key=lambda char: char in strange and char in known)
    return "".join(
        f'<font name="{fallback}">{_escaped("".join(chars))}</font>' if other else _escaped("".join(chars))
        for other, chars in pieces
    )


def _escaped(text: str) -> str:
    return escape(text).replace("\n", _BREAK)


def tidy(text: str) -> str:
    """One kind of line end, nothing that can't be drawn or would be drawn as a box."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return text if text.isprintable() else "".join(char for char in text if char in _KEPT or _is_drawn(char))


def _is_drawn(char: str) -> bool:
    return char not in UNDRAWN and unicodedata.category(char) not in _INVISIBLE


def shortened(text: str, most: int = 160) -> str:
    """A text that can't fill a page by itself, for places that don't break over pages."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def fitted(text: str, face: str, size: float, room: float) -> str:
    """One line that fits into `room` points, cut with an ellipsis if it must be."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    line = tidy(text).replace("\n", " ")
    if stringWidth(line, face, size) <= room:
        return line
    while line and stringWidth(f"{line}…", face, size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
