"""What the file's driver raises, in the sentences a person can act on."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as driver

from desktop_crm.model.errors import DamagedError, StrangeError, UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason
from desktop_crm.storage.file.decoding import is_undecodable
from desktop_crm.storage.file.held import first_bytes
from desktop_crm.storage.file.replacing import finished_name
from desktop_crm.storage.file.strange import was_refused

_DAMAGE: Final = ("malformed", "not a database", "Could not decode", "unsupported file format")

#: What triggers, views and rules get that are none of ours.
_REFUSED: Final = "not authorized"
_STRANGE: Final = (_REFUSED, "is prohibited", "unsafe use of")

#: A part of SQLite's text → why the file could not be written.
_WORLD: Final = {
    "disk is full": msg("the disk is full"),
    "disk I/O": msg("the disk reports a fault"),
    "readonly": msg("the file or its disk is write-protected"),
    "unable to open": msg("its folder can't be reached or written to"),
    "locked": msg("another program is using it"),
}

#: So many of the things that are none of ours are named.
_NAMED: Final = 5

#: What must be there only once.
_UNIQUE: Final = {
    "orders.number": msg("The number of the order"),
    "contracts.number": msg("The number of the contract"),
    "products.code": msg("The code of the product"),
    "tax_rules.code": msg("The code of the tax rule"),
    "templates.code": msg("The code of the template"),
}


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


@contextmanager
def as_damage() -> Iterator[None]:
    """While a file is opened, a table or column that is not there is the file's fault, not ours."""
    try:
        yield
    except driver.OperationalError as error:
        if "no such" not in str(error):
            raise
        raise driver.DatabaseError("malformed") from error


def told(path: Path, error: BaseException | None) -> UserError | WorldError | None:
    """The sentence for an exception of the driver; None when nobody but us can mend it."""
    text = str(error)
    if isinstance(error, driver.IntegrityError):
        return UserError(_integrity(text))
    if any(part in text for part in _DAMAGE):
        return _unread(path) or DamagedError(
            msg("{file} is damaged. Keep a copy of it, and go on with a backup.", file=finished_name(path))
        )
    if _REFUSED in text and not was_refused():
        raise KeyboardInterrupt from error
    if any(part in text for part in _STRANGE):
        return told_of_strangers(path)
    why = next((message for part, message in _WORLD.items() if part in text), None)
    return None if why is None else unwritten(path, why)


def told_of_strangers(path: Path, names: Sequence[str] = ()) -> StrangeError:
    """The sentence for a file that holds what another program put there."""
    named = ", ".join(names[:_NAMED])
    return StrangeError(
        msg(
            "{file} holds what another program put there ({names}). It could change or hide what you see, so nothing of it"
            " was run, and the file was left as it is. Rescue what is yours into a new file, or restore a backup.",
            file=finished_name(path),
            names=named
            if len(names) <= _NAMED
            else msg("{records} and {n} more", records=named, n=len(names) - _NAMED),
        )
        if names
        else msg(
            "Another program put something into {file} that would change or hide what you see. Nothing of it was run, and"
            " nothing was written. Rescue what is yours into a new file, or restore a backup.",
            file=finished_name(path),
        )
    )


def unwritten(path: Path, why: Message) -> WorldError:
    """The sentence for a file that the world does not let us write."""
    return WorldError(
        msg(
            "{file} could not be written: {reason}. What was saved before is safe; remove the cause and try again.",
            file=finished_name(path),
            reason=why,
        )
    )


def spoils(error: BaseException) -> bool:
    """Whether the connection is of no use after this, whatever the file is; one text without meaning is no harm to it."""
    faults = (*_DAMAGE, "disk I/O", "unable to open")
    if not isinstance(error, driver.DatabaseError) or is_undecodable(error):
        return False
    return any(part in str(error) for part in faults)


def _unread(path: Path) -> WorldError | None:
    """A disk that gives nothing back looks like damage, to SQLCipher too."""
    try:
        first_bytes(path, 1)
    except OSError as error:
        return WorldError(
            msg(
                "{file} can't be read: {reason}. What was saved before is safe; remove the cause and try again.",
                file=finished_name(path),
                reason=reason(error),
            )
        )
    return None


def _integrity(text: str) -> Message:
    if "FOREIGN KEY" in text:
        return msg("Not deleted: other records still need this one.")
    for column, what in _UNIQUE.items():
        if "UNIQUE" in text and column in text:
            return msg("{what} is taken already. Choose another.", what=what)
    return msg("Not saved: it would break a rule of the file ({reason}).", reason=text)
