"""Contacts in the emergency archive."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.ics import DayEvent
from desktop_crm.documents.vcard import Card
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.contact import ROLES, Contact
from desktop_crm.model.listing import UNREADABLE, Column, Kind, title_of
from desktop_crm.model.message import msg
from desktop_crm.services.emergency.parts import REACHED, Emergency, Sheet, dated, got, own, reached, read
from desktop_crm.storage.rescue.around import rows_of


def _roles(contact: Contact, language: Language) -> str:
    return ", ".join(language.say(title_of(ROLES, role).title) for role in contact.roles or ())


def _cards(session: Session, language: Language) -> Iterator[Card]:
    """Every contact with its client; of each what can be read."""
    nameless = language.say(UNREADABLE)
    contacts: Any = (
        select(Contact, Client.full_name).join(Client, Client.id == Contact.client_id).order_by(Contact.name_key)
    )
    for contact, *company in rows_of(session, contacts):
        yield Card(
            uid=f"desktop-crm-contact-{contact.id}",
            name=got(contact, "name", nameless),
            company="".join(company),
            office=got(contact, "office", ""),
            birthday=got(contact, "birthday", None),
            **reached(contact),
        )


def _birthdays(session: Session, language: Language) -> Iterator[DayEvent]:
    unreadable = language.say(UNREADABLE)
    for contact, day in dated(session, select(Contact).where(Contact.birthday.is_not(None)), "birthday"):
        title = language.tr("Birthday of {name}", name=got(contact, "name", unreadable))
        yield DayEvent(f"desktop-crm-birthday-{contact.id}", day, title, yearly=True)


CONTACTS: Final = Sheet(
    msg("Contacts"),
    Contact,
    select(Contact, Client.full_name).join(Client, Client.id == Contact.client_id).order_by(Contact.name_key),
    (
        own("name", msg("Name")),
        (Column("client", msg("Client")), lambda row, _language: row[1]),
        own("office", msg("Position")),
        read("roles", msg("Roles"), _roles),
        own("authority", msg("Basis of authority")),
        *REACHED,
        own("birthday", msg("Birthday"), Kind.DATE),
        own("notes", msg("Notes")),
    ),
)

EMERGENCY: Final = Emergency((CONTACTS,), cards=_cards, events=_birthdays)
