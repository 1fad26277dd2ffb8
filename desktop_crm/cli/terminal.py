"""What a command speaks through: sentences in the system's language, results on stdout, all else on stderr."""

import errno
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from desktop_crm.language import Language, language, system_language
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason


@dataclass(frozen=True)
class Terminal:
    """The language of the person at the terminal, and whether somebody watches."""

    language: Language

    @classmethod
    def of_system(cls) -> "Terminal":
        """The system's language; what is written is UTF-8, whatever a pipe or an old console would like."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        return cls(language(system_language()))

    def put(self, text: str) -> None:
        """A line of the result."""
        with _telling():
            sys.stdout.write(f"{text}\n")

    def finish(self) -> None:
        """Let go of all that was put."""
        with _telling():
            sys.stdout.flush()

    def say(self, message: Message) -> None:
        """A sentence as part of the result."""
        self.put(self.language.say(message))

    def warn(self, message: Message) -> None:
        """A sentence beside the result, on one line."""
        _line(sys.stderr, self.language.say(message))

    def progress(self, done: int, total: int) -> None:
        """How far a long command is, for somebody who watches."""
        if sys.stderr.isatty():
            part = f"{self.language.number(done)} / {self.language.number(total)}"
            sys.stderr.write(f"\r{part}" if done < total else f"\r{' ' * len(part)}\r")
            sys.stderr.flush()


@contextmanager
def _telling() -> Iterator[None]:
    """Tell why the place that the output is sent to takes no more of it; Windows calls a closed pipe an invalid one."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EPIPE, errno.EINVAL):
            raise BrokenPipeError from error
        raise WorldError(msg("The output can't be written: {reason}.", reason=reason(error))) from error


def _line(stream: TextIO, text: str) -> None:
    stream.write(f"{' '.join(text.split())}\n")
