"""A contract on paper: Indonesian, English, or both side by side with the same clause beside its translation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import inf
from typing import TYPE_CHECKING, Final

from desktop_crm.documents import wording
from desktop_crm.documents.glyphs import texts_of
from desktop_crm.documents.kit.text import plain
from desktop_crm.documents.parts import ContractFacts, Party, Phrase
from desktop_crm.documents.template import Block, Clause, Kind, RenderedContract
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.spot import Spot

if TYPE_CHECKING:
    from reportlab.platypus import Flowable, Paragraph

    from desktop_crm.documents.kit.page import Sheet
    from desktop_crm.documents.kit.signatures import Place
    from desktop_crm.documents.kit.styles import Styles

#: Points of the body text; two columns need smaller type.
_SIZE: Final = 10.5
_SIZE_BESIDE: Final = 9.0

#: Characters of a text too long to stay with what it announces; and too many for one line of one column, and of two.
_LONG: Final = 600
_ONE_LINE: Final = {1: 95, 2: 50}


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


def contract_pdf(paper: ContractPaper, spots: list[Spot] | None = None) -> bytes:
    """The contract as PDF (A4), fonts embedded, clauses as bookmarks; `spots` learns where its gaps stand."""
    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.letterhead import letterhead
    from desktop_crm.documents.kit.page import build
    from desktop_crm.documents.kit.styles import styles

    scripts.ready("\n".join([texts_of(paper.facts), *(text.text() for text in paper.texts)]))
    beside = len(paper.texts) > 1
    head_look = styles("serif", _SIZE)
    size = _SIZE_BESIDE if beside else _SIZE
    body = _Body(paper, [styles("serif", size, justified=not beside, code=code) for code in paper.languages])
    head = [*body.mark(), *letterhead(paper.facts.own, paper.logo, head_look), *body.title()]
    story = [*head, *body.clauses_and_signatures()]
    return build(_sheet(paper, head_look), story, spots)


def pairs(texts: Sequence[RenderedContract]) -> list[tuple[Clause | None, ...]]:
    """The clauses of all texts by key, in the order of the first text; those it lacks stand at the end."""
    by_key = [{clause.key: clause for clause in text.clauses} for text in texts]
    keys = dict.fromkeys(key for clauses in by_key for key in clauses)
    return [tuple(clauses.get(key) for clauses in by_key) for key in keys]


def _sheet(paper: ContractPaper, look: "Styles") -> "Sheet":
    from desktop_crm.documents.kit.page import Sheet
    from desktop_crm.documents.lines import joined

    facts, codes = paper.facts, paper.languages
    left = [facts.number, joined(wording.VERSION, codes).format(version=facts.version)]
    if paper.draft:
        left.append(joined(wording.DRAFT, codes))
    if paper.sheet:
        left.append(joined(wording.COUNTERPARTS[paper.sheet], codes))
    titles = dict.fromkeys(text.title for text in paper.texts)
    return Sheet(
        title=f"{' / '.join(titles)} {facts.number}".strip(),
        author=facts.own.name,
        subject=joined(facts.subject, codes) or joined(wording.CONTRACT_SUBJECT, codes).format(number=facts.number),
        languages=codes,
        fonts=look.fonts,
        left=" · ".join(part for part in left if part),
        middle=f"{joined(wording.INITIALS, codes)}:  I ______  II ______",
        page=lambda page, pages: joined(wording.PAGE, codes).format(page=page, pages=pages),
    )


class _Body:
    """Title, clauses and signatures as flowables; a language has a look of its own."""

    def __init__(self, paper: ContractPaper, looks: "Sequence[Styles]") -> None:
        self._paper = paper
        self._looks = looks
        self._look = looks[0]
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
        """Titles, side by side when there are two, and the number below, across both: it may be long."""
        from desktop_crm.documents.lines import joined

        titles = [self._paragraph(text.title, "title", bold=True) for text in self._paper.texts]
        number = f"{joined(wording.NUMBER, self._codes)}: {self._paper.facts.number}"
        return [self._row(titles), self._paragraph(number, "subtitle")]

    def clauses_and_signatures(self) -> "list[Flowable]":
        """The last clause stays with the signatures, so that these are never alone on a page."""
        from desktop_crm.documents.kit.keep import Ending

        *before, last = pairs(self._paper.texts) or [(None,) * len(self._codes)]
        story = [flowable for clauses in before for flowable in self._clause(clauses)]
        return [*story, Ending(self._clause(last), self._signatures(), self._again(last))]

    def _again(self, clauses: Sequence[Clause | None]) -> "Flowable | None":
        """The number of a clause that goes on beside the signatures."""
        if not any(clause and clause.number for clause in clauses):
            return None
        said = [self._number(clause, code) for clause, code in zip(clauses, self._codes, strict=True)]
        more = [wording.CONTINUED.say(code) for code in self._codes]
        return self._row(
            [self._paragraph(f"{each} {how}", "heading", bold=True) for each, how in zip(said, more, strict=True)]
        )

    def _clause(self, clauses: Sequence[Clause | None]) -> "list[Flowable]":
        """Its heading, and each text that announces the next, stay with the first lines of what they announce."""
        from desktop_crm.documents.kit.keep import Lead

        flowables: list[Flowable] = []
        heads = heading = self._heading(clauses)
        for flowable, letters, announces in self._flowables(clauses):
            if announces or (heads is heading and heads and letters < _ONE_LINE[len(clauses)]):
                heads = [*heads, flowable]
            else:
                flowables.append(Lead(heads, flowable) if heads else flowable)
                heads = []
        return [*flowables, Lead(heads[:-1], heads[-1])] if len(heads) > 1 else [*flowables, *heads]

    def _flowables(self, clauses: Sequence[Clause | None]) -> "Iterator[tuple[Flowable, float, bool]]":
        """Row by row, how many letters it has, and whether it announces the next."""
        columns = [clause.blocks if clause else () for clause in clauses]
        for row in zip_longest(*columns):
            tables = [block is not None and block.kind is Kind.SPECIFICATION for block in row]
            if any(tables):
                for flowable in self._specification():
                    yield flowable, inf, False
            texts = [None if is_table else block for block, is_table in zip(row, tables, strict=True)]
            if any(texts):
                said = [plain(block.runs).rstrip() if block else "" for block in texts]
                yield (
                    self._row([self._block(block, look) for block, look in zip(texts, self._looks, strict=True)]),
                    max(map(len, said)),
                    any(text.endswith(":") and len(text) < _LONG for text in said),
                )

    def _heading(self, clauses: Sequence[Clause | None]) -> "list[Flowable]":
        from desktop_crm.documents.kit.page import Bookmark

        known = [(clause, code) for clause, code in zip(clauses, self._codes, strict=True) if clause is not None]
        first = known[0][0] if known else None
        if first is None or not first.number:
            return []
        numbers = dict.fromkeys(wording.CLAUSE.say(code).format(number=clause.number) for clause, code in known)
        titles = dict.fromkeys(clause.title for clause, _ in known)
        row = self._row(
            [self._heading_paragraph(clause, code) for clause, code in zip(clauses, self._codes, strict=True)]
        )
        return [Bookmark(first.key, f"{' / '.join(numbers)}. {' / '.join(titles)}"), row]

    def _heading_paragraph(self, clause: Clause | None, code: str) -> "Paragraph | None":
        if clause is None:
            return None
        return self._paragraph(f"{self._number(clause, code)}\n{clause.title}", "heading", bold=True)

    @staticmethod
    def _number(clause: Clause | None, code: str) -> str:
        return wording.CLAUSE_HEAD.say(code).format(number=clause.number) if clause else ""

    def _block(self, block: Block | None, look: "Styles") -> "Paragraph | None":
        from desktop_crm.documents.kit.text import paragraph

        if block is None:
            return None
        if block.kind is Kind.PARAGRAPH:
            return paragraph(block.runs, look.body, look.fonts)
        style = look.items[min(block.level, len(look.items) - 1)]
        return paragraph(block.runs, style, look.fonts, block.label or None)

    def _paragraph(self, text: str, style: str, *, bold: bool = False) -> "Paragraph":
        from desktop_crm.documents.kit.text import Run, paragraph

        return paragraph([Run(text, bold)], getattr(self._look, style), self._look.fonts)

    def _row(self, cells: "Sequence[Paragraph | None]") -> "Flowable":
        from desktop_crm.documents.kit.pair import Pair

        if len(cells) == 1:
            assert cells[0] is not None, "a single column has no gaps"
            return cells[0]
        return Pair(*cells)

    def _specification(self) -> "Iterator[Flowable]":
        from desktop_crm.documents.lines import LinesOnPaper

        facts = self._paper.facts
        lines = LinesOnPaper(facts.lines, facts.totals, self._codes, self._look)
        lines.worded = facts.wording
        return lines.flowables()

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
