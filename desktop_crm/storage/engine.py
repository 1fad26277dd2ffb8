"""The driver and its settings: SQLCipher's SQLite, durable commits, explicit transactions."""

from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, QueuePool, create_engine, event

#: Marks a file as ours in SQLite's header ("DCRM").
APPLICATION_ID: Final = 0x4443524D

_PRAGMAS: Final = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
)


def connect(path: Path) -> Any:
    """A bare connection with the settings every user of the file needs; transactions are begun explicitly."""
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path) -> Engine:
    """SQLAlchemy over `connect`; BEGIN is sent when SQLAlchemy begins, IMMEDIATE for a unit of work that writes."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=driver,
        creator=lambda: connect(path),
        poolclass=QueuePool,
        pool_size=6,
        max_overflow=10,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "checkin")
    def end_failed_commit(connection: Any, _: Any) -> None:
        if connection is not None and connection.in_transaction:  # a COMMIT refused by a foreign key leaves it open
            connection.rollback()

    return engine
