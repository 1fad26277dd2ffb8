"""What comes from the clipboard and from files into the window: rows to paste, pictures."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtGui import QImage
from reportlab.pdfgen.canvas import Canvas

from desktop_crm.documents.kit.letterhead import letterhead
from desktop_crm.documents.kit.styles import styles
from desktop_crm.documents.sample import sample_own
from desktop_crm.ui.form.picture_editor import MOST_PIXELS, small_picture
from desktop_crm.ui.lines.line import ProductChoice
from desktop_crm.ui.lines.paste import pasted_lines
from tests.fuzz.target import target

_SERIF = styles("serif", 10.5)


class Catalogue:
    """Knows one product."""

    def search(self, text: str) -> Sequence[ProductChoice]:
        return []

    def by_codes(self, codes: Sequence[str]) -> Mapping[str, ProductChoice]:
        return {code: ProductChoice(1, code, "Kopi") for code in codes if code == "KOPI-1"}


@target(
    text=True,
    words=("KOPI-1\t", "\t", "\n", "\r\n", "1.250,5", "25rb", "Rp 2,5jt", "1e9", "-5", "%", "\u2028", "Kode\tJumlah\n"),
    most=1024,
)
def clipboard(text: str) -> None:
    """Rows of a spreadsheet pasted among an order's lines."""
    pasted = pasted_lines(text, Catalogue())
    for line in pasted.lines:
        values = (line.quantity, line.unit_price or Decimal(0), line.discount)
        assert all(abs(value) <= Decimal(10) ** 15 for value in values)
        assert line.name


@target(most=8192)
def picture(data: bytes) -> None:
    """A logo or a product's picture: chosen in the window, and as it may lie in somebody else's workspace."""
    small = small_picture(data)
    if small is not None:
        kept = QImage.fromData(small)
        assert 0 < max(kept.width(), kept.height()) <= MOST_PIXELS
    for content in filter(None, (data, small)):
        canvas = Canvas(io.BytesIO())
        for part in letterhead(sample_own(), content, _SERIF):
            part.wrapOn(canvas, 480, 800)
            part.drawOn(canvas, 0, 0)
        canvas.save()
