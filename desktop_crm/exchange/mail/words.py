"""Headers as text: encoded words, raw letters, names and addresses, moments."""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from typing import Final

from desktop_crm.exchange.mail.letters import clean, codec_of, decoded
from desktop_crm.exchange.mail.mail import Person

_BEGIN: Final = re.compile(r"=\?\s*([^?\s=]{1,60})\s*\?\s*([bBqQ])\s*\?")
_BLANK: Final = re.compile(r"\s*\Z")
_ESCAPE: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_NO_BASE64: Final = re.compile(r"[^A-Za-z0-9+/=]")
_QUAD: Final = 4
_PIECE: Final = 1 << 20  # decoded at once, a multiple of those
_ADDRESS: Final = re.compile(r"[^\s<>()\[\]\",;:]+@[^\s<>()\",;:@]+")
_MOST_PEOPLE: Final = 2000
_LONGEST_PERSON: Final = 1000
_ID: Final = re.compile(r"<([^<>]{1,2000})>")
_LONGEST_ID: Final = 500
_FIRST_YEAR: Final = 1982
_LAST_YEAR: Final = 2200
_WIDEST: Final = timedelta(hours=14)
_OTHER_ZONE: Final = re.compile(r"\s(?:GMT|UTC)\s*([+-]\d{2}):?(\d{2})\b")
_ZONE: Final = re.compile(r"[+-]\d{4}$|\b(?:GMT|UTC?|Z|[ECMP][SD]T)$", re.IGNORECASE)
#: Months as programs write them that think dates are for people: Indonesian, Dutch, German, Nordic, French, Spanish, Italian.
_MONTH: Final = re.compile(r"(?<=\d )([^\W\d_]{3,9})\.?(?= \d{4}\b)")
_MONTHS: Final = {
    **dict.fromkeys(("ene", "gen"), "Jan"),
    **dict.fromkeys(("fév", "fev"), "Feb"),
    **dict.fromkeys(("mrt", "mär", "mae", "maa"), "Mar"),
    **dict.fromkeys(("avr", "abr"), "Apr"),
    **dict.fromkeys(("mai", "maj", "mei", "mag"), "May"),
    **dict.fromkeys(("giu",), "Jun"),
    **dict.fromkeys(("lug",), "Jul"),
    **dict.fromkeys(("agu", "ago", "aoû", "aou"), "Aug"),
    **dict.fromkeys(("set",), "Sep"),
    **dict.fromkeys(("okt", "ott", "out"), "Oct"),
    **dict.fromkeys(("des", "dez", "dic", "déc"), "Dec"),
}
_INDONESIAN: Final = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}
_BRACKETS: Final = re.compile(r"\([^()]*\)")


def words(raw: bytes) -> str:
    """A header's value with its encoded words read, on one line."""
    return " ".join(clean(_read(_raw(raw))).split())


def _raw(raw: bytes) -> str:
    """The value before its words are read; letters that are no ASCII are guessed."""
    return raw.decode("ascii") if raw.isascii() else decoded(raw)


def _read(text: str) -> str:
    """Encoded words that stand beside each other are one text, which is torn anywhere, also inside a letter."""
    found: list[str] = []
    run: list[tuple[str, str, str]] = []  # charset, B or Q, what is encoded
    at = 0
    while (begin := _BEGIN.search(text, at)) is not None:
        end = text.find("?=", begin.end())
        if end < 0:
            break
        between = text[at : begin.start()]
        if not (run and _BLANK.match(between)):
            found += [_joined(run), between]
            run = []
        run.append((codec_of(begin[1]) or begin[1].lower(), begin[2].upper(), text[begin.end() : end]))
        at = end + 2
    return "".join([*found, _joined(run), text[at:]])


def _joined(run: list[tuple[str, str, str]]) -> str:
    told: list[tuple[str, bytes]] = []
    waiting = ""  # base64 that was cut within four letters
    for at, (charset, kind, encoded) in enumerate(run):
        if kind == "B":
            letters = waiting + _NO_BASE64.sub("", encoded)
            follows = at + 1 < len(run) and run[at + 1][:2] == (charset, kind)
            waiting = letters if follows and len(letters) % _QUAD and "=" not in letters else ""
            data = b"" if waiting else from_base64(letters.encode("ascii"))
        else:
            data = _ESCAPE.sub(
                lambda found: bytes([int(found[1], 16)]), encoded.replace("_", " ").encode("utf-8", "replace")
            )
        if told and told[-1][0] == charset:
            told[-1] = (charset, told[-1][1] + data)
        else:
            told.append((charset, data))
    return "".join(decoded(data, charset) for charset, data in told)


def from_base64(data: bytes) -> bytes:
    """The bytes of base64 as far as it goes; pieces that were padded and put together are read each for itself."""
    found = []
    for piece in filter(None, data.split(b"=")):
        whole = piece[: len(piece) - (len(piece) % _QUAD == 1)]
        whole += b"=" * (-len(whole) % _QUAD)
        try:
            found += [base64.b64decode(whole[at : at + _PIECE]) for at in range(0, len(whole), _PIECE)]
        except binascii.Error:
            continue
    return b"".join(found)


def people(raw: bytes) -> tuple[Person, ...]:
    """Names and addresses; taken apart first and read then, for a name may have a comma in its encoded word."""
    found: list[Person] = []
    waiting = ""  # `Doe` of the unquoted `Doe, John <john@doe.example>`
    for piece in _pieces(_raw(raw)):
        person = _person(piece)
        if person is None:
            waiting = piece if not waiting else f"{waiting}, {piece}"
            continue
        found.append(
            Person(f"{words_of(waiting)}, {person.name}" if waiting and person.name else person.name, person.address)
        )
        waiting = ""
        if len(found) >= _MOST_PEOPLE:
            break
    if waiting and not found:
        found.append(Person(words_of(waiting), ""))
    return tuple(found)


def words_of(text: str) -> str:
    """The same as `words` of what is text already, without the quotes around a name."""
    read = " ".join(clean(_read(_unquoted(text))).split())
    return read.strip(" '\"") if len(read) > 1 and read[0] in "'\"" else read


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == '"' and text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _pieces(text: str) -> Iterator[str]:
    """What stands between commas and semicolons outside of quotes, comments and brackets; names of groups are left out."""
    begin, depth, quoted, angle, escaped = 0, 0, False, False, False
    for at, char in enumerate(text):
        if escaped or char == "\\":
            escaped = not escaped and char == "\\"
        elif char == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif char in "()":
            depth = max(0, depth + (1 if char == "(" else -1))
        elif char in "<>":
            angle = char == "<"
        elif not depth and not angle and (char in ",;" or (char == ":" and "@" not in text[begin:at])):
            if char != ":" and (piece := text[begin:at].strip()):
                yield piece
            begin = at + 1
    if piece := text[begin:].strip():
        yield piece


def _person(piece: str) -> Person | None:
    """None where there is no address in it."""
    before, angle, inside = piece.rpartition("<")
    before, inside, piece = before[-_LONGEST_PERSON:], inside[:_LONGEST_PERSON], piece[:_LONGEST_PERSON]
    if angle:
        address = _ADDRESS.search(_read(inside.rpartition(":")[2] if inside.startswith("@") else inside))
        name = words_of(before) or words_of(inside.partition(">")[2])
        if address is None and not name:
            return None
        return Person("" if address and name == address[0] else name, address[0] if address else "")
    read = _read(piece)
    address = _ADDRESS.search(read)
    if address is None:
        return None
    name = words_of(read[: address.start()].rstrip(" <")) or words_of(read[address.end() :].strip(" >()"))
    return Person(name.strip("()"), address[0])


def message_id(raw: bytes) -> str:
    """The first id of a header, without its brackets and the blanks that got into it."""
    return next(iter(message_ids(raw)), "")


def message_ids(raw: bytes) -> list[str]:
    """All ids that a header names."""
    text = clean(raw.decode("ascii", "replace"))
    found = ["".join(each.split()) for each in _ID.findall(text)]
    return [each[:_LONGEST_ID] for each in found or text.split()[:1]]


def moment(raw: bytes) -> tuple[datetime, bool] | None:
    """A moment in UTC, and whether the text told its zone; None where it is no date that a mail can have."""
    text = _BRACKETS.sub(" ", words(raw)[:200]).strip()
    text = _OTHER_ZONE.sub(r" \1\2", text)
    before, _, zone = text.rpartition(" ")
    text = f"{before} {_INDONESIAN[zone]}" if zone in _INDONESIAN else text
    text = _MONTH.sub(lambda found: _MONTHS.get(found[1][:3].casefold(), found[1]), text)
    read = _standard(text) or _other(text)
    if read is None:
        return None
    naive, offset = read
    if not is_possible(naive):
        return None
    known = offset is not None and abs(offset) <= _WIDEST
    return ((naive - offset) if known and offset is not None else naive).replace(tzinfo=UTC), known


def is_possible(moment: datetime) -> bool:
    """Whether a mail can be of this year; clocks that were never set say 1970 or 1601."""
    return _FIRST_YEAR <= moment.year <= _LAST_YEAR


def _standard(text: str) -> tuple[datetime, timedelta | None] | None:
    try:
        found = parsedate_tz(text)
        if found is None:
            return None
        told = _ZONE.search(text) is not None
        return datetime(*found[:6]), timedelta(seconds=found[9] or 0) if told else None  # noqa: DTZ001 - the zone beside it
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _other(text: str) -> tuple[datetime, timedelta | None] | None:
    """2026-03-12 10:00:00 +07:00, as some programs write."""
    try:
        found = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d)", "", text))
    except ValueError:
        return None
    return found.replace(tzinfo=None), found.utcoffset()
