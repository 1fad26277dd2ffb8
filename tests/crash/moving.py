"""A file that is moved, deleted, replaced or overwritten while somebody works in it, at random moments."""

import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.storage.workspace import Workspace
from tests.crash.scenario import ask, make, opened

Mischief = Callable[[Path, Path], None]

_PASSWORDS = ("", "kuda nil makan sore")
_WRITES = 12


def renamed(folder: Path, path: Path) -> None:
    path.rename(folder / f"renamed {len(list(folder.glob('*.crm')))}.crm")


def deleted(_folder: Path, path: Path) -> None:
    path.unlink()


def replaced(folder: Path, path: Path) -> None:
    shutil.copyfile(folder / "kept" / "other.crm", folder / "kept" / "incoming")
    os.replace(folder / "kept" / "incoming", path)  # noqa: PTH105 - the call of synchronising programs


def overwritten(folder: Path, path: Path) -> None:
    shutil.copyfile(folder / "kept" / "other.crm", path)


def beside_gone(_folder: Path, path: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink()


ALL: tuple[Mischief, ...] = (renamed, deleted, replaced, overwritten, beside_gone)


def turns(mischief: Mischief, folder: Path, chance: random.Random) -> Iterator[None]:
    """For ever; raises AssertionError when what was acknowledged is in no file, or something in a foreign one."""
    prepared = folder.with_name(f"{folder.name} prepared")
    (prepared / "kept").mkdir(parents=True)
    mine, other = _two_files()
    (prepared / "a.crm").write_bytes(mine)
    (prepared / "kept" / "other.crm").write_bytes(other)
    while True:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(prepared, folder)
        done, passwords = _work(folder, mischief, chance)
        _look(folder, mischief, done, passwords, other)
        yield


@cache
def _two_files() -> tuple[bytes, bytes]:
    with TemporaryDirectory(prefix="crash-") as folder:
        paths = Path(folder) / "a.crm", Path(folder) / "other.crm"
        for path in paths:
            make(path)
        return paths[0].read_bytes(), paths[1].read_bytes()


def _work(folder: Path, mischief: Mischief, chance: random.Random) -> tuple[set[str], set[str]]:
    """What was acknowledged, and every password that was in use."""
    done: set[str] = set()
    passwords = {""}
    with opened(folder / "a.crm") as workspace:
        moments = sorted(chance.randrange(_WRITES) for _ in range(1 if mischief is overwritten else 3))
        for number in range(_WRITES):
            thread = None
            if number in moments:
                wait = 0 if mischief is overwritten else chance.uniform(0, 0.02)
                thread = threading.Timer(wait, _do, (mischief, folder, workspace))
                thread.start()
                if mischief is overwritten:  # it takes its time, and nobody can keep others from writing meanwhile
                    thread.join()
            with suppress(TellableError):
                _deed(workspace, folder, chance, passwords, f"{number}")
                done.add(f"{number}")
            if thread is not None:
                thread.join()
    return done, passwords


def _do(mischief: Mischief, folder: Path, workspace: Workspace) -> None:
    with suppress(OSError):
        mischief(folder, workspace.path)


def _deed(workspace: Workspace, folder: Path, chance: random.Random, passwords: set[str], name: str) -> None:
    with workspace.write(msg("Add client")) as session:
        client.save(session, None, {"name": name})
    with suppress(TellableError):
        match chance.randrange(12):
            case 0:
                workspace.thin(datetime.now(UTC) + timedelta(days=1), msg("Thin"))
            case 1:
                password = chance.choice(_PASSWORDS)
                passwords.add(password)
                workspace.protect(password)
            case 2:
                workspace.write_copy(folder / "kept" / "backup.crm")
            case 3:
                workspace.fold()
            case 4:
                workspace.undo_text()


def _look(folder: Path, mischief: Mischief, done: set[str], passwords: set[str], other: bytes) -> None:
    files = list(folder.glob("*.crm"))
    foreign = [each for each in files if each.read_bytes() == other]
    if mischief is overwritten:
        assert foreign, "something was written into the other file"
        return
    found: set[str] = set()
    for each in files:
        found |= _names(each, passwords)
    assert done <= found, f"{len(done - found)} of {len(done)} acknowledged clients are gone"
    assert (folder / "kept" / "other.crm").read_bytes() == other


def _names(path: Path, passwords: set[str]) -> set[str]:
    for password in passwords:
        with suppress(TellableError), opened(path, password) as workspace:
            return {row[0] for row in ask(workspace, "SELECT name FROM clients")}
    return set()
