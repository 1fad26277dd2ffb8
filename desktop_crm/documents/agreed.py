"""What the facts of a contract come to before they are put into words: one source for each term, in both languages.

A text that says no more than an advance and days is written out by the template; any other stands alone, and nothing beside
it names an advance or days. What nobody chose is what follows from the parties.
"""

from dataclasses import replace
from decimal import Decimal

from desktop_crm.documents.parts import ContractFacts, Phrase, Wording
from desktop_crm.documents.wording import OTHERS, delivery_terms
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.court import court_of
from desktop_crm.model.payment_terms import payment


def agreed(facts: ContractFacts) -> ContractFacts:
    """The facts as templates of today read them."""
    terms = facts.terms
    return replace(
        facts,
        subject=_both(_whole_subject(facts), terms.subject_en),
        payment_terms=_payment_text(facts),
        delivery_terms=_delivery(facts.delivery_terms, terms.delivery_terms_en),
        terms=replace(_paid(facts), court_place=terms.court_place.strip() or _court(facts)),
    )


def _both(said: Wording, english: str) -> Wording:
    return Phrase(said, english) if english.strip() and isinstance(said, str) and said else said


def _delivery(said: Wording, english: str) -> Wording:
    return delivery_terms(said, english) if isinstance(said, str) else said


def _payment_text(facts: ContractFacts) -> Wording:
    """Only what the template can't say better."""
    said = facts.payment_terms
    return "" if isinstance(said, str) and payment(said) else _both(said, facts.terms.payment_terms_en)


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


#: How many goods a contract's subject names, where nobody wrote one.
FIRST = 3
