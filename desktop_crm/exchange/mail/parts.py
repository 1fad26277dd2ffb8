"""A mail taken apart into its parts, whatever is missing, broken or nested in it; no part is read for its words here."""

import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message as Headers
from email.utils import collapse_rfc2231_value
from typing import Final

from desktop_crm.exchange.mail.letters import decoded
from desktop_crm.exchange.mail.words import from_base64, words
from desktop_crm.model.message import Message, msg

CUT: Final = msg("The mail is cut off; it was read as far as it goes")
NESTED: Final = msg("Parts within parts go too deep; the innermost are kept as a file")
MANY: Final = msg("The mail has too many parts; the last ones were left out")
DAMAGED: Final = msg("A part is damaged; it was read as far as it goes")

_DEEPEST: Final = 30
_MOST_PARTS: Final = 2000
_MOST_HEADERS: Final = 1000
_LONGEST_HEADER: Final = 2**15
_LONGEST_PARAMETERS: Final = 2**12
_NAME: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_GAP: Final = re.compile(rb"\r?\n[ \t]*\r?\n|\A\r?\n")
_LINE: Final = re.compile(rb"[^\n]*\n?")
_FIRST_BOUNDARY: Final = re.compile(rb"(?:\A|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[A-Za-z-]+:|\r?\n)")
_PIECE: Final = 1 << 20
_NO_BASE64: Final = bytes(
    sorted(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
)
_WORD: Final = re.compile(r"[a-z0-9][a-z0-9.+_-]*")


@dataclass(slots=True)
class Part:
    """Its headers, what is in it as it stands, and the parts of that if it has some."""

    headers: Headers
    raw: dict[str, list[bytes]]
    body: bytes
    usual: str = "text/plain"
    parts: list["Part"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The media type in small letters: `text/html`."""
        said = _plain(str(self.headers.get("content-type", "")).partition(";")[0])
        main, slash, sub = said.partition("/")
        if slash and _WORD.fullmatch(main) and _WORD.fullmatch(sub):
            return said
        return "text/plain" if said in {"text", "text/"} else self.usual if not said else "application/octet-stream"

    @property
    def main(self) -> str:
        """What stands before the slash."""
        return self.kind.partition("/")[0]

    @property
    def disposition(self) -> str:
        """`attachment`, `inline` or nothing."""
        return _plain(str(self.headers.get("content-disposition", "")).partition(";")[0])

    def parameter(self, name: str, header: str = "content-type") -> str:
        """One of a header's parameters, in pieces and encoded as it may be."""
        try:
            found = self.headers.get_param(name, "", header)
            text = found if isinstance(found, str) else collapse_rfc2231_value(found)
        except (MessageError, ValueError, LookupError, TypeError, RecursionError):
            return ""
        return str(text)

    @property
    def name(self) -> str:
        """The name of the file, from either of the headers that may tell it."""
        said = self.parameter("filename", "content-disposition") or self.parameter("name")
        return words(said.encode("utf-8", "replace"))

    def header(self, name: str) -> bytes:
        """The first of this name."""
        return next(iter(self.raw.get(name, ())), b"")


def _plain(text: str) -> str:
    return "".join(text.lower().split()).strip("\"';")


def split(data: bytes, problems: list[Message], usual: str = "text/plain") -> Part:
    """A mail and all its parts."""
    whole = _part(data, usual)
    waiting, count = [(whole, 0)], 1
    while waiting:
        part, depth = waiting.pop()
        if part.main != "multipart":
            continue
        if depth >= _DEEPEST:
            _tell(problems, NESTED)
            part.headers.replace_header("content-type", "application/octet-stream; name=parts.txt")
            continue
        inside = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        for piece in _pieces(part, problems):
            count += 1
            if count > _MOST_PARTS:
                _tell(problems, MANY)
                return whole
            part.parts.append(_part(piece, inside))
        waiting += [(inner, depth + 1) for inner in part.parts]
    return whole


def _tell(problems: list[Message], told: Message) -> None:
    if told not in problems:
        problems.append(told)


def _pieces(part: Part, problems: list[Message]) -> Iterator[bytes]:
    """What stands between its boundaries; without one, what looks like it, else all of it as a text."""
    body = part.body
    said = part.parameter("boundary").rstrip().encode("utf-8", "replace")
    marks = _marks(said, body) if said else []
    if not marks and (guessed := _FIRST_BOUNDARY.search(body)) is not None:
        marks = _marks(guessed[1], body)
    if not marks:
        if body.strip():
            yield b"\r\n" + body
        return
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if mark[1]:
            return
        end = after.start() if after is not None else len(body)
        if after is None:
            _tell(problems, CUT)
        start = mark.end()  # each copy of many megabytes holds the window
        start += body[start : start + 1] == b"\r"
        start += body[start : start + 1] == b"\n"
        yield body[start:end]


def _marks(boundary: bytes, body: bytes) -> list[re.Match[bytes]]:
    """The lines with the boundary, up to the one that ends it all."""
    found: list[re.Match[bytes]] = []
    sign = b"--" + boundary[:200]
    line = re.compile(rb"(?:\A|\r?\n)" + re.escape(sign) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    at = body.find(sign)  # a pattern alone looks at each line end of a file of many megabytes
    while at >= 0:
        before = body[max(0, at - 2) : at]
        start = at - 2 if before == b"\r\n" else at - 1 if before.endswith(b"\n") else at
        mark = line.match(body, start)
        if mark is not None:
            found.append(mark)
            if mark[1] or len(found) > _MOST_PARTS:
                break
        at = body.find(sign, at + 1)
    return found


def _part(data: bytes, usual: str) -> Part:
    if data[:1] == b"\n" or data[:2] == b"\r\n":
        return Part(
            Headers(), {}, data.lstrip(b"\r\n") if usual == "message/rfc822" else data.partition(b"\n")[2], usual
        )
    gap = _GAP.search(data)
    head, body = (data[: gap.start()], data[gap.end() :]) if gap else (data, b"")
    raw, rest = _headers(head)
    headers = Headers()
    for name in ("content-type", "content-disposition", "content-transfer-encoding", "content-id"):
        if name in raw:
            value = decoded(raw[name][0][:_LONGEST_PARAMETERS])
            headers[name] = " ".join(value.split())
    return Part(headers, raw, rest + body if rest else body, usual)


def _headers(head: bytes) -> tuple[dict[str, list[bytes]], bytes]:
    """The headers by their small names, and what begins where no header stands any more."""
    found: dict[str, list[bytes]] = {}
    values: list[bytes] | None = None
    for count, line in enumerate(_LINE.finditer(head)):
        text = line[0]
        if not text:
            break
        if text[:1] in b" \t":
            if values is not None and len(values[-1]) < _LONGEST_HEADER:
                values[-1] += b" " + text.strip()
            continue
        name = _NAME.match(text)
        if name is None:
            if count == 0 or text.startswith(b">From "):
                continue
            return found, head[line.start() :] + b"\r\n\r\n"
        if len(found) >= _MOST_HEADERS:
            break
        values = found.setdefault(name[1].decode("ascii").lower(), [])
        values.append(text[name.end() :].strip()[:_LONGEST_HEADER])
    return found, b""


def content(part: Part, problems: list[Message]) -> bytes:
    """What is in a part, its transfer encoding taken off."""
    said = _plain(str(part.headers.get("content-transfer-encoding", "")))
    if said.startswith("base64"):
        return _base64(part.body, problems)
    if said.startswith("quoted"):
        return binascii.a2b_qp(part.body)
    if said in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uuencoded(part.body, problems)
    return part.body


def _base64(body: bytes, problems: list[Message]) -> bytes:
    pieces = [body[at : at + _PIECE] for at in range(0, len(body), _PIECE)]  # the window waits as long as one takes
    packed = b"".join(piece.translate(None, _NO_BASE64) for piece in pieces)
    strange = sum(len(piece.translate(None, b" \t\r\n")) for piece in pieces) - len(packed)
    if strange * 4 > len(packed):
        return body  # it was said to be encoded, and is not
    if strange or (len(packed.rstrip(b"=")) % 4 == 1):
        _tell(problems, DAMAGED)
    return from_base64(packed)


def _uuencoded(body: bytes, problems: list[Message]) -> bytes:
    found = []
    for line in body.splitlines():
        if line.startswith(b"begin ") or line.strip() in {b"end", b"`", b""}:
            continue
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            _tell(problems, DAMAGED)
    return b"".join(found)


def all_of(parts: Sequence[Part]) -> Iterator[Part]:
    """Parts and those within them."""
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        yield part
        waiting += part.parts
