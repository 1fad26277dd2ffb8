"""Keeps one open file one whole file: it is the same still, its WAL goes into it soon, and it knows whether it was closed.

One connection stays open for that. It sees the file that was opened, whatever lies under the name meanwhile, so that what
is in the WAL only can always be had.
"""

import contextlib
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as driver

from desktop_crm import disk
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import FIRST, LAST, moment_from_int
from desktop_crm.model.os_errors import reason
from desktop_crm.storage.file import identity, whereabouts
from desktop_crm.storage.file.connection import connect, connect_still, has_frames, has_wal
from desktop_crm.storage.file.driver_errors import unwritten
from desktop_crm.storage.file.held import Held
from desktop_crm.storage.file.identity import FileIdentity
from desktop_crm.storage.file.key import Key

#: How often, and after how many seconds each, the first write asks whether who reads has ended.
_TRIES, _PAUSE = 10, 0.005
#: What SQLite says where there is no room, or no right, for what it keeps beside a file.
_NO_PLACE: Final = ("disk is full", "disk I/O", "unable to open", "readonly")


class Keeper:
    """Of one file under one name and key; another is made when either changes."""

    def __init__(self, path: Path, key: Key | None, held: Held, before: "Keeper | None" = None) -> None:
        """`before` kept the same file until now."""
        self._path = path
        self._key = key
        self._held = held
        self._using = threading.RLock()  # the one connection, and writing into the file itself
        self._own: Any = None
        #: Whether the file itself says that it is open.
        self._marked: bool = before is not None and before._marked  # noqa: SLF001 - of its own kind
        #: Whether pages may be missing that were beside the file; None before it was asked.
        self._is_cut: bool | None = before._is_cut if before is not None else None  # noqa: SLF001 - of its own kind
        #: Which business it is; nothing before it was asked.
        self.workspace: str = before.workspace if before is not None else ""
        self._pages: tuple[int, ...] = ()
        #: How far the file itself was when we wrote into it last.
        self._least = 0
        #: Whether it can only be read, because there is no room for what SQLite keeps beside it.
        self.still = False

    def connect(self) -> Any:
        """A new connection to the file, if it is the same still."""
        with self._using:
            if self._own is None:
                self._begin()
        return self._connect()

    def is_same(self) -> bool:
        """Whether the file under the name, and what is in it, is ours still. OSError where nobody can tell."""
        return self._held.is_at(self._path) and self._held.wal_is_at(self._path) and not self.is_overwritten()

    def has_wal(self) -> bool:
        """Whether what is in the WAL is found by whoever opens the file. OSError where nobody can tell."""
        return self._held.wal_is_at(self._path)

    def wal_size(self) -> int:
        """Its bytes; 0 where there is none."""
        try:
            return Path(f"{self._path}-wal").stat().st_size
        except OSError:
            return 0

    def is_overwritten(self) -> bool:
        """Whether another program wrote into the file; while we do so ourselves, nobody can tell."""
        if not self._using.acquire(blocking=False):
            return False
        try:
            return not self._held.is_as_left()
        finally:
            self._using.release()

    def make_sure(self) -> None:
        """WorldError when the file is another; nothing was written then."""
        try:
            if self.is_same():
                return
        except OSError as error:
            raise unwritten(self._path, reason(error)) from error
        raise WorldError(
            msg(
                "{file} was moved, replaced or written to by another program meanwhile. This was not saved; try again.",
                file=self._path.name,
            )
        )

    def begin_writing(self) -> None:
        """Before the first write: the file itself says from now on where it is and that it is open; so does a copy of it."""
        if self._marked:
            return
        with self._using:
            if self._own is None:
                self._begin()
            self._own.execute("BEGIN IMMEDIATE")
            try:
                identity.settle(self._own, self._path)
                first = self._set_whole(0)
                self._own.execute("COMMIT")
            except OSError as error:  # taken away in this moment
                raise unwritten(self._path, reason(error)) from error
            finally:
                if self._own.in_transaction:
                    self._own.rollback()
            self._marked = self._folded("PASSIVE")
            for _ in range(_TRIES if first else 0):  # who reads in this moment holds it up, and a copy would not say it
                if self._marked:
                    return
                time.sleep(_PAUSE)
                self._marked = self._folded("PASSIVE")

    def unmark(self) -> None:
        """The file was written anew, and says that it is whole until the next write."""
        self._marked = False

    def fold(self, *, to_nothing: bool) -> bool:
        """What is in the WAL into the file; whether all of it is there. Writers need not wait unless `to_nothing`."""
        with self._using:
            if self._own is None:
                return True
            done = self._folded("PASSIVE")
            return self._folded("TRUNCATE") if done and to_nothing else done

    def fold_wholly(self) -> None:
        """The same, of our file; WorldError when it can't be had."""
        self.make_sure()
        if not self.fold(to_nothing=True):
            raise unwritten(self._path, msg("the disk reports a fault"))

    def finish(self, *, written: bool) -> bool:
        """Before the last connection goes: the file is whole, and says so; whether it is.

        One that came to us as a cut copy says so until something is `written`.
        """
        with self._using:
            if self.still or (self._own is None and not self._marked):
                return True
            if self._own is None:
                self._begin()
            if self._marked:
                self._own.execute("PRAGMA optimize")
            whole = self._folded("TRUNCATE")  # first, for on a full disk that gives the room for what follows
            if whole and (written or not self._is_cut):
                self._set_whole(1)
                whole = self._folded("TRUNCATE")
            self._marked = self._marked and not whole
            return whole

    def close(self) -> None:
        """The one connection, as the last.

        A file that still says it is open keeps a WAL, be it empty: else it would be taken for a copy.
        """
        with self._using:
            if self._own is None:
                return
            self._held.let_go_wal()
            self._own.close()
            self._own = None
            if self._marked:
                with contextlib.suppress(OSError):
                    if self._held.is_at(self._path):
                        disk.create_empty(Path(f"{self._path}-wal"))

    def identity(self) -> FileIdentity | None:
        """What the file that we hold says of itself."""
        with self._using, contextlib.suppress(driver.Error):
            return None if self._own is None else identity.read(self._own)
        return None

    def reaches_to(self) -> datetime | None:
        """When something was done last that is in the file; None when nothing was, or nobody can tell."""
        with self._using, contextlib.suppress(driver.DatabaseError):
            at = self._own.execute(
                "SELECT max(at) FROM journal_entries WHERE at BETWEEN ? AND ?", (FIRST, LAST)
            ).fetchone()[0]
            return None if at is None else moment_from_int(at)
        return None

    def cut_short(self) -> Message | None:
        """What there is to tell when pages may be missing that were beside the file."""
        if not self._is_cut:
            return None
        moment = self.reaches_to()
        if moment is None:
            return msg(
                "{file} was copied while it was open, or what lay beside it is lost. What was saved last may be missing.",
                file=self._path.name,
            )
        return msg(
            "{file} was copied while it was open, or what lay beside it is lost. It reaches to {moment}; what was saved"
            " after that is not in it.",
            file=self._path.name,
            moment=moment,
        )

    def _begin(self) -> None:
        """With what tells this file from another: it is asked before anything is written to it."""
        self._refuse_other()
        had_wal, had_frames = has_wal(self._path), has_frames(self._path)
        self._held.hold_wal(self._path)
        if not had_wal:
            disk.keep_rights(self._path, Path(f"{self._path}-wal"))
        try:
            self._own = self._connect()
            whole = self._ask_what_it_is()
        except BaseException:
            own, self._own = self._own, None
            self._let_go_wal(own, made=not had_wal)
            raise
        if self.still:
            self._let_go_wal(None, made=not had_wal)
        if self._is_cut is None:  # an empty WAL is what a crash leaves, but also what a copied folder has
            self._is_cut = (
                not whole and not had_frames and not (had_wal and identity.is_in_place(self._own, self._path))
            )
        self._held.leave(self._pages)

    def _ask_what_it_is(self) -> bool:
        """Whether it says that it is whole. WorldError when another was put into it before anybody had asked."""
        found = self._own.execute("SELECT rootpage FROM sqlite_master WHERE name = 'identity'").fetchone()
        self._pages = (1, int(found[0])) if found else (1,)
        row = self._own.execute("SELECT workspace, whole FROM identity").fetchone() if found else None
        if row is None:
            return True
        if self.workspace not in {"", row[0]}:
            raise whereabouts.overwritten(self._path)
        self.workspace = row[0]
        return bool(row[1])

    def _let_go_wal(self, own: Any, *, made: bool) -> None:
        """And a connection that is of no use; an empty WAL that we `made` is nothing to be left beside the file."""
        is_left = False
        with contextlib.suppress(OSError):
            is_left = made and self.has_wal() and not has_frames(self._path)
        self._held.let_go_wal()
        if own is not None:
            own.close()
        with contextlib.suppress(OSError):
            if is_left:
                disk.remove(Path(f"{self._path}-wal"))

    def _connect(self) -> Any:
        if self.still:
            return connect_still(self._path, self._key)
        self._refuse_other()
        try:
            connection = connect(self._path, self._key, self._refuse_other)
        except driver.OperationalError as error:
            if self._own is not None or has_frames(self._path) or not any(part in str(error) for part in _NO_PLACE):
                raise
            self.still = True
            return connect_still(self._path, self._key)
        try:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            self._refuse_other()  # it has opened the WAL by its name now: another one would be read and written as ours
        except BaseException:
            connection.close()
            raise
        return connection

    def _refuse_other(self) -> None:
        try:
            same = self._held.is_at(self._path) and self._held.wal_is_at(self._path)
        except OSError as error:
            raise unwritten(self._path, reason(error)) from error
        if not same:
            raise WorldError(
                msg("{file} was moved or replaced by another program meanwhile. Try again.", file=self._path.name)
            )

    def _set_whole(self, whole: int) -> bool:
        """Whether it said something else before."""
        return bool(self._own.execute("UPDATE identity SET whole = ? WHERE whole <> ?", (whole, whole)).rowcount)

    def _folded(self, how: str) -> bool:
        """Another program may write in the same moment: what is there then is not remembered as ours."""
        before, whole = identity.read(self._own), False
        try:
            busy, pages, done = self._own.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
            whole = bool(not busy and pages == done)
        finally:
            if self._is_ours(before, whole=whole):
                self._held.leave(self._pages)
        return whole

    def _is_ours(self, ours: FileIdentity, *, whole: bool) -> bool:
        """Whether what lies on the disk now is our file, as far as it was at least."""
        number = self._pages[-1]
        try:
            found = identity.in_page(self._held.page(number), number, self._key)
            is_cut = whole and not self._held.has_pages(identity.pages_said(self._held.page(1), self._key))
        except OSError:  # nobody can tell
            return True
        if found is None or found.workspace != ours.workspace:
            return False
        if is_cut or found.counter < (ours.counter if whole else self._least):
            return False
        self._least = found.counter
        return True
