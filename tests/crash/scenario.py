"""What a scenario is, and what all of them look at afterwards."""

import random
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest.mock import patch

from desktop_crm.services import settings
from desktop_crm.services.safety.check import check
from desktop_crm.storage.file import key
from desktop_crm.storage.file.key import SALT_SIZE, Key
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace

_SALTS = 3

#: Called by the child: a word that its parent hears even when the child dies right after it.
Say = Callable[[str], None]


@dataclass(frozen=True)
class Scenario:
    """A folder is prepared, children work in it until they are killed, and then somebody looks.

    `said` is every word of every child since the folder was prepared, so what was acknowledged is known.
    """

    name: str
    prepare: Callable[[Path], None]
    work: Callable[[Path, Say, random.Random, str], None]
    look: Callable[[Path, Sequence[str]], None]
    #: A child is killed so many seconds after its first word, at most, or later where a deed takes longer.
    span: float = 0.25
    #: After so many looks the folder is prepared anew.
    looks: int = 12


def make(path: Path, password: str = "") -> None:
    """A new workspace with what every new file holds."""
    fill = lambda session: settings.fill_new(session, language="id", currency="IDR")  # noqa: E731
    create_workspace(path, fill, password).close()


@contextmanager
def opened(path: Path, password: str = "") -> Iterator[Workspace]:
    """The workspace for a while."""
    workspace = open_workspace(path, password)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def sound(path: Path, password: str = "") -> Iterator[Workspace]:
    """The same, after it was found to be whole."""
    with opened(path, password) as workspace:
        told = [str(problem) for problem in check(workspace)]
        assert told == [], told
        yield workspace


def words(said: Sequence[str], first: str) -> list[str]:
    """What came after this word."""
    return [line.partition(" ")[2] for line in said if line.partition(" ")[0] == first]


def ask(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    with workspace.driver_connection() as connection:
        return connection.execute(sql).fetchall()


def derive_once() -> None:
    """From now on, keys that were derived before are not derived again: new files have one of a few salts."""
    derived, salts = cache(Key.of_password), cycle([secrets.token_bytes(SALT_SIZE) for _ in range(_SALTS)])
    patch.object(key, "new_salt", lambda: next(salts)).start()
    patch.object(Key, "of_password", lambda password, salt: derived(password, salt).copy()).start()
