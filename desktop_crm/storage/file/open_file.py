"""The file of an open workspace, whatever becomes of it: held, looked after, followed, folded, closed whole."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlcipher3.dbapi2 as driver

from desktop_crm.model.errors import DamagedError, LockedError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason
from desktop_crm.storage.file import whereabouts
from desktop_crm.storage.file.connection import Connections
from desktop_crm.storage.file.driver_errors import telling, unwritten
from desktop_crm.storage.file.folding import Folding
from desktop_crm.storage.file.gate import Gate
from desktop_crm.storage.file.held import Held
from desktop_crm.storage.file.keeper import Keeper

if TYPE_CHECKING:
    from desktop_crm.storage.file.identity import FileIdentity
    from desktop_crm.storage.file.key import Key
    from desktop_crm.storage.file.lock import WorkspaceLock
    from desktop_crm.storage.units import Units

#: Letters of the name of a business.
_NAME: Final = 32

_LOG = logging.getLogger(__name__)

#: Hears what became of the file: a sentence, when `OpenFile.path` may already be another.
Hearer = Callable[[Message], None]


class OpenFile:
    """Sees to it that all that is read and written is the same file; what holds of it is told to those who `hear`."""

    def __init__(self, path: Path, lock: "WorkspaceLock", key: "Key | None") -> None:
        self.path = path
        self.protected = key is not None
        self._lock = lock
        self._held = Held(path)
        self._keeper = Keeper(path, key, self._held)
        self._gate = Gate()
        self._begin(key)
        self._writing = threading.RLock()
        self._written = False
        self._folding = Folding(self.fold, self.merge_index, self._look_after)
        self._hearers: list[Hearer] = []
        #: What became of the file since it was opened, and how it was found.
        self.told: list[Message] = []

    def _begin(self, key: "Key | None") -> None:
        self._key = key
        self._keeper = Keeper(self.path, key, self._held, self._keeper)
        self._connections = Connections(self._keeper.connect)
        self._units: Units | None = None

    @property
    def business(self) -> str:
        """What its business is called in what is kept outside of its files, and says nothing of them. LockedError while nobody knows.

        The same in each of its copies; see `model.identity`.
        """
        if not self._keeper.workspace:
            self._refuse_locked()
            self._keeper.connect().close()
        return sha256(f"business {self._keeper.workspace}".encode()).hexdigest()[:_NAME]

    @property
    def locked(self) -> bool:
        """Whether the key is forgotten until it is given again."""
        return self.protected and self._key is None

    def fold(self) -> bool:
        """What is in the WAL into the file itself; whether all of it is there. A writer need not wait for long."""
        try:
            with self._gate.shared():
                return self._folded()
        except (WorldError, driver.DatabaseError) as error:
            _LOG.warning("the WAL was not folded in: %s", error)
            self._look_after()
            return False

    def _folded(self) -> bool:
        self._keeper.make_sure()
        if not self._keeper.fold(to_nothing=False) or not self._writing.acquire(blocking=False):
            return False
        try:
            self._keeper.make_sure()
            return self._keeper.fold(to_nothing=True)
        finally:
            self._writing.release()

    def merge_index(self) -> bool:
        """What a workspace does by steps after folding, in the folding's thread; whether there is more of it."""
        return False

    def settle(self) -> None:
        """Everything that was written into the one file, which says that it is whole; work may go on."""
        with self._writing, telling(self.path):
            self._keeper.finish(written=True)

    def hear(self, hearer: Hearer) -> Callable[[], None]:
        """Call `hearer` with what becomes of the file, in any thread; from now on it is looked after also in idle time."""
        self._hearers.append(hearer)
        self._folding.begin()
        return lambda: self._hearers.remove(hearer)

    def cut_short(self) -> Message | None:
        """What there is to tell of a file that was copied while it was open."""
        return self._keeper.cut_short()

    def _begin_writing(self) -> None:
        """Before anything is written: it is the same file, and says that it is open."""
        self._make_sure()
        self._refuse_locked()
        if self._keeper.still:
            with self._gate.alone():
                self._disconnect()
                self._begin(self._key)
        with telling(self.path):
            self._keeper.begin_writing()

    def _make_sure(self) -> None:
        """The file under the name is ours; where it was moved or replaced, work goes on where what we hold is. No writer."""
        try:
            if self._keeper.is_same():
                return
        except OSError as error:
            raise unwritten(self.path, reason(error)) from error
        if self._gate.is_inside:
            self._keeper.make_sure()
            return
        with self._gate.alone():
            if self._keeper.is_overwritten():
                raise whereabouts.overwritten(self.path)
            with telling(self.path):
                folded, ours = self._keeper.fold(to_nothing=True), self._keeper.identity()
            if not folded and not self._keeper.has_wal():  # then our own connection is the only way to what is in it
                raise unwritten(self.path, msg("the disk reports a fault"))
            self._disconnect()
            before = self.path
            try:
                if not self._held.is_at(before):
                    self._go_on_elsewhere(ours, folded=folded)
            finally:
                whereabouts.tidy_up(before, self.path)
                self._begin(self._key)

    def _make_sure_it_stays(self) -> None:
        """What was just written is in a file or beside one; the last look was before the COMMIT. As `_make_sure`."""
        if not self._gate.is_inside:
            self._make_sure()

    def _go_on_elsewhere(self, ours: "FileIdentity | None", *, folded: bool) -> None:
        """In the same file under its new name, in one that holds the same, or in one that is put beside."""
        before, now = self.path, whereabouts.followed(self.path, self._held)
        try:
            if now is not None:
                sentence = whereabouts.moved(before, now)
                whereabouts.take_wal_along(before, now)
            elif ours is not None and whereabouts.is_same_state(before, self._key, ours):
                self._hold_again(before)
                return
            elif not folded:
                raise whereabouts.not_kept(before, msg("the disk reports a fault"))
            else:
                now, sentence = whereabouts.put_beside(before, self._held)
                self._hold_again(now)
            self._lock = self._lock.moved_to(now)
        except OSError as error:
            raise whereabouts.not_kept(before, reason(error)) from error
        self.path = now
        self._say(sentence)

    def _hold_again(self, path: Path) -> None:
        held = Held(path)
        self._held.release()
        self._held = held

    def _look_after(self) -> None:
        """In idle time; what can't be helped is told once."""
        if not self._writing.acquire(blocking=False):
            return
        try:
            self._make_sure()
        except WorldError as error:
            if error.message not in self.told:
                self._say(error.message)
        finally:
            self._writing.release()

    def _settle_down(self) -> None:
        """Before the file is closed or locked; what can't be helped must not keep it open."""
        try:
            self._make_sure()
        except WorldError as error:
            self._say(error.message)

    @contextmanager
    def _as_ours(self) -> Iterator[None]:
        """What another program put into the file itself must not be taken for ours, nor for damage."""
        if self._keeper.is_overwritten():
            raise whereabouts.overwritten(self.path)
        try:
            yield
        except DamagedError as error:
            if self._keeper.is_overwritten():
                raise whereabouts.overwritten(self.path) from error
            raise

    def _say(self, message: Message) -> None:
        self.told.append(message)
        for hearer in tuple(self._hearers):
            hearer(message)

    def _finish(self) -> None:
        """Whole and closed, as far as that is possible."""
        try:
            self._keeper.make_sure()
            with telling(self.path):
                self._keeper.finish(written=self._written)
        except WorldError as error:
            _LOG.warning("the WAL was not folded in: %s", error)

    def _forget_key(self) -> None:
        if self._key is not None:
            self._key.wipe()
            self._key = None

    def let_go(self) -> None:
        """Close every connection and the file; the lock stays with whoever took it."""
        self._folding.close()
        self._disconnect()
        self._held.release()

    def _disconnect(self) -> None:
        if self._units is not None:
            self._units.close()
        self._connections.close()
        self._keeper.close()

    def _refuse_locked(self) -> None:
        if self.locked:
            raise LockedError(msg("{file} is locked. Unlock it first; nothing was changed.", file=self.path.name))

    def close(self) -> None:
        """Finish with the file: WAL folded in, lock given back; again does nothing.

        On a full disk the WAL stays, and nothing is lost.
        """
        self._folding.close()
        with self._writing:
            if self._held.is_released:
                return
            try:
                self._settle_down()
                if self._keeper.is_overwritten():
                    whereabouts.set_wal_aside(self.path)
                elif not self.locked:
                    self._finish()
            finally:
                self.let_go()
                self._forget_key()
                self._lock.release()
