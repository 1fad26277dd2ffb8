"""What is left in the memory of a locked program, searched byte for byte; and that nobody gets it as a dump."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.services.workspace import create
from desktop_crm.storage.file.key import Key, salt_of

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("keeping_secrets.py")
WINDOW = Path(__file__).with_name("locking_window.py")
PASSWORD = "Kuda-nil makan sore 77"
OTHER = "Gajah mandi pagi-pagi 88"

pytestmark = [
    pytest.mark.in_turn,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is looked into through /proc"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "Usaha.crm"
    create(path, password=PASSWORD).close()
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made, tmp_path / "Usaha.crm"))


def start(file: Path, how: Any, script: Any = SCRIPT) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(file.parent), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(script), str(file), how]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def memory(pid: Any) -> Iterator[Any]:
    """Every page that can be written, for nobody writes a secret into the others."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as mem:  # noqa: PTH123 - no path
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found and "[v" not in line:
                first, last = (int(each, 16) for each in found.groups())
                with suppress(OSError, ValueError, OverflowError):
                    mem.seek(first)
                    yield mem.read(last - first)


def forms(key: Any) -> Iterator[Any]:
    """A key as it may lie in memory."""
    secret, signing = (bytes(each) for each in key.page_keys())
    for name, raw in (("key", secret), ("signing key", signing)):
        yield name, raw
        yield f"{name} in hex", raw.hex().encode()
        yield f"{name} in HEX", raw.hex().upper().encode()
    yield "recovery key", key.recovery.encode()


def spellings(password: Any) -> Iterator[Any]:
    for code in ("utf-8", "utf-16-le", "utf-32-le"):
        yield f"password in {code}", password.encode(code)


def found_in(pid: Any, needles: Any) -> Any:
    needles = list(needles)
    found: dict[Any, Any] = {}
    for part in memory(pid):
        for name, needle in needles:
            if count := part.count(needle):
                found[name] = found.get(name, 0) + count
    return found


def ready(child: Any) -> Any:
    """What it said before."""
    lines: list[Any] = []
    for line in child.stdout:
        if line.strip() == b"ready":
            return lines
        lines.append(line.decode().strip())
    raise AssertionError(lines)


def give(child: Any, text: Any) -> None:
    child.stdin.write(text.encode())
    child.stdin.flush()


def end(child: Any) -> None:
    child.communicate(b"\n", timeout=60)
    assert child.returncode == 0


def test_the_search_finds_the_key_of_an_open_workspace(file: Path) -> None:
    child = start(file, "open")
    give(child, PASSWORD)
    said = ready(child)
    found = found_in(child.pid, forms(Key.of(PASSWORD, salt_of(file))))
    child.kill()
    child.communicate()
    assert "key" in found
    assert said == ["dumpable 0"]


@pytest.mark.parametrize("how", ["lock", "change"])
def test_a_locked_program_has_neither_key_nor_password(file: Path, how: str) -> None:
    before = Key.of(PASSWORD, salt_of(file))
    child = start(file, how)
    give(child, PASSWORD)
    for password in (PASSWORD, OTHER)[: 1 + (how == "change")]:
        assert child.stdout.readline() == b"next\n"
        give(child, password)
    said = ready(child)
    keys = {"before": before, "now": Key.of(OTHER if how == "change" else PASSWORD, salt_of(file))}
    found = {name: found_in(child.pid, forms(key)) for name, key in keys.items()}
    found["typed"] = found_in(child.pid, [*spellings(PASSWORD), *spellings(OTHER)])
    end(child)
    assert found == {"before": {}, "now": {}, "typed": {}}
    assert said == ["dumpable 0"]


def test_the_locked_window_has_neither_key_nor_password(file: Path) -> None:
    child = start(file, "", WINDOW)
    give(child, f"{PASSWORD}\n{PASSWORD}\n")
    said = ready(child)
    found = found_in(child.pid, [*forms(Key.of(PASSWORD, salt_of(file))), *spellings(PASSWORD)])
    end(child)
    assert found == {}
    assert said == ["dumpable 0"]
