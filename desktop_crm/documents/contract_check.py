"""What to mend before a contract is printed: told as a list, each line with the field that mends it.

Fields are paths into the facts: `client.signatory.name`, `own.bank.number`, `lines.3.amount`, `totals.total`, `day`.
A mistake of a template has `template.<line>`, a character that no font can draw `text`, or the field that holds it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from desktop_crm.documents.agreed import agreed
from desktop_crm.documents.glyphs import undrawn
from desktop_crm.documents.kit.text import plain
from desktop_crm.documents.parts import ContractFacts, Party, say
from desktop_crm.documents.pen import may_be_left
from desktop_crm.documents.template import RenderedContract
from desktop_crm.documents.template_fields import title_of
from desktop_crm.documents.wording import is_named
from desktop_crm.model.court import COURTS_OF_JAKARTA, is_no_court
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.rupiah import rupiah_duty
from desktop_crm.model.totals import line_amount
from desktop_crm.model.words import number_in_words


def check(
    facts: ContractFacts, texts: Sequence[RenderedContract], today: date, *, for_the_pen: bool = False
) -> list[Problem]:
    """All problems, errors first; only an ERROR (a field printed empty) forbids printing.

    Of a paper `for_the_pen` what may be filled in by hand is no error any more.
    """
    found = [
        *_blanks(facts, texts, for_the_pen=for_the_pen),
        *_signatories(facts),
        *_numbers(facts),
        *_left_out(facts, texts),
        *_sums(facts),
        *undrawn(facts, "serif", "\n".join(text.text() for text in texts)),
        *_days(facts, today),
        *_unpaired(texts),
        *_taxes(facts, texts),
        *_language(texts),
        *_court(facts, texts),
        *_rupiah(facts),
        *_one_language(facts, texts),
        *_one_source(facts, texts),
    ]
    first = {problem.field: problem for problem in reversed(found)}
    unique = [problem for problem in found if first[problem.field] is problem]
    return sorted(unique, key=lambda problem: problem.severity is not Severity.ERROR)


_CLAUSE: Final = "{% for item in paper_text %} 1. {{ item }} {% endfor %}"


def _warning(field: str, message: Message) -> Problem:
    return Problem(field, message, Severity.WARNING)


def _blanks(facts: ContractFacts, texts: Sequence[RenderedContract], *, for_the_pen: bool) -> Iterator[Problem]:
    for path in dict.fromkeys(path for text in texts for path in text.blanks):
        if path == "client.npwp" and not facts.client.has_npwp:
            told = msg(
                "{client} needs no NPWP, but the template asks everybody for one: put {passage} around it",
                client=facts.client.name,
                passage="{% if client.has_npwp %} … {% endif %}",
            )
            yield Problem("template", told)
        elif for_the_pen and may_be_left(path):
            yield _warning(path, msg("Left open for the pen: {field}", field=title_of(path)))
        else:
            yield Problem(path, msg("Fill in: {field}. The contract has a blank there", field=title_of(path)))


def _signatories(facts: ContractFacts) -> Iterator[Problem]:
    yield from _signatory("own", facts.own)
    if facts.client.represented or not facts.client.person:
        yield from _signatory("client", facts.client)


def _signatory(side: str, party: Party) -> Iterator[Problem]:
    path, signatory = f"{side}.signatory", party.signatory
    if signatory is None or not signatory.name.strip():
        yield _warning(f"{path}.name", msg("Nobody is named to sign for {party}", party=party.name))
        return
    if not party.person and not say(signatory.office, "id"):
        yield _warning(f"{path}.office", msg("The position of {name} is missing", name=signatory.name))
    if not say(signatory.authority, "id"):
        yield _warning(f"{path}.authority", msg("By what authority does {name} sign?", name=signatory.name))


def _numbers(facts: ContractFacts) -> Iterator[Problem]:
    """A person here is named by the NIK; who is abroad may have no number."""
    client = facts.client
    if client.person and not (client.abroad or client.npwp or client.numbers) and client.naming > 1:
        yield _warning("client.numbers", msg("The NIK of {client} is missing", client=client.name))


def _left_out(facts: ContractFacts, texts: Sequence[RenderedContract]) -> Iterator[Problem]:
    """A text that was written for the paper and has no place on it."""
    for text in texts:
        said = " ".join(text.text().split())
        if any(" ".join(say(part, text.language).split()) not in said for part in facts.paper_text):
            told = msg(
                "The template has no place for the text for the paper. Add the clause {passage}", passage=_CLAUSE
            )
            yield Problem("paper_text", told)


def _sums(facts: ContractFacts) -> Iterator[Problem]:
    totals, zero = facts.totals, Money(Decimal(0), facts.currency)
    if not facts.lines:
        yield _warning("lines", msg("The contract has no lines"))
    for at, line in enumerate(facts.lines):
        if line.price is None:
            yield Problem(f"lines.{at}.price", msg("Line {line} has no price yet", line=at + 1))
            continue
        right = line_amount(line.quantity, line.price.amount, line.discount, facts.currency, facts.arithmetic)
        amount = Money(right, facts.currency)
        if amount != line.amount.rounded():
            told = msg(
                "Line {line}: {amount} is not quantity times price, which is {sum}",
                line=at + 1,
                amount=line.amount,
                sum=amount,
            )
            yield _warning(f"lines.{at}.amount", told)
    lines = sum((line.amount for line in facts.lines), zero)
    if lines != totals.lines:
        yield _warning(
            "totals.lines", msg("The lines add up to {sum}, the contract says {amount}", sum=lines, amount=totals.lines)
        )
    added = sum((item.amount for item in totals.taxes if not item.tax.included), zero)
    total = totals.lines - totals.discount + added
    if total != totals.total:
        yield _warning(
            "totals.total", msg("The total should be {sum}, the contract says {amount}", sum=total, amount=totals.total)
        )


def _taxes(facts: ContractFacts, texts: Sequence[RenderedContract]) -> Iterator[Problem]:
    """A text that knows one tax only would call all that is due by its name."""
    for text in texts:
        said = text.text()
        for item in facts.totals.further:
            if item.tax.name not in said:
                told = msg("The text of the contract doesn't name {tax}, which is in the price", tax=item.tax.name)
                yield _warning("totals.taxes", told)


def _days(facts: ContractFacts, today: date) -> Iterator[Problem]:
    past = (
        ("day", facts.day, msg("The day of the contract has passed")),
        ("delivery_day", facts.delivery_day, msg("The day of delivery has passed")),
        ("ends_on", facts.ends_on, msg("The contract would already have ended")),
    )
    for field, day, told in past:
        if day is not None and day < today:
            yield _warning(field, told)
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        yield _warning("ends_on", msg("The contract ends before it starts"))


def _unpaired(texts: Sequence[RenderedContract]) -> Iterator[Problem]:
    """Side by side, every clause has its translation, paragraph for paragraph."""
    if len(texts) < 2:
        return
    first, second = ({clause.key: len(clause.blocks) for clause in text.clauses} for text in texts[:2])
    for key in dict.fromkeys([*first, *second]):
        if first.get(key) != second.get(key):
            yield _warning(
                f"clauses.{key}", msg("The two languages differ in their paragraphs: clause [{key}]", key=key or "–")
            )


def _language(texts: Sequence[RenderedContract]) -> Iterator[Problem]:
    """Law 24 of 2009, article 31: a contract with an Indonesian party is written in Indonesian, also or only."""
    if texts and all(text.language != "id" for text in texts):
        yield _warning("languages", msg("Indonesian law wants an Indonesian text: print both languages side by side"))


def _court(facts: ContractFacts, texts: Sequence[RenderedContract]) -> Iterator[Problem]:
    place = agreed(facts).terms.court_place
    if facts.terms.dispute == "court" and is_no_court(place) and any(place in text.text() for text in texts):
        told = msg(
            "There is no district court of {place}. Choose one of {courts}",
            place=place,
            courts=", ".join(COURTS_OF_JAKARTA),
        )
        yield Problem("terms.court_place", told)


def _rupiah(facts: ContractFacts) -> Iterator[Problem]:
    told = rupiah_duty(facts.currency, abroad=facts.own.abroad or facts.client.abroad)
    if told:
        yield _warning("currency", told)


def _one_source(facts: ContractFacts, texts: Sequence[RenderedContract]) -> Iterator[Problem]:
    """A template of one's own may name days for payment beside a text that stands for them."""
    said, days = agreed(facts).payment_terms, facts.terms.payment_days
    for text in texts:
        words = f"({number_in_words(days, text.language)})"
        for clause in text.clauses:
            parts = " ".join(plain(block.runs) for block in clause.blocks)
            if said and say(said, text.language) in parts and words in parts:
                told = msg(
                    "The template names {days} days for payment beside “{text}”. Take the program's clause [{key}]",
                    days=days,
                    text=say(said, text.language),
                    key=clause.key,
                )
                yield _warning("template", told)
                return


def _one_language(facts: ContractFacts, texts: Sequence[RenderedContract]) -> Iterator[Problem]:
    """Side by side, what was typed in one language stands in the column of the other, too."""
    if len(texts) < 2:
        return
    said = agreed(facts)
    typed = [(f"terms.{name}_en", getattr(said, name)) for name in ("subject", "payment_terms", "delivery_terms")]
    typed += [("terms.paper_text_en", part) for part in said.paper_text[:1]]
    for side in ("own", "client"):
        signatory = getattr(facts, side).signatory
        for part in ("office", "authority"):
            if signatory and (text := getattr(signatory, part)) and not is_named(say(text, "id")):
                typed.append((f"{side}.signatory.{part}_en", text))
    for field, text in typed:
        if isinstance(text, str) and text:
            told = msg("“{text}” stands in both languages as it was typed. Write it in English, too", text=text)
            yield _warning(field, told)
