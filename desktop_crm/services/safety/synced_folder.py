"""Whether a workspace lies in a folder that a service copies between computers, and has come apart there.

Such a service copies a file while it is being written, and keeps two versions beside each other when two computers wrote
one: neither has everything. Asked of names and marks in the folders above, nothing is opened.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

_FOLDERS: Final = (
    (re.compile(r"dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"onedrive( - .+)?|onedrive-.+"), "OneDrive"),
    (re.compile(r"google ?drive( .*)?|googledrive-.+|my drive|drive saya"), "Google Drive"),
    (re.compile(r"nextcloud\d*"), "Nextcloud"),
    (re.compile(r"owncloud\d*"), "ownCloud"),
    (re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents"), "iCloud Drive"),
    (re.compile(r"mega( ?sync)?"), "MEGA"),
    (re.compile(r"pcloud ?drive"), "pCloud"),
    (re.compile(r"box( sync)?|box-box"), "Box"),
    (re.compile(r"syncthing"), "Syncthing"),
    (re.compile(r"synology ?drive|synologydrive"), "Synology Drive"),
)

#: A file or folder that a service puts at the root of what it copies.
_MARKS: Final = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".sync_*.db": "Nextcloud",
    "._sync_*.db": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".stfolder": "Syncthing",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}

#: Windows tells where OneDrive's folders are.
_ONEDRIVE: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")

#: What services add to a name when two computers have changed the same file, in the languages of our users and their partners.
_CONFLICT: Final = re.compile(
    r"""
    .*\(.*(conflict|konflik|conflit|conflicto).*\)       # Dropbox, Nextcloud: (conflicted copy 2026-01-02), (Salinan yang konflik …)
    | [-_ ] (conflict|konflikt?|case\ conflict) .*       # Nextcloud of old: _conflict-20260102-101112
    | \.sync-conflict-\d{8}-\d{6}.*                      # Syncthing
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER: Final = re.compile(r" ?\(\d{1,2}\)| \d{1,2}")  # Google Drive: name (1); iCloud: name 2
_COMPUTER: Final = re.compile(
    r"-[A-Z0-9][A-Z0-9-]{3,14}"
)  # OneDrive: the computer that came second, as Windows names it


class Synced(NamedTuple):
    """The service that copies the folder, empty when none is known, and the copies of the workspace it has put beside it."""

    service: str
    copies: tuple[Path, ...]


def look(path: Path, environment: Mapping[str, str] = os.environ, host: str = "") -> Synced:
    """Of a workspace's file. `host` is this computer's name, which some services add to a copy (`Usaha-laptop.crm`)."""
    service = service_of(path, environment)
    return Synced(service, conflict_copies(path, service, host))


def service_of(path: Path, environment: Mapping[str, str] = os.environ) -> str:
    """What copies the folder a file lies in; empty when nothing is known to."""
    for folder in path.absolute().parents:
        if any(_same(folder, environment.get(name, "")) for name in _ONEDRIVE):
            return "OneDrive"
        for pattern, service in _FOLDERS:
            if pattern.fullmatch(folder.name.casefold()):
                return service
        for mark, service in _MARKS.items():
            if _has(folder, mark):
                return service
    return ""


def conflict_copies(path: Path, service: str, host: str = "") -> tuple[Path, ...]:
    """Files beside a workspace whose names say that a service has put them there because two computers wrote it.

    A plain number or a computer's name is such a sign only where a service is known: a person names copies so, too.
    """
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return ()
    return tuple(each for each in beside if _is_copy(each, path, service, host))


def _is_copy(other: Path, path: Path, service: str, host: str) -> bool:
    stem, name = path.stem.casefold(), other.stem.casefold()
    if other.suffix.casefold() != path.suffix.casefold() or not name.startswith(stem):
        return False
    added = other.stem[len(stem) :]
    if _CONFLICT.fullmatch(added):
        return True
    named = host and added.casefold() == f"-{host.casefold()}"
    from_other = service == "OneDrive" and _COMPUTER.fullmatch(added) is not None
    return bool(service and (_NUMBER.fullmatch(added) or named or from_other))


def _same(folder: Path, told: str) -> bool:
    return bool(told) and os.path.normcase(folder) == os.path.normcase(Path(told))


def _has(folder: Path, mark: str) -> bool:
    if "*" not in mark:
        return os.path.lexists(folder / mark)
    try:
        return next(folder.glob(mark), None) is not None
    except OSError:
        return False
