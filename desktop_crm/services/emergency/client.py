"""Clients in the emergency archive."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.vcard import Card
from desktop_crm.exchange.own_texts import written_addresses, written_identifiers
from desktop_crm.language import Language
from desktop_crm.model.address import ADDRESS_KINDS
from desktop_crm.model.client import CLIENT_CATEGORIES, CLIENT_KINDS, CLIENT_STATUSES, Client, ClientKind
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.listing import UNREADABLE, Kind, title_of
from desktop_crm.model.message import msg
from desktop_crm.services.emergency.parts import REACHED, Emergency, Sheet, got, own, reached, read
from desktop_crm.storage.rescue.around import rows_of


def _addresses(client: Client, language: Language) -> str:
    return written_addresses(client.addresses, lambda kind: language.say(title_of(ADDRESS_KINDS, kind).title))


def _identifiers(client: Client, _language: Language) -> str:
    return written_identifiers(client.identifiers)


def _cards(session: Session, language: Language) -> Iterator[Card]:
    """Clients that can be reached; of each what can be read."""
    nameless = language.say(UNREADABLE)
    for (client,) in rows_of(session, select(Client).order_by(Client.name_key)):
        yield Card(
            uid=f"desktop-crm-client-{client.id}",
            name=got(client, "full_name", nameless),
            is_person=got(client, "kind", "") == ClientKind.PERSON,
            addresses=got(client, "addresses", ()),
            **reached(client),
        )


CLIENTS: Final = Sheet(
    msg("Clients"),
    Client,
    select(Client).order_by(Client.name_key),
    (
        own("full_name", msg("Name")),
        own("legal_form", msg("Legal form")),
        own("short_name", msg("Short name")),
        own("kind", msg("Company or person"), Kind.STATE, CLIENT_KINDS),
        own("status", msg("Status"), Kind.STATE, CLIENT_STATUSES),
        own("category", msg("Category"), Kind.STATE, CLIENT_CATEGORIES),
        own("is_key", msg("Key client"), Kind.FLAG),
        *REACHED,
        read("addresses", msg("Addresses"), _addresses),
        read("identifiers", msg("Official numbers"), _identifiers),
        own("language", msg("Document language"), Kind.STATE, DOCUMENT_LANGUAGES),
        own("source", msg("Source")),
        own("notes", msg("Notes")),
        own("created_at", msg("Added"), Kind.MOMENT),
        own("changed_at", msg("Changed"), Kind.MOMENT),
    ),
)

EMERGENCY: Final = Emergency((CLIENTS,), cards=_cards)
