"""The lines that vCard and iCalendar files are made of: escaped, folded at 75 bytes, ended as both standards ask."""

import re
from typing import Final

_WIDEST: Final = 75
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def escaped(text: str) -> str:
    """A text as a value: nothing in it can end the line or the value."""
    plain = _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return plain.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def line(name: str, value: str) -> bytes:
    """One line; `value` is escaped already where it is a text. No letter is cut in two."""
    left = f"{name}:{value}".encode("utf-8", errors="ignore")
    parts: list[bytes] = []
    while len(left) > _WIDEST - bool(parts):
        at = _WIDEST - bool(parts)
        while left[at] & 0xC0 == 0x80:  # inside a letter of several bytes
            at -= 1
        parts.append(left[:at])
        left = left[at:]
    return b"\r\n ".join([*parts, left]) + b"\r\n"
