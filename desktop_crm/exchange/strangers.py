"""Files that are no sheets, known by how they begin: what they are is said, and what to do."""

import re
from typing import Final

from desktop_crm.model.message import Message, msg

_NAME: Final = "\x00"  # in place of the file's name, until it is known
_AS_SHEET: Final = msg("{file} is a web page. Open it in Excel and save it as xlsx.", file=_NAME)
_OLD: Final = msg("{file} is in an old format of spreadsheets; open it in Excel and save it as xlsx", file=_NAME)
_CARDS: Final = msg("{file} is an address book (vCard); export the contacts as csv", file=_NAME)
_DATES: Final = msg("{file} is a calendar (iCalendar), not a sheet", file=_NAME)
_MAIL: Final = msg("{file} is an e-mail; save the sheet that is attached to it, and choose that", file=_NAME)
_JSON: Final = msg("{file} is JSON, not a sheet; export the list as xlsx or csv", file=_NAME)
_PDF: Final = msg("{file} is a PDF; ask for the list as xlsx or csv", file=_NAME)
_PICTURE: Final = msg("{file} is a picture, not a sheet", file=_NAME)
_TEXT: Final = msg("{file} is a text document; copy its table into a sheet, and save that as xlsx", file=_NAME)
_SLIDES: Final = msg("{file} is a presentation, not a sheet", file=_NAME)
_NUMBERS: Final = msg("{file} is a sheet of Apple Numbers; export it as xlsx or csv", file=_NAME)
_ARCHIVE: Final = msg("{file} is an archive; unpack it, and choose the sheet in it", file=_NAME)

_BEGINNINGS: Final = (
    (rb"BEGIN:VCARD", _CARDS),
    (rb"BEGIN:VCALENDAR", _DATES),
    (rb"ID;P[^\r\n]*\r?\n(?:[BCFPNO];|E\r?\n)", _OLD),
    (rb'TABLE\r?\n0,1\r?\n"', _OLD),
    (rb"<\?xml[^>]*>\s*<\?mso-application progid=[\"']Excel", _OLD),
    (rb"(?:MIME-Version|Content-Type): ?(?:1\.0\s+Content-Type: ?)?(?:multipart/related|text/html)", _AS_SHEET),
    (rb"From: <?Saved by ", _AS_SHEET),
    (
        rb"(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|From|Subject|Date|X-[\w-]+): [^\r\n]*\r?\n[\w-]+: ",
        _MAIL,
    ),
    (rb'[\[{]\s*(?:["\[{]|\}|\])', _JSON),
    (rb"%PDF", _PDF),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP", _PICTURE),
    (rb"\{\\rtf", _TEXT),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", _ARCHIVE),
)
_PATTERNS: Final = tuple(
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:" + begin + rb")", re.DOTALL), what) for begin, what in _BEGINNINGS
)
#: Names in a package that tell what it is.
_PARTS: Final = (
    ("word/", _TEXT),
    ("ppt/", _SLIDES),
    ("Index/", _NUMBERS),
    ("index.apxl", _NUMBERS),
    ("content.xml", _TEXT),
)


def told(head: bytes, name: str) -> Message | None:
    """What the file is, by its first bytes; None when it may be a sheet."""
    found = next((what for pattern, what in _PATTERNS if pattern.match(head)), None)
    return found and _named(found, name)


def told_of_package(parts: list[str], name: str) -> Message:
    """What a package without sheets is, by the names in it."""
    found = next((what for begin, what in _PARTS if any(part.startswith(begin) for part in parts)), _ARCHIVE)
    return _named(found, name)


def _named(what: Message, name: str) -> Message:
    return Message(what.text, {"file": name})
