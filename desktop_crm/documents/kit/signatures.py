"""Places to sign: party, room for stamp and duty stamp, name and office; kept together."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from reportlab.platypus import Flowable, Paragraph

from desktop_crm.documents.kit.page import GREY, MM
from desktop_crm.documents.kit.styles import Styles
from desktop_crm.documents.kit.text import LONGEST_NAME, markup, shortened

_SPACE: Final = 27 * MM
_GAP: Final = 12 * MM
_STAMP_WIDTH: Final = 22 * MM
_STAMP_HEIGHT: Final = 17 * MM


class Place(NamedTuple):
    """One place to sign: lines above the room (role, company), the name under the line, lines below (office).

    `duty_stamp` is the text of the dashed box for the meterai, one line each; empty for none.
    """

    above: tuple[str, ...]
    name: str
    below: tuple[str, ...] = ()
    duty_stamp: tuple[str, ...] = ()


class Signatures(Flowable):
    """Places side by side, their lines at one height."""

    def __init__(self, places: Sequence[Place], look: Styles) -> None:
        super().__init__()
        self._places = tuple(places)
        self._look = look
        self._above = [self._paragraphs(place.above, bold=True) for place in self._places]
        self._below = [self._under(place) for place in self._places]
        self.spaceBefore = 14

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As tall as the tallest place."""
        self.width = width
        self._column = (width - _GAP * (len(self._places) - 1)) / len(self._places)
        self._above_height = max(map(self._tall, self._above))
        self.height = self._above_height + _SPACE + max(map(self._tall, self._below))
        return width, self.height

    def draw(self) -> None:
        """Place by place, from the left."""
        for number, place in enumerate(self._places):
            x = number * (self._column + _GAP)
            self._draw_column(self._above[number], x, self.height)
            line = self.height - self._above_height - _SPACE
            if place.duty_stamp:
                self._draw_stamp(place.duty_stamp, x, line + 5 * MM)
            self._draw_column(self._below[number], x, line)

    def _paragraphs(self, lines: Sequence[str], *, bold: bool) -> list[Paragraph]:
        fonts = self._look.fonts
        return [Paragraph(markup(_on_one_line(line), fonts, bold=bold), self._look.center) for line in lines if line]

    def _under(self, place: Place) -> list[Paragraph]:
        name = f"<u>{markup(_on_one_line(place.name), self._look.fonts, bold=True)}</u>" if place.name else "." * 40
        return [Paragraph(name, self._look.center), *self._paragraphs(place.below, bold=False)]

    def _tall(self, paragraphs: Sequence[Paragraph]) -> float:
        return sum(paragraph.wrap(self._column, 1e6)[1] for paragraph in paragraphs)

    def _draw_column(self, paragraphs: Sequence[Paragraph], x: float, top: float) -> None:
        for paragraph in paragraphs:
            top -= paragraph.height
            paragraph.drawOn(self.canv, x, top)

    def _draw_stamp(self, lines: Sequence[str], x: float, bottom: float) -> None:
        canvas, size = self.canv, 7
        canvas.saveState()
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.5)
        canvas.setDash(2, 2)
        canvas.rect(x, bottom, _STAMP_WIDTH, _STAMP_HEIGHT)
        canvas.setFillColor(GREY)
        canvas.setFont(self._look.fonts.regular, size)
        top = bottom + _STAMP_HEIGHT / 2 + len(lines) * size * 0.6 - size * 0.9
        for number, line in enumerate(lines):
            canvas.drawCentredString(x + _STAMP_WIDTH / 2, top - number * size * 1.2, line)
        canvas.restoreState()


def _on_one_line(text: str) -> str:
    """Signatures stay on one page, whatever was pasted into a name."""
    return shortened(" ".join(text.split()), LONGEST_NAME)
