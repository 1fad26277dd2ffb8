"""What a typesetter would be ashamed of, found in a paper that is read back."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from desktop_crm.documents import wording
from desktop_crm.documents.contract import ContractPaper
from desktop_crm.documents.kit.text import plain
from desktop_crm.documents.kit.typeset import typeset
from desktop_crm.documents.order_sheet import OrderSheet
from desktop_crm.documents.parts import CODES
from desktop_crm.documents.template import Kind, RenderedContract
from desktop_crm.model.calendar import MONTHS
from tests.papers.contracts import Case
from tests.papers.reading import FOOT, HEIGHT, Line, lines_of

MARGIN = 22 / 25.4 * 72
WIDTH = 595.3
#: Texts of fewer lines than this may stay whole on a page with nothing else of them.
TOGETHER = 3
#: Of a letter's height, the most between words.
LOOSE = 1.3
EMPTY = 0.5

#: A kind of `KINDS`, and what it was.
Finding = tuple[str, str]

KINDS = {
    "lone lines": "a single line of a text at a page's foot or head",
    "lone headings": "a clause's heading without two lines of its text",
    "signatures alone": "signatures without the last clause and its number, or the terms of an order",
    "tails": "a last page of fewer than five lines before the signatures",
    "empty pages": "a page before the last that is empty for more than its half",
    "torn tables": "fewer than three rows at a table's beginning or end, or a small table on two pages",
    "parted": "a date, number or role at the end of a line without its rest",
    "runts": "a last line that is the end of a parted word",
    "loose": "words further apart than a letter and a third is high",
    "lost": "a hyphen that is not there any more, or one that was not there",
    "straight": "a typewriter's quote or minus",
    "outside": "letters beyond the margins",
    "cut": "a name that is not there in its whole length",
}

_MONTH = "|".join({name for names in MONTHS.values() for name in names})
_PARTED = [
    (re.compile(r"(^|[^\d.,/])\d{1,2}$"), re.compile(rf"({_MONTH})(19|20)\d\d")),
    (re.compile(rf"\d({_MONTH})$"), re.compile(r"(19|20)\d\d")),
    (re.compile(r"PIHAK$"), re.compile(r"PERTAMA|KEDUA")),
    (re.compile(r"(FIRST|SECOND)$"), re.compile(r"PARTY")),
    (re.compile(r"(Rp|Pasal|Article|Nomor|US\$)$"), re.compile(r"\d")),
    (re.compile(r"\d$"), re.compile(r"\([a-z]+\)")),
]
_STRAIGHT = re.compile(r"[\"']|(?<![\w.)])-\d")


def judge(case: Case) -> list[Finding]:
    """Each finding in a contract or order sheet as (kind, what)."""
    if isinstance(case.paper, ContractPaper):
        return list(_ContractJudge(case, case.paper).findings())
    return list(_OrderJudge(case, case.paper).findings())


class _Judge:
    """What both kinds of papers have: a table, places to sign, letters."""

    def __init__(self, case: Case, columns: int) -> None:
        self.facts = case.facts
        self.lines, self.pages = lines_of(case.pdf, columns)
        beside, _ = lines_of(case.pdf, 2)  # names of those who sign
        self.drawn = ["".join(line.text for line in lines) for lines in (self.lines, beside)]
        self.last_page = len(self.pages) - 1

    def _above_signatures(self, beginning: str) -> list[Line]:
        """The lines of the last page before the places to sign."""
        page = [line for line in self.lines if line.page == self.last_page and line.column == 0]
        places = [at for at, line in enumerate(page) if line.text.startswith(beginning.replace(" ", ""))]
        return page[: places[-1]] if places else []

    def _empty(self) -> Iterator[Finding]:
        for page in range(self.last_page):
            lowest = max((line.top for line in self.lines if line.page == page), default=0.0)
            if HEIGHT - FOOT - lowest > EMPTY * (HEIGHT - FOOT - MARGIN):
                yield "empty pages", f"page {page + 1} of {self.last_page + 1}: {lowest:.0f} points of {HEIGHT}"

    def _tables(self) -> Iterator[Finding]:
        codes = {line.code for line in self.facts.lines}
        rows = Counter(
            page for page, text in enumerate(self.pages) for code in codes for _ in re.findall(rf"\b{code}\b", text)
        )
        pages = sorted(rows)
        if sum(rows.values()) != len(codes):
            yield "torn tables", f"{sum(rows.values())} rows of {len(codes)}"
        if len(pages) > 1 and (rows[pages[0]] < TOGETHER or rows[pages[-1]] < TOGETHER):
            yield "torn tables", f"{[rows[page] for page in pages]} rows by page"

    def _letters(self, *names: str) -> Iterator[Finding]:
        for line in self.lines:
            if line.left < MARGIN - 1 or line.right > WIDTH - MARGIN + 1:
                yield "outside", f"page {line.page + 1}: {line.text[:60]}"
        for number, page in enumerate(self.pages, 1):
            for found in _STRAIGHT.finditer(page):
                yield "straight", f"page {number}: {page[max(found.start() - 20, 0) : found.end() + 10]!r}"
        ends = [_bare(found) for drawn in self.drawn for found in re.findall("(.{12})…", drawn)]
        for name in map(_bare, names):
            if not any(name in _bare(drawn) for drawn in self.drawn) or any(end and end in name for end in ends):
                yield "cut", name


class _OrderJudge(_Judge):
    def __init__(self, case: Case, paper: OrderSheet) -> None:
        super().__init__(case, 1)
        self.paper = paper

    def findings(self) -> Iterator[Finding]:
        above = self._above_signatures(wording.FOR_SELLER.say(CODES[self.paper.languages][0]))
        if len(above) < TOGETHER:
            yield "signatures alone", f"page {self.last_page + 1}: {len(above)} lines before the signatures"
        yield from self._tables()
        yield from self._empty()
        facts = self.facts
        yield from self._letters(facts.own.name, facts.client.name, facts.own.signatory.name, facts.client.contact)


class _ContractJudge(_Judge):
    def __init__(self, case: Case, paper: ContractPaper) -> None:
        super().__init__(case, len(paper.texts))
        self.paper = paper

    def findings(self) -> Iterator[Finding]:
        for column, text in enumerate(self.paper.texts):
            again = wording.CONTINUED.say(text.language)
            lines = [line for line in self.lines if line.column == column and not line.text.endswith(again)]
            yield from self._texts(text, _Walk(lines))
        yield from self._signatures()
        yield from self._tables()
        yield from self._empty()
        facts = self.facts
        names = (facts.own.name, facts.client.name, facts.own.signatory.name, facts.client.signatory.name)
        yield from self._letters(*names)

    def _texts(self, text: RenderedContract, walk: "_Walk") -> Iterator[Finding]:
        yield from self._clauses(text, walk)
        for words in walk.lost:
            yield "lost", words[:80]

    def _clauses(self, text: RenderedContract, walk: "_Walk") -> Iterator[Finding]:
        for clause in text.clauses:
            head: list[Line] = []
            if clause.number:
                number = wording.CLAUSE_HEAD.say(text.language).format(number=clause.number)
                head = walk.next(number) + walk.next(clause.title)
            told = [walk.next(plain(block.runs)) for block in clause.blocks if block.kind is not Kind.SPECIFICATION]
            for lines in told:
                yield from _lone(lines)
                yield from _ends(lines)
                yield from _loose(lines)
            if head and told:
                first = [line for lines in told[:2] for line in lines if line.page == head[0].page]
                if head[0].page != head[-1].page or len(first) < min(2, sum(map(len, told[:2]))):
                    yield "lone headings", f"page {head[0].page + 1}: {head[0].text}"

    def _signatures(self) -> Iterator[Finding]:
        text = self.paper.texts[0]
        number = wording.CLAUSE_HEAD.say(text.language).format(number=text.clauses[-1].number)
        above = self._above_signatures(wording.FIRST_PARTY.say(text.language))
        if not any(line.text.startswith(number.replace(" ", "")) for line in above):
            yield "signatures alone", f"page {self.last_page + 1}: {len(above)} lines before the signatures"
        if len(above) < 5:
            yield "tails", f"page {self.last_page + 1}: {len(above)} lines"


class _Walk:
    """Finds texts in lines, one after the other."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        #: Letters, figures and hyphens with their line, and whether they are its last.
        self._drawn = [
            (char, at, place == len(line.text) - 1)
            for at, line in enumerate(lines)
            for place, char in enumerate(unicodedata.normalize("NFKC", line.text))
            if char.isalnum() or char == "-"
        ]
        self._places = [at for at, (char, *_) in enumerate(self._drawn) if char != "-"]
        self._whole = "".join(self._drawn[at][0] for at in self._places)
        self._from = 0
        self.lost: list[str] = []

    def next(self, text: str) -> list[Line]:
        """The lines of the next place where this text stands."""
        bare = _bare(text)
        at = self._whole.find(bare, self._from)
        if at < 0:
            raise AssertionError(f"not on the paper: {text}")
        self._from = at + len(bare)
        places = self._places[at : self._from]
        drawn = self._drawn[places[0] : places[-1] + 1] if places else []
        wanted = "".join(char for char in typeset(text) if char.isalnum() or char == "-").strip("-")
        if not _says(drawn, unicodedata.normalize("NFKC", wanted)):
            self.lost.append(text)
        return [self._lines[owner] for owner in sorted({owner for _, owner, _ in drawn})]


def _says(drawn: list[tuple[str, int, bool]], wanted: str) -> bool:
    """Whether it is the same, but for hyphens where words are parted."""
    at = 0
    for char, _, is_end in drawn:
        if wanted[at : at + 1] == char:
            at += 1
        elif char != "-" or not is_end:
            return False
    return at == len(wanted)


def _lone(lines: list[Line]) -> Iterator[Finding]:
    by_page = Counter(line.page for line in lines)
    if len(by_page) > 1:
        pages = sorted(by_page)
        for page in (pages[0], pages[-1]):
            if by_page[page] == 1:
                yield "lone lines", f"page {page + 1}: {lines[0].text[:50]}"


def _loose(lines: list[Line]) -> Iterator[Finding]:
    for line in lines[:-1]:
        if line.gap > LOOSE:
            yield "loose", f"page {line.page + 1}: {line.gap:.1f} {line.text[:60]}"


def _ends(lines: list[Line]) -> Iterator[Finding]:
    for line, following in pairwise(lines):
        for end, beginning in _PARTED:
            if end.search(line.text) and beginning.match(following.text):
                yield "parted", f"page {line.page + 1}: {line.text[-20:]} | {following.text[:20]}"
    if len(lines) > 1 and lines[-2].text.endswith("-") and len(lines[-1].text) < 8:
        yield "runts", f"page {lines[-1].page + 1}: {lines[-2].text[-12:]}{lines[-1].text}"


def _bare(text: str) -> str:
    """Letters and figures alone: quotes, hyphens and spaces differ on paper."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
