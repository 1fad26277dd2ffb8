"""Texts that Outlook keeps as packed RTF: unpacked, and read as the page or the text they were made of."""

import re
import struct
from typing import Final

from desktop_crm.exchange.mail.html_text import text_of_page
from desktop_crm.exchange.mail.letters import clean, decoded

_BEGINNING: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_RING: Final = 4096
_MOST: Final = 2**24

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<code>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])"
    rb"|(?P<line>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_SPOKEN: Final = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
}  # fmt: skip
_LETTERS: Final = frozenset({"ansicpg", "uc", "f", "fcharset", "plain"})
_SIGNS: Final = {"~": "\xa0", "_": "-", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}
_SILENT: Final = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl", "headerr",
    "footerl", "footerr", "listtable", "listoverridetable", "rsidtbl", "generator", "themedata",
    "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "filetbl", "revtbl", "fldinst",
})  # fmt: skip
#: Those of Windows' numbers by which Python has another name than `cp`.
_PAGES: Final = {
    936: "gb18030", 1361: "johab", 10000: "mac_roman", 20127: "", 20866: "koi8-r", 21866: "koi8-u", 50220: "iso-2022-jp",
    50221: "iso-2022-jp", 50222: "iso-2022-jp", 51932: "euc-jp", 51949: "euc-kr", 54936: "gb18030", 65001: "utf-8",
}  # fmt: skip
#: The same of languages: Arabic, Bulgarian, Czech, Greek, Hebrew, Hungarian, Japanese, Korean, Polish, Russian …
_LANGUAGES: Final = {
    0x01: 1256, 0x02: 1251, 0x05: 1250, 0x08: 1253, 0x0D: 1255, 0x0E: 1250, 0x11: 932, 0x12: 949, 0x15: 1250, 0x19: 1251,
    0x1E: 874, 0x1F: 1254, 0x22: 1251, 0x2A: 1258,
}  # fmt: skip
_CHINESE: Final = 0x04
_SIMPLIFIED: Final = frozenset({0x0804, 0x1004})
#: The same of the letters that a font has.
_FONTS: Final = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
    178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip


def unpacked(data: bytes) -> bytes:
    """Outlook's packing taken off, as far as it goes."""
    if len(data) < 16:
        return b""
    _, size, kind, _ = struct.unpack("<II4sI", data[:16])
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != b"LZFu":
        return data if data.lstrip().startswith(b"{\\rtf") else b""
    return _grown(data[16:], min(size, _MOST))


def _grown(data: bytes, size: int) -> bytes:
    """Each of eight signs is a letter, or a piece of the last 4096 letters."""
    ring = bytearray(_BEGINNING.ljust(_RING, b" "))
    write, at, found = len(_BEGINNING), 0, bytearray()
    while at < len(data) and len(found) < size:
        control, at = data[at], at + 1
        for bit in range(8):
            if control & (1 << bit):
                if at + 2 > len(data):
                    return bytes(found)
                pair, at = data[at] << 8 | data[at + 1], at + 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == write:
                    return bytes(found)
                for step in range(length):
                    ring[write] = ring[(start + step) % _RING]
                    found.append(ring[write])
                    write = (write + 1) % _RING
            elif at < len(data):
                ring[write] = data[at]
                found.append(data[at])
                write, at = (write + 1) % _RING, at + 1
    return bytes(found)


def rtf_text(data: bytes) -> str:
    """What an RTF says; where it was made of a page, that page's text."""
    read = _Rtf(data)
    text = clean("".join(read.said).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return text_of_page(text) if read.is_page else "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


class _Rtf:
    """Reads it once, sign by sign."""

    def __init__(self, data: bytes) -> None:
        self.said: list[str] = []
        self.is_page = b"\\fromhtml" in data[:2000]
        self._pages: dict[int, int] = {}  # font → Windows' number of its letters
        self._page = self._usual = 1252
        self._bytes = bytearray()
        self._skip = 0  # letters that stand in for one of Unicode
        self._silent = self._off = self._in_fonts = self._of_page = False
        self._font, self._after, self._star = 0, 1, False
        self._states: list[tuple[bool, bool, bool, bool, int, int]] = []
        at = 0
        while at < len(data):
            token = _TOKEN.match(data, at)
            if token is None:
                at += 1
                continue
            at = token.end()
            if token["word"] == b"bin":
                at += max(0, int(token["number"] or 0))
            else:
                self._take(token)
        self._flush()

    def _take(self, token: re.Match[bytes]) -> None:
        if token["brace"]:
            self._brace(token["brace"])
        elif token["word"]:
            self._word(token["word"].decode("ascii"), int(token["number"]) if token["number"] else None)
        elif token["code"]:
            self._letters(bytes([int(token["code"], 16)]))
        elif token["sign"]:
            if token["sign"] == b"*":
                self._star = True
            else:
                self._speak(_SIGNS.get(token["sign"].decode("latin-1"), ""))
        elif token["text"]:
            self._letters(token["text"])

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._star = False
        self._skip = 0
        if brace == b"{":
            state = (self._silent, self._off, self._in_fonts, self._of_page, self._page, self._after)
            self._states.append(state)
        elif self._states:
            self._silent, self._off, self._in_fonts, self._of_page, self._page, self._after = self._states.pop()

    def _word(self, word: str, number: int | None) -> None:
        star, self._star = self._star, False
        if word == "u":
            self._unicode(number or 0)
        elif word in _SPOKEN:
            self._speak(_SPOKEN[word])
        elif word in _LETTERS:
            self._flush()
            self._of_letters(word, number or 0)
        else:
            self._flush()
            self._place(word, number, star=star)

    def _of_letters(self, word: str, number: int) -> None:
        """What letters follow."""
        match word:
            case "ansicpg":
                self._page = self._usual = number or 1252
            case "uc":
                self._after = max(0, min(number, 10))
            case "f":
                self._font = number
                self._page = self._page if self._in_fonts else self._pages.get(number, self._usual)
            case "fcharset" if self._in_fonts:
                self._pages[self._font] = _FONTS.get(number, self._usual)
            case "plain":
                self._page = self._usual

    def _place(self, word: str, number: int | None, *, star: bool) -> None:
        """Whether what follows is said, stands in for the page it was made of, or is of no use here."""
        if word == "htmlrtf":
            self._off = number != 0
        elif word == "htmltag":
            self._of_page = True
        elif star or word in _SILENT:
            self._silent = True
            self._in_fonts = self._in_fonts or word == "fonttbl"

    def _unicode(self, number: int) -> None:
        self._flush()
        number %= 65536
        self._speak(chr(number))
        self._skip = self._after

    def _letters(self, data: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        if not self._is_still():
            self._bytes += data

    def _speak(self, text: str) -> None:
        self._flush()
        if not self._is_still():
            self.said.append(text)

    def _is_still(self) -> bool:
        return self._silent or (self._off and not self._of_page)

    def _flush(self) -> None:
        if self._bytes:
            self.said.append(_paged(bytes(self._bytes), self._page))
            self._bytes.clear()


def _paged(data: bytes, page: int) -> str:
    return data.decode("ascii") if data.isascii() else decoded(data, code_page(page))


def code_page(page: int | None) -> str:
    """The charset of one of Windows' numbers."""
    if page is not None and 28590 < page < 28606:
        return f"iso-8859-{page - 28590}"
    return _PAGES.get(page or 0, f"cp{page}")


def page_of_locale(locale: int) -> int:
    """Windows' number of the letters that a language is written in."""
    if locale & 0x3FF == _CHINESE:
        return 936 if locale in _SIMPLIFIED else 950
    return _LANGUAGES.get(locale & 0x3FF, 1252)
