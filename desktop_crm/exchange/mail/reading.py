"""A mail as its parts say: who, when, what, and the files that came along."""

import mimetypes
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from desktop_crm.exchange.mail import parts as split
from desktop_crm.exchange.mail.html_text import html_text
from desktop_crm.exchange.mail.letters import text_of
from desktop_crm.exchange.mail.mail import Mail, MailFile, Person
from desktop_crm.exchange.mail.parts import Part, content
from desktop_crm.exchange.mail.words import message_id, message_ids, moment, people, words
from desktop_crm.model.errors import UserError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import Message, msg

NO_MAIL: Final = msg("This is no mail.")
_EMPTY: Final = msg("The file is empty.")
ENCRYPTED: Final = msg("The mail is encrypted; only who wrote it, when and the subject can be read")
_SIGNED: Final = msg("The mail is inside of its signature, which can't be read here; it is kept as a file")
_WINMAIL: Final = msg("Outlook put the files of this mail into winmail.dat, which is kept as it came")
NO_MOMENT: Final = msg("The mail does not say when it was sent")
NO_SENDER: Final = msg("The mail does not say who sent it")

_NEEDED: Final = frozenset({"from", "sender", "to", "subject", "date", "message-id", "received", "return-path", "cc"})
_SIGNATURES: Final = re.compile(r"application/(?:x-)?(?:pkcs7|pgp)-signature")
_PACKED: Final = re.compile(r"application/(?:x-)?pkcs7-mime")
_TNEF: Final = re.compile(r"application/(?:vnd\.)?ms-tnef")
_PGP: Final = "-----BEGIN PGP MESSAGE-----"
_TEXTS: Final = frozenset({"text/plain", "text/html", "message/delivery-status", "text/x-amp-html"})
_FROM_LINE: Final = re.compile(rb"\A>?From [^\n]{0,500}\n")
_COUNT_LINE: Final = re.compile(rb"\A(\d{1,12})[ \t]*\r?\n")
_LONGEST_TEXT: Final = 2_000_000


@dataclass(slots=True)
class _Found:
    """What was said, and the files, in the order of the parts."""

    texts: list[str] = field(default_factory=list)
    files: list[MailFile] = field(default_factory=list)


def read_eml(data: bytes) -> Mail:
    """A mail as it goes over the wire. UserError where it is none."""
    problems: list[Message] = []
    whole = split.split(_unwrapped(data), problems)
    if not _NEEDED & set(whole.raw):
        raise UserError(NO_MAIL)
    found, head = _gathered(whole, problems), _head(whole)
    return replace(
        head,
        text="\n\n".join(found.texts)[:_LONGEST_TEXT].strip("\n"),
        files=tuple(found.files),
        problems=(*problems, *missing(head)),
    )


def headers_of(text: str) -> Mail:
    """What headers alone say."""
    return _head(split.split(text.encode("utf-8", "replace"), []))


def missing(mail: Mail) -> list[Message]:
    """What a mail should say and does not."""
    asked = ((NO_SENDER, mail.sender == Person("", "")), (NO_MOMENT, mail.moment is None))
    return [told for told, is_so in asked if is_so]


def _head(whole: Part) -> Mail:
    sender = _people(whole, "from") or _people(whole, "sender") or _people(whole, "return-path")
    return Mail(
        message_id(whole.header("message-id")),
        _answered(whole),
        _moment(whole),
        next(iter(sender), Person("", "")),
        _people(whole, "to"),
        _people(whole, "cc"),
        words(whole.header("subject")),
    )


def read_parts(data: bytes, problems: list[Message]) -> tuple[str, list[MailFile]]:
    """Text and files of what is only the inside of a mail."""
    found = _gathered(split.split(data, problems), problems)
    return "\n\n".join(found.texts), found.files


def _unwrapped(data: bytes) -> bytes:
    """The mail alone: without what mail programs put around it, in bytes of which each is a letter of ASCII at least."""
    if not data.lstrip(b" \t\r\n\0"):
        raise UserError(_EMPTY)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    data = data.lstrip(b"\r\n \t")
    counted = _COUNT_LINE.match(data)
    if counted is not None:  # Apple Mail's .emlx: so many bytes, and its own list behind
        data = data[counted.end() : counted.end() + int(counted[1])]
    from_line = _FROM_LINE.match(data)
    return data[from_line.end() :] if from_line else data


def _people(part: Part, name: str) -> tuple[Person, ...]:
    return tuple(person for raw in part.raw.get(name, [])[:20] for person in people(raw))


def _answered(part: Part) -> str:
    said = message_id(part.header("in-reply-to"))
    return said or next(iter(reversed(message_ids(part.header("references")))), "")


def _moment(part: Part) -> datetime | None:
    """When it was sent; where that has no zone, or is none, when it was received first."""
    said = moment(part.header("date"))
    if said is not None and said[1]:
        return said[0]
    for raw in [*reversed(part.raw.get("received", [])), *part.raw.get("delivery-date", [])]:
        received = moment(raw.rpartition(b";")[2])
        if received is not None and received[1] and (said is None or abs(received[0] - said[0]).days < 2):
            return received[0]
    return said[0] if said is not None else None


def _gathered(part: Part, problems: list[Message]) -> _Found:
    """Texts and files of a part and those in it; as deep as parts are taken apart, so not too deep to recurse."""
    found = _Found()
    if part.parts:
        inner = [_gathered(each, problems) for each in part.parts]
        found.files = [file for each in inner for file in each.files]
        said = [
            (each, text)
            for each, own in zip(part.parts, inner, strict=True)
            if (text := "\n\n".join(own.texts)).strip()
        ]
        if part.kind == "multipart/alternative":
            said = [each for each in said if each[0].kind == "text/plain"][:1] or said[:1]
        found.texts = [text for _, text in said]
    if part.kind == "multipart/encrypted":
        _tell(problems, ENCRYPTED)
        return _Found()
    if part.main != "multipart":
        _take(part, found, problems)
    return found


def _tell(problems: list[Message], told: Message) -> None:
    if told not in problems:
        problems.append(told)


def _take(part: Part, found: _Found, problems: list[Message]) -> None:
    kind, name = part.kind, plain_file_name(part.name)
    if _SIGNATURES.fullmatch(kind):
        return
    if kind in _TEXTS and not name and part.disposition != "attachment":
        if kind != "text/x-amp-html":
            found.texts.append(_text(part, problems))
        return
    data = (
        part.body
        if kind == "message/rfc822"
        and not part.headers.get("content-transfer-encoding", "").lower().startswith("base64")
        else content(part, problems)
    )
    if _PACKED.fullmatch(kind):
        encrypted = (
            part.parameter("smime-type") != "signed-data" and b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" not in data[:40]
        )
        _tell(problems, ENCRYPTED if encrypted else _SIGNED)
    elif _TNEF.fullmatch(kind) or name.lower() == "winmail.dat":
        _tell(problems, _WINMAIL)
    if not data.strip() and not name:
        return
    inline = part.disposition == "inline" or ("content-id" in part.headers and part.disposition != "attachment")
    found.files.append(
        MailFile(name or _named(part, data, len(found.files) + 1), kind, data, inline and part.main == "image")
    )


def _text(part: Part, problems: list[Message]) -> str:
    data, charset = content(part, problems), part.parameter("charset")
    if part.kind == "text/html":
        return html_text(data, charset)
    text = text_of(data, charset)
    if _PGP in text:
        _tell(problems, ENCRYPTED)
    if part.parameter("format").lower() == "flowed":
        text = _flowed(text, part.parameter("delsp").lower() == "yes")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _flowed(text: str, delsp: bool) -> str:
    """Lines that end in a blank go on in the next one, as long as both are quoted alike."""
    done: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        said = line.lstrip(">")
        depth = len(line) - len(said)
        said = said.removeprefix(" ")
        goes_on = said.endswith(" ") and said != "-- "
        said = said[:-1] if goes_on and delsp else said
        if open_depth == depth and done and said != "-- ":
            done[-1] += said
        else:
            done.append((">" * depth + " " if depth else "") + said)
        open_depth = depth if goes_on else -1
    return "\n".join(done)


def _named(part: Part, data: bytes, at: int) -> str:
    """What a file without a name is called."""
    if part.kind == "message/rfc822":
        inner = split.split(data[:65536], [])
        return plain_file_name(f"{words(inner.header('subject')) or 'mail'}.eml")
    if part.kind == "text/calendar":
        return "invitation.ics"
    return f"part-{at}{mimetypes.guess_extension(part.kind) or '.bin'}"
