"""Running text, whose last line is more than the end of a word."""

from collections.abc import Iterable
from typing import Any, Final, cast

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from desktop_crm.documents.going_on import go_on

#: Letters of a word that is no line by itself, and the most of one that keeps it company.
_RUNT: Final = 4
_COMPANY: Final = 10
#: Fewer lines than this don't stand on a page.
_ALONE: Final = 2
#: How far a line reaches below its base, and how high it is, in ems; and what ReportLab leaves behind a label.
_BELOW: Final = 0.28
_HIGH: Final = 1.22
_AFTER_LABEL: Final = 0.6


class Running(Paragraph):
    """A paragraph whose last line is neither a very short word nor the end of a parted one, where that can be helped.

    It is broken into lines once, and its parts on two pages keep these: ReportLab would break them anew, and lose the
    hyphen of a word that was parted there.
    """

    _broken: tuple[list[float], Any] | None = None
    _JustifyLast = False  # ReportLab's name

    def breakLines(self, width: Any) -> Any:  # noqa: N802  # ReportLab's name
        """Its lines; broken a second time, with the end of the text in one piece, where that is needed."""
        go_on()
        widths = list(width)
        if self._broken is None or self._broken[0] != widths:
            self._broken = (widths, self._evenly(widths))
        return self._broken[1]

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two parts, neither of a single line; nothing when there is no room for that."""
        self.wrap(width, height)
        assert self._broken is not None
        count = len(self._broken[1].lines)
        fitting = int(height / self.style.leading)
        if fitting >= count:
            return [self]
        first = min(fitting, count - _ALONE)
        return [self._part(slice(0, first)), self._part(slice(first, count))] if first >= _ALONE else []

    def draw(self) -> None:
        """On the page; where a value is missing, the place is told."""
        go_on()
        super().draw()
        if self._broken is not None:
            self._tell_spots()

    def _tell_spots(self) -> None:
        """Of each rule for the pen; a paragraph that has one is set to the left."""
        assert self._broken is not None
        style, broken, canvas = self.style, self._broken[1], cast("Any", self.canv)
        base = self.height - getattr(broken.lines[0] if broken.kind else broken, "ascent", style.fontSize)
        for number, line in enumerate(broken.lines):
            left = style.leftIndent + (0 if number else self._indent())
            for fragment, text in _pieces(broken, line):
                width = stringWidth(text, fragment.fontName, fragment.fontSize)
                if path := getattr(fragment, "path", ""):
                    bottom = base - number * style.leading - style.fontSize * _BELOW
                    canvas.note_spot(path, left, bottom, width, style.fontSize * _HIGH)
                left += width

    def _indent(self) -> float:
        """Of the first line, which begins behind its label."""
        style = self.style
        if not self.bulletText:
            return float(style.firstLineIndent)
        label = stringWidth(self.bulletText, style.bulletFontName, style.bulletFontSize)
        end = style.bulletIndent + label + style.bulletFontSize * _AFTER_LABEL
        return float(max(style.firstLineIndent, end - style.leftIndent))

    def _part(self, lines: slice) -> "Running":
        assert self._broken is not None
        widths, broken = self._broken
        first = lines.start == 0
        part = Running("", self.style, bulletText=self.bulletText if first else None, frags=self.frags)
        part._broken = (widths, broken.clone(lines=broken.lines[lines]))
        part._JustifyLast = first or self._JustifyLast
        return part

    def _evenly(self, widths: list[float]) -> Any:
        whole = self.frags  # which breaking cuts into words
        broken = super().breakLines(list(widths))
        if len(broken.lines) < 2:
            return broken
        before, last = (_words(line, broken.kind) for line in broken.lines[-2:])
        mended = " " not in last and _mended(whole[-1], parted=before.endswith("-"), short=len(last) <= _RUNT)
        if not mended:
            return broken
        self.frags = whole
        return super().breakLines(list(widths))


def _mended(fragment: Any, *, parted: bool, short: bool) -> bool:
    """Whether something of the text could be changed."""
    text: str = getattr(fragment, "text", "").rstrip(" ")
    head, _, tail = text.rpartition(" ")
    if parted and text and not text.endswith("\xa0"):
        fragment.text = f"{text}\xa0"  # after which nothing is parted
    elif short and head and len(head.rpartition(" ")[2]) <= _COMPANY:
        fragment.text = f"{head}\xa0{tail}"
    else:
        return False
    return True


def _words(line: Any, kind: int) -> str:
    return "".join(part.text for part in line.words).strip() if kind else " ".join(line[1])


def _pieces(broken: Any, line: Any) -> Iterable[tuple[Any, str]]:
    """What stands in a line, with its face."""
    return ((word, word.text) for word in line.words) if broken.kind else [(broken, " ".join(line[1]))]
