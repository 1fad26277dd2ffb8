"""Files opened in other programs: private, read-only, and gone when the workspace is closed or at the next start."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from desktop_crm.model.errors import WorldError
from desktop_crm.services.private_copies import Outside, sweep

LEFT = """
import os, signal, sys
from desktop_crm.services.private_copies import OUTSIDE
print(OUTSIDE.copy_of("Rahasia.pdf", b"secret"), flush=True)
if sys.argv[1] == "die":
    os.kill(os.getpid(), signal.SIGKILL)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
        (tmp_path / name.lower()).mkdir()


@pytest.fixture
def files() -> Iterator[Outside]:
    made = Outside()
    yield made
    made.end()


def everything(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_copy_is_read_only_and_nobody_elses(files: Outside, tmp_path: Path) -> None:
    path = files.copy_of("Kontrak “1”.pdf", b"content")
    assert path.name == "Kontrak “1”.pdf"
    assert path.read_bytes() == b"content"
    assert rights(path) == 0o400 or os.name == "nt"
    for folder in list(path.parents)[:4]:
        assert rights(folder) == 0o700 or os.name == "nt"


@pytest.mark.parametrize("name", ["../../out.txt", "/etc/passwd", "C:\\x\\y.exe", "", "..", "a\0b", "x" * 400, "CON"])
def test_no_name_leads_out_of_the_folder(files: Outside, tmp_path: Path, name: str) -> None:
    first, second = files.copy_of(name, b"1"), files.copy_of(name, b"2")
    assert first != second
    assert {path.read_bytes() for path in (first, second)} == {b"1", b"2"}
    assert all(path.parent.parent.name == "opened" for path in (first, second))


def test_wiping_takes_what_was_opened_and_what_others_put_beside_it(files: Outside, tmp_path: Path) -> None:
    path = files.copy_of("a.odt", b"secret" * 1000)
    (path.parent / ".~lock.a.odt#").write_bytes(b"secret")
    (path.parent / "sub").mkdir()
    (path.parent / "sub" / "autosave").write_bytes(b"secret")
    target = tmp_path / "my own.txt"
    target.write_text("mine")
    (path.parent / "link").symlink_to(target)
    (path.parent / "hard").hardlink_to(target)
    files.wipe()
    assert [each.name for each in everything(tmp_path) if each.suffix != ".lock"] == ["my own.txt"]
    assert target.read_text() == "mine"
    assert files.copy_of("b.odt", b"next").exists()


def test_content_is_overwritten_before_it_goes(files: Outside, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = files.copy_of("a.pdf", b"secret" * 400_000)
    seen = []
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: seen.append((self, self.read_bytes())))
    files.wipe()
    assert [(each, set(content)) for each, content in seen] == [(path, {0})]
    monkeypatch.undo()


def test_what_cannot_be_wiped_waits(files: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.copy_of("a.pdf", b"secret")

    def held(self: Any, missing_ok: bool = False) -> None:
        raise PermissionError(13, "held")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        files.wipe()
        assert path.exists()
    files.wipe()
    assert not path.exists()


def test_the_end_leaves_nothing_at_all(files: Outside, tmp_path: Path) -> None:
    files.copy_of("a.pdf", b"secret")
    files.take_in_temporary_files()
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"secret")
    assert Path(file.name).is_relative_to(tmp_path / "xdg_cache_home")
    files.end()
    assert everything(tmp_path) == []
    assert not Path(tempfile.gettempdir()).is_relative_to(tmp_path)


def test_work_that_goes_on_after_the_end_gets_no_place(files: Outside, tmp_path: Path) -> None:
    files.copy_of("a.pdf", b"secret")
    files.end()
    with pytest.raises(WorldError):
        files.copy_of("b.pdf", b"secret")
    files.take_in_temporary_files()
    assert list(tmp_path.rglob("private/*")) == []
    assert tempfile.tempdir is None


def child(word: str) -> tuple[Popen[str], Path]:
    script = subprocess.Popen(
        [sys.executable, "-c", LEFT, word],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return script, Path(script.stdout.readline().strip())


def test_what_a_killed_program_left_is_swept_and_nothing_of_one_that_lives(files: Outside, tmp_path: Path) -> None:
    dead, left = child("die")
    dead.communicate(timeout=60)
    alive, used = child("live")
    mine = files.copy_of("mine.pdf", b"secret")
    assert left.exists()
    sweep()
    assert not left.exists()
    assert not left.parents[2].exists()
    assert used.exists()
    assert mine.exists()
    alive.communicate("", timeout=60)
    sweep()
    assert not used.exists()
    files.end()
    assert everything(tmp_path) == []
    sweep()


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no such place")
def test_copies_lie_in_memory_while_there_is_room(
    files: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files.copy_of("a.pdf", b"1").is_relative_to(tmp_path / "xdg_runtime_dir")
    usage = shutil.disk_usage

    def full(path: Path) -> Any:
        return usage(path) if Path(path).is_relative_to(tmp_path / "xdg_cache_home") else usage(path)._replace(free=100)

    monkeypatch.setattr(shutil, "disk_usage", full)
    assert files.copy_of("a.pdf", b"1").is_relative_to(tmp_path / "xdg_cache_home")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(path)._replace(free=100))
    with pytest.raises(WorldError, match="disk is full"):
        files.copy_of("a.pdf", b"1")


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("xdg_runtime_dir", "xdg_cache_home"):
        (tmp_path / name / "desktop-crm").write_text("no folder")
    files = Outside()
    with pytest.raises(WorldError, match=r"a\.pdf can't be opened"):
        files.copy_of("a.pdf", b"1")
    files.wipe()
    files.take_in_temporary_files()
    sweep()
