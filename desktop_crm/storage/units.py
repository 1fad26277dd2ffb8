"""Units of work over SQLAlchemy: loaded when the first is asked for, because that takes longer than opening the file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.storage.file import identity
from desktop_crm.storage.file.driver_errors import spoils
from desktop_crm.storage.file.engine import make_engine, telling_all
from desktop_crm.storage.journal import writing as journal


class Units:
    """Reading and writing one file; `connect` gives its connections. What fails is told as in `telling_all`."""

    def __init__(self, path: Path, connect: Callable[[], Any]) -> None:
        self._path = path
        self._engine = make_engine(connect)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one moment of the file."""
        with telling_all(self._path), Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, unit: journal.Unit, make_sure: Callable[[], None]) -> Iterator[Session]:
        """A session whose changes are all kept, with their history, or none; `make_sure` may refuse them at the end."""
        engine = self._engine.execution_options(writes=True)
        with (
            telling_all(self._path),
            Session(engine, expire_on_commit=False, autoflush=False, info={"unit": unit}) as session,
        ):
            journal.listen(session)
            bare: Any = session.connection().connection.driver_connection
            before = bare.total_changes
            yield session
            session.flush()
            unit.finish(session)
            if bare.total_changes != before:
                identity.advance(bare)
            make_sure()
            session.commit()

    @contextmanager
    def driver_connection(self) -> Iterator[Any]:
        """A bare connection of those that sessions use."""
        with telling_all(self._path):
            pooled = self._engine.raw_connection()
            try:
                yield pooled.driver_connection
            except Exception as error:
                if spoils(error):
                    pooled.invalidate(error)
                raise
            finally:
                pooled.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
