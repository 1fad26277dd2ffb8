"""How the letters of a text are written: found out, and told with a sample where it could be another way."""

import codecs
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop_crm.exchange.beside import Note
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg

#: What lists come in that are no Unicode; of those that fit as well the first is taken.
_OTHERS: Final = {
    "cp1252": msg("Western European (Windows)"),
    "gb18030": msg("Chinese (GB18030)"),
    "cp932": msg("Japanese (Shift-JIS)"),
    "big5": msg("Chinese (Big5)"),
    "cp949": msg("Korean (CP949)"),
    "cp1250": msg("Central European (Windows)"),
    "mac_roman": msg("Western European (Mac)"),
    "cp1251": msg("Cyrillic (Windows)"),
    "cp1254": msg("Turkish (Windows)"),
}
#: What the user may choose.
CHOICES: Final = {"utf-8": msg("Unicode (UTF-8)"), **_OTHERS}
_OF_TWO_BYTES: Final = frozenset({"gb18030", "cp932", "big5", "cp949"})
_SAMPLE: Final = 2**16  # bytes of lines that aren't plain ASCII
_CHUNK: Final = 2**20
_SHOWN: Final = 40  # characters of a sample
_TOLD: Final = 20  # rows
_LONGEST_LINE: Final = 2**22
#: Bytes that are no UTF-8 among others that are: read as Windows would write them.
MENDED: Final = "desktop_crm.mended"


@dataclass(frozen=True, slots=True)
class Encoding:
    """Its name, how to treat what does not fit, and what must be told of it."""

    name: str
    errors: str = "strict"
    notes: tuple[Note, ...] = ()


def encoding_of(path: Path) -> Encoding:
    """UTF-8 or UTF-16 by their marks or by their look, else what the letters make most sense in."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Encoding("utf-16", "replace")
    if b"\0" in head:
        return Encoding("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be", "replace")
    if _is_utf_8(path):
        return Encoding("utf-8-sig")
    lines = _Lines(path)
    if lines.good >= lines.bad or lines.cut:
        return Encoding("utf-8-sig", MENDED, _mended(lines))
    return _other(lines.sample)


def named(name: str) -> Encoding:
    """One that the user has chosen; UserError when there is none of this name."""
    try:
        return Encoding(codecs.lookup(name).name, "replace")
    except LookupError as error:
        raise UserError(msg("{name} is no encoding. Try utf-8, cp1252, gb18030 or shift_jis.", name=name)) from error


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Lines:
    """The lines of a file that aren't plain ASCII: how many are UTF-8, how many aren't, and where these are."""

    def __init__(self, path: Path) -> None:
        self.good = self.bad = 0
        self.cut = False
        self.places: list[tuple[int, str]] = []
        self.sample = b""
        for number, line in enumerate(_raw_lines(path), 1):
            if not line.isascii():
                self._look(number, line)

    def _look(self, number: int, line: bytes) -> None:
        if len(self.sample) < _SAMPLE:
            self.sample += line
        try:
            line.decode()
            self.good += 1
        except UnicodeDecodeError as error:
            self.cut = self.bad == 0 and error.reason == "unexpected end of data" and error.start >= len(line) - 3
            self.bad += 1
            if len(self.places) < _TOLD:
                self.places.append((number, _around(line.decode(errors=MENDED), error.start)))


def _raw_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while line := file.readline(_LONGEST_LINE):
            yield line


def _mended(lines: _Lines) -> tuple[Note, ...]:
    told = [
        Note(row, msg("A letter was damaged; it is read as “{sample}”", sample=sample)) for row, sample in lines.places
    ]
    return tuple(told)


def _other(sample: bytes) -> Encoding:
    name = likeliest(sample)
    text = sample.decode(name, errors="replace")
    at = next((at for at, char in enumerate(text) if not char.isascii()), 0)
    told = msg(
        "The letters were read as {encoding}: “{sample}”. If that is wrong, save the file as UTF-8",
        encoding=_OTHERS[name],
        sample=_around(text, at),
    )
    return Encoding(name, "replace", (Note(0, told),))


def likeliest(data: bytes) -> str:
    """The encoding in which letters that are no Unicode make most sense."""
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    found = from_bytes(sample, cp_isolation=list(_OTHERS), threshold=0.9)
    senseless = {
        name: each.chaos for each in found for name in (each.encoding, *(one.encoding for one in each.submatch))
    }
    ranked = sorted(
        (
            (senseless[name] + _strangeness(sample, name), at, name)
            for at, name in enumerate(_OTHERS)
            if name in senseless
        ),
    )
    return ranked[0][2] if ranked else "cp1252"


def _strangeness(sample: bytes, name: str) -> float:
    """How unlikely the letters are: capitals within words, signs between letters, halves of Chinese in a Western text."""
    text = sample.decode(name, errors="replace")
    foreign = [at for at, char in enumerate(text) if not char.isascii()]
    if not foreign:
        return 0.0
    if name in _OF_TWO_BYTES:
        wide = sum(unicodedata.east_asian_width(text[at]) in "WF" for at in foreign)
        return 0.0 if wide * 2 > len(foreign) and _in_runs(sample) else 1.0
    strange = sum(_is_strange(text, at) for at in foreign)
    return strange / len(foreign) + (0.5 if _in_runs(sample) and name in {"cp1252", "mac_roman"} else 0.0)


def _in_runs(sample: bytes) -> bool:
    """Whether bytes that are no ASCII mostly stand beside each other, as two make one sign."""
    high = [byte > 127 for byte in sample]
    beside = sum(
        this and (before or after)
        for before, this, after in zip([False, *high], high, [*high[1:], False], strict=False)
    )
    return beside * 10 > 9 * sum(high)


def _is_strange(text: str, at: int) -> bool:
    char = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char.isalpha():
        return char.isupper() and (before.islower() or (before.isupper() is False and before.isalpha()))
    inside = before.isalpha() and after.isalpha()
    return inside and char not in "’‘–—·"


def _around(text: str, at: int) -> str:
    """The piece of a line in which something stands."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)].strip()
    begin = max(0, at - start - _SHOWN // 2)
    return line[begin : begin + _SHOWN].strip()


def _mend(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    mended = error.object[error.start : error.end].decode("cp1252", errors="replace")
    return ("\ufffd" if error.reason == "unexpected end of data" else mended), error.end


codecs.register_error(MENDED, _mend)

__all__ = ["CHOICES", "MENDED", "Encoding", "Message", "encoding_of", "likeliest", "named"]
