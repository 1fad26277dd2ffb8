"""A mail as the bytes of an `.eml`, for one that was inside of another, and for drafts."""

import base64
from collections.abc import Iterable
from email.utils import format_datetime
from typing import Final
from urllib.parse import quote

from desktop_crm.exchange.mail.mail import Mail, MailFile, Person

_PIECE: Final = 30  # letters of an encoded word, which may take 75 signs


def as_eml(mail: Mail, *, is_draft: bool = False) -> bytes:
    """Any mail program opens it; a draft opens ready to be sent."""
    head = [("X-Unsent", "1")] if is_draft else []
    head += [("From", _people([mail.sender])), ("To", _people(mail.to)), ("Cc", _people(mail.cc))]
    head += [("Subject", _word(mail.subject)), ("Date", format_datetime(mail.moment) if mail.moment else "")]
    head += [("Message-ID", _id(mail.message_id)), ("In-Reply-To", _id(mail.in_reply_to)), ("MIME-Version", "1.0")]
    lines = [f"{name}: {value}" for name, value in head if value]
    boundary = f"=_{mail.digest}"
    text = [
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        _packed(mail.text.encode("utf-8", "replace")),
    ]
    if mail.files:
        lines += [f'Content-Type: multipart/mixed; boundary="{boundary}"', ""]
        for part in (text, *map(_file, mail.files)):
            lines += [f"--{boundary}", *part]
        lines += [f"--{boundary}--", ""]
    else:
        lines += text
    return "\r\n".join(lines).encode("ascii", "replace")


def _people(named: Iterable[Person]) -> str:
    told = []
    for person in named:
        address = "".join(
            char for char in person.address if char.isascii() and char.isprintable() and char not in "<> "
        )
        if name := _word(person.name):
            told.append(f"{name} <{address}>" if address else f"{name} <>")
        elif address:
            told.append(address)
    return ",\r\n ".join(told)


def _word(text: str) -> str:
    """A header's text; all of it encoded as soon as anything in it could mean something else."""
    text = " ".join(text.split())
    if text.isascii() and text.replace(" ", "").isalnum() and len(text) <= _PIECE:
        return text
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    packed = [base64.b64encode(piece.encode("utf-8", "replace")).decode() for piece in pieces]
    return "\r\n ".join(f"=?utf-8?B?{piece}?=" for piece in packed)


def _id(text: str) -> str:
    return f"<{text}>" if text and text.isascii() else ""


def _file(file: MailFile) -> list[str]:
    kind = file.media_type if file.media_type.isascii() and "/" in file.media_type else "application/octet-stream"
    kind = "application/octet-stream" if kind.startswith(("message/", "multipart/")) else "".join(kind.split())
    named = quote(file.name.encode("utf-8", "replace"), safe="")
    place = "inline" if file.inline else "attachment"
    head = [f"Content-Type: {kind}", f"Content-Disposition: {place}; filename*=utf-8''{named}"]
    return [*head, "Content-Transfer-Encoding: base64", "", _packed(file.content)]


def _packed(content: bytes) -> str:
    return base64.encodebytes(content).decode("ascii").replace("\n", "\r\n")
