"""The key of a protected workspace, and the two ways to it: a password, or the recovery key that was printed.

SQLCipher derives the key from the password and the file's salt, its first 16 bytes (PBKDF2 with HMAC-SHA512, 256,000
rounds: SQLCipher 4's default). It is derived here once and handed over raw, so that not every connection takes a tenth
of a second; the file is the same as one that SQLCipher opened with the password. The recovery key is the derived key
itself in letters that are hard to misread, so it holds for as long as the password does.
"""

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b32decode, b32encode
from binascii import Error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from desktop_crm import secrecy
from desktop_crm.storage.file.held import first_bytes

SALT_SIZE: Final = 16
_SIZE: Final = 32
_ROUNDS: Final = 256_000
_CHECK: Final = 3
#: How SQLCipher makes another salt of the file's, for signing.
_SIGNING: Final = 0x3A
_GROUP: Final = 4
_LETTERS: Final = (_SIZE + _CHECK) * 8 // 5
_DIGITS: Final = b"0123456789abcdef"
#: What is read for what it looks like: base 32 has no 0, 1 and 8.
_MISREAD: Final = str.maketrans({"0": "O", "1": "I", "8": "B"})


class Key:
    """The secret and the salt of one file; kept where it can be wiped, and never made a text but to be printed."""

    __slots__ = ("_salt", "_secret")

    def __init__(self, secret: bytes | bytearray, salt: bytes) -> None:
        self._secret = bytearray(secret)
        self._salt = salt
        secrecy.forbid_looking()

    @classmethod
    def new(cls, password: str) -> "Key":
        """For a new file, with a salt of its own."""
        return cls.of_password(password, new_salt())

    @classmethod
    def of(cls, typed: str, salt: bytes) -> "Key":
        """From what was typed: a recovery key when it is one by its own check, else a password."""
        secret = _recovered(typed)
        return cls.of_password(typed, salt) if secret is None else cls._of_bytes(secret, salt)

    @classmethod
    def of_password(cls, password: str, salt: bytes) -> "Key":
        """A tenth of a second on purpose: so long takes each guess."""
        plain = unicodedata.normalize("NFC", password).encode()
        secret = hashlib.pbkdf2_hmac("sha512", plain, salt, _ROUNDS, _SIZE)
        secrecy.wipe(plain)
        return cls._of_bytes(secret, salt)

    @classmethod
    def _of_bytes(cls, secret: bytes, salt: bytes) -> "Key":
        """From bytes that nobody else has; they are wiped."""
        key = cls(secret, salt)
        secrecy.wipe(secret)
        return key

    @property
    def recovery(self) -> str:
        """The recovery key in groups of four letters and digits, with a check against slips."""
        whole = self._secret + _check(self._secret)
        letters = b32encode(whole).decode()
        secrecy.wipe(whole)
        return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))

    def equals(self, other: "Key") -> bool:
        """Whether both open the same."""
        return hmac.compare_digest(self._secret, other._secret)  # noqa: SLF001 - of its own kind

    @contextmanager
    def raw(self) -> Iterator[bytearray]:
        """As SQLCipher takes a key that was derived already, with its salt; wiped afterwards."""
        both = self._secret + self._salt
        text = bytearray(b"x'")
        text.extend(_DIGITS[half] for byte in both for half in divmod(byte, 16))
        text.extend(b"'")
        secrecy.wipe(both)
        try:
            yield text
        finally:
            secrecy.wipe(text)

    def page_keys(self) -> tuple[bytearray, bytearray]:
        """What SQLCipher encrypts pages with, and what it signs them with; whoever asks wipes them."""
        salt = bytes(byte ^ _SIGNING for byte in self._salt)
        signing = hashlib.pbkdf2_hmac("sha512", self._secret, salt, 2, _SIZE)
        kept = bytearray(signing)
        secrecy.wipe(signing)
        return bytearray(self._secret), kept

    def fits(self, salt: bytes) -> bool:
        """Whether a file with this salt may have this key; those with another have another."""
        return salt == self._salt

    def opens_with(self, typed: str) -> bool:
        """Whether this password or recovery key gives it."""
        return Key.of(typed, self._salt).equals(self)

    def copy(self) -> "Key":
        """One that outlives this one's wiping."""
        return Key(self._secret, self._salt)

    def wipe(self) -> None:
        """Overwrite the secret, as is done when nobody has the key any more."""
        self._secret[:] = bytes(len(self._secret))

    __del__ = wipe


def new_salt() -> bytes:
    """One that no other file has."""
    return secrets.token_bytes(SALT_SIZE)


def salt_of(path: Path) -> bytes:
    """The salt of a protected file."""
    return first_bytes(path, SALT_SIZE)


def _recovered(typed: str) -> bytes | None:
    """The secret of a recovery key; None when this is none."""
    if sum(char.isalnum() for char in typed) != _LETTERS:  # a password is not copied for this
        return None
    letters = "".join(char for char in typed.upper() if char.isalnum()).translate(_MISREAD)
    try:
        whole = b32decode(letters)
    except (Error, ValueError):
        return None
    secret, check = whole[:_SIZE], whole[_SIZE:]
    secrecy.wipe(whole)
    return secret if check == _check(secret) else None


def _check(secret: bytes | bytearray) -> bytes:
    return hashlib.sha256(b"recovery" + secret).digest()[:_CHECK]
