"""A table of lines with repeated heads, sums carried from page to page, and totals that never stand alone."""

from collections.abc import Sequence
from itertools import accumulate, pairwise, takewhile
from typing import Any, Final, NamedTuple, cast

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from desktop_crm.documents.kit.cell import Cell, cell
from desktop_crm.documents.kit.page import GREY, HEIGHT, INK, LINE, MM

#: A row's text taller than this goes on in a row of its own, so that every row fits a page.
_TALLEST_ROW: Final = 60 * MM
PAD: Final = 3.0
#: Rows that stay together at a table's beginning and at its end.
_TOGETHER: Final = 3
#: Room beyond which a new page would give little more.
_FRESH: Final = 0.75 * HEIGHT

#: What the page leaves on a flowable while placing it; the parts of a split begin without.
_PLACING: Final = frozenset({"canv", "_frame", "_postponed"})


class Column(NamedTuple):
    """A column of the table: its head, its width in points, and the styles of head and cells."""

    head: str
    width: float
    style: ParagraphStyle
    head_style: ParagraphStyle

    @property
    def room(self) -> float:
        """The width that a cell's text has."""
        return self.width - 2 * PAD


class Row(NamedTuple):
    """Cells as markup, one a column, and the sum of the amounts up to and with this row."""

    cells: tuple[str, ...]
    carried: str


class Carry(NamedTuple):
    """The words beside a carried sum at the foot of a page and at the head of the next."""

    forward: str
    brought: str
    face: str
    size: float


class _Measured(NamedTuple):
    cells: tuple[Cell, ...]
    carried: str
    height: float


class LinesTable(Flowable):
    """Columns as wide as they say, together the paper's width; `totals` are drawn under the last row."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], carry: Carry, totals: Flowable) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._carry = carry
        self._totals: Flowable | None = totals
        self.rows = [part for row in rows for part in _measured(row, self._columns)]
        self._head = tuple(cell(column.head, column.head_style, column.room) for column in columns)
        self._head_height = _height(self._head, self._columns) + 2 * PAD
        self._brought = ""
        self._forward = ""
        self.spaceBefore = self.spaceAfter = 6

    @property
    def _carry_height(self) -> float:
        return self._carry.size * 1.28 + 2 * PAD

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Head, carried sums, rows and totals."""
        totals = self._totals.wrap(width, height)[1] if self._totals else 0.0
        carries = (bool(self._brought) + bool(self._forward)) * self._carry_height
        self.width = sum(column.width for column in self._columns)
        self.height = self._head_height + carries + sum(row.height for row in self.rows) + totals
        self._totals_height = totals
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """As many rows as fit, some of them at both ends; the totals keep the last ones. A small table stays whole.

        Rows too tall for that are parted where they can be.
        """
        fitting = self._fitting(height)
        last = len(self.rows)
        cut = min(fitting, last - _TOGETHER)
        if cut < _TOGETHER:
            if self.height <= HEIGHT or height < _FRESH:
                return []
            cut = min(fitting, last - 1)
        return [self._slice(slice(0, cut), last=False), self._slice(slice(cut, None), last=True)] if cut else []

    def _fitting(self, height: float) -> int:
        """How many rows there is room for, with the sum carried on."""
        room = height - self._head_height - self._carry_height * (1 + bool(self._brought))
        below = accumulate(row.height for row in self.rows)
        return sum(1 for _ in takewhile(lambda used: used <= room, below))

    def _slice(self, rows: slice, *, last: bool) -> "LinesTable":
        part = LinesTable.__new__(LinesTable)
        cut = self.rows[(rows.start if last else rows.stop) - 1].carried
        own = {"_brought": cut} if last else {"_forward": cut, "_totals": None}
        kept = {name: value for name, value in self.__dict__.items() if name not in _PLACING}
        part.__dict__.update(kept | own | {"rows": self.rows[rows]})
        return part

    def draw(self) -> None:
        """From the top down."""
        top = self.height
        top = self._draw_row(self._head, self._head_height, top)
        self._rule(top, INK, 0.8)
        if self._brought:
            top = self._draw_carry(self._carry.brought, self._brought, top)
        for row, following in pairwise([*self.rows, None]):
            assert row is not None
            top = self._draw_row(row.cells, row.height, top)
            self._rule(top, INK if following is None else LINE, 0.8 if following is None else 0.4)
        if self._forward:
            self._draw_carry(self._carry.forward, self._forward, top)
        if self._totals:
            self._totals.drawOn(self.canv, 0, top - self._totals_height)

    def _draw_row(self, cells: Sequence[Cell], height: float, top: float) -> float:
        x = 0.0
        for each, column in zip(cells, self._columns, strict=True):
            each.drawOn(self.canv, x + PAD, top - PAD - each.height)
            x += column.width
        return top - height

    def _draw_carry(self, words: str, amount: str, top: float) -> float:
        canvas, base = self.canv, top - PAD - self._carry.size
        canvas.setFont(self._carry.face, self._carry.size)
        canvas.setFillColor(GREY)
        canvas.drawRightString(self.width - PAD, base, amount)
        wide = max(self._columns[-1].width, stringWidth(amount, self._carry.face, self._carry.size) + 3 * PAD)
        canvas.drawRightString(self.width - wide - PAD, base, words)  # sums may be wider than the amounts above them
        return top - self._carry_height

    def _rule(self, y: float, color: Any, width: float) -> None:
        self.canv.setStrokeColor(color)
        self.canv.setLineWidth(width)
        self.canv.line(0, y, self.width, y)


class TotalsLines(Flowable):
    """Words and amounts at the right of a table; the last line is the total, set off by a rule."""

    _PAD: Final = PAD + 0.5

    def __init__(
        self,
        lines: Sequence[tuple[str, str]],
        styles: tuple[ParagraphStyle, ParagraphStyle],
        right: float,
        widths: tuple[float, float],
    ) -> None:
        super().__init__()
        self._rooms = tuple(width - 2 * PAD for width in widths)
        self._lines = [tuple(map(cell, line, styles, self._rooms)) for line in lines]
        self._right = right
        self._widths = widths

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As tall as its lines."""
        self._heights = [
            max(each.wrap(room, 1e6)[1] for each, room in zip(line, self._rooms, strict=True)) + 2 * self._PAD
            for line in self._lines
        ]
        self.width, self.height = width, sum(self._heights)
        return self.width, self.height

    def draw(self) -> None:
        """From the top down."""
        amounts = self._right - self._widths[1]
        words, bottom = amounts - self._widths[0], self.height
        for (word, amount), height in zip(self._lines, self._heights, strict=True):
            bottom -= height
            word.drawOn(self.canv, words + PAD, bottom + self._PAD)
            amount.drawOn(self.canv, amounts + PAD, bottom + self._PAD)
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.8)
        self.canv.line(words, self._heights[-1], self._right, self._heights[-1])


def _measured(row: Row, columns: Sequence[Column]) -> list[_Measured]:
    """A row with its height; a very tall one becomes several."""
    cells = [cell(text, column.style, column.room) for text, column in zip(row.cells, columns, strict=True)]
    parts: list[_Measured] = []
    while True:
        height = _height(cells, columns) + 2 * PAD
        if height <= _TALLEST_ROW:
            parts.append(_Measured(tuple(cells), row.carried, height))
            return parts
        upper, cells = _cut(cells, columns)
        parts.append(_Measured(tuple(upper), row.carried, _height(upper, columns) + 2 * PAD))


def _cut(cells: Sequence[Cell], columns: Sequence[Column]) -> tuple[list[Cell], list[Cell]]:
    upper: list[Cell] = []
    lower: list[Cell] = []
    for each, column in zip(cells, columns, strict=True):
        parts = cast("list[Paragraph]", each.split(column.room, _TALLEST_ROW - 2 * PAD))
        upper.append(parts[0] if parts else each)
        lower.append(parts[1] if len(parts) > 1 else cell("", column.style, column.room))
    return upper, lower


def _height(cells: Sequence[Cell], columns: Sequence[Column]) -> float:
    sizes = (each.wrap(column.room, 1e6)[1] for each, column in zip(cells, columns, strict=True))
    return max(sizes, default=0.0)
