"""Paragraph styles of contracts (serif) and sheets (sans)."""

from functools import cache
from typing import Any, NamedTuple

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from desktop_crm.documents.kit.fonts import Family, FamilyName
from desktop_crm.documents.kit.page import GREY, INK

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
    cell: ParagraphStyle
    cell_right: ParagraphStyle
    cell_center: ParagraphStyle
    head: ParagraphStyle
    head_right: ParagraphStyle
    head_center: ParagraphStyle
    center: ParagraphStyle


@cache
def styles(name: FamilyName, size: float, *, justified: bool = True) -> Styles:
    """The styles on a body of `size` points; narrow columns read better unjustified."""
    fonts = Family(name)
    body = ParagraphStyle(
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
    cell = _of(body, "cell", fontSize=size - 1, leading=(size - 1) * 1.28, alignment=TA_LEFT, spaceAfter=0)
    head = _of(cell, "head", fontName=fonts.bold, fontSize=size - 1.4, leading=(size - 1.4) * 1.25)
    return Styles(
        fonts=fonts,
        body=body,
        items=tuple(
            _of(body, f"item{level}", leftIndent=size * _STEP * (level + 1), bulletIndent=size * _STEP * level)
            for level in range(3)
        ),
        heading=_of(body, "heading", fontName=fonts.bold, alignment=TA_CENTER, spaceBefore=size * 1.1),
        title=_of(
            body,
            "title",
            fontName=fonts.bold,
            fontSize=size * 1.5,
            leading=size * 1.9,
            alignment=TA_CENTER,
            spaceAfter=2,
        ),
        subtitle=_of(body, "subtitle", alignment=TA_CENTER, spaceAfter=size * 1.3),
        small=_of(
            body,
            "small",
            fontSize=size - 1.5,
            leading=(size - 1.5) * 1.3,
            textColor=GREY,
            alignment=TA_LEFT,
            spaceAfter=0,
        ),
        cell=cell,
        cell_right=_of(cell, "cell_right", alignment=TA_RIGHT),
        cell_center=_of(cell, "cell_center", alignment=TA_CENTER),
        head=head,
        head_right=_of(head, "head_right", alignment=TA_RIGHT),
        head_center=_of(head, "head_center", alignment=TA_CENTER),
        center=_of(body, "center", alignment=TA_CENTER, spaceAfter=0),
    )


def bare(look: Styles) -> list[tuple[Any, ...]]:
    """Table commands for a layout without lines and padding; a table left alone names a font that is not embedded."""
    sides = ("LEFT", "RIGHT", "TOP", "BOTTOM")
    return [
        ("FONTNAME", (0, 0), (-1, -1), look.fonts.regular),
        *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in sides),
    ]


def _of(parent: ParagraphStyle, name: str, **changes: Any) -> ParagraphStyle:
    return ParagraphStyle(name, parent=parent, **changes)
