"""What a command speaks through: sentences in the system's language, results on stdout, all else on stderr."""

import io
import sys
from dataclasses import dataclass
from typing import TextIO

from desktop_crm.language import Language, language, system_language
from desktop_crm.model.message import Message


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
        sys.stdout.write(f"{text}\n")

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


def _line(stream: TextIO, text: str) -> None:
    stream.write(f"{' '.join(text.split())}\n")
