"""What the facts of a contract come to before they are put into words: one source for each term, in both languages.

A text that says no more than an advance and days is written out by the template; any other stands alone, and nothing beside
it names an advance or days. What nobody chose is what follows from the parties.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from desktop_crm.documents.parts import ContractFacts, Phrase, Wording
from desktop_crm.documents.wording import OTHERS, delivery_terms, payment_terms
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.court import court_of
from desktop_crm.model.payment_terms import payment

#: How many goods a contract's subject names, where nobody wrote one.
FIRST: Final = 3

_ENDS: Final = " .;,\n\t"


def agreed(facts: ContractFacts) -> ContractFacts:
    """The facts as templates of today read them."""
    terms = facts.terms
    return replace(
        facts,
        subject=_in_both(_whole_subject(facts), terms.subject_en, _as_typed),
        payment_terms=_payment_text(facts),
        delivery_terms=_in_both(facts.delivery_terms, terms.delivery_terms_en, delivery_terms),
        terms=replace(_paid(facts), court_place=terms.court_place.strip() or _court(facts)),
    )


def _in_both(said: Wording, english: str, usual: Callable[[str, str], Wording]) -> Wording:
    """A text with its English, without the full stop that the sentence around it has."""
    found = usual(said.strip(_ENDS), english) if isinstance(said, str) else said
    return Phrase(found.id.strip(_ENDS), found.en.strip(_ENDS)) if isinstance(found, Phrase) else found


def _as_typed(said: str, english: str) -> Wording:
    return Phrase(said, english) if english.strip() and said else said


def _payment_text(facts: ContractFacts) -> Wording:
    """Only what the template can't say better."""
    said = facts.payment_terms
    if isinstance(said, str) and payment(said):
        return ""
    return _in_both(said, facts.terms.payment_terms_en, payment_terms)


def _paid(facts: ContractFacts) -> ContractTerms:
    said = facts.payment_terms
    read = payment(said) if isinstance(said, str) else None
    if read is None:
        return replace(facts.terms, prepayment_percent=Decimal(0))
    return replace(
        facts.terms,
        prepayment_percent=facts.terms.prepayment_percent if read.advance is None else read.advance,
        payment_days=facts.terms.payment_days if read.days is None else read.days,
    )


def _court(facts: ContractFacts) -> str:
    """That of the own company's town, or of the client's where ours is abroad."""
    return next((court_of(side.city, side.address) for side in (facts.own, facts.client) if not side.abroad), "")


def _whole_subject(facts: ContractFacts) -> Wording:
    """The first goods by name are not all there are."""
    if not isinstance(facts.subject, Phrase) or len({str(line.name) for line in facts.lines}) <= FIRST:
        return facts.subject
    first = [f"{text}, {others}" for text, others in zip(_texts(facts.subject), _texts(OTHERS), strict=True)]
    return Phrase(*first)


def _texts(phrase: Phrase) -> tuple[str, str]:
    return phrase.say("id"), phrase.say("en")
