"""Letters: written from templates, sent and then kept as they went out; those that came in, to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract, Template
from desktop_crm.model.errors import UserError
from desktop_crm.model.letter import BEGINS, Letter
from desktop_crm.model.letter_states import LETTER_LANGUAGES, Direction, LetterState
from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.problem import Problem
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import as_json, attachment, flow
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import today
from desktop_crm.services.codes import unknown_codes
from desktop_crm.services.facets import Facets, Hit, Made, Related
from desktop_crm.services.papers import letter as letter_paper
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import letter as storage
from desktop_crm.storage import settings
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

templates = storage.templates

#: The kinds of numbers.
SERIES: Final = {Direction.OUTGOING: "letter", Direction.INCOMING: "letter_in"}

#: What is still the manager's own after a letter was sent.
ALWAYS_EDITABLE: Final = frozenset({"notes", "channel", "answer_due", "answered_on", "order_id", "contract_id"})

#: What a card gives of who signs.
_PARTS: Final = {"signatory_name": "name", "signatory_office": "office"}

#: So many numbers stand in a refusal, and so many letters are offered to be answered.
_TOLD: Final = 3


def listing(workspace: Workspace, **of: int | None) -> Listing:
    """The register, or the letters of a client, about an order or a contract: `client_id=7`."""
    where = [f"t.{name} = {int(wanted)}" for name, wanted in of.items() if wanted]
    return SqlListing(workspace, storage.LETTERS, where=" AND ".join(where))


def get(session: Session, letter_id: int) -> Letter:
    """One letter with its client; UserError when it is gone."""
    return found(storage.get(session, letter_id), msg("The letter"))


def by_number(session: Session, number: str) -> Letter:
    """The same by its number; UserError when there is none."""
    letter = storage.by_number(session, number)
    if letter is None:
        raise UserError(msg("There is no letter {number}.", number=number))
    return letter


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as its card asks for it: who signs it for us in parts, what its template is called, whether a scan came with it."""

    letter: Letter
    template: Template | None
    has_scan: bool = False

    @property
    def signatory_name(self) -> str:
        """Who signs it."""
        return self.letter.own_signatory.name

    @property
    def signatory_office(self) -> str:
        """As what."""
        return self.letter.own_signatory.office

    def __getattr__(self, name: str) -> Any:
        return getattr(self.letter, name)


def shown(session: Session, letter_id: int) -> Shown:
    """One letter for its card; UserError when it is gone."""
    record = get(session, letter_id)
    template = session.get(Template, record.template_id) if record.template_id else None
    return Shown(record, template, record.is_incoming and letter_paper.has_scan(session, record))


def blank(session: Session, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values a new letter begins with, for its card."""
    begun = start(session, **given)
    signatory = begun.pop("own_signatory")
    return {**begun, "signatory_name": signatory.name, "signatory_office": signatory.office}


def start(session: Session, **given: Any) -> dict[str, Any]:
    """The values a new letter begins with, as far as what is `given` tells: its client's language, what it is about."""
    company = settings.company(session)
    values: dict[str, Any] = {
        **Letter.defaults(),
        "letter_date": today(),
        "place": company.city,
        "own_signatory": company.signatory,
        "language": _written(company.language),
        **given,
    }
    order = session.get(Order, values.get("order_id") or 0)
    contract = session.get(Contract, values.get("contract_id") or 0)
    about = contract or order
    if about is not None and values.get("client_id") is None:
        values["client_id"] = about.client_id
        values.setdefault("contact_id", about.contact_id)
    contact = session.get(Contact, values.get("contact_id") or 0)
    if contact is not None and values.get("client_id") is None:
        values["client_id"] = contact.client_id
    client = session.get(Client, values.get("client_id") or 0)
    if client is not None and "language" not in given:
        values["language"] = _written(client.language)
    return values


def answer_to(session: Session, letter_id: int) -> dict[str, Any]:
    """What a new letter that answers this one is given."""
    record = get(session, letter_id)
    same = ("client_id", "contact_id", "addressee", "order_id", "contract_id")
    return {**{name: getattr(record, name) for name in same}, "answers_id": record.id, "subject": record.subject}


def reminder_of(session: Session, letter_id: int) -> dict[str, Any]:
    """What a new letter that asks for the answer to this one is given."""
    record = get(session, letter_id)
    same = ("client_id", "contact_id", "addressee", "order_id", "contract_id", "subject", "language", "channel")
    return {name: getattr(record, name) for name in same}


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a letter's values, while they are typed."""
    wrong = []
    if not values.get("client_id") and not str(values.get("addressee") or "").strip():
        wrong.append(Problem("client_id", msg("From whom, or to whom? Choose the client, or write name and address")))
    if values.get("letter_date") is None:
        wrong.append(Problem("letter_date", msg("A letter needs its day")))
    own = {name: value for name, value in values.items() if value is not None and name in Letter.__mapper__.columns}
    return [*wrong, *Letter(**own).problems()]


def save(session: Session, letter_id: int | None, values: Mapping[str, Any], version: int | None = None) -> Letter:
    """Register a letter or begin one (it gets its number now, unless it has one), or change it.

    Raises:
        UserError: wrong values, frozen because it was sent, or changed elsewhere since `version` was shown.
    """
    record = None if letter_id is None else get(session, letter_id)
    values = _with_signatory(record, values)
    if record is None:
        record = _made(session, values)
    else:
        refuse_stale(record, version)
        _refuse_frozen(record, values)
        if values.get("template_id", record.template_id) != record.template_id and _says_template(session, record):
            values.setdefault("subject", "")
        take(record, _with_client(session, values))
    _follow_template(session, record, values)
    session.flush()
    record.derive()
    _refuse_wrong(session, record)
    session.flush()
    _answer(session, record)
    return record


def step(session: Session, letter_id: int, state: str, day: date | None = None, reason: str = "") -> Letter:
    """Take a letter to another state; sending keeps its paper, and answers the letter that it answers.

    Raises:
        UserError: the step is not allowed, or the paper still has an empty place.
    """
    record, day = get(session, letter_id), day or today()

    def prepare() -> None:
        if not record.may_become(state):
            raise UserError(record.flow.refusal(record, state))
        if state == LetterState.SENT and record.paper_id is None:
            letter_paper.keep_sent(session, record)
        if state in {LetterState.SENT, LetterState.RECEIVED}:
            record.answered_on = None

    sent_on = record.sent_on
    flow.step(session, record, state, day=day, reason=reason, before=prepare)
    if sent_on is not None:
        record.sent_on = sent_on
    _answer(session, record)
    return record


def own_words(session: Session, letter_id: int) -> str:
    """What its template says, as a text to go on writing. UserError for a template that can't be read."""
    return letter_paper.own_words(session, get(session, letter_id))


def put_off(session: Session, letter_id: int, day: date) -> Letter:
    """It is to be answered by another day."""
    record = get(session, letter_id)
    record.answer_due = day
    session.flush()
    return record


def delete(session: Session, letter_id: int) -> Letter:
    """Take a draft or an incoming letter away; its number is not given again. UserError for one that was sent."""
    record = get(session, letter_id)
    if record.is_frozen():
        raise UserError(msg("Not deleted: letter {number} was sent.", number=record.number))
    for answer in storage.naming(session, "answers_id", letter_id):
        answer.answers_id = None
    session.flush()
    attachment.delete_all(session, "letter", [letter_id])
    session.delete(record)
    return record


def _made(session: Session, values: dict[str, Any]) -> Letter:
    refuse_problems(unknown_codes(Letter(), values))
    direction = Direction(values.get("direction") or Direction.OUTGOING)
    given = {name: value for name, value in values.items() if value is not None}
    begun = {"client_id": None, **start(session, **given), "direction": direction, "state": BEGINS[direction]}
    number = str(values.get("number") or "").strip()
    if (day := begun.get("letter_date")) is None:
        refuse_problems(problems(begun))
    record = made(Letter, **{**_with_client(session, begun), "number": number})
    if not number:
        assert isinstance(day, date)
        record.number = settings.next_number(session, SERIES[direction], day, storage.with_number_like)
    session.add(record)
    return record


def _with_signatory(record: Letter | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """In one piece, of the parts that a card gives."""
    kept = {name: value for name, value in values.items() if name not in _PARTS}
    parts = {_PARTS[name]: value for name, value in values.items() if name in _PARTS}
    if parts:
        had = values.get("own_signatory") or (record.own_signatory if record is not None else Signatory())
        kept["own_signatory"] = replace(had, **parts)
    return kept


def _says_template(session: Session, record: Letter) -> bool:
    """Whether its subject is that of its template."""
    return record.template_id is not None and record.subject == letter_paper.title_of(session, record)


def _with_client(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(values)
    if "client_id" in values:
        client_id = values.pop("client_id")
        values["client"] = None if client_id is None else clients.get(session, client_id)
    return values


def _refuse_frozen(record: Letter, values: Mapping[str, Any]) -> None:
    changed = {name for name, value in values.items() if getattr(record, name) != value}
    if record.is_frozen() and changed - ALWAYS_EDITABLE:
        raise UserError(msg("Not changed: letter {number} stays as it was sent.", number=record.number))
    if "direction" in changed:
        told = msg("A letter stays incoming or outgoing: its number is one of these")
        raise UserError(told, [Problem("direction", told)])


def _follow_template(session: Session, record: Letter, values: Mapping[str, Any]) -> None:
    """A letter whose subject nobody wrote is about what its template says."""
    if record.is_incoming or record.template_id is None or record.is_frozen():
        return
    if not record.subject.strip() and ("template_id" in values or "subject" in values):
        session.flush()
        record.subject = letter_paper.title_of(session, record)


def _refuse_wrong(session: Session, record: Letter) -> None:
    refuse_problems(problems({column.key: getattr(record, column.key) for column in Letter.__mapper__.columns}))
    if record.contact_id is not None:
        contact = contacts.get(session, record.contact_id)
        if record.client is None or contact.client_id != record.client.id:
            refuse_problems([Problem("contact_id", msg("This contact belongs to another client"))])
    if record.answers_id is not None and record.answers_id == record.id:
        refuse_problems([Problem("answers_id", msg("A letter doesn't answer itself"))])
    with session.no_autoflush:
        other = storage.with_number_like(session, record.number, record.id)
    if other is not None:
        wrong = Problem("number", msg("Number {number} is taken by another letter", number=other))
        raise UserError(wrong.message, [wrong])


def _answer(session: Session, record: Letter) -> None:
    """What it answers is answered, once it went out or came in."""
    if record.answers_id is None or record.state == LetterState.DRAFT:
        return
    answered = get(session, record.answers_id)
    if answered.state in {LetterState.RECEIVED, LetterState.SENT} and answered.is_incoming != record.is_incoming:
        flow.step(session, answered, LetterState.ANSWERED, day=record.sent_on or record.letter_date)


def _written(code: str) -> str:
    """The language of letters to who is written to in both."""
    return code if code in {each.code for each in LETTER_LANGUAGES} else LETTER_LANGUAGES[0].code


def _hit(letter_id: int, row: Mapping[str, Any]) -> Hit:
    told = " · ".join(part for part in (row["client"], row["subject"]) if part)
    return Hit("letter", letter_id, row["number"], told, client=row["client"], sensitive=True)


def _first(session: Session, letter_id: int) -> None:
    shown(session, letter_id)
    templates(session)


def _paper(session: Session, record: Letter, languages: str | None) -> Made:
    if languages not in {None, *(each.code for each in LETTER_LANGUAGES)}:
        raise UserError(msg("Not written: a letter is in one language."))
    paper = letter_paper.make(session, record, languages)
    if not paper.pdf:
        raise UserError(msg("Letter {number} came in, and no scan of it is kept.", number=record.number))
    return paper.pdf, paper.problems


def _stays(session: Session, which: ColumnElement[bool], name: str) -> Message | None:
    if not (kept := storage.registered_among(session, which, _TOLD)):
        return None
    return msg("Not deleted: {name} has letters ({letters}).", name=name, letters=", ".join(kept))


def newest_incoming(session: Session) -> int | None:
    """The letter that came in last."""
    return storage.newest_incoming(session)


def templates_offered(session: Session, template_id: int | None) -> list[Template]:
    """Those that a letter can be made from, and the one it is made from."""
    return [each for each in templates(session) if each.active or each.id == template_id]


FACETS: Final = Facets(
    listing,
    storage.LETTERS,
    _hit,
    first=_first,
    as_json=as_json.plain,
    by_number=by_number,
    paper=_paper,
    related={
        "client": Related(
            lambda workspace, client_id: listing(workspace, client_id=client_id),
            msg("No letters from or to this client yet."),
            msg("New letter"),
            hidden=("client",),
        ),
        "order": Related(
            lambda workspace, order_id: listing(workspace, order_id=order_id),
            msg("No letters about this order yet."),
            msg("New letter"),
            hidden=("client",),
        ),
        "contract": Related(
            lambda workspace, contract_id: listing(workspace, contract_id=contract_id),
            msg("No letters about this contract yet."),
            msg("New letter"),
            hidden=("client",),
        ),
    },
    stays=_stays,
)
