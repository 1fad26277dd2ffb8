"""What the window keeps in the workspace beside all actions (drafts, habits), written soon and by a thread of its own.

Whoever puts something never waits for the file: all that is waiting is written in one transaction, and tried again later
while the workspace is locked, busy with an import, or its disk is full.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.model.errors import TellableError

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace

_AGAIN: Final = 2.0  # seconds, after the file could not be written
_TRIES: Final = 3  # of what fails by itself

_LOG = logging.getLogger(__name__)

#: Writes one thing on a bare connection.
Write = Callable[[Any], None]


class Beside:
    """What waits to be written, by its key: of two under one key only the newer is written. Any thread may ask."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._waiting: dict[str, Write] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._failed: dict[Write, int] = {}

    def put(self, key: str, write: Write) -> None:
        """Write this soon."""
        with self._changed:
            if self._closed:
                return
            self._waiting.pop(key, None)  # so that the newest is the last
            self._waiting[key] = write
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="beside", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def waiting(self) -> dict[str, Write]:
        """What is not in the file yet, the newest last."""
        with self._changed:
            return dict(self._waiting)

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until nothing waits; False when it could not be written in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, seconds)

    def close(self, seconds: float = 5.0) -> bool:
        """Write what waits, once more at least, and end; whether all was written."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(seconds)
        return not self._waiting

    def _work(self) -> None:
        while batch := self._next():
            at_last = self._closed
            if not self._written(batch):
                if at_last:
                    return
                self._wait()

    def _next(self) -> dict[str, Write]:
        """What waits, as soon as anything does; nothing after closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return dict(self._waiting)

    def _written(self, batch: Mapping[str, Write]) -> bool:
        try:
            with self._workspace.aside() as connection:
                done = {key: write for key, write in batch.items() if self._tried(write, connection)}
        except TellableError as error:
            _LOG.debug("what the window keeps must wait: %s", type(error).__name__)
            return False
        except Exception as error:  # noqa: BLE001 - work goes on whatever it is; its text may hold what was typed
            _LOG.error("what the window keeps must wait: %s", type(error).__name__)
            return False
        with self._changed:
            for key, write in done.items():
                if self._waiting.get(key) is write:
                    del self._waiting[key]
            self._changed.notify_all()
        return len(done) == len(batch)

    def _tried(self, write: Write, connection: Any) -> bool:
        """Whether it is dealt with. What no file can keep holds up nothing else, and is given up after some tries."""
        try:
            write(connection)
        except (ValueError, TypeError, OverflowError) as error:
            self._failed[write] = self._failed.get(write, 0) + 1
            _LOG.error("what the window keeps must wait: %s", type(error).__name__)
            if self._failed[write] < _TRIES:
                return False
        self._failed.pop(write, None)
        return True

    def _wait(self) -> None:
        """After a failure, a little, unless the workspace is to be closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed, _AGAIN)
