"""A letter's paper: its facts from the records, the check before it goes out, the PDF, the envelope, and keeping what was sent."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from desktop_crm.documents import envelope, letter_check
from desktop_crm.documents import letter as paper
from desktop_crm.documents.frozen import facts_to_json, letter_from_json
from desktop_crm.documents.letter_facts import LetterFacts
from desktop_crm.documents.letter_text import text_of, typed_text
from desktop_crm.documents.parts import Party
from desktop_crm.documents.seen import pictures_pdf
from desktop_crm.documents.template import RenderedContract
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract, Template
from desktop_crm.model.errors import UserError
from desktop_crm.model.letter import Letter, enclosed, lines_of
from desktop_crm.model.letter_states import LETTER_LANGUAGES
from desktop_crm.model.order import Order
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.services.parties import client_party, own_party
from desktop_crm.storage import attachment, settings

if TYPE_CHECKING:
    from desktop_crm.model.attachment import Attachment

#: What a paper is made of: the facts, the template's texts by language, the logo's id.
_Kept = tuple[LetterFacts, dict[str, str], int | None]

_CODES: Final = tuple(each.code for each in LETTER_LANGUAGES)
_PDF: Final = "application/pdf"

#: The envelopes there are.
ENVELOPES: Final = tuple(envelope.SIZES)


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter's PDF with what the check before it goes out found; an incoming one's is its scan, or there is none."""

    pdf: bytes
    problems: tuple[Problem, ...]
    file_name: str

    @property
    def may_go_out(self) -> bool:
        """Warnings may be overruled, errors (an empty place in the text) not."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def make(session: Session, letter: Letter, languages: str | None = None) -> Paper:
    """The paper of a letter, in a language or its own. One that was sent gives the very bytes that went out.

    Raises:
        UserError: a template that can't be read (says the line).
    """
    name = file_name(letter)
    if letter.is_incoming:
        return Paper(scan(session, letter) or b"", (), name)
    code = languages if languages in _CODES else letter.language
    if letter.paper_id is not None and code == letter.language:
        return Paper(attachment.bytes_of(session, letter.paper_id) or b"", (), name)
    facts, templates, logo = _kept(session, letter)
    facts = replace(facts, language=code, subject=_subject(facts, templates, code))
    text = text_of(templates.get(code, ""), facts)
    problems = () if letter.is_frozen() else tuple(letter_check.check(facts, text))
    unfinished = any(problem.severity is Severity.ERROR for problem in problems)
    return Paper(_pdf(session, facts, text, logo, draft=unfinished), problems, name)


def keep_sent(session: Session, letter: Letter) -> None:
    """Keep the paper that goes out, and the facts behind it, for ever.

    Raises:
        UserError: the text has an empty place, or the letter goes to nobody.
    """
    facts, templates, logo = _current(session, letter)
    text = text_of(templates.get(facts.language, ""), facts)
    errors = [each for each in letter_check.check(facts, text) if each.severity is Severity.ERROR]
    if errors:
        raise UserError(errors[0].message, errors)
    letter.paper_id = attachment.keep_bytes(session, _pdf(session, facts, text, logo, draft=False))
    letter.facts_id = attachment.keep_bytes(session, facts_to_json(facts, templates, logo).encode())


def own_words(session: Session, letter: Letter) -> str:
    """What its template says, as a text to go on writing."""
    facts, templates, _ = _current(session, letter)
    return typed_text(text_of(templates.get(facts.language, ""), replace(facts, own_text="")))


def title_of(session: Session, letter: Letter) -> str:
    """What its template says it is about."""
    facts, templates, _ = _current(session, letter)
    return _titled(facts, templates, facts.language)


def envelope_of(session: Session, letter: Letter, size: str) -> bytes:
    """The envelope it goes out in, or one to answer an incoming letter."""
    facts, _, _ = _kept(session, letter)
    return envelope.envelope_pdf(facts, size)


def scan(session: Session, letter: Letter) -> bytes | None:
    """The first PDF among the files of an incoming letter, or its photographs, a page each."""
    scans = _scans(session, letter)
    found = next((each for each in scans if each.media_type == _PDF), None)
    if found is not None:
        return attachment.bytes_of(session, found.blob_id)
    pictures = (attachment.bytes_of(session, each.blob_id) for each in scans)
    return pictures_pdf([each for each in pictures if each], letter.number) if scans else None


def has_scan(session: Session, letter: Letter) -> bool:
    """Whether any of its files may be one."""
    return bool(_scans(session, letter))


def _scans(session: Session, letter: Letter) -> "list[Attachment]":
    files = sorted(attachment.files_of(session, "letter", letter.id), key=lambda each: each.id)
    return [each for each in files if each.media_type == _PDF or each.media_type.startswith("image/")]


def file_name(letter: Letter) -> str:
    """What the file is called when it is saved."""
    return f"{letter.number.replace('/', '-')} {letter.party}".strip() + ".pdf"


def _kept(session: Session, letter: Letter) -> _Kept:
    """As it was sent, or as it is now."""
    content = attachment.bytes_of(session, letter.facts_id) if letter.is_frozen() else None
    return letter_from_json(content.decode()) if content else _current(session, letter)


def _current(session: Session, letter: Letter) -> _Kept:
    template = session.get(Template, letter.template_id) if letter.template_id else None
    texts = {code: template.text(code) for code in _CODES} if template is not None else {}
    return _facts(session, letter), texts, settings.company(session).logo_id


def _subject(facts: LetterFacts, templates: dict[str, str], code: str) -> str:
    """As its template says it in the other language, where it is the template's own."""
    if code == facts.language or facts.subject != _titled(facts, templates, facts.language):
        return facts.subject
    return _titled(facts, templates, code) or facts.subject


def _titled(facts: LetterFacts, templates: dict[str, str], code: str) -> str:
    return text_of(templates.get(code, ""), replace(facts, own_text="", language=code)).title.strip().rstrip(".")


def _pdf(session: Session, facts: LetterFacts, text: RenderedContract, logo: int | None, *, draft: bool) -> bytes:
    ready = paper.LetterPaper(facts=facts, text=text, draft=draft, logo=attachment.bytes_of(session, logo))
    return paper.letter_pdf(ready)


def _facts(session: Session, letter: Letter) -> LetterFacts:
    company = settings.company(session)
    contact = session.get(Contact, letter.contact_id) if letter.contact_id else None
    order = session.get(Order, letter.order_id) if letter.order_id else None
    contract = session.get(Contract, letter.contract_id) if letter.contract_id else None
    answers = session.get(Letter, letter.answers_id) if letter.answers_id else None
    count, names = enclosed(letter.enclosures)
    return LetterFacts(
        number=letter.number,
        day=letter.letter_date,
        place=letter.place,
        subject=letter.subject.strip().rstrip("."),
        own=own_party(company, letter.own_signatory),
        client=_addressee(letter, contact),
        language=letter.language if letter.language in _CODES else "id",
        position=contact.office if contact else "",
        enclosed=count,
        enclosures=names,
        copies=lines_of(letter.copies),
        their_number=(answers.their_number or answers.number) if answers else letter.their_number,
        their_day=(answers.their_date or answers.letter_date) if answers else letter.their_date,
        order_number=order.number if order else "",
        order_day=order.ordered_on if order else None,
        order_total=order.total if order else None,
        contract_number=contract.number if contract else "",
        contract_day=contract.contract_date if contract else None,
        answer_by=letter.answer_due,
        own_text=letter.text,
    )


def _addressee(letter: Letter, contact: Contact | None) -> Party:
    """The client, at the postal address; what was typed stands for the card's."""
    name = contact.name if contact else ""
    typed = [line.strip() for line in letter.addressee.splitlines() if line.strip()]
    if letter.client is None:
        return Party(name=typed[0] if typed else "", address="\n".join(typed[1:]), contact=name)
    party = client_party(letter.client, contact=name)
    if typed:
        return replace(party, name=typed[0], address="\n".join(typed[1:]))
    return replace(party, address="\n".join(letter.client.address("postal", "legal").lines()))
