"""Files that are no workspace, or one no more: told in a sentence, and never changed."""

import errno
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.model.client import Client
from desktop_crm.model.errors import PasswordNeededError, TellableError, UserError, WorldError, WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.services.safety.check import check
from desktop_crm.storage.file import revisions, schema
from desktop_crm.storage.opening import create_workspace, open_workspace
from tests.rounds import crossed, rounds

PASSWORD = "kuda nil makan sore"
PAGE = 4096
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A workspace without a password, and one with."""
    folder, contents = tmp_path_factory.mktemp("made"), {}
    for password in ("", PASSWORD):
        workspace = create_workspace(folder / f"a{len(password)}.crm", password=password)
        with workspace.write(msg("Add")) as session:
            session.add_all(Client(name=f"Toko {n}", notes="x" * 200) for n in range(150))
        workspace.close()
        contents[password] = workspace.path.read_bytes()
    return contents


def look(path: Path, password: str) -> None:
    """Open and check; a finding of the check is a sentence, too."""
    workspace = open_workspace(path, password)
    try:
        found = check(workspace)
    finally:
        workspace.close()
    if found:
        raise WorldError(found[0])


def refused(
    path: Path,
    content: bytes,
    password: str = "",
    error: type[TellableError] | type[UserError] | type[PasswordNeededError] | type[WrongPasswordError] = TellableError,
    match: str | None = None,
) -> None:
    path.write_bytes(content)
    with pytest.raises(error, match=match):
        look(path, password)
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("password", ["", PASSWORD])
@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.97])
@pytest.mark.parametrize("whole_pages", [True, False])
def test_truncated(made: dict[str, bytes], tmp_path: Path, password: str, share: float, whole_pages: bool) -> None:
    content = made[password]
    size = max(1, int(len(content) * share))
    size = max(PAGE, size // PAGE * PAGE) if whole_pages else size | 1
    refused(tmp_path / "a.crm", content[:size], password)


@pytest.mark.parametrize("seed", range(12))
def test_any_bit_that_flips_in_a_protected_file_is_noticed(made: dict[str, bytes], tmp_path: Path, seed: int) -> None:
    """Every page is signed; a page that nobody asks for is asked for by the check."""
    chance, content = random.Random(seed), bytearray(made[PASSWORD])
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path = tmp_path / "a.crm"
    path.write_bytes(content)
    try:
        look(path, PASSWORD)
    except TellableError:
        assert path.read_bytes() == content
    else:
        assert _is_unused(path, bytes(content), made[PASSWORD])


def _is_unused(path: Path, content: bytes, sound: Any) -> Any:
    """A page of the free list: nothing is kept there, and nothing reads it."""
    at = next(at for at, (one, other) in enumerate(zip(content, sound, strict=True)) if one != other) // PAGE + 1
    workspace = open_workspace(path, PASSWORD)
    try:
        with workspace.driver_connection() as connection:
            free = connection.execute("PRAGMA freelist_count").fetchone()[0]
    finally:
        workspace.close()
    return free > 0 and at > 1


@settings(max_examples=rounds(8, 25))
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 7)), min_size=1, max_size=30))
def test_flipped_bits_in_a_plain_file_are_told_or_harmless(
    made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]]
) -> None:
    content = bytearray(made[""])
    for place, bit in flips:
        content[int(place * len(content))] ^= 1 << bit
    path = tmp_path_factory.mktemp("flipped") / "a.crm"
    path.write_bytes(content)
    with suppress(TellableError):
        look(path, "")
    assert path.exists()
    shutil.rmtree(path.parent)


@pytest.mark.parametrize(
    ("size", "password"), crossed([1, 15, 16, 100, PAGE - 1, PAGE, 3 * PAGE, 30 * PAGE], ["", PASSWORD])
)
def test_random_bytes(tmp_path: Path, size: int, password: str) -> None:
    protected = size % PAGE == 0
    error = (WrongPasswordError if password else PasswordNeededError) if protected else UserError
    refused(tmp_path / "a.crm", random.Random(size).randbytes(size), password, error)


def test_nothing_at_all(tmp_path: Path) -> None:
    refused(tmp_path / "a.crm", b"", error=UserError, match="empty")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    database = sqlite3.connect(other / "a.crm")
    database.executescript(
        "CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO clients VALUES (1, 'a')"
    )
    database.close()
    refused(other / "a.crm", (other / "a.crm").read_bytes(), error=UserError, match="another program")


def test_a_newer_version(made: dict[str, bytes], tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "a.crm").write_bytes(made[""])
    database = sqlite3.connect(newer / "a.crm")
    database.execute("PRAGMA journal_mode = DELETE")
    with database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    refused(newer / "a.crm", (newer / "a.crm").read_bytes(), error=UserError, match="newer version")


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder.crm").mkdir()
    with pytest.raises(UserError, match="no file"):
        open_workspace(tmp_path / "folder.crm")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.crm")
        with pytest.raises(UserError, match="no file"):
            open_workspace(tmp_path / "pipe.crm")  # and does not wait for somebody to write into it


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files and folders")
@pytest.mark.parametrize("rights", ["file", "folder"])
def test_missing_rights(made: dict[str, bytes], tmp_path: Path, rights: str) -> None:
    (tmp_path / "warm.crm").write_bytes(made[""])
    with tempfile.TemporaryDirectory() as place:  # pytest's own is closed to everybody else
        folder, path = Path(place) / "folder", Path(place) / "folder" / "a.crm"
        folder.mkdir()
        path.write_bytes(made[""])
        give_away(Path(place), folder, path)
        if opened_by_somebody(tmp_path / "warm.crm", path):
            pytest.skip("root can't be somebody else here")
        path.chmod(0o000 if rights == "file" else 0o600)
        folder.chmod(0o500 if rights == "folder" else 0o700)
        told = opened_by_somebody(tmp_path / "warm.crm", path)
        folder.chmod(0o700)
        path.chmod(0o600)
        assert re.search(r"^WorldError: .*(can't be opened|may not)", told), told
        assert path.read_bytes() == made[""]
        assert opened_by_somebody(tmp_path / "warm.crm", path) == ""


NOBODY = 65534
OPENING = f"""
import os, sys
from pathlib import Path
from desktop_crm.storage.opening import open_workspace

warm, wanted = map(Path, sys.argv[1:])
open_workspace(warm).close()  # what that imports may be closed to somebody else
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
try:
    open_workspace(wanted).close()
except Exception as error:
    sys.exit(f"{{type(error).__name__}}: {{error}}")
"""


def give_away(*paths: Path) -> None:
    """To whom root is while opening: root itself may do everything."""
    for path in paths if os.geteuid() == 0 else ():
        with suppress(PermissionError):
            os.chown(path, NOBODY, NOBODY)


def opened_by_somebody(warm: Path, path: Path) -> str:
    """What somebody is told who is not root."""
    command = [sys.executable, "-c", OPENING, str(warm), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stderr.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system for open files")
@pytest.mark.parametrize("table", ["company", "journal_entries"])
def test_a_file_that_can_not_be_opened_is_let_go(tmp_path: Path, table: str) -> None:
    """Windows would not let anybody put a backup in its place else."""
    workspace = create_workspace(tmp_path / "a.crm")
    with workspace.aside() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"ALTER TABLE {table} RENAME TO gone")
    workspace.close()
    with pytest.raises(WorldError) as told:
        open_workspace(tmp_path / "a.crm")
    held = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert told
    assert not [name for name in held if name.startswith(str(tmp_path))]


def test_a_copy_before_an_upgrade_that_is_refused_is_told_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.create(tmp_path / "a.crm", revision=revisions.KNOWN[0])
    before = (tmp_path / "a.crm").read_bytes()

    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "held by a scanner")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WorldError, match="Nothing was changed"):
        open_workspace(tmp_path / "a.crm")
    assert (tmp_path / "a.crm").read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.crm"]
