"""Outlook's `.msg`: an OLE container in which each property of a mail is a stream; read as far as it goes."""

import io
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from desktop_crm.exchange.mail.html_text import html_text, text_of_page
from desktop_crm.exchange.mail.letters import clean, codec_of, decoded
from desktop_crm.exchange.mail.mail import Mail, MailFile, Person
from desktop_crm.exchange.mail.reading import ENCRYPTED, NO_MAIL, headers_of, missing, read_parts
from desktop_crm.exchange.mail.rtf import code_page, page_of_locale, rtf_text, unpacked
from desktop_crm.exchange.mail.words import is_possible
from desktop_crm.exchange.mail.written import as_eml
from desktop_crm.model.errors import UserError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import Message, msg

MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_CUT: Final = msg("The mail is cut off; it was read as far as it goes")
_NESTED: Final = msg("Mails within mails go too deep; the innermost were left out")
_LINKED: Final = msg("{file} was only linked to in the mail, so it did not come along")

_TEXT, _OLD_TEXT, _BINARY, _STORAGE = "001F", "001E", "0102", "000D"
_PROPERTIES: Final = "__properties_version1.0"
#: What comes out of the container's reader where the file is not what it says.
_DAMAGE: Final = (
    *(OSError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, struct.error),
    *(RecursionError, MemoryError),
)
_DEEPEST: Final = 8
_MOST: Final = 2000
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_BY_REFERENCE: Final = frozenset({2, 3, 4, 7})
_CC, _BCC = 2, 3

Path = tuple[str, ...]


def read_msg(data: bytes) -> Mail:
    """A mail that Outlook kept. UserError where it is something else."""
    import olefile

    problems: list[Message] = []
    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
    except _DAMAGE as error:
        raise UserError(msg("This mail is damaged: nothing of it can be read.")) from error
    with ole:
        file = _File(ole, problems)
        if not file.has(()):
            raise UserError(NO_MAIL)
        return _mail(file, (), problems, 0)


class _File:
    """The container: streams by the names of their storages."""

    def __init__(self, ole: Any, problems: list[Message]) -> None:
        self._ole = ole
        self._problems = problems
        self._streams: dict[Path, list[str]] = {}
        self._inside: dict[Path, list[str]] = {}
        self._letters: dict[Path, list[str]] = {}
        for entry in ole.listdir(streams=True, storages=False)[: _MOST * 20]:
            *folder, name = entry
            self._streams.setdefault(tuple(folder), []).append(name)
            for depth in range(len(folder)):
                inside = self._inside.setdefault(tuple(folder[:depth]), [])
                if folder[depth] not in inside[-1:]:
                    inside.append(folder[depth])

    def has(self, path: Path) -> bool:
        """Whether there is a mail, or a part of one."""
        return _PROPERTIES in self._streams.get(path, ())

    def inside(self, path: Path, beginning: str) -> list[Path]:
        """The storages in another one, in their order."""
        names = dict.fromkeys(name for name in self._inside.get(path, ()) if name.lower().startswith(beginning))
        return [(*path, name) for name in sorted(names)][:_MOST]

    def stream(self, path: Path, name: str) -> bytes:
        """The bytes of a stream; nothing where there is none."""
        if name not in self._streams.get(path, ()):
            return b""
        try:
            return bytes(self._ole.openstream([*path, name]).read())
        except _DAMAGE:
            if _CUT not in self._problems:
                self._problems.append(_CUT)
            return b""

    def binary(self, path: Path, number: str) -> bytes:
        """A property of bytes."""
        return self.stream(path, f"__substg1.0_{number}{_BINARY}")

    def text(self, path: Path, number: str) -> str:
        """A property of letters, in Unicode or in the mail's old ones."""
        wide = self.stream(path, f"__substg1.0_{number}{_TEXT}")
        if wide:
            return clean(wide.decode("utf-16-le", "replace")).rstrip("\0")
        old = self.stream(path, f"__substg1.0_{number}{_OLD_TEXT}")
        return clean(self._old_letters(self._root(path), old)).rstrip("\0")

    def charset(self, path: Path) -> str:
        """In which letters a page is, as the mail that it belongs to says."""
        return next(iter(self._charsets(self._root(path))), "")

    def _old_letters(self, root: Path, data: bytes) -> str:
        """In the first of the mail's letters that fit, for they often name those it was sent with instead of its own."""
        for charset in self._charsets(root):
            try:
                return data.decode(codec_of(charset) or "ascii")
            except (LookupError, ValueError):
                continue
        return decoded(data)

    def _charsets(self, root: Path) -> list[str]:
        if root not in self._letters:
            pages = [self.number(root, number) for number in ("3FFD", "3FDE")]
            found = [code_page(page) for page in pages if page not in {None, 0, 1200}]
            locale = self.number(root, "3FF1")
            self._letters[root] = found if locale is None else [*found, code_page(page_of_locale(locale))]
        return self._letters[root]

    def _root(self, path: Path) -> Path:
        """The mail itself, or the one within it that a path leads into."""
        inner = [at for at, name in enumerate(path) if name.upper().endswith(f"3701{_STORAGE}")]
        return path[: inner[-1] + 1] if inner else ()

    def number(self, path: Path, number: str) -> int | None:
        """A property that is a whole number."""
        value = self._fixed(path, number, "0003")
        return None if value is None else int(struct.unpack("<I", value[:4])[0])

    def moment(self, path: Path, number: str) -> datetime | None:
        """A property that is a moment."""
        value = self._fixed(path, number, "0040")
        if value is None:
            return None
        try:
            told = _EPOCH + timedelta(microseconds=struct.unpack("<Q", value)[0] // 10)
        except OverflowError:
            return None
        return told if is_possible(told) else None

    def _fixed(self, path: Path, number: str, kind: str) -> bytes | None:
        """Those of eight bytes stand in one stream; its head is longer in the mail itself."""
        data = self.stream(path, _PROPERTIES)
        wanted = struct.pack("<HH", int(kind, 16), int(number, 16))
        begin = len(data) % 16
        for at in range(begin, len(data) - 15, 16):
            if data[at : at + 4] == wanted:
                return data[at + 8 : at + 16]
        return None


def _mail(file: _File, path: Path, problems: list[Message], depth: int) -> Mail:
    headers = headers_of(file.text(path, "007D"))
    kind = file.text(path, "001A").upper()
    text, files = _text(file, path), list(_files(file, path, problems, depth))
    if "SMIME" in kind:
        text, files = _signed(text, files, problems)
    sender = _sender(file, path, headers.sender)
    sent = file.moment(path, "0039") or file.moment(path, "0E06") or headers.moment
    got = list(_recipients(file, path))
    mail = Mail(
        _bare(file.text(path, "1035")) or headers.message_id,
        _bare(file.text(path, "1042")) or headers.in_reply_to,
        sent,
        sender,
        tuple(person for kind_of, person in got if kind_of not in {_CC, _BCC}) or headers.to,
        tuple(person for kind_of, person in got if kind_of == _CC) or headers.cc,
        " ".join((file.text(path, "0037") or headers.subject).split()),
        text.strip("\n"),
        tuple(files),
    )
    return replace(mail, problems=(*problems, *missing(mail)))


def _bare(text: str) -> str:
    return "".join(text.split()).strip("<>")[:500]


def _text(file: _File, path: Path) -> str:
    """The plain text if there is one, else that of the page, else that of the RTF."""
    said = file.text(path, "1000")
    if said.strip():
        return "\n".join(line.rstrip() for line in said.split("\n"))
    if page := file.binary(path, "1013"):
        return html_text(page, file.charset(path))
    if page_text := file.text(path, "1013"):
        return text_of_page(page_text)
    packed = file.binary(path, "1009")
    return rtf_text(unpacked(packed)) if packed else ""


def _sender(file: _File, path: Path, of_headers: Person) -> Person:
    """With an address that can be written to: Exchange's own ones can't."""
    names = [file.text(path, number) for number in ("0C1A", "0042")]
    addresses = [file.text(path, number) for number in ("5D01", "5D02", "5D0A", "0C1F", "0065")]
    address = next((each.strip() for each in addresses if _is_address(each)), "") or of_headers.address
    name = next((each.strip(" '\"") for each in names if each.strip()), "") or of_headers.name
    return Person("" if name == address else name, address)


def _is_address(text: str) -> bool:
    return "@" in text and not text.upper().startswith("/O=") and len(text.split()) == 1


def _recipients(file: _File, path: Path) -> Iterator[tuple[int, Person]]:
    for inside in file.inside(path, "__recip_version1.0_#"):
        address = next(
            (each.strip() for number in ("39FE", "3003") if _is_address(each := file.text(inside, number))), ""
        )
        name = file.text(inside, "3001").strip(" '\"")
        if not address and _is_address(name):
            address = name
        if name or address:
            yield file.number(inside, "0C15") or 1, Person("" if name == address else name, address)


def _files(file: _File, path: Path, problems: list[Message], depth: int) -> Iterator[MailFile]:
    for at, inside in enumerate(file.inside(path, "__attach_version1.0_#"), 1):
        name = plain_file_name(file.text(inside, "3707") or file.text(inside, "3704") or file.text(inside, "3001"))
        inner = (*inside, f"__substg1.0_3701{_STORAGE}")
        if file.has(inner):
            if depth >= _DEEPEST:
                problems.append(_NESTED)
                continue
            mail = _mail(file, inner, [], depth + 1)
            yield MailFile(plain_file_name(f"{mail.subject or name or 'mail'}.eml"), "message/rfc822", as_eml(mail))
            continue
        data = file.binary(inside, "3701")
        if not data and file.number(inside, "3705") in _BY_REFERENCE:
            problems.append(Message(_LINKED.text, {"file": name or str(at)}))
            continue
        kind = file.text(inside, "370E").lower() or "application/octet-stream"
        hidden = bool(file.text(inside, "3712")) and kind.startswith("image/")
        if data or name:
            yield MailFile(name or f"part-{at}.bin", kind, data, hidden)


def _signed(text: str, files: list[MailFile], problems: list[Message]) -> tuple[str, list[MailFile]]:
    """A signed mail's text and files are inside of its only file; an encrypted one's nobody sees."""
    for at, file in enumerate(files):
        if file.media_type == "multipart/signed" or file.content[:20].lower().startswith(b"content-type:"):
            said, inside = read_parts(file.content, problems)
            return text if text.strip() else said, [*files[:at], *inside, *files[at + 1 :]]
    problems.append(ENCRYPTED)
    return text, []
