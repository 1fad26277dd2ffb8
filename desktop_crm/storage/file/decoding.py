"""What the driver makes of texts, for a while; values that nobody can read, and the sound ones beside them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlcipher3.dbapi2 as driver

from desktop_crm.model.listing import UNREADABLE

#: What reading garbage leads to.
GARBAGE: Final = (ValueError, TypeError, ArithmeticError, LookupError)


@contextmanager
def texts_as(connection: Any, factory: Callable[[bytes], Any]) -> Iterator[None]:
    """Bytes, or whatever `factory` makes of them: the driver itself gives a whole row up that holds one without meaning."""
    usual, connection.text_factory = connection.text_factory, factory
    try:
        yield
    finally:
        connection.text_factory = usual


def rows_of(connection: Any, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
    """The rows a bare connection answers with, those with garbage too: `value_of` tells which value it is."""
    try:
        return list(connection.execute(sql, values).fetchall())
    except driver.OperationalError as error:
        if not is_undecodable(error):
            raise
    return torn_rows(connection, sql, values)


def sound_rows(
    connection: Any, sql: str, values: Sequence[object] | Mapping[str, object] = ()
) -> list[tuple[Any, ...]]:
    """The same without the rows that hold garbage: for what can be missed."""
    rows = rows_of(connection, sql, values)
    return [row for row in rows if not any(value_of([value]) is UNREADABLE for value in row)]


def torn_rows(connection: Any, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
    """The same, known to hold garbage."""
    with texts_as(connection, lambda text: text.decode(errors="surrogateescape")):
        return list(connection.execute(sql, values).fetchall())


def is_undecodable(error: Exception) -> bool:
    """Whether the driver complains of one text; all other complaints are about the file."""
    return "Could not decode" in str(error)


def value_of(parts: Sequence[Any], read: Callable[..., Any] | None = None) -> Any:
    """What `read` makes of a row's parts, None where the first is missing; UNREADABLE of garbage."""
    try:
        for part in parts:
            if isinstance(part, str):
                part.encode()
        return parts[0] if read is None or parts[0] is None else read(*parts)
    except GARBAGE:
        return UNREADABLE
