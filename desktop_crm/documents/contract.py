"""A contract on paper: Indonesian, English, or both side by side with the same clause beside its translation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.documents import wording
from desktop_crm.documents.glyphs import texts_of
from desktop_crm.documents.parts import ContractFacts, Party, Phrase, say
from desktop_crm.documents.template import Block, Clause, Kind, RenderedContract
from desktop_crm.language import language
from desktop_crm.model.printed import Counterpart

if TYPE_CHECKING:
    from reportlab.platypus import Flowable, Paragraph

    from desktop_crm.documents.kit.page import Sheet
    from desktop_crm.documents.kit.signatures import Place
    from desktop_crm.documents.kit.styles import Styles

#: Points of the body text; two columns need smaller type.
_SIZE: Final = 10.5
_SIZE_BESIDE: Final = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPaper:
    """A contract ready for paper.

    `texts` holds one rendered text, or the Indonesian one and its translation for side by side. `draft` puts DRAF or
    DRAFT into the foot, nothing else. `logo` is a PNG or JPEG; one that can't be read is left out.

    A paper has one place for the duty stamp: on an original, where the other party signs than the one it is for; a copy has
    none. What is printed alone (`sheet` None) says nothing of originals, and has it where the client signs.
    """

    facts: ContractFacts
    texts: tuple[RenderedContract, ...]
    draft: bool = False
    logo: bytes | None = None
    sheet: Counterpart | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """In the order of the columns."""
        return tuple(text.language for text in self.texts)


def contract_pdf(paper: ContractPaper) -> bytes:
    """The contract as PDF (A4), fonts embedded, clauses as bookmarks."""
    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.letterhead import letterhead
    from desktop_crm.documents.kit.page import build
    from desktop_crm.documents.kit.styles import styles

    scripts.ready("\n".join([texts_of(paper.facts), *(text.text() for text in paper.texts)]))
    beside = len(paper.texts) > 1
    head_look = styles("serif", _SIZE)
    look = styles("serif", _SIZE_BESIDE, justified=False) if beside else head_look
    body = _Body(paper, look)
    head = [*body.mark(), *letterhead(paper.facts.own, paper.logo, head_look), *body.title()]
    story = [*head, *body.clauses_and_signatures()]
    return build(_sheet(paper, look), story)


def pairs(texts: Sequence[RenderedContract]) -> list[tuple[Clause | None, ...]]:
    """The clauses of all texts by key, in the order of the first text; those it lacks stand at the end."""
    by_key = [{clause.key: clause for clause in text.clauses} for text in texts]
    keys = dict.fromkeys(key for clauses in by_key for key in clauses)
    return [tuple(clauses.get(key) for clauses in by_key) for key in keys]


def _sheet(paper: ContractPaper, look: "Styles") -> "Sheet":
    from desktop_crm.documents.kit.page import Sheet

    facts, code = paper.facts, paper.languages[0]
    left = [facts.number, wording.VERSION.say(code).format(version=facts.version)]
    if paper.draft:
        left.append(wording.DRAFT.say(code))
    if paper.sheet:
        left.append(wording.COUNTERPARTS[paper.sheet].say(code))
    return Sheet(
        title=f"{paper.texts[0].title} {facts.number}".strip(),
        author=facts.own.name,
        subject=say(facts.subject, code) or wording.CONTRACT_SUBJECT.say(code).format(number=facts.number),
        language={"id": "id-ID", "en": "en-GB"}[code],
        fonts=look.fonts,
        left=" · ".join(part for part in left if part),
        middle=wording.INITIALS.say(code),
        page=lambda page, pages: wording.PAGE.say(code).format(page=page, pages=pages),
    )


class _Body:
    """Title, clauses and signatures as flowables."""

    def __init__(self, paper: ContractPaper, look: "Styles") -> None:
        self._paper = paper
        self._look = look
        self._codes = paper.languages

    def mark(self) -> "list[Flowable]":
        """Which original this is and whose, or that it is a copy, above all else; and what was written by hand on it."""
        sheet = self._paper.sheet
        marks = list[str]()
        from reportlab.platypus import Paragraph

        from desktop_crm.documents.kit.styles import aside
        from desktop_crm.documents.kit.text import markup
        from desktop_crm.documents.lines import joined

        if sheet is not None:
            said = joined(wording.COUNTERPARTS[sheet], self._codes)
            whose = wording.COUNTERPART_FOR.get(sheet)
            marks.append(f"{said} · {joined(whose, self._codes)}" if whose else said)
        if any(text.by_hand for text in self._paper.texts):
            marks.append(joined(wording.BY_HAND, self._codes))
        return [Paragraph(markup(mark, self._look.fonts, bold=True), aside(self._look)) for mark in marks]

    def title(self) -> "list[Flowable]":
        """Title and number; side by side when there are two."""
        number = self._paper.facts.number
        titles = [self._paragraph(text.title, "title", bold=True) for text in self._paper.texts]
        numbers = [self._paragraph(wording.NUMBER.say(code).format(number=number), "subtitle") for code in self._codes]
        return [self._row(titles), self._row(numbers)]

    def clauses_and_signatures(self) -> "list[Flowable]":
        """The last paragraph stays with the signatures, so that these are never alone on a page."""
        from reportlab.platypus import KeepTogether

        story = [flowable for clauses in pairs(self._paper.texts) for flowable in self._clause(clauses)]
        tail: list[Flowable] = []
        while story and not _holds_text(tail):
            tail.insert(0, story.pop())
        if story and getattr(story[-1], "is_heading", False):
            tail = [*story[-3:], *tail]
            del story[-3:]
        return [*story, KeepTogether([*tail, self._signatures()])]

    def _clause(self, clauses: Sequence[Clause | None]) -> "Iterator[Flowable]":
        yield from self._heading(clauses)
        columns = [clause.blocks if clause else () for clause in clauses]
        for row in zip_longest(*columns):
            tables = [block is not None and block.kind is Kind.SPECIFICATION for block in row]
            if any(tables):
                yield self._specification()
            texts = [None if is_table else block for block, is_table in zip(row, tables, strict=True)]
            if any(texts):
                yield self._row([self._block(block) for block in texts])

    def _heading(self, clauses: Sequence[Clause | None]) -> "Iterator[Flowable]":
        from reportlab.platypus import CondPageBreak

        from desktop_crm.documents.kit.page import Bookmark

        first = next(clause for clause in clauses if clause is not None)
        if not first.number:
            return
        leading = self._look.body.leading
        yield CondPageBreak(leading * 7)
        code = self._codes[clauses.index(first)]
        yield Bookmark(first.key, f"{wording.CLAUSE.say(code).format(number=first.number)}. {first.title}")
        row: Any = self._row(
            [self._heading_paragraph(clause, code) for clause, code in zip(clauses, self._codes, strict=True)]
        )
        row.is_heading = True
        yield row

    def _heading_paragraph(self, clause: Clause | None, code: str) -> "Paragraph | None":
        if clause is None:
            return None
        number = wording.CLAUSE_HEAD.say(code).format(number=clause.number)
        return self._paragraph(f"{number}\n{clause.title}", "heading", bold=True)

    def _block(self, block: Block | None) -> "Paragraph | None":
        from desktop_crm.documents.kit.text import paragraph

        if block is None:
            return None
        if block.kind is Kind.PARAGRAPH:
            return paragraph(block.runs, self._look.body, self._look.fonts)
        style = self._look.items[min(block.level, len(self._look.items) - 1)]
        return paragraph(block.runs, style, self._look.fonts, block.label or None)

    def _paragraph(self, text: str, style: str, *, bold: bool = False) -> "Paragraph":
        from reportlab.platypus import Paragraph

        from desktop_crm.documents.kit.text import markup

        return Paragraph(markup(text, self._look.fonts, bold=bold), getattr(self._look, style))

    def _row(self, cells: "Sequence[Paragraph | None]") -> "Flowable":
        from desktop_crm.documents.kit.pair import Pair

        if len(cells) == 1:
            assert cells[0] is not None, "a single column has no gaps"
            return cells[0]
        return Pair(*cells)

    def _specification(self) -> "Flowable":
        from desktop_crm.documents.lines import LinesOnPaper

        facts = self._paper.facts
        speak = language(self._codes[0])
        lines = LinesOnPaper(facts.lines, facts.totals, self._codes, speak, self._look)
        lines.worded = facts.wording
        return lines.table()

    def _signatures(self) -> "Flowable":
        from desktop_crm.documents.kit.signatures import Signatures

        facts, sheet = self._paper.facts, self._paper.sheet
        own = self._place(facts.own, wording.FIRST_PARTY, stamped=sheet is Counterpart.SECOND)
        client = self._place(facts.client, wording.SECOND_PARTY, stamped=sheet in {None, Counterpart.FIRST})
        return Signatures((own, client), self._look)

    def _place(self, party: Party, role: Phrase, *, stamped: bool) -> "Place":
        from desktop_crm.documents.kit.signatures import Place
        from desktop_crm.documents.lines import joined, known_joined

        signatory = party.signatory
        name = signatory.name if signatory else party.name if party.person else ""
        office = known_joined(signatory.office, self._codes) if signatory else ""
        return Place(
            above=(joined(role, self._codes), "" if party.person and name == party.name else party.name),
            name=name,
            below=(office if name else joined(wording.WHO_SIGNS, self._codes),),
            duty_stamp=wording.DUTY_STAMP if stamped else (),
        )


def _holds_text(flowables: "Sequence[Flowable]") -> bool:
    """Whether there is more than breaks and bookmarks."""
    return any(flowable.getSpaceAfter() > 0 for flowable in flowables)
