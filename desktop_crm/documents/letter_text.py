"""The text of a letter: a template with its facts, or what was written for this letter alone; and what is left open in it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from desktop_crm.documents.kit.text import Run
from desktop_crm.documents.letter_facts import LetterFacts
from desktop_crm.documents.template import Block, Clause, Kind, Reader, RenderedContract, rendered
from desktop_crm.language import Language, language

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

#: Dots or rules where something has still to be written.
_OPEN: Final = re.compile(r"…{3,}|_{3,}|\.{6,}")
_MARKED: Final = re.compile(r"([\\*_])")
_LISTED: Final = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+*]))(?=\s)", re.MULTILINE)


class LetterReader(Reader):
    """Lines stay lines, and lists are numbered as in any letter."""

    line_end = "\n"

    def label(self, level: int, number: int, *, ordered: bool) -> str:
        """1. and a., or a dot."""
        if not ordered:
            return "•" if level == 0 else "–"
        return f"{number}." if level == 0 else f"{chr(ord('a') + (number - 1) % 26)}."

    def typed(self, text: str) -> tuple[Block, ...]:
        """The paragraphs and lists of what somebody wrote."""
        return self._blocks(_parser().parse(text))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"maxNesting": 20}).enable(["list", "emphasis", "escape"])


def text_of(template: str, facts: LetterFacts, speak: Language | None = None) -> RenderedContract:
    """Its own text if it has one, else its template's with the facts. UserError with the line of a mistake in that."""
    speak = speak or language(facts.language)
    if facts.own_text.strip():
        blocks = LetterReader([], speak.code).typed(facts.own_text)
        return RenderedContract(speak.code, facts.subject, (Clause("", 0, "", blocks),))
    return rendered(template, facts, speak, LetterReader)


def left_open(text: RenderedContract) -> bool:
    """Whether there are dots or rules in it, where something has still to be written."""
    runs = (run for clause in text.clauses for block in clause.blocks for run in block.runs)
    return any(_OPEN.search(run.text) for run in runs if run.mark != "gap")


def typed_text(text: RenderedContract) -> str:
    """A text as somebody would type it, to go on with: read again it says the same, with dots for what is missing."""
    return "\n\n".join(part for clause in text.clauses for part in _parts(clause)).strip()


def _parts(clause: Clause) -> Iterator[str]:
    if clause.title:
        yield f"**{_escaped(clause.title)}**"
    items = list[str]()
    for block in clause.blocks:
        said = "".join(map(_typed, block.runs)).strip()
        if block.kind is Kind.ITEM:
            label = "-" if block.label in {"", "•", "–"} else block.label
            items.append(f"{'   ' * block.level}{label} {said.replace(chr(10), ' ')}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield said
    if items:
        yield "\n".join(items)


def _typed(run: Run) -> str:
    if run.mark == "gap":
        return "………………"
    if run.mark == "name":
        return ""
    text = _escaped(run.text)
    core = text.strip()
    if not (run.bold or run.italic) or not core:
        return text
    sign = "**" if run.bold else "*"
    return text.replace(core, f"{sign}{core}{sign}")


def _escaped(text: str) -> str:
    marked = _MARKED.sub(r"\\\1", text)
    return _LISTED.sub(lambda found: f"{found[1]}{found[2] or ''}\\{found[3] or found[4]}", marked)
