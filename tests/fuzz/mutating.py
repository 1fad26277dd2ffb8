"""Other inputs made from kept ones: for systems without atheris, and inside packages, whose parts atheris can't see."""

import io
import random
import zipfile
import zlib

from tests.fuzz.packages import packed

_ODD = [b"\0", b"\xff", b"\x80", b"\x7f", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x01\0\0\0"]


def mutated(data: bytes, chance: random.Random, most: int, words: tuple[bytes, ...] = (), other: bytes = b"") -> bytes:
    """`data` with a few changes: bytes, pieces, words, pieces of `other`."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(made) + 1)
        to = min(len(made), at + chance.choice((1, 1, 2, 4, 8, 32, 256)))
        match chance.randrange(7):
            case 0:
                made[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
            case 1:
                del made[at:to]
            case 2:
                made[at:at] = made[at:to] * chance.choice((1, 2, 16, 256))
            case 3:
                odd = chance.choice(_ODD)
                made[at : at + len(odd)] = odd
            case 4 if words:
                made[at:at] = chance.choice(words)
            case 5 if other:
                begin = chance.randrange(len(other))
                made[at:to] = other[begin : begin + chance.choice((1, 4, 16, 64, 512))]
            case _ if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
    return bytes(made[:most])


def mutated_package(data: bytes, chance: random.Random, most: int, words: tuple[bytes, ...] = ()) -> bytes:
    """Mostly one part is changed and packed again, now and then the package itself."""
    parts = {} if chance.randrange(8) == 0 else _parts(data)
    if not parts:
        return mutated(data, chance, most, words)
    name = chance.choice(sorted(parts))
    parts[name] = mutated(parts[name], chance, most, words, parts[chance.choice(sorted(parts))])
    if chance.randrange(16) == 0:
        other = chance.choice(sorted(parts))
        parts[other] = parts.pop(name)
    return packed(parts, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))[:most]


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.open(name).read(2**16) for name in package.namelist()[:20]}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        return {}
