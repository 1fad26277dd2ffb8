"""The open file moved, replaced, deleted or overwritten in the middle of an import, or while an emergency archive is packed."""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pyzipper
from sqlalchemy import func, select

from desktop_crm.language import language
from desktop_crm.model.client import Client
from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.services import client
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.safety import emergency
from desktop_crm.services.safety.emergency import Packed
from desktop_crm.services.workspace import create, opened
from desktop_crm.storage.workspace import Workspace
from tests.office import Office
from tests.rounds import crossed

pytestmark = [
    pytest.mark.in_turn,
    pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved or replaced there"),
]

SHEET = "Nama;Telepon\n" + "".join(f"Klien {number};0812555{number:05}\n" for number in range(200))
PASSWORD = "kuda-nil 47"


def rename(path: Path, _other: Path) -> None:
    path.rename(path.with_name("renamed.crm"))


def unlink(path: Path, _other: Path) -> None:
    path.unlink()


def replace(path: Path, other: Path) -> None:
    os.replace(other, path)  # noqa: PTH105 - the call of synchronising programs


def overwrite(path: Path, other: Path) -> None:
    """As `cp` does."""
    with other.open("rb") as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another business's file, elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    path = tmp_path / "elsewhere" / "other.crm"
    with closing(create(path)) as workspace, workspace.write(msg("Add")) as session:
        client.save(session, None, {"name": "Somebody else's"})
    return path


class Once:
    """Does something when a job is so far."""

    def __init__(self, do: Callable[..., Any], share: float) -> None:
        self._do, self._share, self.done = do, share, False

    def __call__(self, done: int, total: int) -> None:
        if not self.done and total and done >= self._share * total:
            self.done = True
            self._do()


def clients(workspace: Workspace) -> int:
    with workspace.read() as session:
        return session.scalar(select(func.count(Client.id)))


@pytest.mark.parametrize(("mischief", "share"), crossed([rename, unlink, replace, overwrite], [0, 1]))
def test_an_import_is_whole_or_not_at_all(
    office: Office, tmp_path: Path, other: Path, mischief: Callable[..., Any], share: int
) -> None:
    workspace, theirs = office.workspace, other.read_bytes()
    path = workspace.path
    sheet = tmp_path / "pameran.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    plan = office.see(lambda s: importing.plan(s, "clients", sheet.name, importing.read(sheet, "clients")))
    moved = Once(lambda: mischief(path, other), share)
    with pytest.raises(WorldError, match=r"This was not saved|has written into Usaha"):
        office.do(lambda s: importing.apply(s, plan, progress=moved))
    assert moved.done
    if mischief is overwrite:
        workspace.close()
        assert path.read_bytes() == theirs
        return
    assert clients(workspace) == 1
    assert office.do(lambda s: importing.apply(s, plan)) == 200
    now = workspace.path
    workspace.close()
    assert mischief is not replace or path.read_bytes() == theirs
    with opened(now) as again:
        assert clients(again) == 201
        again.undo()
        assert clients(again) == 1


@pytest.mark.parametrize(("mischief", "share"), crossed([rename, unlink, replace, overwrite], [0.2, 1]))
def test_an_emergency_folder_holds_our_file_or_is_not_there(
    office: Office, tmp_path: Path, other: Path, mischief: Callable[..., Any], share: float
) -> None:
    phone = (Phone("0812555000"),)
    office.do(lambda s: [client.save(s, None, {"name": f"Klien {at}", "phones": phone}) for at in range(40)])
    assert office.workspace.fold()
    target = tmp_path / "elsewhere" / "out.zip"
    path, theirs = office.workspace.path, other.read_bytes()
    moved = Once(lambda: mischief(path, other), share)

    def pack() -> Packed:
        return emergency.pack(office.workspace, target, PASSWORD, language("en"), moved)

    if mischief is overwrite:
        with pytest.raises(WorldError, match="has written into Usaha"):
            pack()
        assert not target.exists()
        assert path.read_bytes() == theirs
    else:
        assert pack().counts["clients"] == 41
        with pyzipper.AESZipFile(target) as packed:
            packed.setpassword(PASSWORD.encode())
            assert packed.testzip() is None
            assert packed.read("Contacts.vcf").count(b"BEGIN:VCARD") == 42
        assert clients(office.workspace) == 41
    assert moved.done
    assert not list(target.parent.glob(".*"))
