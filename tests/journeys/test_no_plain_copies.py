"""No plain copies: a secret planted in a protected workspace is on the disk nowhere else, however the program ends."""

import base64
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, contract, order, product, settings, template
from desktop_crm.services import contact as contacts
from desktop_crm.services.workspace import create
from desktop_crm.storage.opening import open_workspace

pytestmark = pytest.mark.in_turn

SECRET = "Rahasia9Jeruk"
PASSWORD = "kuda nil makan sore 77"
SCRIPT = Path(__file__).with_name("leaving_traces.py")
ROOT = Path(__file__).parents[2]


def needles() -> Any:
    """The secret as files may hold it."""
    found = set()
    for text in (SECRET, SECRET.lower(), SECRET.upper()):
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = text.encode(code)
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            found |= {base64.b64encode(bytes(shift) + raw)[4 if shift else 0 : -4] for shift in range(3)}
    return found


NEEDLES = needles()


class World:
    """A home and everything else a program may write to."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.path = root / "work" / "Usaha.crm"
        self.path.parent.mkdir()
        names = (
            "HOME",
            "TMPDIR",
            "XDG_RUNTIME_DIR",
            *(f"XDG_{name}_HOME" for name in ("CONFIG", "CACHE", "DATA", "STATE")),
        )
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        for name in names:
            folder = root / name.lower()
            folder.mkdir(mode=0o700)
            self.environment[name] = str(folder)

    def start(self, end: Any, *, wait: bool = True) -> Any:
        command = [sys.executable, str(SCRIPT), str(self.path), PASSWORD, SECRET, end]
        pipes: dict[str, Any] = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
        }
        child = subprocess.Popen(command, env=self.environment, cwd=self.root / "home", **pipes)
        if not wait:
            return child
        out, err = child.communicate(timeout=120)
        assert "done" in out, err
        assert SECRET not in err
        return child, out

    def traces(self) -> Any:
        """Files, and names of files, that tell the secret."""
        found = []
        for path in self.root.rglob("*"):
            if any(needle in path.name.encode() for needle in NEEDLES):
                found.append(path)
            elif path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                if any(needle in content for needle in NEEDLES):
                    found.append(path)
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    workspace = create(made.path, password=PASSWORD)
    with workspace.write(msg("Work")) as session:
        fill(session)
    workspace.close()
    assert made.traces() == []
    return made


def fill(session: Session) -> None:
    """The secret in everything that holds text."""
    settings.save_company(session, {"name": f"{SECRET} Sejahtera", "bank_account": SECRET, "manager": SECRET})
    known = client.save(session, None, {"name": f"{SECRET} Makmur", "notes": f"Suka {SECRET}", "source": SECRET})
    contacts.save(session, known.id, None, {"name": f"Siti {SECRET}"})
    goods = product.save(session, None, {**product.start(session), "code": SECRET, "name_id": f"Kopi {SECRET}"})
    line = order.LineInput(goods.id, SECRET, f"Kopi {SECRET}", Decimal(2), "kg", Decimal(100_000), Decimal(0), None)
    made = order.save(session, None, {**order.start(session, known.id), "notes": SECRET}, [line])
    contract.make(session, made.id)
    for one in template.templates(session):
        template.save(session, one.id, {"text_en": f"{one.text_en}\n\n{SECRET}\n"})
    attachment.add(session, "client", known.id, f"{SECRET}.txt", f"Isi {SECRET}".encode())


def test_the_search_would_find_it(tmp_path: Path) -> None:
    made = World(tmp_path)
    for number, content in enumerate(
        (SECRET.encode(), SECRET.encode("utf-16-le"), base64.b64encode(b"x" + SECRET.encode()))
    ):
        (tmp_path / "home" / str(number)).write_bytes(b"..." + content + b"...")
    (tmp_path / "tmpdir" / f"{SECRET}.txt").touch()
    assert len(made.traces()) == 4


def test_while_locked_there_is_nothing(world: World) -> None:
    child = world.start("lock", wait=False)
    for line in child.stdout:
        if line.strip() == "locked":
            break
    assert world.traces() == []
    child.communicate("\n", timeout=60)
    assert world.traces() == []


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_after_a_kill_there_is_the_opened_file_until_the_next_start(world: World) -> None:
    _, out = world.start("kill")
    opened = Path(next(line.removeprefix("opened ") for line in out.splitlines() if line.startswith("opened ")))
    assert world.traces() == [opened]
    assert all(part.stat().st_mode & 0o77 == 0 for part in list(opened.parents)[:4])
    workspace = open_workspace(world.path, PASSWORD)  # what was typed is kept, in the workspace alone
    with workspace.driver_connection() as connection:
        typed = [row[0] for row in connection.execute("SELECT content FROM drafts ORDER BY noun")]
    workspace.close()
    assert len(typed) == 2
    assert all(SECRET in content for content in typed)
    child, out = world.start("close")
    assert child.returncode == 0
    assert "opened" in out
    assert world.traces() == []
