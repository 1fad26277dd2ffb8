"""Which clients and contacts may be meant by what is typed: names, companies, phones; some milliseconds among a million."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from desktop_crm.model.fold import fold, name_key
from desktop_crm.model.phone import phone_needle
from desktop_crm.model.who import Typed
from desktop_crm.storage.file.decoding import sound_rows
from desktop_crm.storage.lists import search

#: Clients of one company's name, among whose contacts somebody is looked for.
_COMPANIES: Final = 50
#: The last digits of a phone tell more than the first, which half of all have: walking theirs takes a third of the time.
_TELLING: Final = 7
_LAST: Final = "\U0010ffff"


class Row(NamedTuple):
    """A contact at a client, or a client itself (`contact_id` None)."""

    client_id: int
    contact_id: int | None
    key: str  # of the name, for comparing
    name: str
    office: str
    client: str
    city: str
    phones: str  # a JSON list


_CLIENT: Final = (
    "SELECT t.id, NULL, t.name_key, t.full_name, '', t.full_name, t.city, t.phones FROM {source} WHERE {where}"
)
_CONTACT: Final = (
    "SELECT t.client_id, t.id, t.name_key, t.name, t.office, c.full_name, c.city, t.phones FROM {source}"
    " JOIN clients c ON c.id = t.client_id WHERE {where}"
)
_KINDS: Final = (("contacts", _CONTACT), ("clients", _CLIENT))


def meant(connection: Any, typed: Typed, limit: int) -> list[Row]:
    """All that hold every word typed; those whose names begin so are among them. Of a bare connection."""
    found = [row for table, select in _KINDS for row in _begun(connection, table, select, typed, limit)]
    phone = phone_needle(typed.phone) if typed.phone else ""
    found += [row for table, select in _KINDS for row in _holding(connection, table, select, typed.words, phone)]
    return list(dict.fromkeys(found)) or _at_company(connection, typed)


def people_of(connection: Any, client_ids: Sequence[int]) -> list[Row]:
    """The contacts of some clients, by name."""
    where = "t.client_id IN (SELECT value FROM json_each(?)) ORDER BY t.name_key"
    return _rows(connection, _CONTACT.format(source="contacts t", where=where), (json.dumps(list(client_ids)),))


def one_of(connection: Any, client_id: int, contact_id: int | None) -> Row | None:
    """This client, or this contact there."""
    table, select, which = (
        ("clients t", _CLIENT, client_id) if contact_id is None else ("contacts t", _CONTACT, contact_id)
    )
    return next(iter(_rows(connection, select.format(source=table, where="t.id = ?"), (which,))), None)


def _begun(connection: Any, table: str, select: str, typed: Typed, limit: int) -> list[Row]:
    """Whose names begin with what is typed, in their order: the index holds that."""
    key = name_key(typed.words)
    if not key or typed.phone or typed.company:
        return []
    where = f"t.name_key >= ? AND t.name_key < ? ORDER BY t.name_key LIMIT {int(limit)}"
    return _rows(connection, select.format(source=f"{table} t", where=where), (key, key + _LAST))


def _holding(connection: Any, table: str, select: str, text: str, phone: str = "") -> list[Row]:
    """With a word that begins so for each that is typed: `Tono` is nobody called Hartono."""
    numbers = [phone] if phone else []
    begun = [
        f" {word.strip()}" for word in search.words_of(text)
    ]  # with their space: half of all e-mails hold `bersama`
    expression = search.trigrams([*begun, *(number[-_TELLING:] for number in numbers)])
    if not expression:
        return []
    source = f"{table}_fts CROSS JOIN {table} t ON t.id = {table}_fts.rowid"
    holds = [*begun, *numbers]
    where = " AND ".join((f"{table}_fts MATCH ?", *["instr(t.search_key, ?)"] * len(holds)))
    asked = select.format(source=source, where=f"{where} LIMIT {search.SOME}")
    return _rows(connection, asked, (expression, *holds))


def _at_company(connection: Any, typed: Typed) -> list[Row]:
    """`Dewi Sentosa`, `sentosa dewi`: somebody by a part of the words, at a client by the others."""
    for person, company in _parted(typed):
        clients = _holding(connection, "clients", _CLIENT, company)[:_COMPANIES]
        wanted = [word.strip() for word in search.words_of(person)]
        if found := [
            row
            for row in people_of(connection, [client.client_id for client in clients])
            if all(any(part.startswith(word) for part in fold(row.name).split()) for word in wanted)
        ]:
            return found
    return []


def _parted(typed: Typed) -> Iterable[tuple[str, str]]:
    if typed.company:
        yield typed.name, typed.company
        return
    words = typed.name.split()
    for at in range(1, len(words)):
        yield " ".join(words[:at]), " ".join(words[at:])
        yield " ".join(words[at:]), " ".join(words[:at])


def _rows(connection: Any, sql: str, values: Sequence[object]) -> list[Row]:
    return [Row(*row) for row in sound_rows(connection, sql, values)]
