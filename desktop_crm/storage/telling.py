"""What the file's driver raises, in the sentences a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as driver

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import Message, msg

_WORLD: Final = ("disk is full", "disk I/O", "readonly", "unable to open", "locked")
_DAMAGE: Final = ("malformed", "not a database", "Could not decode")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """UserError or WorldError instead of the driver's own; what is our bug stays as it is."""
    try:
        yield
    except (driver.DatabaseError, sqlite3.DatabaseError) as error:
        sentence = told(path, error)
        if sentence is None:
            raise
        raise sentence from error


def told(path: Path, error: BaseException | None) -> UserError | WorldError | None:
    """The sentence for an exception of the driver; None when nobody but us can mend it."""
    reason = str(error)
    if isinstance(error, driver.IntegrityError):
        return UserError(_integrity(reason))
    if any(word in reason for word in _DAMAGE):
        return WorldError(
            msg(
                "{file} is damaged ({reason}). Keep a copy of it, and go on with a backup.",
                file=path.name,
                reason=reason,
            )
        )
    if any(word in reason for word in _WORLD):
        return WorldError(
            msg(
                "{file} could not be written: {reason}. What was saved before is safe; mend the cause and try again.",
                file=path.name,
                reason=reason,
            )
        )
    return None


def _integrity(reason: str) -> Message:
    if "FOREIGN KEY" in reason:
        return msg("Other records still need this one, so it can't be taken away.")
    if "UNIQUE" in reason:
        return msg("{what} is taken already; choose another.", what=reason.rsplit(".", 1)[-1])
    return msg("The file refused this: {reason}", reason=reason)
