"""A letter on paper: in Indonesian with nomor, lampiran and hal, in English as letters are written there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from desktop_crm.documents import wording
from desktop_crm.documents.glyphs import texts_of
from desktop_crm.documents.letter_facts import LetterFacts
from desktop_crm.documents.parts import Phrase
from desktop_crm.documents.template import Block, Clause, Kind, RenderedContract
from desktop_crm.language import language
from desktop_crm.model.spot import Spot
from desktop_crm.model.words import number_in_words

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable, Paragraph

    from desktop_crm.documents.kit.page import Sheet
    from desktop_crm.documents.kit.styles import Styles

_SIZE: Final = 10.5
#: Room for the pen (mm), and so many lines below the signature stay with it.
_PEN: Final = 22
_TAIL: Final = 12
_IN_WORDS: Final = 10  # attachments are counted in words up to here

#: What its file is called inside.
LETTER: Final = Phrase("Surat {number}", "Letter {number}")

_NUMBER: Final = Phrase("Nomor", "Our ref.")
_ENCLOSED: Final = Phrase("Lampiran", "Encl.")
_SUBJECT: Final = Phrase("Hal", "Subject")
_THEIRS: Final = Phrase("", "Your ref.")
_COPIES: Final = Phrase("Tembusan", "cc")
_YOURS: Final = Phrase("Hormat kami,", "Yours sincerely,")
_TO_NOBODY: Final = Phrase("Hormat kami,", "Yours faithfully,")
_TO: Final = "Yth."
_HEAD: Final = "Pimpinan"  # of whom, where nobody is named


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper:
    """A letter ready for paper. `draft` puts DRAF or DRAFT into the foot. `logo` is a PNG or JPEG."""

    facts: LetterFacts
    text: RenderedContract
    draft: bool = False
    logo: bytes | None = None


def letter_pdf(paper: LetterPaper, spots: list[Spot] | None = None) -> bytes:
    """The letter as PDF (A4), fonts embedded; `spots` learns where its gaps stand."""
    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.letterhead import letterhead
    from desktop_crm.documents.kit.page import build
    from desktop_crm.documents.kit.styles import styles

    scripts.ready("\n".join([texts_of(paper.facts), paper.text.text()]))
    look = styles("sans", _SIZE, justified=False, code=paper.facts.language)
    body = _Body(paper, look)
    story = [*letterhead(paper.facts.own, paper.logo, look), *body.head(), *body.text(), *body.long_tail()]
    return build(_sheet(paper, look), story, spots)


def inside_address(facts: LetterFacts) -> list[str]:
    """Whom it goes to, line by line, as on the envelope."""
    client = facts.client
    position = wording.known(facts.position, facts.language) if client.contact else ""
    lines = [client.contact, position, client.name, *client.address.splitlines()]
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def addressed(facts: LetterFacts) -> list[str]:
    """The same, as one begins it in the language of the letter."""
    lines, client = inside_address(facts), facts.client
    if facts.language == "en" or not lines or lines[0].casefold().startswith("yth"):
        return lines
    if client.contact or client.person:
        return [f"{_TO} {lines[0]}", *lines[1:]]
    return [f"{_TO} {_HEAD}", *lines]


def _sheet(paper: LetterPaper, look: "Styles") -> "Sheet":
    from desktop_crm.documents.kit.page import Sheet

    facts, code = paper.facts, paper.facts.language
    title = LETTER.say(code).format(number=facts.number)
    left = [facts.number, facts.client.name, wording.DRAFT.say(code) if paper.draft else ""]
    return Sheet(
        title=title,
        author=facts.own.name,
        subject=facts.subject,
        languages=(code,),
        fonts=look.fonts,
        left=" · ".join(part for part in left if part),
        page=lambda page, pages: wording.PAGE.say(code).format(page=page, pages=pages) if pages > 1 else "",
    )


class _Body:
    """All below the letterhead."""

    def __init__(self, paper: LetterPaper, look: "Styles") -> None:
        self._paper = paper
        self._facts = paper.facts
        self._code = paper.facts.language
        self._look = look

    def head(self) -> "Iterator[Flowable]":
        """Number, day, subject, whom it goes to, and the salutation."""
        from reportlab.platypus import Spacer

        english = self._code == "en"
        yield from self._english_head() if english else self._indonesian_head()
        yield Spacer(0, 12)
        yield self._lines(addressed(self._facts))
        yield Spacer(0, 12)
        yield self._plain(self._salutation())
        if english and self._facts.subject:
            yield self._plain(self._facts.subject, bold=True)

    def text(self) -> "Iterator[Flowable]":
        """What it says; the last of it stays with the signature."""
        from desktop_crm.documents.kit.keep import Ending

        said = [flowable for clause in self._paper.text.clauses for flowable in self._clause(clause)]
        at = max(0, len(said) - 2)
        yield from said[:at]
        yield Ending(said[at:], self._signature())

    def long_tail(self) -> "list[Flowable]":
        """Attachments and copies that are too many to stay with the signature."""
        return self._tail() if self._tail_is_long() else []

    def _indonesian_head(self) -> "Iterator[Flowable]":
        from reportlab.lib.enums import TA_RIGHT
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Table

        from desktop_crm.documents.kit.page import MM, WIDTH
        from desktop_crm.documents.kit.styles import bare

        facts, look = self._facts, self._look
        right = ParagraphStyle("letter_day", parent=look.cell, fontSize=_SIZE, leading=_SIZE * 1.36, alignment=TA_RIGHT)
        rows = [
            (_NUMBER.id, facts.number),
            *([(_ENCLOSED.id, _counted(facts.enclosed))] if facts.enclosed else []),
            (_SUBJECT.id, facts.subject),
        ]
        cells: list[list[object]] = [
            [self._cell(word), self._cell(":"), self._cell(value, bold=word == _SUBJECT.id), ""] for word, value in rows
        ]
        cells[0][3] = self._styled(self._place_and_day(), right)
        table = Table(cells, colWidths=(20 * MM, 4 * MM, WIDTH - 88 * MM, 64 * MM))
        spans = [("SPAN", (2, at), (3, at)) for at in range(1, len(cells))]
        table.setStyle([*bare(look), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans])
        yield table

    def _english_head(self) -> "Iterator[Flowable]":
        facts = self._facts
        theirs = ", ".join(part for part in (facts.their_number, self._day(facts.their_day)) if part)
        known = ((_NUMBER.en, facts.number), (_THEIRS.en, theirs))
        yield self._lines([self._place_and_day(), *(f"{word}: {value}" for word, value in known if value)])

    def _salutation(self) -> str:
        if self._code != "en":
            return "Dengan hormat,"
        name = self._named()
        return f"Dear {name}," if name else "Dear Sir or Madam,"

    def _named(self) -> str:
        """Whom it speaks to."""
        client = self._facts.client
        return client.contact or (client.name if client.person else "")

    def _clause(self, clause: Clause) -> "Iterator[Flowable]":
        from desktop_crm.documents.kit.keep import Lead

        flowables = [self._block(block) for block in clause.blocks if block.kind is not Kind.SPECIFICATION]
        if clause.title:
            heading = self._plain(clause.title, bold=True)
            flowables = [Lead([heading], flowables[0]), *flowables[1:]] if flowables else [heading]
        yield from flowables

    def _block(self, block: Block) -> "Flowable":
        from desktop_crm.documents.kit.text import paragraph

        look = self._look
        if block.kind is Kind.PARAGRAPH:
            return paragraph(block.runs, look.body, look.fonts)
        style = look.items[min(block.level, len(look.items) - 1)]
        return paragraph(block.runs, style, look.fonts, block.label or None)

    def _signature(self) -> "Flowable":
        """Closing, company, room for the pen and the stamp, name and position, all in one piece."""
        from reportlab.platypus import Spacer

        from desktop_crm.documents.kit.keep import Block as Whole
        from desktop_crm.documents.kit.page import MM

        own = self._facts.own
        signatory = own.signatory
        closing = _YOURS if self._named() else _TO_NOBODY
        name = signatory.name if signatory else ""
        position = wording.known(signatory.office, self._code) if signatory else ""
        parts: list[Flowable] = [
            Spacer(0, 6),
            self._cell(closing.say(self._code)),
            self._cell(own.name, bold=True),
            Spacer(0, _PEN * MM),
            self._cell(name or "." * 40, bold=bool(name)),
        ]
        if name and position:
            parts.append(self._cell(position))
        if not self._tail_is_long():
            parts += self._tail()
        return Whole(parts)

    def _tail(self) -> "list[Flowable]":
        from reportlab.platypus import Spacer

        facts, code = self._facts, self._code
        found: list[Flowable] = []
        enclosed = facts.enclosures
        for word, names in ((_ENCLOSED, enclosed), (_COPIES, facts.copies)):
            if names:
                found += [Spacer(0, 10), self._lines([f"{word.say(code)}:", *_numbered(names)], small=True)]
        if code == "en" and facts.enclosed and not enclosed:
            found += [Spacer(0, 10), self._lines([f"{_ENCLOSED.en}: {facts.enclosed}"], small=True)]
        return found

    def _tail_is_long(self) -> bool:
        return len(self._facts.enclosures) + len(self._facts.copies) > _TAIL

    def _place_and_day(self) -> str:
        return ", ".join(part for part in (self._facts.place, self._day(self._facts.day)) if part)

    def _day(self, day: date | None) -> str:
        return language(self._code).day_long(day) if day is not None else ""

    def _lines(self, lines: Sequence[str], *, small: bool = False) -> "Paragraph":
        from reportlab.lib.styles import ParagraphStyle

        look = self._look
        size = _SIZE - 1 if small else _SIZE
        style = ParagraphStyle("letter_lines", parent=look.body, fontSize=size, leading=size * 1.36, spaceAfter=0)
        return self._styled("\n".join(lines), style)

    def _cell(self, text: str, *, bold: bool = False) -> "Paragraph":
        from reportlab.lib.styles import ParagraphStyle

        style = ParagraphStyle("letter_cell", parent=self._look.body, spaceAfter=0)
        return self._styled(text, style, bold=bold)

    def _plain(self, text: str, *, bold: bool = False) -> "Paragraph":
        return self._styled(text, self._look.body, bold=bold)

    def _styled(self, text: str, style: "ParagraphStyle", *, bold: bool = False) -> "Paragraph":
        from desktop_crm.documents.kit.text import Run, paragraph

        return paragraph([Run(text, bold)], style, self._look.fonts)


def _counted(count: int) -> str:
    """Two files in words, twelve in figures."""
    return f"{number_in_words(count, 'id') if count <= _IN_WORDS else count} berkas"


def _numbered(names: Sequence[str]) -> list[str]:
    return [f"{at}. {name}" for at, name in enumerate(names, 1)] if len(names) > 1 else list(names)
