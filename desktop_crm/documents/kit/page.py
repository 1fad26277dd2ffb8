"""The sheet of paper: A4, margins, the foot with number, version and page X of Y, and the file's properties."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from desktop_crm.documents.kit.fonts import Family
from desktop_crm.documents.kit.kerning import KernedText
from desktop_crm.documents.kit.properties import described
from desktop_crm.documents.kit.text import fitted, tidy
from desktop_crm.model.spot import Spot

# Text encoding of binary streams is a relic of seven-bit mail; without it files are smaller and sooner written.
rl_config.useA85 = 0

#: Points in a millimetre.
MM: Final = 72 / 25.4
MARGIN: Final = 22 * MM
FOOT_HEIGHT: Final = 8 * MM
WIDTH: Final = A4[0] - 2 * MARGIN
HEIGHT: Final = A4[1] - 2 * MARGIN - FOOT_HEIGHT

INK: Final = HexColor("#1A1A1A")
GREY: Final = HexColor("#5B6470")
LINE: Final = HexColor("#B8BEC6")

_FOOT_SIZE: Final = 8
_CREATOR: Final = "Desktop CRM"
_TAGS: Final = {"id": "id-ID", "en": "en-GB"}


class Sheet(NamedTuple):
    """A document's properties and foot: `left` stands in the foot, `page` says X of Y, `middle` is for initials.

    The first of the `languages` is the document's own.
    """

    title: str
    author: str
    subject: str
    languages: Sequence[str]
    fonts: Family
    left: str
    page: Callable[[int, int], str]
    middle: str = ""


class Bookmark(Flowable):
    """An entry of the PDF's outline, leading to the place where it stands; takes no room."""

    _ZEROSIZE = 1

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self._key = key
        self._title = tidy(title)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """No room."""
        return 0, 0

    def draw(self) -> None:
        """Mark the place, a little above."""
        self.canv.bookmarkHorizontal(self._key, 0, 4 * MM)
        self.canv.addOutlineEntry(self._title, self._key, level=0, closed=False)
        self.canv.showOutline()


def build(sheet: Sheet, story: Sequence[Flowable], spots: list[Spot] | None = None) -> bytes:
    """Lay the story out on as many pages as it needs; `spots` learns where its gaps stand."""
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=tidy(sheet.title),
        author=tidy(sheet.author),
        subject=tidy(sheet.subject),
        creator=_CREATOR,
        lang=_TAGS[sheet.languages[0]],
        initialFontName=sheet.fonts.regular,
        pageCompression=1,
    )
    frame = Frame(MARGIN, MARGIN + FOOT_HEIGHT, WIDTH, HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame])])

    def canvas(*args: Any, **options: Any) -> Canvas:
        return _FootedCanvas(*args, sheet=sheet, spots=spots, **options)

    document.build(list(story), canvasmaker=canvas)
    return out.getvalue()


class _FootedCanvas(Canvas):
    """Writes the feet when the last page is done: only then is the number of pages known."""

    _code: list[str]
    _doc: Any

    def __init__(self, *args: Any, sheet: Sheet, spots: list[Spot] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sheet = sheet
        self._spots = spots
        self.setViewerPreference("DisplayDocTitle", "true")
        self._doc._catalog.setPageLayout("OneColumn")  # noqa: SLF001  # the canvas has no word for it

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> KernedText:  # noqa: N802  # ReportLab's name
        """With pairs of letters as they were measured."""
        return KernedText(self, x, y, direction=direction)

    def note_spot(self, path: str, left: float, bottom: float, width: float, height: float) -> None:
        """Remember where a piece of a line stands; from its bottom left, as ReportLab measures now."""
        if self._spots is not None:
            x, y = self.absolutePosition(left, bottom)
            self._spots.append(Spot(path, self.getPageNumber() - 1, x, A4[1] - y - height, width, height))

    def save(self) -> None:
        """Write the feet, then the file."""
        if self._code:
            self.showPage()
        self._describe()
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, 1):
            self._code.clear()
            self._draw_foot(number, len(pages))
            page.stream += "\n".join(self._code) + "\n"
        self._code.clear()
        super().save()

    def _describe(self) -> None:
        sheet, tags = self._sheet, [_TAGS[code] for code in self._sheet.languages]
        title, author, subject = (tidy(text) for text in (sheet.title, sheet.author, sheet.subject))
        self._doc._catalog.Metadata = described(title, author, subject, tags, _CREATOR)  # noqa: SLF001  # nor for this

    def _draw_foot(self, number: int, count: int) -> None:
        """One line; what does not fit at the left stands below, in its whole length."""
        sheet, right, face = self._sheet, MARGIN + WIDTH, self._sheet.fonts.regular
        self.setStrokeColor(LINE)
        self.setLineWidth(0.4)
        self.line(MARGIN, MARGIN + 4 * MM, right, MARGIN + 4 * MM)
        self.setFillColor(GREY)
        self.setFont(face, _FOOT_SIZE)
        page, left = sheet.page(number, count), tidy(sheet.left).replace("\n", " ")
        aside = (WIDTH - self.stringWidth(sheet.middle)) / 2 if sheet.middle else WIDTH - self.stringWidth(page)
        below = self.stringWidth(left) > aside - _FOOT_SIZE
        bottom = MARGIN - below * _FOOT_SIZE * 1.3
        self.drawString(MARGIN, bottom, fitted(left, face, _FOOT_SIZE, WIDTH))
        self.drawRightString(right, MARGIN, page)
        self.drawCentredString(MARGIN + WIDTH / 2, MARGIN, sheet.middle)
