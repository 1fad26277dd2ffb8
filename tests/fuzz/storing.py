"""What is kept: names of files, and the workspace itself, which may be anything that is called .crm."""

import json
import struct
from functools import cache
from pathlib import Path

from desktop_crm.language import language
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import Message
from desktop_crm.services.demo.demo import make
from desktop_crm.services.safety.check import check
from desktop_crm.storage.opening import open_workspace
from tests.fuzz.target import file_of, refused_or_read, target

_PLACE = struct.Struct("<IB")
_WORDS = ("CREATE TABLE ", "alembic_version", "0001", "0002", "sqlite_master", "SQLite format 3\0", "DCRM", "\xff\xff")


@target(
    text=True,
    words=(
        "../",
        "C:\\",
        "\\\\server\\",
        "CON",
        "aux.",
        ".txt",
        "\0",
        "\n",
        "\u202e",
        " ",
        ".",
        ":",
        "é" * 100,
        "👩‍👧",
    ),
    most=1024,
)
def file_name(text: str) -> None:
    """The name of a file that is kept on a card."""
    plain = plain_file_name(text)
    assert plain == Path(plain).name
    assert not set(plain) & set('\\:*?"<>|\0\n\u202a\u202b\u202d\u202e\u2066\u2067\u2068')
    assert len(plain.encode()) <= 200
    assert plain_file_name(plain) == plain


@target(
    text=True,
    words=(
        '{"text":"',
        '","args":{',
        '"a":1',
        '"a":"{b}"',
        "}}",
        "{a}",
        "{a:9}",
        "{a.b}",
        "{a!r}",
        "{0}",
        "{",
        "[",
        "1e9",
        "null",
    ),
    most=512,
)
def sentence(text: str) -> None:
    """A sentence of the journal."""
    try:
        said = Message.from_json(json.loads(text))
    except (ValueError, RecursionError):
        return
    assert len(str(said)) <= 500 + 10 * len(text) ** 2
    for code in ("id", "en"):
        language(code).say(said)


@target(words=_WORDS, most=512, slow=True)
def workspace(data: bytes) -> None:
    """A workspace file: changed at some places, cut, with a strange log beside it, or all bytes are somebody else's."""
    kind, rest = data[:1], data[1:]
    path = file_of(_changed(rest, kind), "input.crm")
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    if kind == b"l":
        Path(f"{path}-wal").write_bytes(rest)
    with refused_or_read():
        opened = open_workspace(path)
        try:
            opened.undo_text()
            opened.redo_text()
            assert all(str(each) for each in check(opened))
        finally:
            opened.close()


def _changed(rest: bytes, kind: bytes) -> bytes:
    """After `c` a number of bytes to keep; after `e`, and behind `c`, edits of one byte; after `l` nothing of the file."""
    if kind not in {b"c", b"e", b"l"}:
        return kind + rest
    made = bytearray(_whole())
    if kind == b"c" and len(rest) >= 4:
        del made[int.from_bytes(rest[:4], "little") % len(made) :]
        rest = rest[4:]
    if kind == b"l" or not made:
        return bytes(made)
    for place, value in _PLACE.iter_unpack(rest[: len(rest) // _PLACE.size * _PLACE.size]):
        made[place % len(made)] = value
    return bytes(made)


@cache
def _whole() -> bytes:
    path = file_of(b"", "whole.crm")
    path.unlink()
    make(path, clients=3, orders=3, contracts=1).close()
    return path.read_bytes()
