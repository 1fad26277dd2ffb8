"""What is readable of a damaged file, into a new one beside it, with a list of what is not.

SQLite gives a damaged table up. So its pages are read one by one: by the way from each table's root, then those that lie
loose because the way is broken. Lost rows that the history knows come back from there. The damaged file is only read.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop_crm import disk
from desktop_crm.model.errors import PasswordNeededError, UserError, WorldError, WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason
from desktop_crm.storage.file import identity, revisions, schema
from desktop_crm.storage.file.btree import Trees
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.file.driver_errors import telling
from desktop_crm.storage.file.held import first_bytes, refuse_open_here
from desktop_crm.storage.file.key import Key, salt_of
from desktop_crm.storage.file.lock import WorkspaceLock
from desktop_crm.storage.file.pages import Pages, signed_by
from desktop_crm.storage.file.replacing import refuse_place, remove_file, sync, sync_folder, unfinished_of
from desktop_crm.storage.journal import behind
from desktop_crm.storage.journal.deriving import DERIVED
from desktop_crm.storage.journal.gathering import gather_all
from desktop_crm.storage.lists.search import SEARCHED
from desktop_crm.storage.loading import loaded, tied
from desktop_crm.storage.rescue.mending import Mending
from desktop_crm.storage.rescue.rows import Filling, Table, revision_in, runs
from desktop_crm.storage.workspace import Workspace

_PLAIN: Final = b"SQLite format 3\x00"
_BATCH: Final = 500

#: Called with (pages looked at, pages); may raise to stop, and nothing is left behind.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one table's rows."""

    table: str
    kept: int
    #: How many are lost: they could not be read · they broke a rule · what they belong to is lost.
    unread: int
    refused: int
    alone: int
    #: Whether nobody can say how many more there were.
    unsure: bool
    #: Between which ids they are, first and last; a last that is not known is None.
    ranges: tuple[tuple[int, int | None], ...]
    #: Lost rows that the history gave back, rows with a value replaced, and rows made to stand in for lost ones.
    remembered: int
    mended: int
    stand_ins: int

    @property
    def is_whole(self) -> bool:
        """Whether all is as it was."""
        return not (self.unread or self.refused or self.alone or self.unsure or self.mended or self.stand_ins)


def rescue(damaged: Path, new: Path, typed: str = "", progress: Progress = lambda _done, _total: None) -> list[Fate]:
    """Make `new`, under the same password, of what is readable of `damaged`; what became of each table.

    Raises:
        PasswordNeededError, WrongPasswordError: as in opening.
        UserError: no such file, the new one is there already, or nothing of ours can be read.
        WorldError: the damaged file is open in a program, or the new place can't be written to.
    """
    _refuse(damaged, new)
    try:
        key = _key(damaged, typed)
        with _held(damaged), _held(new) as lock, telling(new), Pages(damaged, key) as pages:
            unfinished = unfinished_of(new)
            try:
                fates = _write(pages, unfinished, key, progress)
                _refuse_nothing(damaged, fates, typed, pages.refused)
                _derive(Workspace(unfinished, lock, key.copy() if key else None), damaged.name, fates)
                sync(unfinished)
                disk.replace(unfinished, new)
                sync_folder(new.parent)
            finally:
                remove_file(unfinished)
    except OSError as error:
        raise WorldError(
            msg("{file} can't be rescued: {reason}. It was left as it is.", file=damaged.name, reason=reason(error))
        ) from error
    return fates


def _refuse(damaged: Path, new: Path) -> None:
    if not os.path.isfile(damaged):  # noqa: PTH113 - unlike Path.is_file, never raises
        raise UserError(msg("There is no file {file}.", file=str(damaged)))
    refuse_place(new)


def _key(path: Path, typed: str) -> Key | None:
    """A head that says it is plain is believed; without one, what was typed decides."""
    head = first_bytes(path, len(_PLAIN))
    if head == _PLAIN or not typed:
        return None
    key = Key.of(typed, salt_of(path))
    if not signed_by(path, key):
        raise WrongPasswordError(
            msg("The password does not open {file}. Try again, or use the recovery key.", file=path.name)
        )
    return key


@contextlib.contextmanager
def _held(path: Path) -> Iterator[WorkspaceLock]:
    """Nobody else has the file open meanwhile; in a folder where nobody can write, nobody has."""
    lock = WorkspaceLock(path)
    held = os.access(path.absolute().parent, os.W_OK)
    if held:
        lock.acquire()
    try:
        refuse_open_here(path)  # under another of its names
        yield lock
    finally:
        if held:
            lock.release()


def _write(pages: Pages, unfinished: Path, key: Key | None, progress: Progress) -> list[Fate]:
    revision = revision_in(Trees(pages)) or revisions.HEAD
    if revision not in revisions.KNOWN:
        raise UserError(
            msg(
                "The file was made by a newer version of this program (format {found}). Update the program.",
                found=revision,
            )
        )
    remove_file(unfinished)
    schema.create(unfinished, key, revision)
    fresh = connect(unfinished, key)
    try:
        fresh.execute("PRAGMA foreign_keys = OFF")
        fresh.execute("PRAGMA synchronous = OFF")  # all of it is on the disk before it gets its name
        identity.forget(fresh)
        trees = Trees(pages)
        filling = Filling(trees, fresh)
        filling.run(lambda: progress(trees.seen, pages.count))
        mending = Mending(filling, fresh)
        mending.run()
        for table in SEARCHED:
            fresh.execute(f"INSERT INTO {table}_fts (rowid, search_key) SELECT id, search_key FROM {table}")
        fates = [_fate(table, filling, mending) for table in filling.tables]
        identity.stamp_rescued(fresh)
    finally:
        fresh.close()
    if revision != revisions.HEAD:
        schema.create(unfinished, key)  # goes on from where it is
    progress(pages.count, pages.count)
    return fates


def _fate(table: Table, filling: Filling, mending: Mending) -> Fate:
    stand_ins = set(mending.stand_ins.get(table.name, ()))
    present = filling.ids(table) - stand_ins
    alone = mending.alone.get(table.name, [])
    unread = (table.known or set()) - present - set(table.refused) - set(alone)
    unsure = bool(table.gaps) and table.known is None
    ranges: list[tuple[int, int | None]] = [*runs(unread)]
    if unsure:
        ranges = [(gap.after + 1, gap.until) for gap in table.gaps]
    return Fate(
        table.name,
        len(present),
        len(unread),
        len(set(table.refused) - present),
        len(alone),
        unsure,
        tuple(ranges),
        mending.remembered.get(table.name, 0),
        len(set(table.mended) & present),
        len(stand_ins),
    )


def _refuse_nothing(damaged: Path, fates: list[Fate], typed: str, refused: OSError | None) -> None:
    if any(fate.kept for fate in fates):
        return
    if refused:
        raise refused
    if not typed:
        raise PasswordNeededError(
            msg("Nothing can be read of {file} without a password. It was left as it is.", file=damaged.name)
        )
    raise UserError(msg("{file} holds nothing that this program can read. It was left as it is.", file=damaged.name))


def _derive(workspace: Workspace, name: str, fates: list[Fate]) -> None:
    """What became of rows is told in the history; what follows from others is derived anew.

    Then everything is folded into the one file.
    """
    try:
        if not all(fate.is_whole for fate in fates):
            with workspace.write(msg("Rescue what is readable of {file}", file=name), undoable=False) as session:
                behind.settle(session)
                for noun in DERIVED:
                    for ids in _batches(session, select(noun.record.id)):
                        for record in session.scalars(loaded(noun.record).where(noun.record.id.in_(ids))):
                            tied(record).derive()
                session.flush()
                gather_all(session)
        workspace.tidy()
        workspace.settle()
    finally:
        workspace.let_go()


def _batches(session: Session, query: Select[int]) -> Iterator[Sequence[int]]:
    """Ids, a few at a time; what was loaded for them is saved and let go."""
    ids = session.scalars(query).all()
    for at in range(0, len(ids), _BATCH):
        yield ids[at : at + _BATCH]
        session.flush()
        session.expunge_all()
