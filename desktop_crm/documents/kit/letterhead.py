"""The head of the first page: logo, name, address and contacts of the own company."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final, Literal

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Image, Paragraph, Spacer, Table

from desktop_crm.documents.kit.page import INK, MM, WIDTH
from desktop_crm.documents.kit.styles import Styles, bare
from desktop_crm.documents.kit.text import LONGEST_NAME, markup, shortened
from desktop_crm.documents.parts import Party
from desktop_crm.documents.picture import remembered

_LOGO_WIDTH: Final = 44 * MM
_LOGO_HEIGHT: Final = 18 * MM
_LOGO_PIXELS: Final = 1200  # 690 dots per inch of the box


def letterhead(own: Party, logo: bytes | None, look: Styles) -> list[Flowable]:
    """Logo at the left (if it can be read), name and contacts at the right, a rule under both."""
    picture = _picture(logo)
    side: Literal[0, 2] = TA_RIGHT if picture else TA_LEFT
    name = ParagraphStyle(
        "own",
        parent=look.body,
        fontName=look.fonts.bold,
        fontSize=look.body.fontSize + 3,
        leading=18,
        alignment=side,
        spaceAfter=2,
    )
    small = ParagraphStyle("contacts", parent=look.small, alignment=side)
    texts = [Paragraph(markup(shortened(own.name, LONGEST_NAME), look.fonts, bold=True), name)]
    texts += [Paragraph(markup(shortened(line, 300), look.fonts), small) for line in _contact_lines(own)]
    head = _beside(picture, texts, look) if picture else texts
    return [*head, Spacer(0, 6), HRFlowable("100%", 0.8, color=INK, spaceBefore=0, spaceAfter=16)]


def _contact_lines(own: Party) -> list[str]:
    address = ", ".join(line.strip(" ,") for line in own.address.splitlines() if line.strip())
    reach = " · ".join(part for part in (own.phone, own.email, own.website) if part)
    numbers = " · ".join(f"{word} {value}" for word, value in (("NPWP", own.npwp), ("NIB", own.nib)) if value)
    return [line for line in (address, reach, numbers) if line]


def _beside(picture: Image, texts: Sequence[Flowable], look: Styles) -> list[Flowable]:
    table = Table([[picture, list(texts)]], colWidths=(_LOGO_WIDTH + 4 * MM, WIDTH - _LOGO_WIDTH - 4 * MM))
    table.setStyle(
        [
            *bare(look),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("ALIGN", (0, 0), (0, 0), "LEFT"),
        ]
    )
    return [table]


def _picture(logo: bytes | None) -> Image | None:
    """The logo within its box; none when there is none or it is no picture, for a paper must not fail over it."""
    found = remembered(logo, _LOGO_PIXELS) if logo else None
    if found is None:
        return None
    scale = min(_LOGO_WIDTH / found.width, _LOGO_HEIGHT / found.height)
    return Image(BytesIO(found.content), found.width * scale, found.height * scale, hAlign="LEFT", mask="auto")
