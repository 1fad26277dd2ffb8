"""A contract's paper: its facts from the records, the check before printing, the PDF, and freezing at signing."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.documents import contract as paper
from desktop_crm.documents import contract_check
from desktop_crm.documents.frozen import facts_from_json, facts_to_json
from desktop_crm.documents.parts import CODES, WORDING, ContractFacts, Languages, Phrase, Wording
from desktop_crm.documents.pen import filled, may_be_left
from desktop_crm.documents.template import RenderedContract, render
from desktop_crm.documents.template_history import same_wording
from desktop_crm.documents.template_passages import renewed
from desktop_crm.language import language
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.spot import Spot
from desktop_crm.model.stated import agrees, on_paper, stated
from desktop_crm.services.clock import today
from desktop_crm.services.papers.lines import paper_lines, subject
from desktop_crm.services.parties import as_then, client_party, own_party, with_street
from desktop_crm.storage import attachment, settings
from desktop_crm.storage import client as clients

_LANGUAGES: Final[dict[str, Languages]] = {"id": "id", "en": "en", "both": "both"}

#: What a paper is made of: the facts, the templates by language, the logo's id.
_Kept = tuple[ContractFacts, dict[str, str], int | None]


@dataclass(frozen=True, slots=True)
class Paper:
    """A contract's PDF with what the check before printing found."""

    pdf: bytes
    problems: tuple[Problem, ...]
    file_name: str
    said: str = ""  # a digest of all that it says
    gaps: tuple[str, ...] = ()  # the values that are missing and may be left for the pen
    spots: tuple[Spot, ...] = ()  # where they stand

    @property
    def may_print(self) -> bool:
        """Warnings may be overruled, errors (an empty place in the text) not."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def may_print_with_blanks(self) -> bool:
        """Whether nothing else is missing than what may be left for the pen."""
        errors = {problem.field for problem in self.problems if problem.severity is Severity.ERROR}
        return bool(errors) and errors <= set(self.gaps)


def make(
    session: Session,
    contract: Contract,
    languages: str | None = None,
    day: date | None = None,
    *,
    sheet: Counterpart | None = None,
    blanks: bool = False,
) -> Paper:
    """The paper of a contract, `languages` id, en or both (None: the contract's own), or one of its `sheet`s.

    With `blanks` the places that are empty and may be filled in by hand are no error.

    A signed contract gives the very bytes that were signed; in another language, a translation from what was frozen. One
    that was sent says what it said then.

    Raises:
        UserError: a template that can't be read (says the line), or an original of what is signed already.
    """
    if contract.is_frozen() and sheet not in {None, Counterpart.COPY}:
        raise UserError(msg("Not printed: contract {number} is signed. Make a copy instead.", number=contract.number))
    wanted = languages or contract.language
    name = f"{contract.number.replace('/', '-')} {contract.client.full_name}".strip()
    if contract.paper_id is not None and wanted == contract.language and sheet is None:
        return Paper(attachment.bytes_of(session, contract.paper_id) or b"", (), f"{name}.pdf")
    kept = facts, templates, logo = _frozen(session, contract) or _current(session, contract)
    texts = _texts(templates, facts, wanted, contract.printed.written)
    pen = blanks or bool(contract.printed.blanks)
    problems = (
        () if contract.is_frozen() else tuple(_problems(session, contract, facts, texts, day or today(), pen=pen))
    )
    unfinished = any(problem.severity is Severity.ERROR for problem in problems)
    spots = list[Spot]()
    pdf = _pdf(facts, texts, _picture(session, logo), draft=unfinished, sheet=sheet, spots=spots)
    digest = _digest(kept, contract.language)
    return Paper(pdf, problems, f"{name}.pdf", digest, _gaps(texts), tuple(spots))


def said(session: Session, contract: Contract) -> str:
    """A digest of all that its paper says now: another one says something else."""
    return _digest(_frozen(session, contract) or _current(session, contract), contract.language)


def gaps(session: Session, contract: Contract) -> tuple[str, ...]:
    """The values its paper lacks in the contract's own language, and that may be left for the pen."""
    facts, templates, _ = _frozen(session, contract) or _current(session, contract)
    return _gaps(_texts(templates, facts, contract.language))


def keep_sent(session: Session, contract: Contract, day: date, *, blanks: bool = False) -> None:
    """Keep the facts of what goes out to the client.

    Until it is signed its paper is made of these, whatever becomes of the client, the own company and the template, for
    the paper that comes back signed is the one that was sent. What is changed of the contract or its order, or that it is
    taken back to draft, makes the next version, which is sent with facts of its own. With `blanks` it goes out with gaps.

    Raises:
        UserError: the text has an empty place, or somebody signs who is not of the client.
    """
    facts, templates, logo, _ = _finished(session, contract, day, pen=blanks)
    told = facts_to_json(facts, templates, logo, on_paper(contract))
    contract.facts_id = attachment.keep_bytes(session, told.encode())


def changed_since_sent(session: Session, contract: Contract) -> list[Message]:
    """That the client, the own company or the template is no longer what the sent paper says; empty of others.

    Of one that was signed meanwhile, which was taken back, what was sent is not the version that is signed next.
    """
    if contract.state == ContractState.SENT and contract.revision != contract.version_on_paper:
        return [
            msg(
                "Version {sent} was sent, this is version {version}",
                sent=contract.revision,
                version=contract.version_on_paper,
            )
        ]
    sent = _frozen(session, contract) if contract.state == ContractState.SENT else None
    if sent is None or _renewed(sent) == _renewed(_as_then(_current(session, contract), sent[0])):
        return []
    return [
        msg(
            "The client, your company or the template was changed since this was sent. What was sent stays as it was;"
            " take it back to draft to send version {version}",
            version=contract.next_version,
        )
    ]


def freeze(session: Session, contract: Contract, day: date, written: Mapping[str, str | date] | None = None) -> None:
    """Keep the paper and the facts behind it for ever, of a sent one those it was sent with; UserError as in `keep_sent`.

    `written` are the values that its blanks were filled in with by hand.
    """
    contract.signed_on = day
    contract.revision = contract.version_on_paper
    facts, templates, logo, texts = _finished(session, contract, day, written=written or {})
    told = facts_to_json(facts, templates, logo, stated(contract), contract.printed.written)
    contract.paper_id = attachment.keep_bytes(session, _pdf(facts, texts, _picture(session, logo), draft=False))
    contract.facts_id = attachment.keep_bytes(session, told.encode())


def _finished(
    session: Session,
    contract: Contract,
    day: date,
    *,
    pen: bool = False,
    written: Mapping[str, str | date] = MappingProxyType({}),
) -> tuple[ContractFacts, dict[str, str], int | None, tuple[RenderedContract, ...]]:
    facts, templates, logo = _frozen(session, contract) or _current(session, contract)
    facts = filled(facts, written)
    texts = _texts(templates, facts, contract.language, written)
    found = _check(session, contract, facts, texts, day, pen=pen)
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if errors:
        raise UserError(errors[0].message, errors)
    return facts, templates, logo, texts


def contradiction(session: Session, contract: Contract) -> Message | None:
    """What a signed paper states and the records behind it no longer say; None while they agree, and of what is not signed."""
    content = attachment.bytes_of(session, contract.facts_id) if contract.is_frozen() else None
    if content is None:
        return None
    signed, now = facts_from_json(content.decode())[0].totals.total, contract.order.totals().total
    if not signed == now == contract.total:
        return msg(
            "Contract {number} is signed for {signed}, its order comes to {now}",
            number=contract.number,
            signed=signed,
            now=now,
        )
    if not agrees(json.loads(content).get("stated", {}), stated(contract)):
        return msg("The paper of contract {number} states what its records no longer say", number=contract.number)
    return None


def _picture(session: Session, logo_id: int | None) -> bytes | None:
    return attachment.bytes_of(session, logo_id)


def _digest(kept: _Kept, language: str) -> str:
    return sha256(f"{language}\n{facts_to_json(*kept)}".encode()).hexdigest()[:16]


def _pdf(
    facts: ContractFacts,
    texts: tuple[RenderedContract, ...],
    logo: bytes | None,
    *,
    draft: bool,
    sheet: Counterpart | None = None,
    spots: list[Spot] | None = None,
) -> bytes:
    """`draft` marks the foot: only of a paper with empty places, so that what is printed can be signed."""
    ready = paper.ContractPaper(facts=facts, texts=texts, draft=draft, logo=logo, sheet=sheet)
    return paper.contract_pdf(ready, spots)


def _texts(
    templates: dict[str, str], facts: ContractFacts, languages: str, written: Collection[str] = ()
) -> tuple[RenderedContract, ...]:
    return tuple(render(templates[code], facts, language(code), written) for code in CODES[languages])


def _gaps(texts: tuple[RenderedContract, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for text in texts for path in text.blanks if may_be_left(path)))


def _problems(
    session: Session,
    contract: Contract,
    facts: ContractFacts,
    texts: tuple[RenderedContract, ...],
    day: date,
    *,
    pen: bool,
) -> Iterator[Problem]:
    yield from _check(session, contract, facts, texts, day, pen=pen)
    for changed in changed_since_sent(session, contract):
        yield Problem("sent", changed, Severity.WARNING)


def _check(
    session: Session,
    contract: Contract,
    facts: ContractFacts,
    texts: tuple[RenderedContract, ...],
    day: date,
    *,
    pen: bool,
) -> list[Problem]:
    return [*_strangers(session, contract), *contract_check.check(facts, texts, day, for_the_pen=pen)]


def _strangers(session: Session, contract: Contract) -> Iterator[Problem]:
    """Who is to sign for the client, and is known to be another client's."""
    client, contact = contract.client, session.get(Contact, contract.contact_id) if contract.contact_id else None
    if contact is not None and contact.client_id != client.id:
        told = msg("{contact} is not a contact of {client}", contact=contact.name, client=client.full_name)
        yield Problem("contact_id", told)
    name = contract.client_signatory.name
    if name and (other := clients.other_client_of(session, client, name)):
        yield Problem(
            "client.signatory.name",
            msg(
                "{name} is a contact of {other}. If this person signs for {client}, add the contact there too",
                name=name,
                other=other,
                client=client.full_name,
            ),
        )


def _frozen(session: Session, contract: Contract) -> _Kept | None:
    """What was signed, or sent in this version."""
    content = attachment.bytes_of(session, contract.facts_id)
    found = facts_from_json(content.decode()) if content else None
    return found if found and (contract.is_frozen() or found[0].version == contract.version_on_paper) else None


def _current(session: Session, contract: Contract) -> _Kept:
    texts = {code: renewed(contract.template.text(code)) for code in ("id", "en")}
    return _facts(session, contract), texts, settings.company(session).logo_id


def _renewed(kept: _Kept) -> _Kept:
    """That the program words a text otherwise now is no change of theirs."""
    facts, templates, logo = kept
    return facts, {code: same_wording(text) for code, text in templates.items()}, logo


def _as_then(current: _Kept, sent: ContractFacts) -> _Kept:
    """The parties as the program named them when this was sent: that it names them otherwise now is no change of theirs."""
    facts, templates, logo = current
    own, client = as_then(facts.own, sent.own), as_then(facts.client, sent.client)
    as_worded = replace(facts, own=own, client=client, wording=sent.wording, languages=sent.languages)
    return as_worded, templates, logo


def _facts(session: Session, contract: Contract) -> ContractFacts:
    order, company = contract.order, settings.company(session)
    return ContractFacts(
        number=contract.number,
        day=contract.contract_date,
        place=contract.place,
        own=with_street(own_party(company, contract.own_signatory), company.address.street),
        client=with_street(
            client_party(contract.client, contract.client_signatory), contract.client.address("legal").street
        ),
        lines=paper_lines(order.lines),
        totals=order.totals(),
        version=contract.version_on_paper,
        subject=contract.subject or subject(order.lines),
        order_number=order.number,
        order_day=order.ordered_on,
        payment_terms=contract.payment_terms,
        delivery_terms=contract.delivery_terms,
        delivery_day=contract.delivery_date,
        delivery_place=contract.delivery_place,
        starts_on=contract.contract_date,
        ends_on=contract.valid_until,
        terms=contract.terms,
        arithmetic=order.arithmetic,
        paper_text=_paper_text(contract),
        languages=_LANGUAGES.get(contract.language, "both"),
        wording=WORDING,
    )


def _paper_text(contract: Contract) -> tuple[Wording, ...]:
    """Paragraphs, each beside its English one where there are as many."""
    said, english = (
        [line.strip() for line in text.splitlines() if line.strip()]
        for text in (contract.paper_text, contract.terms.paper_text_en)
    )
    return tuple(map(Phrase, said, english)) if len(said) == len(english) else tuple(said)
