"""Files that are no papers of ours as pages to look at: pictures and scans, and text."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from desktop_crm.documents.picture import leaves

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from desktop_crm.documents.kit.page import Sheet
    from desktop_crm.documents.kit.styles import Styles

_PIXELS: Final = 2400  # of the longer side: what a page of A4 shows at 200 dots an inch
_SHORT: Final = 595  # points of a page's width, and of one that lies
_LONG: Final = 842
_SIZE: Final = 9.5


def pictures_pdf(contents: Sequence[bytes], title: str) -> bytes | None:
    """A page for each picture, and for each leaf of a scan that has several; None when none of them can be read."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas, pages = Canvas(out, pageCompression=1), 0
    canvas.setTitle(title)
    for content in contents:
        for leaf in leaves(content, _PIXELS):
            width = _LONG if leaf.width > leaf.height else _SHORT
            height = max(1.0, width * leaf.height / leaf.width)
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(BytesIO(leaf.content)), 0, 0, width, height)
            canvas.showPage()
            pages += 1
    if not pages:
        return None
    canvas.save()
    return out.getvalue()


def text_pdf(text: str, title: str) -> bytes:
    """Its lines as they are, on as many pages as they need."""
    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.page import build
    from desktop_crm.documents.kit.styles import styles

    scripts.ready(f"{title}\n{text}")
    look = styles("sans", _SIZE, justified=False)
    return build(_sheet(title, look), list(_lines(text, look)))


def _lines(text: str, look: "Styles") -> "Iterator[Flowable]":
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Spacer

    from desktop_crm.documents.kit.text import Run, paragraph

    style = ParagraphStyle("seen", parent=look.body, spaceAfter=0)
    for line in text.splitlines() or [""]:
        yield paragraph([Run(line.expandtabs(4))], style, look.fonts) if line.strip() else Spacer(0, style.leading)


def _sheet(title: str, look: "Styles") -> "Sheet":
    from desktop_crm.documents.kit.page import Sheet

    def page(page: int, pages: int) -> str:
        return f"{page} / {pages}" if pages > 1 else ""

    return Sheet(title=title, author="", subject="", languages=("id",), fonts=look.fonts, left=title, page=page)
