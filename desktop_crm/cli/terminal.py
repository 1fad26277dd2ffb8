"""What a command speaks through: sentences in the system's language, results on stdout, all else on stderr."""

import errno
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TextIO
from unicodedata import category

from desktop_crm.language import Language, language, system_language
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason

#: Within words of some scripts, and in emoji.
_JOINERS: Final = "\u200c\u200d"


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
        """A line of the result: to a person without what would steer the terminal, to another program as it is."""
        with _telling() as out:
            out.write(f"{harmless(text) if out.isatty() else text}\n")

    def finish(self) -> None:
        """Let go of all that was put."""
        if sys.stdout is not None:
            with _telling() as out:
                out.flush()

    def say(self, message: Message) -> None:
        """A sentence as part of the result."""
        self.put(self.language.say(message))

    def warn(self, message: Message) -> None:
        """A sentence beside the result, on one line."""
        if sys.stderr is not None:
            _line(sys.stderr, harmless(self.language.say(message)))

    def progress(self, done: int, total: int) -> None:
        """How far a long command is, for somebody who watches."""
        if sys.stderr is not None and sys.stderr.isatty():
            part = f"{self.language.number(done)} / {self.language.number(total)}"
            sys.stderr.write(f"\r{part}" if done < total else f"\r{' ' * len(part)}\r")
            sys.stderr.flush()


def harmless(text: str) -> str:
    """A text that steers no terminal: names and notes may come from anybody, and may hold what moves, hides or answers."""
    return "".join(map(_visible, text)) if not text.isascii() or not text.isprintable() else text


def _visible(char: str) -> str:
    kind = category(char)
    if char in "\n\t" or kind not in {"Cc", "Cf", "Cs", "Zl", "Zp"} or char in _JOINERS:
        return char
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


@contextmanager
def _telling() -> Iterator[TextIO]:
    """Tell why the place that the output is sent to takes no more of it; Windows calls a closed pipe an invalid one."""
    if sys.stdout is None:
        raise WorldError(msg("The output can't be written: the caller has closed it."))
    try:
        yield sys.stdout
    except OSError as error:
        if error.errno in (errno.EPIPE, errno.EINVAL):
            raise BrokenPipeError from error
        raise WorldError(msg("The output can't be written: {reason}.", reason=reason(error))) from error


def _line(stream: TextIO, text: str) -> None:
    stream.write(f"{' '.join(text.split())}\n")
