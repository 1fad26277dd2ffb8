"""What an emergency archive is made of: sheets of whole records read row by row, papers, people, and days of a calendar."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from desktop_crm.documents.ics import DayEvent
from desktop_crm.documents.vcard import Card
from desktop_crm.exchange.own_texts import written_phones
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.listing import UNREADABLE, Choice, Column, Kind
from desktop_crm.model.message import Message, msg
from desktop_crm.storage.rescue import around
from desktop_crm.storage.rescue.readable import Place


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet: its records, and for each column how its value is read from a row of the query."""

    title: Message
    record: type[Any]
    query: Any  # a Select of the record, and of what is read beside it
    parts: tuple[tuple[Column, Callable[[Any, Language], Any]], ...]
    options: tuple[Any, ...] = ()  # what is loaded with the record
    lazily: tuple[Any, ...] = ()  # the same later, where something of it can't be read

    @property
    def columns(self) -> list[Column]:
        """In their order."""
        return [column for column, _ in self.parts]

    def count(self, session: Session) -> int:
        """How many rows there will be."""
        return session.scalar(select(func.count()).select_from(self.record)) or 0

    def rows(
        self, session: Session, language: Language, tell: Callable[[Message], object] = lambda _told: None
    ) -> Iterator[tuple[Any, ...]]:
        """As a sheet takes them: the id, then a value a column; `tell` hears what can't be read."""
        torn: set[int] = set()

        def told(place: Place) -> None:
            torn.add(place.row_id)
            tell(place.told())

        for row in around.rows_of(session, self.query, self.options, self.lazily, told):
            record_id = row[0].id
            values = [around.part(partial(read, row, language), UNREADABLE) for _, read in self.parts]
            if record_id not in torn:
                for (column, _), value in zip(self.parts, values, strict=True):
                    if value is UNREADABLE:
                        tell(self._told(record_id, column))
            yield record_id, *values

    def _told(self, record_id: int, column: Column) -> Message:
        return msg("{what} {name}: {field} can't be read", what=self.title, name=f"#{record_id}", field=column.title)


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers in a folder of their own, of the records with these `ids`; where nobody can print one, that is `missing`.

    `pdf` makes one where it is not simply what the noun's `FACETS` print.
    """

    ids: Callable[[Session], Sequence[int]]
    missing: Callable[[str], Message]  # of its number
    pdf: Callable[[Session, int], bytes | None] | None = None


def _none(_session: Session, _language: Language) -> Iterator[Any]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Emergency:
    """What of a noun is in the emergency archive: `EMERGENCY` of `services/emergency/<noun>.py`."""

    sheets: tuple[Sheet, ...]
    papers: Papers | None = None
    cards: Callable[[Session, Language], Iterator[Card]] = _none
    events: Callable[[Session, Language], Iterator[DayEvent]] = _none


def own(name: str, title: Message, kind: Kind = Kind.TEXT, choices: tuple[Choice, ...] = ()) -> Any:
    """A column that is the record's own attribute."""
    return Column(name, title, kind, choices=choices), lambda row, _language: getattr(row[0], name)


def read(name: str, title: Message, read: Callable[[Any, Language], Any], kind: Kind = Kind.TEXT) -> Any:
    """A column that is made from the record."""
    return Column(name, title, kind), lambda row, language: read(row[0], language)


def client_of(clients: str) -> Callable[[Any, Language], Any]:
    """The client's name along a path of attributes."""

    def read(record: Any, _language: Language) -> Any:
        for name in clients.split("."):
            record = getattr(record, name)
        return record.full_name

    return read


def _phones(record: Any, _language: Language) -> str:
    return written_phones(record.phones)


def _emails(record: Any, _language: Language) -> str:
    return "\n".join(email.address for email in record.emails)


#: How a client or a contact is reached.
REACHED = (read("phones", msg("Phones"), _phones), read("emails", msg("E-mails"), _emails))


def reached(record: Any) -> Any:
    """The phones and e-mails of a card."""
    return {
        "phones": tuple(phone.number for phone in got(record, "phones", ())),
        "emails": tuple(email.address for email in got(record, "emails", ())),
    }


def got(record: Any, names: str, usual: Any) -> Any:
    """A value along a path of attributes, or the usual one where it can't be read."""
    return around.part(lambda: attrgetter(names)(record), usual)


def dated(session: Session, query: Any, day: str, *clients: Any) -> Iterator[tuple[Any, Any]]:
    """The records with their day."""
    options = [joinedload(client).load_only(Client.full_name) for client in clients]
    for (record,) in around.rows_of(session, query, options, [lazyload(client) for client in clients]):
        if (found := got(record, day, None)) is not None:
            yield record, found


def named(record: Any, language: Language) -> dict[str, Any]:
    """Its number and client, for the title of a day."""
    unreadable = language.say(UNREADABLE)
    return {"number": got(record, "number", unreadable), "client": got(record, "client.full_name", unreadable)}
