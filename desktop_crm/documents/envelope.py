"""An envelope: a page of its size, lying, with who sends it and whom it goes to."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, cast

from desktop_crm.documents.glyphs import texts_of
from desktop_crm.documents.letter import LETTER, addressed
from desktop_crm.documents.letter_facts import LetterFacts

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph

#: Width and height in mm.
SIZES: Final = {"dl": (220, 110), "c5": (229, 162), "c4": (324, 229)}

_EDGE: Final = 12  # mm
_CLEAR: Final = 15  # mm at the bottom, for what the post prints
_SENDER: Final = 8.5  # points
#: The name and address as large as there is room for.
_ADDRESSEE: Final = (12, 11, 10, 9, 8, 7)


def envelope_pdf(facts: LetterFacts, size: str) -> bytes:
    """The envelope of a letter as PDF; `size` is one of `SIZES`."""
    from reportlab.pdfgen.canvas import Canvas

    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.page import MM
    from desktop_crm.documents.kit.text import tidy

    scripts.ready(texts_of(facts))
    width, height = (side * MM for side in SIZES[size])
    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height), pageCompression=1, initialFontName=cast("Any", _font()))
    canvas.setTitle(tidy(LETTER.say(facts.language).format(number=facts.number)))
    canvas.setAuthor(tidy(facts.own.name))
    canvas.setSubject(tidy(facts.client.name))
    canvas.setCreator("Desktop CRM")
    _draw(canvas, _paragraphs(_sender(facts), _SENDER), _EDGE * MM, height - _EDGE * MM, width * 0.42)
    left, top = width * 0.46, height * 0.56
    room = width - left - _EDGE * MM
    for points in _ADDRESSEE:
        found = _paragraphs(addressed(facts), points)
        if _draw(None, found, left, top, room) <= top - _CLEAR * MM:
            break
    _draw(canvas, found, left, top, room)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _sender(facts: LetterFacts) -> list[str]:
    """Abroad one wants to know from which country it comes."""
    home = ["Indonesia"] if facts.client.abroad and not facts.own.abroad else []
    return [facts.own.name, *facts.own.address.splitlines(), *home]


def _font() -> str:
    from desktop_crm.documents.kit.styles import styles

    return styles("sans", _SENDER, justified=False).fonts.regular


def _paragraphs(lines: Sequence[str], size: float) -> "list[Paragraph]":
    from reportlab.lib.styles import ParagraphStyle

    from desktop_crm.documents.kit.styles import styles
    from desktop_crm.documents.kit.text import LONGEST_NAME, Run, paragraph, shortened

    look = styles("sans", size, justified=False)
    style = ParagraphStyle("envelope", parent=look.body, spaceAfter=0)
    return [
        paragraph([Run(shortened(line, LONGEST_NAME), bold=at == 0)], style, look.fonts)
        for at, line in enumerate(lines)
    ]


def _draw(canvas: "Canvas | None", paragraphs: "Sequence[Paragraph]", left: float, top: float, room: float) -> float:
    """From the top down, if there is a canvas; how high they are."""
    height = 0.0
    for each in paragraphs:
        height += each.wrap(room, 1e6)[1]
        if canvas is not None:
            each.drawOn(canvas, left, top - height)
    return height
