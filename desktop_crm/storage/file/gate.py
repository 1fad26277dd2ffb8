"""Many at once, or one alone: who asks the file, and who exchanges it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Any number of threads pass together; one that must be alone waits for them and keeps the others out.

    A thread that is inside may pass again.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._alone = False
        self._mine = threading.local()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Together with others."""
        depth: int = getattr(self._mine, "depth", 0)
        if not depth:
            with self._changed:
                self._changed.wait_for(lambda: not self._alone)
                self._inside += 1
        self._mine.depth = depth + 1
        try:
            yield
        finally:
            self._mine.depth = depth
            if not depth:
                with self._changed:
                    self._inside -= 1
                    self._changed.notify_all()

    @property
    def is_inside(self) -> bool:
        """Whether this thread is."""
        return bool(getattr(self._mine, "depth", 0))

    @property
    def wanted(self) -> bool:
        """Whether somebody waits to be alone: who stays inside for long should leave soon."""
        return self._alone

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Without others; RuntimeError inside `shared`, where it would wait for itself."""
        if getattr(self._mine, "depth", 0):
            raise RuntimeError("being alone is asked for by somebody inside")
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._alone = True
            self._changed.wait_for(lambda: not self._inside)
        self._mine.depth = 1
        try:
            yield
        finally:
            self._mine.depth = 0
            with self._changed:
                self._alone = False
                self._changed.notify_all()
