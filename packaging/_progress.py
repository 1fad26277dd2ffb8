"""One line on the terminal that moves while something takes long; plain lines where there is no terminal."""

import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

_TICK = 0.2
_QUIET = 10.0


class Progress:
    """`Setting up  [####......]  12/34  sqlalchemy  8 s` on stderr, where the program's own output is not disturbed."""

    def __init__(self, title: str, total: int = 0) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.now = ""
        self._began = time.monotonic()
        self._told = 0.0
        self._moves = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self.tick()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave one line that says how it ended; a failure is told by whoever catches it."""
        if self._moves:
            self._write("\r" + " " * (self._width() - 1) + "\r")
        if kind is None:
            self._write(f"{self.title}: done in {self._seconds()} s\n")

    def step(self, now: str, done: int | None = None) -> None:
        """Say what is being done, and optionally how many steps are behind."""
        self.now = now
        self.done = self.done if done is None else done
        self.tick()

    def tick(self) -> None:
        """Draw the line again; without a terminal, only now and then."""
        if self._moves:
            width = self._width() - 1
            self._write("\r" + self._line()[:width].ljust(width))
        elif not self._told or time.monotonic() - self._told > _QUIET:
            self._told = time.monotonic()
            self._write(self._line() + "\n")

    def _line(self) -> str:
        parts = [self.title]
        if self.total:
            filled = min(20, 20 * self.done // self.total)
            parts += [f"[{'#' * filled}{'.' * (20 - filled)}]", f"{self.done}/{self.total}"]
        return "  ".join([*parts, self.now, f"{self._seconds()} s" if self._seconds() else ""]).rstrip()

    def _seconds(self) -> int:
        return round(time.monotonic() - self._began)

    @staticmethod
    def _width() -> int:
        return max(40, shutil.get_terminal_size().columns)

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def run(
    command: Sequence[str | os.PathLike[str]],
    progress: Progress,
    heard: Callable[[str], None],
    env: Mapping[str, str] | None = None,
) -> int:
    """Run a command, hand each line it prints to `heard`, keep the progress moving; its exit code."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=env,
        close_fds=False,  # what was made inheritable is meant to be
        encoding="utf-8",
        errors="replace",
    ) as child:
        try:
            for line in _lines(child):
                if line is not None:
                    heard(line.rstrip())
                progress.tick()
        except BaseException:
            child.kill()
            raise
        return child.wait()


def _lines(child: subprocess.Popen[str]) -> Iterator[str | None]:
    """The child's lines as they come, None each time none came for a moment."""
    lines: queue.Queue[str | None] = queue.Queue()
    output = child.stdout
    assert output is not None

    def listen() -> None:
        for line in output:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=_TICK)
        except queue.Empty:
            yield None
            continue
        if line is None:
            return
        yield line
