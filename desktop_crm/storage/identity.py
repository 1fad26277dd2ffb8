"""The file's row about itself: plain SQL on a bare connection, for it is asked before anything else is."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Which business a file belongs to, and how far it is; see `model.identity`."""

    workspace: str
    branch: str
    counter: int
    place: str
    whole: bool


def read(connection: Any) -> FileIdentity:
    """What the file says of itself."""
    row = connection.execute("SELECT workspace, branch, counter, place, whole FROM identity WHERE id = 1").fetchone()
    return FileIdentity(row[0], row[1], int(row[2]), row[3], bool(row[4]))
