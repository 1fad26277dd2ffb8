"""The backups in a place, each known by what is in it, wherever it lies and whatever it is called.

A note beside them keeps what was found, so that hundreds on a slow stick need not be opened again: it holds for a file
that still has the size and the time it had. What it says of protected ones is sealed with the secret of their business.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from stat import S_ISREG
from typing import Any, Final

from desktop_crm import disk
from desktop_crm.model.errors import TellableError
from desktop_crm.model.moments import moment_of_seconds, on_this_clock
from desktop_crm.storage.backup.copy import Inside
from desktop_crm.storage.file.backup_name import MARK, NAME, STAMP
from desktop_crm.storage.file.identity import State
from desktop_crm.storage.opening import is_protected
from desktop_crm.storage.workspace import SUFFIX

#: What is in a backup, as far as it can be read without asking anybody.
Look = Callable[[Path], Inside | None]

_NONCE: Final = 16
_TAG: Final = 16
_LONGEST: Final = 4_000_000
#: What AppleDouble files begin with.
_SHADOW: Final = b"\x00\x05\x16\x07"
_FOLDER_MARK: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there; what is in it, where that is known."""

    path: Path
    workspace: str
    made: datetime
    bytes: int
    inside: Inside | None = None


class Folder:
    """One folder of backups, with its note."""

    def __init__(self, path: Path, secret: str = "") -> None:
        """`secret`: the identity of the business that asks, which opens what is sealed with it."""
        self.path = path
        self._secret = secret
        self.of, self._known = _read(path / MARK)
        self._noted = False

    @property
    def is_own(self) -> bool:
        """Whether it is marked as the asking business's."""
        return bool(self._secret) and self.of == folder_mark(self._secret)

    def backups(self, look: Look) -> list[Backup]:
        """Those in it; what had to be looked into is noted, where the note can be written."""
        found = [self._looked(each, look) for each in backups_at(self.path)]
        gone = self._known.keys() - {each.path.name for each in found}
        for name in gone:
            del self._known[name]
        self._noted = self._noted or bool(gone)
        return found

    def note(self, backup: Backup) -> None:
        """Keep what is in one."""
        if backup.inside is None:
            return
        with suppress(OSError, TellableError):
            stat, plain = backup.path.stat(), _to_json(backup.inside)
            told = _seal(plain, self._secret) if is_protected(backup.path) else plain
            self._known[backup.path.name] = [stat.st_size, stat.st_mtime_ns, told]
            self._noted = True

    def save(self, of: str = "") -> None:
        """Write what is new in the note; `of` marks the folder as a business's. A fault does no harm: all is in the files.

        Without a mark there is no note: a folder that is anybody's stays so.
        """
        marked = folder_mark(of) if of else self.of
        if not marked or (marked == self.of and not self._noted):
            return
        self.of = marked
        with suppress(OSError):
            disk.write_note(self.path / MARK, json.dumps({"of": self.of, "backups": self._known}))

    def _looked(self, backup: Backup, look: Look) -> Backup:
        inside = self._remembered(backup.path)
        if inside is not None:
            return _with(backup, inside)
        looked = _with(backup, look(backup.path))
        if not (looked.inside and is_protected(backup.path) and looked.inside.state.workspace != self._secret):
            self.note(looked)
        return looked

    def _remembered(self, path: Path) -> Inside | None:
        try:
            size, moment, told = self._known[path.name]
            stat = path.stat()
            if (size, moment) != (stat.st_size, stat.st_mtime_ns):
                return None
            return _from_json(_unseal(told, self._secret) if isinstance(told, str) else told)
        except (LookupError, TypeError, ValueError, OSError):
            return None


def folders(top: Path, secret: str = "") -> list[Folder]:
    """All folders of a place that hold backups, or did."""
    found = []
    for path in sorted(top.iterdir()):
        with suppress(OSError):
            if path.is_dir() and ((path / MARK).is_file() or any(backups_at(path))):
                found.append(Folder(path, secret))
    return found


def backups_at(folder: Path) -> list[Backup]:
    """The files in a folder that are called as backups are."""
    return list(_named(folder))


def backup_at(path: Path) -> Backup | None:
    """A file as a backup, whatever its name; None when there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    if not S_ISREG(stat.st_mode):
        return None
    named = NAME.fullmatch(path.stem)
    made = (_moment(named["stamp"]) if named else None) or on_this_clock(moment_of_seconds(stat.st_mtime))
    return Backup(path, named["stem"] if named else path.stem, made, stat.st_size)


def folder_mark(identity: str) -> str:
    """What marks a business's folder; the identity itself stays inside its files."""
    return sha256(f"folder of {identity}".encode()).hexdigest()[:32]


def _named(folder: Path) -> Iterator[Backup]:
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        if NAME.fullmatch(path.stem) and not _is_shadow(path) and (found := backup_at(path)):
            yield found


def _is_shadow(path: Path) -> bool:
    """Whether it is what macOS puts beside a file on foreign disks and calls as the file, `._` before it."""
    if not path.name.startswith("._"):
        return False
    try:
        with disk.open_regular(path) as file:
            return file.read(len(_SHADOW)) == _SHADOW
    except OSError:
        return False


def _moment(stamp: str) -> datetime | None:
    try:
        return on_this_clock(datetime.strptime(stamp, STAMP))  # noqa: DTZ007 - it becomes this clock's
    except ValueError:
        return None


def _with(backup: Backup, inside: Inside | None) -> Backup:
    return Backup(backup.path, backup.workspace, backup.made, backup.bytes, inside)


def _read(mark: Path) -> tuple[str, dict[str, Any]]:
    """Of earlier versions, or spoiled: nothing, and everything is looked into anew."""
    try:
        read = json.loads(disk.read_note(mark, _LONGEST))
        of = str(read["of"])
        return of if _FOLDER_MARK.fullmatch(of) else "", dict(read["backups"])
    except (OSError, LookupError, TypeError, ValueError, RecursionError):
        return "", {}


def _to_json(inside: Inside) -> dict[str, Any]:
    return {**asdict(inside), "changed": inside.changed.isoformat() if inside.changed else None}


def _from_json(told: Mapping[str, Any]) -> Inside:
    """ValueError, TypeError or LookupError of what nobody of us has written."""
    changed = datetime.fromisoformat(told["changed"]) if told["changed"] else None
    inside = Inside(**{**told, "counts": dict(told["counts"]), "changed": changed, "state": State(**told["state"])})
    state = inside.state
    numbers = (*inside.counts.values(), inside.bytes, inside.problems, state.entry, state.counter)
    texts = (*inside.counts, *astuple(state)[:2])
    if not all(isinstance(each, int) for each in numbers) or not all(isinstance(each, str) for each in texts):
        raise ValueError("not a note of ours")
    return inside


def _seal(told: Mapping[str, Any], secret: str) -> str:
    from Cryptodome.Cipher import AES

    nonce = token_bytes(_NONCE)
    content, tag = AES.new(_key(secret), AES.MODE_GCM, nonce).encrypt_and_digest(json.dumps(told).encode())
    return b64encode(nonce + tag + content).decode()


def _unseal(sealed: str, secret: str) -> dict[str, Any]:
    """ValueError when it was sealed by another."""
    from Cryptodome.Cipher import AES

    whole = b64decode(sealed)
    nonce, tag, content = whole[:_NONCE], whole[_NONCE : _NONCE + _TAG], whole[_NONCE + _TAG :]
    told: dict[str, Any] = json.loads(AES.new(_key(secret), AES.MODE_GCM, nonce).decrypt_and_verify(content, tag))
    return told


def _key(secret: str) -> bytes:
    return sha256(f"note of {secret}".encode()).digest()
