"""Outlook's `.msg` files made by hand, from the properties of a mail: an OLE container with short and long streams."""

import struct
from collections.abc import Mapping
from typing import Any, Final

FREE: Final = 0xFFFFFFFF
END: Final = 0xFFFFFFFE
SECTOR, SMALL, LONG = 512, 64, 4096

Tree = Mapping[str, Any]  # streams as bytes, storages as trees


def msg_file(head: int = 32, **mail: Any) -> bytes:
    """A mail; names are `t0037` for texts, `o0037` for old ones, `b1013` for bytes, `n3FFD` for numbers, `m0039` for moments."""
    return container(storage(head, **mail))


def storage(head: int, *, people: Any = (), files: Any = (), **values: Any) -> dict[str, Any]:
    """A mail, a person or a file as its streams; `files` may hold another mail as `inner`."""
    streams: dict[str, Any] = {}
    fixed = bytearray(head)
    for name, value in values.items():
        kind, number = name[0], name[1:]
        match kind:
            case "t":
                streams[f"__substg1.0_{number}001F"] = value.encode("utf-16-le")
            case "o":
                streams[f"__substg1.0_{number}001E"] = value
            case "b":
                streams[f"__substg1.0_{number}0102"] = value
            case "n":
                fixed += struct.pack("<HHIII", 3, int(number, 16), 6, value, 0)
            case "m":
                ticks = int((value.timestamp() + 11_644_473_600) * 10_000_000)
                fixed += struct.pack("<HHIQ", 0x40, int(number, 16), 6, ticks)
    streams["__properties_version1.0"] = bytes(fixed)
    for at, person in enumerate(people):
        streams[f"__recip_version1.0_#{at:08X}"] = storage(8, **person)
    for at, file in enumerate(files):
        inner = file.get("inner")
        made = storage(8, **{name: value for name, value in file.items() if name != "inner"})
        if inner is not None:
            made["__substg1.0_3701000D"] = storage(24, **inner)
        streams[f"__attach_version1.0_#{at:08X}"] = made
    return streams


def container(tree: Tree) -> bytes:
    """The bytes of a container with these streams and storages."""
    entries: list[list[Any]] = [["Root Entry", 5, FREE, END, 0]]  # name, kind, child, start, size
    sides: list[int] = [FREE]
    contents: dict[int, bytes] = {}
    _enter(tree, 0, entries, sides, contents)
    small, small_chain, large = bytearray(), [], []
    for at, content in contents.items():
        entries[at][4] = len(content)
        if len(content) >= LONG:
            large.append(at)
        elif content:
            entries[at][3] = len(small) // SMALL
            count = -(-len(content) // SMALL)
            small_chain += [*range(entries[at][3] + 1, entries[at][3] + count), END]
            small += content.ljust(count * SMALL, b"\0")
    sectors: list[bytes] = []
    chain: list[int] = []

    def put(content: bytes) -> int:
        if not content:
            return END
        start, count = len(sectors), -(-len(content) // SECTOR)
        padded = content.ljust(count * SECTOR, b"\0")
        sectors.extend(padded[piece : piece + SECTOR] for piece in range(0, len(padded), SECTOR))
        chain.extend([*range(start + 1, start + count), END])
        return start

    for at in large:
        entries[at][3] = put(contents[at])
    entries[0][3], entries[0][4] = put(bytes(small)), len(small)
    small_table = b"".join(struct.pack("<I", each) for each in small_chain)
    small_start = put(small_table + b"\xff" * (-len(small_table) % SECTOR))
    directory = b"".join(_entry(entry, side) for entry, side in zip(entries, sides, strict=True))
    directory_start = put(directory)
    tables = 1
    while (len(chain) + tables) * 4 > tables * SECTOR:
        tables += 1
    first = len(sectors)
    table = b"".join(struct.pack("<I", each) for each in [*chain, *[0xFFFFFFFD] * tables])
    sectors += [
        table.ljust(tables * SECTOR, b"\xff")[piece : piece + SECTOR] for piece in range(0, tables * SECTOR, SECTOR)
    ]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    small_tables = -(-len(small_table) // SECTOR)
    head += struct.pack("<9I", 0, tables, directory_start, 0, LONG, small_start, small_tables, END, 0)
    places = [*range(first, first + tables), *[FREE] * (109 - tables)]
    return head + struct.pack("<109I", *places) + b"".join(sectors)


def _enter(tree: Tree, parent: int, entries: list[list[Any]], sides: list[int], contents: dict[int, bytes]) -> None:
    """The names in their order as one long right branch, which every reader walks."""
    last = None
    for name, value in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        at = len(entries)
        entries.append([name, 2 if isinstance(value, bytes) else 1, FREE, END if isinstance(value, bytes) else 0, 0])
        sides.append(FREE)
        if last is None:
            entries[parent][2] = at
        else:
            sides[last] = at
        last = at
        if isinstance(value, bytes):
            contents[at] = value
        else:
            _enter(value, at, entries, sides, contents)


def _entry(entry: list[Any], right: int) -> bytes:
    name, kind, child, start, size = entry
    wide = (name + "\0").encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def packed_rtf(text: bytes) -> bytes:
    """RTF as Outlook packs it, each letter as it stands."""
    data = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    return struct.pack("<II4sI", len(data) + 12, len(text), b"LZFu", 0) + data
