"""Whose an e-mail address is, among a million clients: by the search index, and then by what the row has."""

import json
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.model.fold import fold
from desktop_crm.storage.file.decoding import sound_rows
from desktop_crm.storage.lists import search

_MOST: Final = 400  # rows with the words of an address; of `info@…` there are many


class Owner(NamedTuple):
    """A contact at a client, or a client itself (`contact_id` None)."""

    client_id: int
    client: str
    contact_id: int | None
    contact: str


_SELECTS: Final = {
    "contacts": "SELECT t.client_id, c.full_name, t.id, t.name, t.emails FROM {source} JOIN clients c ON c.id = t.client_id",
    "clients": "SELECT t.id, t.full_name, NULL, '', t.emails FROM {source}",
}


def owners(session: Session, addresses: Iterable[str]) -> dict[str, list[Owner]]:
    """Address in small letters → contacts first, then clients."""
    connection = session.connection().connection.driver_connection
    return {address: _holding(connection, address, f"{address}") for address in set(addresses) if address}


def of_domain(session: Session, domain: str) -> list[Owner]:
    """Those with an address there."""
    connection = session.connection().connection.driver_connection
    return _holding(connection, domain, f"@{domain}")


def _holding(connection: Any, words: str, ending: str) -> list[Owner]:
    expression = search.trigrams(search.words_of(words))
    if not expression:
        return []
    found = []
    for table, select in _SELECTS.items():
        source = f"{table}_fts CROSS JOIN {table} t ON t.id = {table}_fts.rowid"
        where = f" WHERE {table}_fts MATCH ? AND instr(t.search_key, ?) LIMIT {_MOST}"
        rows = sound_rows(connection, select.format(source=source) + where, (expression, fold(words)))
        found += [Owner(*row[:4]) for row in rows if any(_is(each, ending) for each in _addresses(row[4]))]
    return found


def _is(address: str, ending: str) -> bool:
    return address.endswith(ending) if ending.startswith("@") else address == ending


def _addresses(emails: Any) -> list[str]:
    try:
        return [str(one["address"]).casefold() for one in json.loads(emails)]
    except (ValueError, KeyError, TypeError):  # damaged; nobody is found by it
        return []
