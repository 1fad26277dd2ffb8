"""Paragraph styles of contracts (serif) and sheets (sans)."""

from functools import cache
from typing import Any, NamedTuple

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from desktop_crm.documents.kit.fonts import Family, FamilyName
from desktop_crm.documents.kit.page import GREY, INK
from desktop_crm.documents.kit.parting import parter

#: How far each level of a numbered list stands in, in ems of the body.
_STEP = 2.1


class Styles(NamedTuple):
    """The styles of one kind of paper; `items` are numbered levels, outermost first."""

    fonts: Family
    body: ParagraphStyle
    items: tuple[ParagraphStyle, ...]
    heading: ParagraphStyle
    title: ParagraphStyle
    subtitle: ParagraphStyle
    small: ParagraphStyle
    note: ParagraphStyle
    cell: ParagraphStyle
    cell_right: ParagraphStyle
    cell_center: ParagraphStyle
    head: ParagraphStyle
    head_right: ParagraphStyle
    head_center: ParagraphStyle
    center: ParagraphStyle


@cache
def styles(name: FamilyName, size: float, *, justified: bool = True, code: str = "") -> Styles:
    """The styles on a body of `size` points; narrow columns read better unjustified. Words are parted as language `code` does."""
    fonts = Family(name)
    body = _body(fonts, size, justified=justified)
    running = _of(body, "running", hyphenationLang=parter(code)) if code else body
    cell = _sized(body, "cell", size - 1, 1.28, alignment=TA_LEFT)
    head = _sized(cell, "head", size - 1.4, 1.25, fontName=fonts.bold)
    small = _sized(body, "small", size - 1.5, 1.3, textColor=GREY, alignment=TA_LEFT)
    centered = {"alignment": TA_CENTER}
    return Styles(
        fonts=fonts,
        body=running,
        items=tuple(_item(running, size * _STEP, level) for level in range(3)),
        heading=_of(body, "heading", fontName=fonts.bold, spaceBefore=size * 1.1, **centered),
        title=_of(
            body, "title", fontName=fonts.bold, fontSize=size * 1.5, leading=size * 1.9, spaceAfter=2, **centered
        ),
        subtitle=_of(body, "subtitle", spaceAfter=size * 1.3, **centered),
        small=small,
        note=_of(small, "note", spaceAfter=size * 0.5),
        cell=cell,
        cell_right=_of(cell, "cell_right", alignment=TA_RIGHT),
        cell_center=_of(cell, "cell_center", **centered),
        head=head,
        head_right=_of(head, "head_right", alignment=TA_RIGHT),
        head_center=_of(head, "head_center", **centered),
        center=_of(body, "center", spaceAfter=0, **centered),
    )


def aside(look: Styles) -> ParagraphStyle:
    """A few words above the letterhead, at the right."""
    return _of(look.small, "aside", textColor=INK, alignment=TA_RIGHT, spaceAfter=look.small.fontSize)


def _body(fonts: Family, size: float, *, justified: bool) -> ParagraphStyle:
    return ParagraphStyle(
        "body",
        fontName=fonts.regular,
        bulletFontName=fonts.regular,
        fontSize=size,
        bulletFontSize=size,
        leading=size * 1.36,
        textColor=INK,
        alignment=TA_JUSTIFY if justified else TA_LEFT,
        spaceAfter=size * 0.5,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


def _item(body: ParagraphStyle, step: float, level: int) -> ParagraphStyle:
    """A level of a numbered list stands in by another step, its number by one less."""
    return _of(body, f"item{level}", leftIndent=step * (level + 1), bulletIndent=step * level)


def _sized(parent: ParagraphStyle, name: str, size: float, leading: float, **changes: Any) -> ParagraphStyle:
    """A style of another size, its lines so many times as far apart, in one piece with what follows."""
    return _of(parent, name, fontSize=size, leading=size * leading, spaceAfter=0, **changes)


def bare(look: Styles) -> list[tuple[Any, ...]]:
    """Table commands for a layout without lines and padding; a table left alone names a font that is not embedded."""
    sides = ("LEFT", "RIGHT", "TOP", "BOTTOM")
    return [
        ("FONTNAME", (0, 0), (-1, -1), look.fonts.regular),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in sides),
    ]


def _of(parent: ParagraphStyle, name: str, **changes: Any) -> ParagraphStyle:
    return ParagraphStyle(name, parent=parent, **changes)
