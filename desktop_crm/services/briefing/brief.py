"""The brief for a meeting with a client, from everything that is known."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefPaper, BriefPart, brief_pdf
from desktop_crm.language import Language, language
from desktop_crm.model.client import CLIENT_CATEGORIES, Client
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.phone import display_phone
from desktop_crm.services import client, contact, task
from desktop_crm.services.briefing.parts import Briefed
from desktop_crm.services.clock import today
from desktop_crm.services.facets import declared
from desktop_crm.storage import settings


def make(session: Session, client_id: int, code: str, points: Sequence[str] = ()) -> bytes:
    """One page in a language; `points` to talk about stand above the empty lines. UserError when the client is gone."""
    return brief_pdf(brief(session, client_id, language(code), points))


def file_name(name: str, says: Language) -> str:
    """What the file is called when it is saved."""
    return says.tr("Meeting brief {name}.pdf", name=name)


def brief(session: Session, client_id: int, says: Language, points: Sequence[str] = ()) -> BriefPaper:
    """The same before it is laid out."""
    record = client.get(session, client_id)
    parts = []
    for part in _declared():
        rows = tuple(part.rows(session, client_id, says))
        if rows:
            parts.append(BriefPart(says.say(part.title), rows))
    return BriefPaper(
        client=record.full_name,
        line=_line(record, says),
        day=today(),
        code=says.code,
        own=settings.company(session).full_name,
        people=tuple(_people(session, client_id)),
        figures=tuple(_figures(session, record, says)),
        parts=tuple(parts),
        points=tuple(filter(None, (" ".join(point.split()) for point in points))),
    )


def _declared() -> list[Briefed]:
    found: list[Briefed] = []
    for noun in NOUNS:
        found += declared(noun.module("services.briefing"), "BRIEF") or ()
    return sorted(found, key=lambda part: part.place)


def _line(record: Client, says: Language) -> str:
    key = says.say(msg("Key client")) if record.is_key else ""
    category = says.say(title_of(CLIENT_CATEGORIES, record.category).title) if record.category else ""
    phone = display_phone(record.phone) if record.phone else ""
    return " · ".join(part for part in (key, category, record.city, phone, record.email) if part)


def _people(session: Session, client_id: int) -> Iterator[tuple[str, str, str]]:
    for person in contact.of_client(session, client_id):
        phones = [display_phone(phone.number) for phone in person.phones[:1]]
        yield person.name, person.office, " · ".join([*phones, *(email.address for email in person.emails[:1])])


def _figures(session: Session, record: Client, says: Language) -> Iterator[tuple[str, str]]:
    facts = client.facts(session, record.id)
    yield says.say(msg("Open orders")), _sum(facts.open_totals, says)
    yield says.say(msg("This year")), _sum(client.ordered_in(session, record.id, today().year), says)
    spoken = says.day(record.last_contact) if record.last_contact else says.say(msg("none yet"))
    yield says.say(msg("Last contact")), spoken
    kept, of = task.promised(session, record.id)
    if of:
        yield says.say(msg("Promises kept")), says.say(msg("{kept} of {n}", kept=kept, n=of))


def _sum(sums: Sequence[Money], says: Language) -> str:
    return " + ".join(says.money(one) for one in sums) or "–"
