"""The pages of a file as they lie on the disk, the newest from its WAL; for a file that SQLite gives up.

Nothing is ever written, neither to the file nor beside it. A page that can't be read, or that is not what SQLCipher
signed, is none; the others are read on.
"""

import hmac
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from desktop_crm import secrecy
from desktop_crm.storage.file.key import SALT_SIZE, Key

SIZE: Final = 4096
_PLAIN: Final = b"SQLite format 3\x00"
_IV: Final = 16
_SIGNATURE: Final = 64
#: What SQLCipher keeps of each page for itself.
_KEPT: Final = _IV + _SIGNATURE
_WAL_HEAD: Final = 32
_FRAME_HEAD: Final = 24
_MAGIC: Final = 0x377F0682


class Pages:
    """Pages are numbered from 1; what is read ends where SQLite's own part of a page does."""

    def __init__(self, path: Path, key: Key | None) -> None:
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._keys = key.page_keys() if key else ()
        self._decrypt = _decryption(*self._keys) if self._keys else _plain
        #: Why the disk did not give a page, the last one.
        self.refused: OSError | None = None
        self.usable = usable(key)
        frames = _frames(Path(f"{path}-wal"))
        self._newest = {number: content for number, content in frames.items() if len(content) == SIZE}
        self.count = max([-(-os.fstat(self._file).st_size // SIZE), *self._newest])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
        for key in self._keys:
            secrecy.wipe(key)

    def read(self, number: int) -> bytes | None:
        """A page's content; None when there is no such page, or nobody can read it."""
        if not 1 <= number <= self.count:
            return None
        content = self._newest.get(number) or self._on_disk(number)
        return None if content is None else self._decrypt(content, number)

    def _on_disk(self, number: int) -> bytes | None:
        try:
            os.lseek(self._file, (number - 1) * SIZE, os.SEEK_SET)
            content = os.read(self._file, SIZE)
        except OSError as error:  # a bad place on the disk
            self.refused = error
            return None
        return content.ljust(SIZE, b"\0") if content else None


def _plain(content: bytes, _number: int) -> bytes | None:
    return content


def _decryption(secret: bytearray, signing: bytearray) -> Callable[[bytes, int], bytes | None]:
    """As SQLCipher 4 does it: AES-256 in CBC mode, each page with a vector and a signature at its end."""
    from Cryptodome.Cipher import AES

    def decrypt(content: bytes, number: int) -> bytes | None:
        start = SALT_SIZE if number == 1 else 0
        signed, signature = content[start:-_SIGNATURE], content[-_SIGNATURE:]
        if not hmac.compare_digest(hmac.digest(signing, signed + struct.pack("<I", number), "sha512"), signature):
            return None
        page = AES.new(secret, AES.MODE_CBC, signed[-_IV:]).decrypt(signed[:-_IV])
        return _PLAIN + page if number == 1 else page

    return decrypt


def _frames(wal: Path) -> dict[int, bytes]:
    """The newest pages that whole transactions left in a WAL."""
    return dict(_committed(wal))


def in_wal(path: Path, number: int) -> Iterator[bytes]:
    """What a page became by what is in the file's WAL, as it lies there, oldest first."""
    return (page for at, page in _committed(Path(f"{path}-wal")) if at == number)


def opened(content: bytes, number: int, key: Key | None) -> bytes | None:
    """A page as it lies on the disk, as SQLite reads it; None when the key does not fit."""
    if key is None:
        return content
    keys = key.page_keys()
    try:
        return _decryption(*keys)(content, number)
    finally:
        for each in keys:
            secrecy.wipe(each)


def usable(key: Key | None) -> int:
    """How much of a page is SQLite's."""
    return SIZE - _KEPT if key else SIZE


def _committed(wal: Path) -> Iterator[tuple[int, bytes]]:
    """The pages of whole transactions in their order, by number; up to the first frame whose checksum does not hold."""
    try:
        content = wal.read_bytes()
    except OSError:
        return
    if len(content) < _WAL_HEAD or struct.unpack_from(">I", content)[0] & ~1 != _MAGIC:
        return
    order = ">" if content[3] & 1 else "<"
    salts, sums = content[16:24], _checksum(order, content[:24], (0, 0))
    pending: list[tuple[int, bytes]] = []
    for at in range(_WAL_HEAD, len(content) - SIZE - _FRAME_HEAD + 1, SIZE + _FRAME_HEAD):
        head, page = content[at : at + _FRAME_HEAD], content[at + _FRAME_HEAD : at + _FRAME_HEAD + SIZE]
        sums = _checksum(order, head[:8] + page, sums)
        if head[8:16] != salts or struct.unpack(">II", head[16:]) != sums:
            return
        number, committed = struct.unpack(">II", head[:8])
        pending.append((number, page))
        if committed:
            yield from pending
            pending.clear()


def _checksum(order: str, content: bytes, before: tuple[int, int]) -> tuple[int, int]:
    first, second = before
    numbers = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


def signed_by(path: Path, key: Key) -> bool:
    """Whether the key fits any page of the file. OSError when it fits none and the disk does not give them all."""
    with Pages(path, key) as pages:
        fits = any(pages.read(number) is not None for number in range(1, pages.count + 1))
        if not fits and pages.refused:
            raise pages.refused
        return fits
