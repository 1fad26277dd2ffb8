"""What is read of a mail, whatever kind of file it came in."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from desktop_crm.model.message import Message


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote it or got it; without an address where the mail has none that could be written to."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that came along; `inline` ones are pictures in the text."""

    name: str
    media_type: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail; `moment` has its zone (UTC), and is missing where nothing in the file tells it."""

    message_id: str = ""
    in_reply_to: str = ""
    moment: datetime | None = None
    sender: Person = Person("", "")
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    subject: str = ""
    text: str = ""
    files: tuple[MailFile, ...] = ()
    problems: tuple[Message, ...] = field(default=())

    @property
    def identity(self) -> str:
        """By which the same mail is known again: its Message-ID, else a digest of what it says."""
        return self.message_id or f"digest:{self.digest}"

    @property
    def digest(self) -> str:
        """The same for the same content, whatever program kept the file."""
        told = [self.sender.address.casefold(), str(self.moment), self.subject, " ".join(self.text.split())]
        told += [hashlib.sha256(file.content).hexdigest() for file in self.files]
        return hashlib.sha256("\0".join(told).encode(errors="replace")).hexdigest()[:32]
