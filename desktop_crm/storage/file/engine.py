"""SQLAlchemy over the bare driver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm.exc import StaleDataError

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.storage.file.driver_errors import spoils, telling, told


def make_engine(connect: Callable[[], Any]) -> Engine:
    """An engine whose connections come from `connect`; BEGIN is sent when SQLAlchemy begins, IMMEDIATE for a unit of work that writes."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=driver,
        creator=connect,
        poolclass=QueuePool,
        pool_size=6,
        max_overflow=10,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "handle_error")
    def drop_spoiled(context: Any) -> None:
        """SQLCipher refuses for ever on a connection that once could not read; a new one can when the cause is gone."""
        if spoils(context.original_exception):
            context.is_disconnect = True

    @event.listens_for(engine, "checkin")
    def end_failed_commit(connection: Any, _: Any) -> None:
        if connection is not None and connection.in_transaction:  # a COMMIT refused by a foreign key leaves it open
            connection.rollback()

    return engine


@contextmanager
def telling_all(path: Path) -> Iterator[None]:
    """`telling` for what SQLAlchemy raises too."""
    try:
        with telling(path):
            yield
    except StaleDataError as error:
        raise UserError(msg("Not saved: changed elsewhere meanwhile. Look at it, then save.")) from error
    except DatabaseError as error:
        sentence = told(path, error.orig)
        if sentence is None:
            raise
        raise sentence from error
