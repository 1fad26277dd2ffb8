"""The brief for a meeting: on one page who it is, what was said, what is open, and lines to write on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.documents.glyphs import texts_of
from desktop_crm.documents.wording import PAGE
from desktop_crm.language import language
from desktop_crm.model.message import Message, msg

if TYPE_CHECKING:
    from reportlab.platypus import Flowable, Paragraph

_SIZE: Final = 9.5
#: Rows a section, and letters a row, from what is wished to what always fits on the page.
_TIGHTER: Final = ((8, 260), (6, 200), (5, 150), (4, 110), (3, 90), (2, 70), (1, 60))
_PEOPLE: Final = 6
#: So many lines to write on there are at least, and how far they are apart.
_LINES: Final = 5
_APART: Final = 20.0  # points
_SIDE: Final = 84.0  # points: a day or a number at the left
_RIGHT: Final = 92.0


@dataclass(frozen=True, slots=True)
class BriefRow:
    """One thing: a day or number at the `side`, what it is, and a sum or a state at the right; `late` ones are marked."""

    side: str
    text: str
    right: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class BriefPart:
    """What stands together under a title; `more` rows are not told."""

    title: str
    rows: tuple[BriefRow, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPaper:
    """A brief ready for paper, in the language `code`; each of the `people` as name, position and how to reach them.

    `points` are those to talk about that are known before.
    """

    client: str
    line: str
    day: date
    code: str
    own: str = ""
    people: tuple[tuple[str, str, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    parts: tuple[BriefPart, ...] = ()
    points: tuple[str, ...] = ()


def brief_pdf(paper: BriefPaper) -> bytes:
    """One A4 page: where there is too much, the later rows of each part are counted only."""
    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.page import Sheet, build
    from desktop_crm.documents.kit.styles import styles

    scripts.ready(texts_of(paper))
    look = styles("sans", _SIZE, justified=False, code=paper.code)
    title = language(paper.code).say(msg("Meeting brief"))
    sheet = Sheet(
        title=f"{title}: {paper.client}",
        author=paper.own,
        subject=paper.client,
        languages=(paper.code,),
        fonts=look.fonts,
        left=f"{title} · {paper.client}",
        page=lambda page, pages: PAGE.say(paper.code).format(page=page, pages=pages),
    )
    return build(sheet, _fitting(paper, title))


def _fitting(paper: BriefPaper, title: str) -> "list[Flowable]":
    from desktop_crm.documents.kit.page import HEIGHT

    for rows, letters in _TIGHTER:
        story = list(_Page(_tightened(paper, rows, letters), title).flowables())
        room = HEIGHT - _height(story)
        if room >= _LINES * _APART:
            break
    return [*story, _ruled(int(max(room, _APART) // _APART))]


def _tightened(paper: BriefPaper, rows: int, letters: int) -> BriefPaper:
    from desktop_crm.documents.kit.text import shortened

    parts = tuple(
        replace(
            part,
            rows=tuple(replace(row, text=shortened(row.text, letters)) for row in part.rows[:rows]),
            more=part.more + max(0, len(part.rows) - rows),
        )
        for part in paper.parts
    )
    points = tuple(shortened(point, letters) for point in paper.points[: rows + 2])
    return replace(paper, parts=parts, points=points)


def _height(story: "Sequence[Flowable]") -> float:
    from desktop_crm.documents.kit.page import HEIGHT, WIDTH

    used, last = 0.0, 0.0
    for each in story:
        used += each.wrap(WIDTH, HEIGHT)[1] + max(each.getSpaceBefore(), last)
        last = each.getSpaceAfter()
    return used + last


def _ruled(lines: int) -> "Flowable":
    from reportlab.platypus import Table

    from desktop_crm.documents.kit.page import LINE, WIDTH

    table = Table([[""]] * lines, colWidths=[WIDTH], rowHeights=[_APART] * lines)
    table.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)])
    return table


class _Page:
    """Everything but the lines to write on."""

    def __init__(self, paper: BriefPaper, title: str) -> None:
        from desktop_crm.documents.kit.styles import styles

        self._paper, self._title = paper, title
        self._look = styles("sans", _SIZE, justified=False, code=paper.code)
        self._language = language(paper.code)

    def flowables(self) -> "Iterator[Flowable]":
        """From the name of the client to the points to talk about."""
        from reportlab.lib.enums import TA_LEFT
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Spacer

        from desktop_crm.documents.kit.text import LONGEST_NAME, shortened

        paper, look = self._paper, self._look
        title = ParagraphStyle("brief_title", parent=look.title, alignment=TA_LEFT)
        day = f"{self._title} · {self._language.day_long(paper.day)}"
        yield self._paragraph(day, look.small)
        yield self._paragraph(shortened(paper.client, LONGEST_NAME), title, bold=True)
        yield self._paragraph(paper.line, look.body)
        if paper.figures:
            yield self._figures()
        yield Spacer(0, 4)
        if paper.people:
            yield from self._people()
        for part in paper.parts:
            yield self._heading(part.title)
            yield self._rows(part)
        yield self._heading(self._say(msg("To talk about")))
        yield from (self._paragraph(f"•  {point}", look.cell) for point in paper.points)

    def _say(self, message: Message) -> str:
        return self._language.say(message)

    def _heading(self, text: str) -> "Paragraph":
        from reportlab.lib.styles import ParagraphStyle

        style = ParagraphStyle("brief_heading", parent=self._look.head, spaceBefore=9, spaceAfter=2, keepWithNext=1)
        return self._paragraph(text, style, bold=True)

    def _figures(self) -> "Flowable":
        from desktop_crm.documents.kit.page import WIDTH

        figures = self._paper.figures
        labels = [self._paragraph(label, self._look.small) for label, _ in figures]
        values = [self._paragraph(value, self._look.cell, bold=True) for _, value in figures]
        return self._table([labels, values], [WIDTH / len(figures)] * len(figures))

    def _people(self) -> "Iterator[Flowable]":
        from desktop_crm.documents.kit.page import WIDTH

        people = self._paper.people
        rows = [
            [
                self._paragraph(name, self._look.cell, bold=True),
                self._paragraph(office, self._look.cell),
                self._paragraph(reach, self._look.cell),
            ]
            for name, office, reach in people[:_PEOPLE]
        ]
        yield self._heading(self._say(msg("People")))
        yield self._table(rows, [WIDTH * 0.3, WIDTH * 0.25, WIDTH * 0.45])
        if len(people) > _PEOPLE:
            yield self._paragraph(self._more(len(people) - _PEOPLE), self._look.small)

    def _rows(self, part: BriefPart) -> "Flowable":
        from desktop_crm.documents.kit.page import WIDTH

        look, late = self._look, self._say(msg("late"))
        rows: list[list[Any]] = [
            [
                self._paragraph(row.side, look.cell, bold=row.late),
                self._paragraph(f"{row.text} ({late})" if row.late else row.text, look.cell),
                self._paragraph(row.right, look.cell_right),
            ]
            for row in part.rows
        ]
        if part.more:
            rows.append(["", self._paragraph(self._more(part.more), look.small), ""])
        has_right = any(row.right for row in part.rows)
        right = _RIGHT if has_right else 0.1
        return self._table(rows, [_SIDE, WIDTH - _SIDE - right, right])

    def _more(self, count: int) -> str:
        return self._language.ntr("and 1 more", "and {n} more", n=count)

    def _table(self, rows: list[list[Any]], widths: list[float]) -> "Flowable":
        from reportlab.platypus import Table

        from desktop_crm.documents.kit.styles import bare

        table = Table(rows, colWidths=widths)
        table.setStyle([*bare(self._look), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)])
        return table

    def _paragraph(self, text: str, style: Any, *, bold: bool = False) -> "Paragraph":
        from desktop_crm.documents.kit.text import Run, paragraph

        return paragraph([Run(text, bold)], style, self._look.fonts)
