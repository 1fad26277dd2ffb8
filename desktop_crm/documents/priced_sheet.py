"""A paper with priced lines, one after the other: what for, for how much, by when, with places for both to sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_crm.documents import wording
from desktop_crm.documents.glyphs import texts_of
from desktop_crm.documents.parts import CODES, Languages, PaperLine, Party, Phrase, Wording, say
from desktop_crm.language import language
from desktop_crm.model.totals import Totals
from desktop_crm.model.words import amount_in_words

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable, Paragraph

    from desktop_crm.documents.kit.styles import Styles

_SIZE: Final = 9.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedSheet:
    """Such a paper, ready to be printed. `languages` is id, en, or both (two languages in each label).

    What it is called stands above it as `heading`, elsewhere as its `kind`. `notes` are printed beside its `paper_text`.
    """

    heading: Phrase
    kind: Phrase
    number: str
    day: date
    own: Party
    client: Party
    lines: tuple[PaperLine, ...]
    totals: Totals
    languages: Languages = "id"
    payment_terms: Wording = ""
    delivery_terms: Wording = ""
    paper_text: Wording = ""
    notes: Wording = ""
    draft: bool = False
    logo: bytes | None = None

    def days(self) -> tuple[tuple[Phrase, date | None], ...]:
        """What stands beside the client: each day with what it is."""
        return ((wording.DATE, self.day),)


def sheet_pdf(sheet: PricedSheet) -> bytes:
    """The sheet as PDF (A4), fonts embedded."""
    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.letterhead import letterhead
    from desktop_crm.documents.kit.page import Sheet, build
    from desktop_crm.documents.kit.styles import styles
    from desktop_crm.documents.lines import joined

    scripts.ready(texts_of(sheet))
    codes = CODES[sheet.languages]
    look = styles("sans", _SIZE, justified=False, code=codes[0] if len(codes) == 1 else "")
    title = f"{joined(sheet.kind, codes)} {sheet.number}"
    return build(
        Sheet(
            title=title,
            author=sheet.own.name,
            subject=sheet.client.name,
            languages=codes,
            fonts=look.fonts,
            left=f"{title} · {joined(wording.DRAFT, codes)}" if sheet.draft else title,
            page=lambda page, pages: joined(wording.PAGE, codes).format(page=page, pages=pages),
        ),
        [*letterhead(sheet.own, sheet.logo, look), *_Body(sheet, look).flowables()],
    )


class _Body:
    """Everything between letterhead and foot."""

    def __init__(self, sheet: PricedSheet, look: "Styles") -> None:
        self._sheet = sheet
        self._look = look
        self._codes = CODES[sheet.languages]

    def flowables(self) -> "Iterator[Flowable]":
        """Title, client, lines, words, terms, signatures."""
        from reportlab.platypus import Spacer

        from desktop_crm.documents.kit.keep import Ending
        from desktop_crm.documents.lines import LinesOnPaper

        sheet = self._sheet
        yield self._title()
        yield Spacer(0, 4)
        yield self._client_and_dates()
        yield Spacer(0, 6)
        yield from LinesOnPaper(sheet.lines, sheet.totals, self._codes, self._look).flowables()
        yield Ending(list(self._terms()), self._signatures())

    def _title(self) -> "Paragraph":
        from reportlab.lib.enums import TA_LEFT
        from reportlab.lib.styles import ParagraphStyle

        style = ParagraphStyle("sheet_title", parent=self._look.title, alignment=TA_LEFT)
        return self._paragraph(f"{self._label(self._sheet.heading)} {self._sheet.number}", style, bold=True)

    def _client_and_dates(self) -> "Flowable":
        from reportlab.platypus import Table

        from desktop_crm.documents.kit.page import WIDTH
        from desktop_crm.documents.kit.styles import bare

        table = Table([[self._client(), self._dates()]], colWidths=(WIDTH * 0.58, WIDTH * 0.42))
        table.setStyle([*bare(self._look), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        return table

    def _client(self) -> "list[Paragraph]":
        look, client = self._look, self._sheet.client
        attention = f"{self._label(wording.ATTENTION)} {client.contact}" if client.contact else ""
        npwp = f"NPWP {client.npwp}" if client.npwp else ""
        numbers = " · ".join(part for part in (npwp, *map(self._label, client.numbers)) if part)
        reach = " · ".join(part for part in (client.phone, client.email) if part)
        lines = [line for line in (client.address, attention, reach, numbers) if line]
        return [
            self._paragraph(self._label(wording.CLIENT), look.small),
            self._paragraph(_short(client.name), look.cell, bold=True),
            *(self._paragraph(_short(line), look.cell) for line in lines),
        ]

    def _dates(self) -> "list[Flowable]":
        from reportlab.platypus import Table

        from desktop_crm.documents.kit.styles import bare

        sheet, look = self._sheet, self._look
        rows = [
            (self._paragraph(self._label(word), look.small), self._paragraph(self._label(_long(day)), look.cell))
            for word, day in sheet.days()
            if day is not None
        ]
        table = Table(rows, colWidths=("45%", "55%"))
        aligned = [("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
        table.setStyle([*bare(look), *aligned])
        return [table]

    def _terms(self) -> "Iterator[Paragraph]":
        sheet, bank = self._sheet, self._sheet.own.bank
        words = Phrase(*(amount_in_words(sheet.totals.total, code) for code in ("id", "en")))
        yield self._term(wording.IN_WORDS, words, italic=True)
        for word, text in (
            (wording.PAYMENT, sheet.payment_terms),
            (wording.DELIVERY, sheet.delivery_terms),
            (wording.NOTES, sheet.paper_text),
            (wording.NOTES, sheet.notes),
        ):
            if any(say(text, code) for code in self._codes):
                yield self._term(word, text)
        if bank:
            account = (
                code_text.format(bank=bank.bank, number=bank.number, holder=bank.holder)
                for code_text in (wording.ACCOUNT.id, wording.ACCOUNT.en)
            )
            yield self._term(wording.BANK, Phrase(*account))

    def _term(self, word: Phrase, text: Wording, *, italic: bool = False) -> "Paragraph":
        from desktop_crm.documents.kit.text import Run, paragraph
        from desktop_crm.documents.lines import joined

        runs = (Run(f"{self._label(word)}: ", bold=True), Run(joined(text, self._codes), italic=italic))
        return paragraph(runs, self._look.body, self._look.fonts)

    def _signatures(self) -> "Flowable":
        from desktop_crm.documents.kit.signatures import Place, Signatures
        from desktop_crm.documents.lines import known_joined

        own, client = self._sheet.own, self._sheet.client
        signatory = own.signatory
        seller = Place(
            above=(self._label(wording.FOR_SELLER), own.name),
            name=signatory.name if signatory else "",
            below=(known_joined(signatory.office, self._codes),) if signatory else (),
        )
        return Signatures(
            (seller, Place(above=(self._label(wording.FOR_CLIENT), client.name), name=client.contact)), self._look
        )

    def _label(self, word: Phrase) -> str:
        from desktop_crm.documents.lines import joined

        return joined(word, self._codes)

    def _paragraph(self, text: str, style: "ParagraphStyle", *, bold: bool = False) -> "Paragraph":
        from desktop_crm.documents.kit.text import Run, paragraph

        return paragraph([Run(text, bold)], style, self._look.fonts)


def _long(day: date) -> Phrase:
    return Phrase(*(language(code).day_long(day) for code in ("id", "en")))


def _short(text: str) -> str:
    """What stands beside the dates can't go on over pages."""
    from desktop_crm.documents.kit.text import shortened

    return shortened("\n".join(text.splitlines()[:8]), 300)
