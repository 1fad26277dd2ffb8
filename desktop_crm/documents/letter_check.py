"""What to mend before a letter goes out: told as a list, each line with the field that mends it."""

from collections.abc import Iterator

from desktop_crm.documents.glyphs import undrawn
from desktop_crm.documents.letter_facts import LetterFacts
from desktop_crm.documents.letter_fields import title_of
from desktop_crm.documents.letter_text import left_open
from desktop_crm.documents.template import RenderedContract
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity


def check(facts: LetterFacts, text: RenderedContract) -> list[Problem]:
    """All problems, errors first; only an ERROR forbids that it goes out."""
    found = [*_blanks(text), *_missing(facts, text), *undrawn(facts, "sans", text.text())]
    first = {problem.field: problem for problem in reversed(found)}
    unique = [problem for problem in found if first[problem.field] is problem]
    return sorted(unique, key=lambda problem: problem.severity is not Severity.ERROR)


def _blanks(text: RenderedContract) -> Iterator[Problem]:
    for path in text.blanks:
        yield Problem(path, msg("Fill in: {field}. The letter has a blank there", field=title_of(path)))
    if not text.blanks and left_open(text):  # which are dots, too
        yield Problem("text", msg("The text has blanks still to be written. Write it in your own words"))


def _missing(facts: LetterFacts, text: RenderedContract) -> Iterator[Problem]:
    if not facts.client.name.strip():
        yield Problem("client_id", msg("Whom does the letter go to?"))
    if not facts.subject.strip():
        yield Problem("subject", msg("What is the letter about?"))
    if not any(clause.blocks for clause in text.clauses):
        yield Problem("text", msg("The letter says nothing yet. Choose a template, or write a text"))
    if facts.own.signatory is None:
        warning = msg("Nobody is named to sign for {party}", party=facts.own.name)
        yield Problem("own.signatory.name", warning, Severity.WARNING)
    if facts.client.name and not facts.client.address.strip():
        warning = msg("The address of {client} is missing", client=facts.client.name)
        yield Problem("client.address", warning, Severity.WARNING)
