"""A disk with no byte free: what needs none there works, and what became of a long job is told."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_crm.language import language
from desktop_crm.model.errors import WorldError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import client, exporting
from desktop_crm.services.demo import demo
from desktop_crm.services.safety import backup
from desktop_crm.services.safety.check import check
from desktop_crm.services.safety.places import Place, PlaceKind
from desktop_crm.services.workspace import Workspace, opened
from desktop_crm.storage.opening import create_workspace, open_workspace

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda nil makan sore"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes, where somebody may make one."""
    mount, made = shutil.which("mount"), tmp_path / "disk"
    made.mkdir()
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(made)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield made
    subprocess.run(["umount", "-l", made], check=False)


def fill(disk: Path) -> None:
    with pytest.raises(OSError, match="space"), (disk / "ballast").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    assert shutil.disk_usage(disk).free == 0


def empty(disk: Path) -> None:
    (disk / "ballast").unlink()


@pytest.fixture
def path(disk: Path) -> Path:
    made = disk / "a.crm"
    demo.make(made, clients=20, orders=10, contracts=2).close()
    return made


def add(workspace: Workspace, name: str = "Toko") -> None:
    with workspace.write(msg("Add")) as session:
        client.save(session, None, {"name": name})


def use_it(workspace: Workspace, elsewhere: Path) -> None:
    """All that writes nothing on its disk."""
    listing = client.listing(workspace)
    assert listing.count(Query()) == 20
    with workspace.read() as session:
        assert client.get(session, 1).name
    columns = [column.id for column in listing.columns]
    target = elsewhere / "list.xlsx"
    exporting.export(listing, Query(), columns, title="Clients", language=language("en"), target=target)
    assert target.stat().st_size
    stick = elsewhere / "stick"
    stick.mkdir()
    made = backup.make(workspace, Place(PlaceKind.FOLDER, str(stick), "Stick")).backup
    assert made is not None
    assert backup.look_inside(made.path, "").counts["clients"] == 20


@pytest.mark.parametrize("when", ["while it is open", "before it is opened"])
def test_what_needs_no_room_there_works(disk: Path, path: Path, tmp_path: Path, when: str) -> None:
    if when == "before it is opened":
        fill(disk)
    workspace = open_workspace(path)
    if when == "while it is open":
        fill(disk)
    use_it(workspace, tmp_path)
    with pytest.raises(WorldError, match=r"disk is full|write-protected"):
        add(workspace)
    empty(disk)
    add(workspace)
    workspace.close()
    with opened(path) as again:
        assert client.listing(again).count(Query()) == 21
        assert check(again) == []


def test_after_a_write_that_was_refused_it_is_closed_and_opened_again(disk: Path, path: Path) -> None:
    workspace = open_workspace(path)
    add(workspace)
    fill(disk)
    with pytest.raises(WorldError, match="disk is full"):
        for number in range(500):
            add(workspace, f"Toko {number} " + "x" * 5000)
    kept = client.listing(workspace).count(Query())
    workspace.close()
    with opened(path) as again:
        assert client.listing(again).count(Query()) == kept
    empty(disk)
    with opened(path) as again:
        assert client.listing(again).count(Query()) == kept
        assert check(again) == []


def test_what_became_of_thinning_is_told(disk: Path) -> None:
    """The history is thinned in place; the file is written anew only where there is room for both."""
    workspace = create_workspace(disk / "a.crm")
    for number in range(11):
        add(workspace, f"Toko {number} " + "x" * 200)
    workspace.fold()
    (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 400_000))
    with pytest.raises(WorldError, match=r"The details of 1[12] actions are deleted, but a.crm has kept its size"):
        workspace.thin(datetime.now(UTC) + timedelta(days=1), msg("Thin"))
    assert workspace.undo() is None
    empty(disk)
    assert workspace.thin(datetime.now(UTC) + timedelta(days=1), msg("Thin")) <= 1
    add(workspace)
    assert check(workspace) == []
    workspace.close()
    assert [each.name for each in Path(disk).iterdir()] == ["a.crm"]
