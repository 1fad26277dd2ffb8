"""What the driver makes of texts, for a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def texts_as(connection: Any, factory: Callable[[bytes], Any]) -> Iterator[None]:
    """Bytes, or whatever `factory` makes of them: the driver itself gives a whole row up that holds one without meaning."""
    usual, connection.text_factory = connection.text_factory, factory
    try:
        yield
    finally:
        connection.text_factory = usual
