"""Records for a copy of everything: what can't be read of one of them keeps nobody from the rest."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import Select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, defer

from desktop_crm.model.errors import UnreadableError
from desktop_crm.storage.file.decoding import GARBAGE, is_undecodable
from desktop_crm.storage.rescue import readable
from desktop_crm.storage.rescue.readable import Place

T = TypeVar("T")

_AT_ONCE: Final = 500

#: What reading a record, or making something of it, may raise because of garbage in it.
_TORN: Final = (UnreadableError, DatabaseError, AttributeError, *GARBAGE)


def rows_of(
    session: Session,
    query: Select[Any],
    options: Sequence[Any] = (),
    lazily: Sequence[Any] = (),
    tell: Callable[[Place], object] = lambda _place: None,
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, a record first. Of one that holds garbage only what can be read is there: see `part`.

    `options` say what is loaded with a record, `lazily` how the same is asked for later of one with garbage in or beside it.
    `tell` hears which of its own values can't be read.
    """
    kind: Any = query.column_descriptions[0]["entity"]
    ids = session.scalars(query.with_only_columns(kind.id, maintain_column_froms=True)).all()
    whole = query.options(*options)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        rows = part(partial(_all, session, whole.where(kind.id.in_(some))), None)
        if rows is not None:
            yield from rows
            continue
        for row_id in some:
            found = part(partial(_all, session, whole.where(kind.id == row_id)), None)
            yield found[0] if found else _torn(session, query.where(kind.id == row_id), (options, lazily), tell)


def _all(session: Session, query: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.execute(query)]


def part(read: Callable[[], T], usual: T) -> T:
    """What `read` gives; `usual` where garbage keeps it from that. What is wrong with the file is raised as ever."""
    try:
        return read()
    except _TORN as error:
        if isinstance(error, DatabaseError) and not is_undecodable(error):
            raise
        return usual


def _torn(
    session: Session, query: Select[Any], ways: Sequence[Sequence[Any]], tell: Callable[[Place], object]
) -> tuple[Any, ...]:
    """The record without its values that can't be read; what is loaded with it comes in the first of these ways that goes."""
    kind, *beside = (each["expr"] for each in query.column_descriptions)
    row_id: Any = session.scalar(query.with_only_columns(kind.id, maintain_column_froms=True))
    connection: Any = session.connection().connection.driver_connection
    places = list(readable.unreadable(connection, kind.__tablename__, [row_id]))
    for place in places:
        tell(place)
    without = [defer(getattr(kind, place.column)) for place in places]
    bare = query.with_only_columns(kind, maintain_column_froms=True).options(*without)
    tries = (part(partial(_one, session, bare, way), None) for way in ways)
    record = next(found for found in tries if found is not None)
    if not beside:
        return (record,)
    others = part(lambda: session.execute(query.with_only_columns(*beside, maintain_column_froms=True)).first(), None)
    return (record, *(others or ()))


def _one(session: Session, query: Select[Any], options: Sequence[Any]) -> Any:
    return session.scalars(query.options(*options)).one()
