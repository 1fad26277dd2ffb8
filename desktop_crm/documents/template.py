"""A contract's template and its facts become clauses: numbered, with lists, and what was found empty.

A template is a text with `# Title`, clauses `## Title [key]`, paragraphs, numbered lists (an inner list is indented by
three spaces), `**bold**` and `*italic*`. Fields are `{{ client.name }}`, conditions `{% if terms.referral %}`. A
paragraph `[specification]` is the place of the table of lines. `{{ clause("price") }}` writes a clause's number.
The same key pairs a clause with its translation.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.documents.agreed import agreed
from desktop_crm.documents.kit.text import Run, plain
from desktop_crm.documents.parts import ContractFacts
from desktop_crm.documents.pen import Gap, Written
from desktop_crm.documents.wording import CLAUSE
from desktop_crm.language import Language
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from desktop_crm.documents.template_language import Value

_KEYED: Final = re.compile(r"^(?P<title>.*?)\s*\[(?P<key>[a-z][a-z0-9_]*)\]$")
_HEADING: Final = re.compile(r"^ {0,3}##(?:\s+(?P<text>.*?))?\s*$")
_MARK: Final = re.compile("\ufdd0(\\d+)\ufdd1")
_SPECIFICATION: Final = "[specification]"
_NO_KEY: Final = msg("A clause needs a key at the end of its heading, as in [price]")
_LONGEST_PARAGRAPH: Final = 20_000  # characters; setting one takes the square of its length


class Kind(StrEnum):
    """What a block of a clause is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    SPECIFICATION = "specification"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a numbered item (`level` from 0, `label` as printed), or the place of the specification."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; `number` counts from 1, the preamble is the clause with number 0 and an empty key."""

    key: str
    number: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class RenderedContract:
    """A contract in one language; `blanks` are the paths of the fields that were printed empty.

    `by_hand`: it holds values that were written into such places.
    """

    language: str
    title: str
    clauses: tuple[Clause, ...]
    blanks: tuple[str, ...] = ()
    by_hand: bool = False

    def text(self) -> str:
        """All words, for search, comparison and checks."""
        parts = [self.title]
        for clause in self.clauses:
            parts += _paragraphs(clause)
        return "\n".join(parts)


def render(
    template_text: str, facts: ContractFacts, language: Language, written: Collection[str] = ()
) -> RenderedContract:
    """Put the facts into words; the values of the paths `written` were written by hand.

    UserError with the line when the template has a mistake; an empty field is no error here but listed in `blanks`.
    """
    _check_headings(template_text)
    return rendered(template_text, agreed(facts) if facts.wording > 1 else facts, language, _Reader, written)


def rendered(
    template_text: str, facts: Any, language: Language, reader: "type[Reader]", written: Collection[str] = ()
) -> RenderedContract:
    """The same for the facts of any paper, whose fields and properties are those of its templates."""
    from desktop_crm.documents.template_language import CLOSE, OPEN, Renderer, compiled, run, wrap

    kind = type(facts)
    made = (name for name, value in vars(kind).items() if isinstance(value, property))
    names = frozenset((*(field.name for field in fields(facts)), *made))
    renderer = Renderer(language, facts.wording)
    context = {name: wrap(name, getattr(facts, name), language.code, written) for name in names}
    text = template_text.replace(OPEN, "").replace(CLOSE, "")
    said = run(compiled(text, names | {"clause"}), context, renderer)
    title, clauses = reader(renderer.values, language.code).read(said)
    by_hand = any(isinstance(value, Written) for value in renderer.values)
    return RenderedContract(language.code, title, clauses, tuple(renderer.blanks), by_hand)


def _check_headings(text: str) -> None:
    """Every clause has a key, and each only one."""
    from desktop_crm.documents.template_language import at_line

    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.match(line)
        if heading is None:
            continue
        keyed = _KEYED.match(heading["text"] or "")
        if keyed is None:
            raise at_line(number, _NO_KEY)
        if keyed["key"] in seen:
            raise at_line(number, msg("There is already a clause [{key}]", key=keyed["key"]))
        seen.add(keyed["key"])


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"maxNesting": 20}).enable(["heading", "list", "emphasis", "escape"])


@lru_cache(maxsize=32)
def _tokens(text: str) -> "Sequence[Token]":
    """Values are still marks here, so that contracts with the same clauses have the same text: read once, never changed."""
    return _parser().parse(text)


class Reader:
    """Reads the marked text into clauses."""

    line_end = " "  # what stands for one within a paragraph

    def __init__(self, values: "Sequence[Value]", code: str) -> None:
        self._values = values
        self._code = code
        self._numbers: dict[str, int] = {}

    def read(self, text: str) -> tuple[str, tuple[Clause, ...]]:
        """The title, and the clauses below it."""
        tokens = _tokens(text)
        opened = [(at, token) for at, token in enumerate(tokens) if token.type == "heading_open"]
        headings = [at for at, token in opened if token.tag in {"h1", "h2"} and not token.level]  # none within a list
        clause_heads = [at for at in headings if tokens[at].tag == "h2"]
        keyed = [_KEYED.match(tokens[at + 1].content) for at in clause_heads]
        self._numbers = {match["key"]: number for number, match in enumerate(keyed, 1) if match}
        title_at = next((at for at in headings if tokens[at].tag == "h1"), None)
        title = "" if title_at is None else self._fill(tokens[title_at + 1].content)
        start = 0 if title_at is None else title_at + 3
        ends = [*clause_heads, len(tokens)]
        clauses = [Clause("", 0, "", self._blocks(tokens[start : ends[0]]))]
        for number, (at, match, end) in enumerate(zip(clause_heads, keyed, ends[1:], strict=True), 1):
            if match is None:  # a heading that its lines did not look like
                raise UserError(_NO_KEY)
            clauses.append(Clause(match["key"], number, self._fill(match["title"]), self._blocks(tokens[at + 3 : end])))
        _refuse_endless([title, *(text for clause in clauses for text in _paragraphs(clause))])
        return title, tuple(clause for clause in clauses if clause.blocks or clause.title)

    def label(self, level: int, number: int, *, ordered: bool) -> str:
        """What stands before an item, of a list in so many others."""
        raise NotImplementedError

    def _blocks(self, tokens: "Sequence[Token]") -> tuple[Block, ...]:
        """Paragraphs and items; the first paragraph of an item carries its label, later ones only its indent."""
        blocks: list[Block] = []
        counters: list[int] = []
        ordered: list[bool] = []
        label = ""
        for token in tokens:
            match token.type:
                case "ordered_list_open" | "bullet_list_open":
                    counters.append(int(token.attrs.get("start", 1)) - 1)
                    ordered.append(token.type == "ordered_list_open")
                case "ordered_list_close" | "bullet_list_close":
                    counters.pop()
                    ordered.pop()
                case "list_item_open":
                    counters[-1] += 1
                    label = self.label(len(counters) - 1, counters[-1], ordered=ordered[-1])
                case "inline" if token.content.strip() == _SPECIFICATION:
                    blocks.append(Block(Kind.SPECIFICATION))
                case "inline":
                    kind = Kind.ITEM if counters else Kind.PARAGRAPH
                    blocks.append(Block(kind, tuple(self._runs(token)), max(len(counters) - 1, 0), label))
                    label = ""
        return tuple(blocks)

    def _runs(self, token: "Token") -> Iterator[Run]:
        bold = italic = 0
        for child in token.children or ():
            match child.type:
                case "strong_open":
                    bold += 1
                case "strong_close":
                    bold -= 1
                case "em_open":
                    italic += 1
                case "em_close":
                    italic -= 1
                case "softbreak" | "hardbreak":
                    yield Run(self.line_end, bool(bold), bool(italic))
                case _ if child.content:
                    yield from self._pieces(child.content, bool(bold), bool(italic))

    def _pieces(self, text: str, bold: bool, italic: bool) -> Iterator[Run]:
        """A text with its values, places for the pen and what was written there apart from the rest."""
        at = 0
        for mark in _MARK.finditer(text):
            value = self._values[int(mark[1])]
            if isinstance(value, Gap | Written):
                if before := text[at : mark.start()]:
                    yield Run(self._fill(before), bold, italic)
                yield from value.runs(self._code) if isinstance(value, Gap) else [_by_hand(value, bold)]
                at = mark.end()
        if rest := text[at:]:
            yield Run(self._fill(rest), bold, italic)

    def _fill(self, text: str) -> str:
        """Values in place of their marks."""
        return _MARK.sub(lambda mark: self._value(int(mark[1])), text).replace("\n", self.line_end)

    def _value(self, at: int) -> str:
        value = self._values[at]
        if isinstance(value, Gap):
            return plain(value.runs(self._code))
        if isinstance(value, str | Written):
            return str(value)
        number = self._numbers.get(value.key)
        if number is None:
            raise UserError(msg("The template refers to a clause [{key}] that it does not have", key=value.key))
        return CLAUSE.say(self._code).format(number=number)


class _Reader(Reader):
    """As Indonesian contracts number paragraphs and their parts: (1), a., 1)."""

    def label(self, level: int, number: int, *, ordered: bool) -> str:
        del ordered
        if level == 0:
            return f"({number})"
        return f"{chr(ord('a') + (number - 1) % 26)}." if level == 1 else f"{number})"


def _by_hand(value: Written, bold: bool) -> Run:
    return Run(str(value).replace("\n", " "), bold, italic=True, mark="written")


def _paragraphs(clause: Clause) -> list[str]:
    return [clause.title, *(plain(block.runs) for block in clause.blocks)]


def _refuse_endless(texts: Sequence[str]) -> None:
    longest = max(texts, key=len)
    if len(longest) > _LONGEST_PARAGRAPH:
        raise UserError(msg("This paragraph is too long: {text}", text=f"{longest[:40]}…"))
