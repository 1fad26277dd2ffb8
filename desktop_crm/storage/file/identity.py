"""The file's row about itself, and how far its history goes: plain SQL on a bare connection, asked before anything else."""

import os
import platform
import secrets
import struct
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import sqlcipher3.dbapi2 as driver

from desktop_crm.storage.file.decoding import rows_of

if TYPE_CHECKING:
    from desktop_crm.storage.file.key import Key

#: What stands for the place in a backup: nobody works in it.
BACKUP: Final = "backup"

#: Where a file's first page says how many there are.
_COUNT: Final = slice(28, 32)

#: Above these bits of the counter is the number of writes. Half of them are a random mark of the last write, the others that
#: of the one before: so two states that were written equally often, here and on another computer, are told apart.
_MARKS: Final = 32
_MARK: Final = (1 << _MARKS // 2) - 1

#: Milliseconds that the clocks of two computers may differ by.
_DIFFERENCE: Final = 600_000

#: So many names a file is known by: it may be carried between some computers.
_NAMES: Final = 8


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Which business a file belongs to, and how far it is; see `model.identity`."""

    workspace: str
    branch: str
    counter: int
    place: str
    whole: bool

    @property
    def writes(self) -> int:
        """How many there were."""
        return self.counter >> _MARKS

    def is_next_of(self, other: "FileIdentity") -> bool:
        """Whether this is `other` after one more write; an earlier version counted by one and marked none."""
        if self.branch == other.branch and self.counter == other.counter + 1:
            return True
        before = self.counter >> _MARKS // 2 & _MARK
        return self.writes == other.writes + 1 and before == other.counter & _MARK


@dataclass(frozen=True, slots=True)
class State:
    """One moment of one business: whoever has its last entry under the same mark holds all that was done until then."""

    workspace: str
    branch: str
    counter: int
    entry: int
    mark: str

    @classmethod
    def of(cls, connection: Any) -> Self:
        """What an open file says; one of an earlier version has the identity that its upgrade would give it."""
        entry = int(connection.execute("SELECT coalesce(max(id), 0) FROM journal_entries").fetchone()[0])
        mark = mark_of(connection, entry)
        if _is_known(connection):
            found = read(connection)
            return cls(found.workspace, found.branch, found.counter, entry, mark)
        began = _beginning(connection)
        return cls(began, began, 0, entry, mark)


def read(connection: Any) -> FileIdentity:
    """What the file says of itself; a file that lacks that is damaged."""
    row = connection.execute("SELECT workspace, branch, counter, place, whole FROM identity WHERE id = 1").fetchone()
    if row is None:
        raise driver.DatabaseError("malformed")
    return FileIdentity(row[0], row[1], int(row[2]), row[3], bool(row[4]))


def in_page(content: bytes, number: int, key: "Key | None") -> FileIdentity | None:
    """The same from its page as it lies on the disk, without asking SQLite; None when that is none under this key."""
    from desktop_crm.storage.file import btree, pages

    try:
        page = pages.opened(content, number, key)
        values = btree.only_row(page, pages.usable(key)) if page else ()
        return FileIdentity(str(values[1]), str(values[2]), int(values[3]), str(values[4]), bool(values[5]))
    except (ValueError, IndexError, TypeError, struct.error):
        return None


def pages_said(content: bytes, key: "Key | None") -> int:
    """How many pages the file has by its first one as it lies on the disk; 0 when that is none under this key.

    SQLite would tell what is in the WAL by now, where others may write in the same moment.
    """
    from desktop_crm.storage.file import pages

    page = pages.opened(content, 1, key)
    return int.from_bytes(page[_COUNT], "big") if page else 0


def mark_of(connection: Any, entry: int) -> str:
    """What tells one entry of the history from every other, whatever its number; of none: nothing."""
    rows = rows_of(connection, "SELECT id, at, user, sentence FROM journal_entries WHERE id = ?", (entry,))
    return _hashed(*rows[0]) if rows else ""


def holds(connection: Any, state: State) -> bool:
    """Whether all that was done until `state` is in this file's history, whatever clocks and counters say."""
    return mark_of(connection, state.entry) == state.mark


def turns(connection: Any) -> list[int]:
    """The entries of the history that are dated before the one before them: there the clock went back."""
    rows = connection.execute(
        "SELECT id FROM (SELECT id, at, lag(at) OVER (ORDER BY id) AS before FROM journal_entries) WHERE at < before - ?",
        (_DIFFERENCE,),
    )
    return [int(row[0]) for row in rows]


def is_backup(connection: Any) -> bool:
    """Whether the file says that it is one."""
    return _is_known(connection) and read(connection).place == BACKUP


def stamp_backup(connection: Any, *, whole: bool = True) -> None:
    """Make a finished copy say that it is a backup, and whether of a whole file. One of an earlier version has no place for that."""
    if _is_known(connection):
        connection.execute("UPDATE identity SET place = ?, whole = ?", (BACKUP, int(whole)))


def stamp_new(connection: Any) -> None:
    """Make a finished copy a file of its own: work that is done in it is another branch. What is not whole stays so."""
    if _is_known(connection):
        connection.execute("UPDATE identity SET place = '', branch = ?", (new_branch(),))


def stamp_whole(connection: Any) -> None:
    """Make a finished file say that nothing of it lies beside it."""
    if _is_known(connection):
        connection.execute("UPDATE identity SET whole = 1")


def mark_upgrade(connection: Any, *, all_there: bool) -> None:
    """An upgraded file is another state than it was, and lacks what it lacked: nothing where its WAL was beside it."""
    connection.execute("BEGIN IMMEDIATE")
    whole = all_there or read(connection).whole
    advance(connection)
    connection.execute("UPDATE identity SET whole = ?", (int(whole),))
    connection.execute("COMMIT")


def forget(connection: Any) -> None:
    """Make room for the row of the file that this one is filled from."""
    if _is_known(connection):
        connection.execute("DELETE FROM identity")


def stamp_rescued(connection: Any) -> None:
    """As `stamp_new`; where the row could not be read, nobody knows which business it was."""
    if _is_known(connection):
        connection.execute(
            "INSERT OR IGNORE INTO identity (id, workspace, branch, counter, place, whole) VALUES (1, ?, '', 0, '', 1)",
            (new_branch(),),
        )
    stamp_new(connection)


def begin_branch(connection: Any) -> None:
    """From here on this file's work is another line than the one it came from."""
    connection.execute("UPDATE identity SET branch = ?", (new_branch(),))


def settle(connection: Any, path: Path) -> None:
    """Let a file that will be worked in know where it lies; a copy begins a branch. See `model.identity`."""
    found = read(connection)
    told, number, name = found.place.split(), _number_of(path), _name_of(path)
    place = [number, name, *(each for each in told[1:] if each != name)][: 1 + _NAMES]
    if place != told:
        is_same = not told or number == told[0] or name in told
        branch = found.branch if is_same else new_branch()
        connection.execute("UPDATE identity SET place = ?, branch = ?", (" ".join(place), branch))


def is_in_place(connection: Any, path: Path) -> bool:
    """Whether it is the file that was worked in last, and no copy of it."""
    return read(connection).place.split()[:1] == [_number_of(path)]


def _number_of(path: Path) -> str:
    """Which file it is, whatever it is called."""
    stat = path.stat()
    return _hashed("number", stat.st_dev, stat.st_ino)


def _name_of(path: Path) -> str:
    """What it is called, whichever file it is; says nothing of either."""
    return _hashed("name", platform.node(), os.path.normcase(path).encode(errors="surrogateescape").hex())


def new_branch() -> str:
    """A name that no other line of work has."""
    return secrets.token_hex(16)


def _is_known(connection: Any) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'identity'").fetchone() is not None


def _beginning(connection: Any) -> str:
    """As migration 0005 has it."""
    rows = rows_of(connection, "SELECT at, user, sentence FROM journal_entries ORDER BY id LIMIT 1")
    return _hashed(*rows[0]) if rows else ""


def _hashed(*told: object) -> str:
    return sha256("\n".join(map(str, told)).encode(errors="surrogateescape")).hexdigest()[:32]


def advance(connection: Any) -> None:
    """Within each write: it is one further, and what it wrote is in the WAL only."""
    connection.execute(
        "UPDATE identity SET whole = 0,"
        f" counter = (((counter >> {_MARKS}) + 1) << {_MARKS}) | ((counter & {_MARK}) << {_MARKS // 2}) | (random() & {_MARK})"
        " WHERE id = 1"
    )
