"""Where backups go: a folder, a USB stick that is known again by a mark on it, or the program's own folder."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from desktop_crm import disk
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason

#: The file that marks a stick, at its top.
MARK: Final = ".desktop-crm-stick"

#: The folder on a stick.
ON_STICK: Final = "Desktop CRM backups"

#: Where Linux puts what is plugged in.
_PLUGGED: Final = ("/media/", "/run/media/", "/mnt/")


class PlaceKind(StrEnum):
    """How a place is found."""

    OWN = "own"  # the program's own folder on this computer, made when it is missing
    FOLDER = "folder"  # on a disk or in the network; never made, for a missing one may be a disk that is not there
    STICK = "stick"


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `at` is its folder, or what is written on a stick's mark."""

    kind: PlaceKind
    at: str
    name: str

    @property
    def id(self) -> str:
        """What the last good backup in it is remembered by."""
        return f"{self.kind}:{self.at}"

    def to_json(self) -> dict[str, str]:
        """The plain form for the settings."""
        return {"kind": self.kind.value, "at": self.at, "name": self.name}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Place":
        """What `to_json` wrote; ValueError or KeyError when it was spoiled."""
        return cls(PlaceKind(data["kind"]), str(data["at"]), str(data["name"]))


def own_place() -> Place:
    """The folder that a workspace is backed up to until other places are named."""
    from platformdirs import user_documents_path

    folder = user_documents_path() / ON_STICK
    return Place(PlaceKind.OWN, str(folder), folder.name)


def folder_place(folder: Path) -> Place:
    """A folder on a disk or in the network."""
    return Place(PlaceKind.FOLDER, str(folder.absolute()), folder.name or str(folder))


def stick_place(root: Path) -> Place:
    """Mark a stick, so that it is known again whatever its letter or folder will be.

    Raises:
        WorldError: it can't be written to.
    """
    mark = root / MARK
    try:
        known = _mark_of(root)
        if not known:
            known = uuid4().hex
            disk.write_note(mark, f"{known}\n")
    except OSError as error:
        raise WorldError(
            msg("{place} can't be written to: {reason}. Try another USB stick.", place=str(root), reason=reason(error))
        ) from error
    return Place(PlaceKind.STICK, known, root.name or str(root))


def folder_of(place: Place) -> Path:
    """Where a place is now; it may have to wait for a network, so ask in a worker.

    Raises:
        UserError: it is not there, or not plugged in.
        WorldError: the program's own folder can't be made.
    """
    if place.kind is PlaceKind.STICK:
        return _on_stick(place)
    folder = Path(place.at)
    if place.kind is PlaceKind.OWN:
        return _made(folder)
    if not os.path.isdir(folder):  # noqa: PTH112 - unlike Path.is_dir, never raises
        raise UserError(msg("The folder {folder} is not there now.", folder=str(folder)))
    return folder


def is_there(place: Place) -> bool:
    """Whether a backup could be made there now."""
    try:
        folder_of(place)
    except (UserError, WorldError):
        return False
    return True


def volumes() -> list[Path]:
    """What is plugged in: the tops of sticks and outside disks."""
    return sorted(_volumes())


def marked_sticks() -> list[Place]:
    """The sticks that hold backups and are plugged in, also those of another computer."""
    return [Place(PlaceKind.STICK, mark, root.name or str(root)) for root in volumes() if (mark := _try_mark_of(root))]


def _on_stick(place: Place) -> Path:
    root = next((each for each in volumes() if _try_mark_of(each) == place.at), None)
    if root is None:
        raise UserError(msg("The USB stick {name} is not plugged in.", name=place.name))
    return _made(root / ON_STICK)


def _made(folder: Path) -> Path:
    try:
        disk.make_folder(folder)
    except OSError as error:
        raise WorldError(
            msg("{place} can't be written to: {reason}. Try another place.", place=str(folder), reason=reason(error))
        ) from error
    return folder


def _mark_of(root: Path) -> str:
    mark = root / MARK
    return disk.read_note(mark)[:64].strip() if mark.is_file() and not mark.is_symlink() else ""


def _try_mark_of(root: Path) -> str:
    try:
        return _mark_of(root)
    except OSError:  # being pulled out, or not ours to read
        return ""


if sys.platform == "win32":

    def _volumes() -> Iterator[Path]:
        """Drives that can be taken out, and fixed ones but the system's (many sticks say they are fixed)."""
        import ctypes

        letters = ctypes.windll.kernel32.GetLogicalDrives()
        system = os.environ.get("SYSTEMDRIVE", "C:").upper()
        for at in range(2, 26):
            drive = f"{chr(65 + at)}:"
            if letters >> at & 1 and drive != system and ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") in (2, 3):
                yield Path(f"{drive}\\")

elif sys.platform == "darwin":

    def _volumes() -> Iterator[Path]:
        """All but the system's own, which is a link."""
        yield from (each for each in Path("/Volumes").glob("*") if not each.is_symlink())

else:

    def _volumes() -> Iterator[Path]:
        """What is mounted where sticks are."""
        try:
            lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        except OSError:
            return
        for line in lines:
            place = line.split(" ")[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
            if place.startswith(_PLUGGED):
                yield Path(place)
