"""Looking in on SQLite while one statement takes it long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlcipher3.dbapi2 as driver

#: How many of its steps pass between two looks.
_STEPS: Final = 200_000


@contextmanager
def watched(connection: Any, look: Callable[[], object]) -> Iterator[None]:
    """Call `look` now and then; what it raises stops SQLite, and is raised here."""
    stopped: list[BaseException] = []

    def ask() -> bool:
        try:
            look()
        except BaseException as error:  # noqa: BLE001  # SQLite would swallow it
            stopped.append(error)
        return bool(stopped)

    connection.set_progress_handler(ask, _STEPS)
    try:
        yield
    except driver.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
