"""Text from records and templates as ReportLab's paragraph markup: always escaped, never without a letter."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast
from xml.sax.saxutils import escape

from desktop_crm.documents.going_on import go_on
from desktop_crm.documents.kit import scripts
from desktop_crm.documents.kit.fonts import UNDRAWN, Family, pieces
from desktop_crm.documents.kit.typeset import typeset

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph
    from reportlab.platypus.paraparser import ParaFrag

#: Characters of a name that are printed where a text can't go on over pages: more than any company has.
LONGEST_NAME: Final = 250
_LONGEST_LINE: Final = 500  # characters of which no more could stand on paper
_BREAK: Final = "<br/>"
#: Width and place of lines under the text, in ems: for the pen one joins the underscores, which lie there.
_RULES: Final = {"gap": (0.066, -0.033), "written": (0.05, -0.125)}
_HAND: Final = 1.5  # times as far apart are lines to write on
_SMALL: Final = 0.72
_KEPT: Final = frozenset("\n\xa0 ")

#: A letter and the marks over or under it, as some systems write names: two characters, one sign.
_MARKS: Final = re.compile("[^\u0300-\u036f\n][\u0300-\u036f]+")

#: Control characters and halves of surrogate pairs.
_INVISIBLE: Final = frozenset({"Cc", "Cs"})


Mark = Literal["", "gap", "name", "written"]


class Run(NamedTuple):
    """A piece of text in one face: also a gap for the pen, the small name of one, or what was written there.

    `path` is the value that a gap is for.
    """

    text: str
    bold: bool = False
    italic: bool = False
    mark: Mark = ""
    path: str = ""


def plain(runs: Iterable[Run]) -> str:
    """The text of runs alone."""
    return "".join(run.text for run in runs)


def markup(text: str, fonts: Family, *, bold: bool = False, italic: bool = False) -> str:
    """A plain text as paragraph markup; its line ends become line breaks."""
    return "".join(
        _escaped(part) if face == fonts.regular else f'<font name="{face}">{_escaped(part)}</font>'
        for face, part in _faces(Run(text, bold, italic), fonts)
    )


def _escaped(text: str) -> str:
    return escape(text).replace("\n", _BREAK)


def tidy(text: str) -> str:
    """One kind of line end, letters in one piece with their marks, nothing that can't be drawn or would be drawn as a box."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _MARKS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return text if text.isprintable() else "".join(char for char in text if char in _KEPT or _is_drawn(char))


def _is_drawn(char: str) -> bool:
    return char not in UNDRAWN and unicodedata.category(char) not in _INVISIBLE


def paragraph(runs: Iterable[Run], style: "ParagraphStyle", fonts: Family, label: str | None = None) -> "Paragraph":
    """A paragraph straight from its runs: half of a contract's time would go into writing and parsing markup.

    Line ends in a run are line breaks.
    """
    from desktop_crm.documents.kit.running import Running

    go_on()
    runs = tuple(runs)
    frags = [
        fragment
        for at, run in enumerate(runs)
        for face, text in _faces(run, fonts)
        for fragment in _fragments(text, face, style, run, at)
    ]
    if any(run.mark == "gap" for run in runs):
        style = _roomy(style)
    return Running("", style, bulletText=label, frags=frags)


def _faces(run: Run, fonts: Family) -> Iterator[tuple[str, str]]:
    """The pieces of a run with the face that can draw each."""
    lines = "\n".join(map(scripts.displayed, typeset(tidy(run.text)).split("\n")))
    return pieces(lines, fonts, bold=run.bold, italic=run.italic)


@cache
def _roomy(style: "ParagraphStyle") -> "ParagraphStyle":
    """The same with room between the lines for a hand; the rules would stretch the words of a justified one."""
    from reportlab.lib.enums import TA_LEFT
    from reportlab.lib.styles import ParagraphStyle

    roomy = style.leading * _HAND
    return ParagraphStyle(f"{style.name} for the pen", parent=style, leading=roomy, alignment=TA_LEFT)


def _rule(at: int, size: float, width: float, place: float) -> tuple[Any, ...]:
    """ReportLab's own form; those of one number are one line."""
    return at, "underline", None, width * size, place * size, 0, 1, 1


def _fragments(text: str, face: str, style: "ParagraphStyle", run: Run, at: int) -> "Iterator[ParaFrag]":
    for number, line in enumerate(text.split("\n")):
        if number:
            broken: Any = _fragment("", face, style, Run(""), at)
            broken.lineBreak = True
            yield broken
        if line or not text:
            yield _fragment(line, face, style, run, at)


def _fragment(text: str, face: str, style: "ParagraphStyle", run: Run, at: int) -> "ParaFrag":
    from reportlab.platypus.paraparser import ParaFrag

    fragment: Any = ParaFrag()
    fragment.__dict__.update(
        text=text,
        fontName=face,
        fontSize=style.fontSize * (_SMALL if run.mark == "name" else 1),
        textColor=style.textColor,
        bold=0,
        italic=0,
        rise=0,
        greek=0,
        link=[],
        us_lines=[_rule(at, style.fontSize, *_RULES[run.mark])] if run.mark in _RULES else [],
        path=run.path,
    )
    return cast("ParaFrag", fragment)


def shortened(text: str, most: int) -> str:
    """A text that can't fill a page by itself, for places that don't break over pages."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def fitted(text: str, face: str, size: float, room: float) -> str:
    """One line that fits into `room` points, cut with an ellipsis if it must be."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    whole = tidy(text).replace("\n", " ")
    line = whole[:_LONGEST_LINE]
    if line == whole and stringWidth(line, face, size) <= room:
        return line
    while line and stringWidth(f"{line}…", face, size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
