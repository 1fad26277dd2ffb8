"""A thread that folds what was written into the file soon afterwards, and looks now and then whether that is there still."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

_LOG = logging.getLogger(__name__)

#: Seconds of rest after a write until it is folded, and how long at most it waits for that rest.
REST: Final = 1.0
_LONGEST: Final = 5.0
#: Seconds between two looks.
_LOOK: Final = 2.0
#: Steps of tidying after a folding, and seconds between two, in which others may write.
_STEPS: Final = 20
_PAUSE: Final = 0.01


class Folding:
    """Of one open workspace. `fold` says whether all is folded, `tidy` does a step and says whether more would do good.

    `look` sees after the file. None raises what matters.
    """

    def __init__(self, fold: Callable[[], bool], tidy: Callable[[], bool], look: Callable[[], None]) -> None:
        self._fold = fold
        self._tidy = tidy
        self._look = look
        self._changed = threading.Condition()
        self._first = self._last = 0.0
        self._waiting = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """From now on; again does nothing."""
        with self._changed:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="folding", daemon=True)
                self._thread.start()

    def soon(self) -> None:
        """Something was written."""
        with self._changed:
            self._last = time.monotonic()
            if not self._waiting:
                self._first, self._waiting = self._last, True
            self._changed.notify_all()
        self.begin()

    def close(self) -> None:
        """No more; whoever closes folds. Not in the thread itself."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _work(self) -> None:
        while self._is_time():
            try:
                if self._take():
                    if self._fold():
                        self._tidy_up()
                    else:
                        self._again()
                else:
                    self._look()
            except Exception as error:  # noqa: BLE001 - it is tried again; the text may hold names of files
                _LOG.warning("not folded: %s", type(error).__name__)
                self._again()

    def _tidy_up(self) -> None:
        try:
            for _ in range(_STEPS):
                if self._closed or not self._tidy():
                    return
                time.sleep(_PAUSE)
        except Exception as error:  # noqa: BLE001 - after the next write it is tried again
            _LOG.warning("not tidied: %s", type(error).__name__)

    def _is_time(self) -> bool:
        """Wait for the next thing to do; False when it is over."""
        with self._changed:
            until = time.monotonic() + _LOOK
            while not self._closed:
                left = (min(self._last + REST, self._first + _LONGEST) if self._waiting else until) - time.monotonic()
                if left <= 0:
                    return True
                self._changed.wait(left)
            return False

    def _take(self) -> bool:
        with self._changed:
            waiting, self._waiting = self._waiting, False
            return waiting

    def _again(self) -> None:
        with self._changed:
            if not self._waiting:
                self._first = self._last = time.monotonic()
                self._waiting = True
