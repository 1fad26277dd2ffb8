"""Text reduced to what people compare by: case, diacritics, punctuation and legal forms don't count."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

#: Legal forms at either end of a name, as `fold` leaves them.
_FORMS: Final = frozenset(
    {"pt", "cv", "ud", "pd", "fa", "nv", "firma", "persero", "perum", "tbk"}
    | {"ltd", "limited", "pte", "pty", "llc", "llp", "lp", "plc", "inc", "incorporated", "corp", "corporation", "co"}
    | {"company", "gmbh", "kg", "bv", "sarl", "srl", "bhd", "sdn", "kk"}
)

#: Words in front of Indonesian names that people leave out as often as not; the longer ones first.
_SHOPS: Final = (
    *("toko bangunan", "toko besi", "toko buku", "toko elektronik", "toko emas", "toko kain", "toko mas", "toko obat"),
    *("rumah makan", "usaha dagang", "toko", "tk", "warung", "wr", "kios", "kedai", "depot", "grosir", "agen"),
    *("koperasi", "kop", "kud", "yayasan", "perumda", "apotek", "apotik", "bengkel", "restoran", "rm", "salon"),
)

#: Letters that Unicode does not decompose, though people leave their strokes out.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}
)
_STROKED: Final = re.compile("[øłđðħıŋæœþ]")


class _Letters(dict[int, str]):
    """Code point → what `fold` keeps of it; filled as code points are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isalnum():
            kept = char
        elif 0x300 <= code <= 0x36F or 0x64B <= code <= 0x65F:  # Latin and Arabic marks; others carry vowels
            kept = ""
        elif unicodedata.category(char)[0] == "M":
            kept = char
        else:
            kept = " "
        self[code] = kept
        return kept


_LETTERS: Final = _Letters()


def fold(text: str) -> str:
    """Lower case without diacritics, punctuation as single spaces: `  Café "Müller" ` → `cafe muller`."""
    if text.isascii():
        return " ".join(text.lower().translate(_LETTERS).split())
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    if _STROKED.search(lowered):
        lowered = lowered.translate(_PLAIN)
    bare = lowered.translate(_LETTERS)
    # Compatibility letters may lower or decompose once more; folding twice must change nothing.
    settled = unicodedata.normalize("NFKC", bare).casefold()
    return " ".join(settled.translate(_LETTERS).split())


def name_key(text: str) -> str:
    """`fold` without legal forms at either end: `PT. Maju Jaya, Tbk` and `maju jaya (PT)` → `maju jaya`.

    A name that consists of nothing else keeps them, and one of signs alone keeps its signs: the key of a name that
    is not blank is never empty.
    """
    folded = fold(text)
    words = folded.split(" ")
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    start = _forms_in_front(words)
    end = len(words) - _dotted_behind(words[start:])
    return " ".join(words[start:end]) or folded or " ".join(text.casefold().split())


def similar_keys(text: str) -> tuple[str, ...]:
    """What clients of this name may have as `name_key`, with and without the word for their kind of shop in front.

    `Kayu Makmur`, `UD Kayu Makmur` and `Toko Kayu Makmur` are told of each other; its own key comes first.
    """
    key = name_key(text)
    bare = bare_key(text)
    return tuple(dict.fromkeys((key, bare, *(f"{shop} {bare}" for shop in _SHOPS)))) if key else ()


def bare_key(text: str) -> str:
    """`name_key` without the word for the kind of shop: what is left when people say who it is in short."""
    key = name_key(text)
    shop = next((shop for shop in _SHOPS if key.startswith(f"{shop} ")), "")
    return key[len(shop) :].strip()


def digits(text: str) -> str:
    """The decimal digits alone, in ASCII: `+62 (21) 555` → `6221555`."""
    found = _NOT_DIGITS.sub("", text)
    return found if found.isascii() else "".join(str(unicodedata.decimal(char)) for char in found)


_NOT_DIGITS: Final = re.compile(r"\D+")


def _forms_in_front(words: list[str]) -> int:
    """How many words to leave out at the front; `P.T.` has become two."""
    start = 0
    while start < len(words) - 1:
        if words[start] in _FORMS:
            start += 1
        elif len(words[start]) == 1 and start + 2 < len(words) and words[start] + words[start + 1] in _FORMS:
            start += 2
        else:
            break
    return start


def _dotted_behind(words: list[str]) -> int:
    """2 when the name ends with a form of two dotted letters (`Maju Jaya, P.T.`), else 0."""
    return 2 if len(words) > 2 and len(words[-1]) == 1 and words[-2] + words[-1] in _FORMS else 0


def search_key(*texts: str | None, numbers: Sequence[str] = ()) -> str:
    """What the search looks through: folded words, and numbers as digits, Indonesian ones also with their 0.

    Spaces stand around it, so that the beginning of a word can be asked for.
    """
    parts = [fold(text) for text in texts if text]
    for number in numbers:
        plain = digits(number)
        parts.append(plain)
        if number.startswith("+62"):
            parts.append(f"0{plain[2:]}")
    return f" {' '.join(parts)} "
