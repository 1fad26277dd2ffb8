"""Priced lines on paper, with totals, in one language or two."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from desktop_crm.documents import wording
from desktop_crm.documents.kit.lines_table import PAD, Carry, Column, LinesTable, Row, TotalsLines
from desktop_crm.documents.kit.page import MM, WIDTH
from desktop_crm.documents.kit.styles import Styles
from desktop_crm.documents.kit.text import markup
from desktop_crm.documents.kit.typeset import typeset
from desktop_crm.documents.parts import WORDING, PaperLine, Phrase, Wording, say
from desktop_crm.language import language
from desktop_crm.model.money import Money
from desktop_crm.model.totals import Totals

_JOINT: Final = " / "
_NONE: Final = "–"  # where a draft has no price yet
#: The least room of descriptions and the most of any other column, in points.
_LEAST: Final = 42 * MM
_MOST: Final = 32 * MM
_TOTALS: Final = (62 * MM, 38 * MM)


def joined(wording_: Wording, languages: Sequence[str]) -> str:
    """A text in each language, once when both are the same."""
    return _JOINT.join(dict.fromkeys(text for code in languages if (text := say(wording_, code))))


def known_joined(text: Wording, languages: Sequence[str]) -> str:
    """An office or unit in each language."""
    return _JOINT.join(dict.fromkeys(word for code in languages if (word := wording.known(text, code))))


class LinesOnPaper:
    """The lines with their totals as a table, in one language or two."""

    def __init__(self, lines: Sequence[PaperLine], totals: Totals, languages: Sequence[str], look: Styles) -> None:
        self._lines = lines
        self._totals = totals
        self._languages = languages
        self._speak = language(languages[0])
        self._look = look
        self.worded = WORDING  # how the words of its paper were chosen
        self._has_code = any(line.code for line in lines)
        self._has_discount = any(line.discount for line in lines)

    def flowables(self) -> Iterator[Flowable]:
        """The table; amounts are in the currency its head names. Under one of two languages, how its figures are to be read."""
        yield self._table()
        figures = {language(code).amount(self._totals.total) for code in self._languages}
        if len(figures) > 1:
            said = joined(wording.FIGURES, self._languages)
            yield Paragraph(markup(said, self._look.fonts), self._look.note)

    def _table(self) -> LinesTable:
        fonts = self._look.fonts
        carry = Carry(
            forward=joined(wording.CARRIED, self._languages),
            brought=joined(wording.BROUGHT, self._languages),
            face=fonts.italic,
            size=self._look.cell.fontSize,
        )
        sums = accumulate((line.amount for line in self._lines), Money.__add__)
        rows = [
            self._row(number, line, carried)
            for number, (line, carried) in enumerate(zip(self._lines, sums, strict=True), 1)
        ]
        return LinesTable(self._columns(rows), rows, carry, self._totals_table())

    def _columns(self, rows: Sequence[Row]) -> list[Column]:
        """Every column as wide as it needs, the description takes the rest."""
        look, currency = self._look, self._totals.total.currency
        left, right, center = (
            (look.cell, look.head),
            (look.cell_right, look.head_right),
            (look.cell_center, look.head_center),
        )
        amount = Phrase(f"{wording.AMOUNT.id} ({currency})", f"{wording.AMOUNT.en} ({currency})")
        wanted = [
            (wording.LINE_NUMBER, right),
            *([(wording.CODE, left)] if self._has_code else []),
            (wording.DESCRIPTION, left),
            (wording.worded_so(wording.QUANTITY, self.worded), right),
            (wording.UNIT, center),
            (wording.PRICE, right),
            *([(wording.DISCOUNT, right)] if self._has_discount else []),
            (amount, right),
        ]
        widths = [self._natural(head, (row.cells[at] for row in rows)) for at, (head, _) in enumerate(wanted)]
        described = next(at for at, (head, _) in enumerate(wanted) if head is wording.DESCRIPTION)
        widths[described] = max(WIDTH - sum(widths) + widths[described], _LEAST)
        scale = WIDTH / sum(widths)
        return [
            Column(head=self._head(head), width=width * scale, style=styles[0], head_style=styles[1])
            for (head, styles), width in zip(wanted, widths, strict=True)
        ]

    def _natural(self, head: Phrase, cells: Iterable[str]) -> float:
        """The room of the longest word of a column, within reason."""
        fonts, look = self._look.fonts, self._look
        heads = (stringWidth(head.say(code), fonts.bold, look.head.fontSize) for code in self._languages)
        texts = (stringWidth(cell, fonts.regular, look.cell.fontSize) for cell in dict.fromkeys(cells))
        return max(*heads, min(max(texts, default=0.0), _MOST), 0.0) + 2 * PAD + 2

    def _head(self, head: Phrase) -> str:
        """One language under the other: the columns are narrow."""
        words = dict.fromkeys(head.say(code) for code in self._languages)
        return "<br/>".join(markup(word, self._look.fonts, bold=True) for word in words)

    def _row(self, number: int, line: PaperLine, carried: Money) -> Row:
        speak, fonts = self._speak, self._look.fonts
        cells = [
            str(number),
            *([markup(line.code, fonts)] if self._has_code else []),
            self._description(line),
            markup(speak.number(line.quantity), fonts),
            markup(known_joined(line.unit, self._languages), fonts),
            _NONE if line.price is None else markup(speak.amount(line.price), fonts),
            *([speak.percent(line.discount) if line.discount else ""] if self._has_discount else []),
            _NONE if line.price is None else markup(speak.amount(line.amount), fonts),
        ]
        return Row(cells=tuple(cells), carried=typeset(speak.amount(carried)))

    def _description(self, line: PaperLine) -> str:
        fonts = self._look.fonts
        names = list(dict.fromkeys(text for code in self._languages if (text := say(line.name, code))))
        texts = [markup(name, fonts, italic=at > 0) for at, name in enumerate(names)]
        note = joined(line.note, self._languages)
        if note:
            texts.append(markup(note, fonts, italic=True))
        return "<br/>".join(texts)

    def _totals_table(self) -> Flowable:
        """The total is written as each language writes it."""
        totals, look, codes = self._totals, self._look, self._languages
        cells = [
            (
                markup(joined(wording.of_sum(item, self.worded), codes), look.fonts),
                markup(self._speak.amount(item.amount), look.fonts),
            )
            for item in totals.above()
        ]
        amounts = dict.fromkeys(language(code).money(totals.total) for code in codes)
        total = (joined(wording.TOTAL, codes), "\n".join(amounts))
        bold = tuple(markup(text, look.fonts, bold=True) for text in total)
        return TotalsLines([*cells, (bold[0], bold[1])], (look.cell, look.cell_right), WIDTH, _TOTALS)
