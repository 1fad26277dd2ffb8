"""Bytes of a mail as text: as their charset says where that can be, else as they make most sense."""

import codecs
import re
from typing import Final

from desktop_crm.exchange.encoding import MENDED, likeliest

#: What is meant by names that Python doesn't know, or that say less than is written.
_MEANT: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "iso88599": "cp1254",
    "iso885911": "cp874",
    "tis620": "cp874",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "big5": "cp950",
    "iso88598i": "iso8859-8",
    "iso88598e": "iso8859-8",
    "iso88596i": "iso8859-6",
    "unicode11utf7": "utf-7",
    "utf8mb4": "utf-8",
    "macintosh": "mac_roman",
}
_BEFORE: Final = re.compile(r"^(?:x|cs|_)[-_$]?(?=[a-z])|^windows[-_]?(?=\d)")
_LETTERS: Final = re.compile(r"[^a-z0-9]")
_KNOWN: Final = re.compile(r"(?:utf|cp|iso|koi8|big5|gb|euc|shift|mac|johab|hz|tis|ptcp|hp|kz|palmos)[-_a-z0-9]*\Z")
_LONGEST_NAME: Final = 60
_WESTERN: Final = frozenset({"cp1252", "iso8859-15", "cp1254"})
_CONTROLS: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff\ufffe\uffff]")


def text_of(data: bytes, charset: str = "") -> str:
    """The text with plain line ends and without characters that nobody can see or keep."""
    return clean(decoded(data, charset))


def clean(text: str) -> str:
    """Without what is no text in it."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def decoded(data: bytes, charset: str = "") -> str:
    """The text of bytes; nothing is lost for a wrong or unknown charset."""
    codec = codec_of(charset)
    if codec in {"", "utf-8"} or codec in _WESTERN:
        try:
            return data.decode("utf-8-sig")  # also where the mail says less: no text of another kind looks like it
        except UnicodeDecodeError:
            pass
    if not codec:
        codec = likeliest(data)
    try:
        return data.decode(codec, MENDED if codec == "utf-8" else "replace")
    except (LookupError, ValueError):
        return data.decode("cp1252", "replace")


def codec_of(charset: str) -> str:
    """Python's name of a charset; empty where it says nothing: unknown, misspelt, plain ASCII."""
    name = charset[:_LONGEST_NAME].strip(" \t\"'").lower().partition("*")[0]
    name = _BEFORE.sub(lambda found: "cp" if found[0].startswith("windows") else "", name.partition("$")[0])
    plain = _LETTERS.sub("", name)
    for said, meant in _MEANT.items():
        if plain == said or (len(said) > 7 and plain.startswith(said)):
            return meant
    for tried in (name, plain, re.sub(r"(?<=\d)[a-z]{3,}.*", "", name)):
        try:
            found = codecs.lookup(tried).name
        except (LookupError, ValueError):
            continue
        return found if _KNOWN.match(found) else ""
    return ""
