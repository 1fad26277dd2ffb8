"""Lists and search: each question beside the very SQL it asks, on the bare driver."""

import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from string import ascii_uppercase
from typing import Any

from desktop_crm.model.listing import Listing, Query
from desktop_crm.services import client, contact, order, search, story, who
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.file.connection import connect
from tests.bench.figures import Figure, median, milliseconds, p99

#: A question with all its values bound, ready to be timed.
Question = Callable[[], object]

_TIMES = 200
_PAGE = 128
_ALL = Query()


def figures(workspace: Workspace) -> Iterator[Figure]:
    """Everything a list is asked for while somebody works with it."""
    bare = connect(workspace.path)
    beside = partial(_beside, workspace, bare)
    clients, orders = client.listing(workspace), order.listing(workspace)
    chance = random.Random(7)
    ids = clients.ids(Query())
    names = [row[1] for row in clients.rows(chance.sample(list(ids), min(400, len(ids))))]
    others = random.Random(11)
    known = [*names, *_people(workspace, others), *_phones(workspace, others)]

    def typed() -> str:
        name = chance.choice(names)
        return name[: chance.randint(3, len(name))]

    def letters() -> str:
        text = others.choice(known)
        return text[: others.randint(1, len(text))]

    def begun() -> str:
        return f"{chance.choice(names).partition(' ')[0]} {chance.choice(ascii_uppercase)}"

    def page(listing: Listing, query: Query = _ALL) -> Question:
        return partial(listing.page, query, 0, _PAGE)

    def somewhere() -> Question:
        at = chance.randrange(max(1, len(ids) - _PAGE))
        return partial(clients.rows, ids[at : at + _PAGE])

    try:
        yield from beside("clients: first page", lambda: page(clients))
        yield from beside("clients: first page by city", lambda: page(clients, Query(sort="city")))
        yield from beside("clients: page at a random place", somewhere)
        yield from beside("clients: filtered while typing", lambda: page(clients, Query(find=typed())))
        yield from beside("clients: filtered by a word and a letter", lambda: page(clients, Query(find=begun())))
        yield from beside("orders: first page", lambda: page(orders))
        told = partial(_story, workspace)
        yield from beside("story of a client: first page", lambda: partial(told, chance.choice(ids)), aim=4)
        yield from beside("orders: first page by client", lambda: page(orders, Query(sort="client")))
        yield from beside("orders: filtered while typing", lambda: page(orders, Query(find=typed())))
        yield from beside("search of everything", lambda: partial(search.find, workspace, typed()))
        yield from beside("who it is, letter by letter", lambda: partial(who.who, workspace, letters()))
        yield from beside("clients: ids of all rows", lambda: partial(clients.ids, Query()), times=10, limit=None)
    finally:
        bare.close()


def _people(workspace: Workspace, chance: random.Random) -> list[str]:
    """Some contacts' names, as they are typed."""
    people = contact.listing(workspace)
    ids = people.ids(_ALL)
    return [row[1] for row in people.rows(chance.sample(list(ids), min(_TIMES, len(ids))))]


def _phones(workspace: Workspace, chance: random.Random) -> list[str]:
    """Some phones, as they are kept and as they are dialled here."""
    with workspace.driver_connection() as connection:
        (most,) = connection.execute("SELECT max(id) FROM clients").fetchone()
        places = json.dumps([chance.randint(1, most) for _ in range(_TIMES)])
        asked_for = "SELECT phones ->> '$[0].number' FROM clients WHERE id IN (SELECT value FROM json_each(?))"
        found = [row[0] for row in connection.execute(asked_for, (places,)) if row[0]]
    return [*found, *(f"0{number[3:]}" for number in found if number.startswith("+62"))]


def _story(workspace: Workspace, client_id: int) -> story.Page:
    with workspace.read() as session:
        return story.page(session, "client", client_id)


def _beside(
    workspace: Workspace,
    bare: Any,
    name: str,
    ask: Callable[[], Question],
    *,
    times: int = _TIMES,
    aim: float = 2,
    limit: float | None = 50,
) -> Iterator[Figure]:
    values, floors = [], []
    for _ in range(times):
        question = ask()
        statements = _asked(workspace, question)
        floors.append(milliseconds(partial(replay, bare, statements)))
        values.append(milliseconds(question))
    yield Figure(f"{name}, median", median(values), "ms", median(floors), aim=aim)
    if limit is not None:
        yield Figure(f"{name}, p99", p99(values), "ms", p99(floors), limit=limit)


def _asked(workspace: Workspace, ask: Callable[[], object]) -> list[str]:
    """The SQL that a question sends, with its values in it."""
    statements: list[str] = []
    with workspace.driver_connection() as connection:
        traced = connection
        connection.set_trace_callback(statements.append)
    try:
        ask()
    finally:
        traced.set_trace_callback(None)
    return [each for each in statements if each.lstrip().upper().startswith(("SELECT", "CREATE VIRTUAL TABLE"))]


def replay(bare: Any, statements: list[str]) -> None:
    """The same once more, without whatever made them."""
    for statement in statements:
        bare.execute(statement).fetchall()
