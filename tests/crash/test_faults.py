"""The faults of `faults.py`, at a few places of every way of writing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_crm.language import language
from desktop_crm.model.errors import TellableError, WorldError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import client, exporting, files
from desktop_crm.services.demo import demo
from desktop_crm.services.safety import emergency
from desktop_crm.services.safety.check import check
from desktop_crm.services.safety.rescue import rescue
from desktop_crm.services.workspace import Workspace, create, opened
from desktop_crm.ui.preview.saving import write_safely
from tests.rounds import crossed

pytestmark = pytest.mark.in_turn

_HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What refuses, made of its source."""
    if sys.platform != "linux":
        pytest.skip("LD_PRELOAD and /proc are Linux's")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler to make the faults with")
    built = tmp_path_factory.mktemp("faults") / "faults.so"
    command = [
        compiler,
        "-shared",
        "-fPIC",
        "-O1",
        "-Wall",
        "-Werror",
        "-o",
        str(built),
        str(_HERE / "faults.c"),
        "-ldl",
    ]
    subprocess.run(command, check=True)
    return built


def test_refused_at_any_place_it_is_told_nothing_is_lost_and_work_goes_on(library: Path) -> None:
    deeds = ["save", "export", "write_file", "save_paper", "back_up"]
    environ = {**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(_HERE.parent.parent)}
    run = subprocess.run(
        [sys.executable, str(_HERE / "faults.py"), "0", *deeds],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Exception ignored" not in run.stderr
    injected = {
        deed: int(told.split()[0]) for deed, _, told in (line.partition(": ") for line in run.stdout.splitlines())
    }
    assert sorted(injected) == sorted(deeds)
    assert min(injected.values()) > 10


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes, where somebody may make one."""
    mount = shutil.which("mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], check=False, capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=False)


def fill(disk: Path) -> None:
    with pytest.raises(OSError, match="space"), (disk / "ballast").open("wb") as file:
        file.write(bytes(9_000_000))


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    workspace = create(small_disk / "a.crm")

    def add(notes: str = "") -> None:
        with workspace.write(msg("Add")) as session:
            client.save(session, None, {"name": "Toko", "notes": notes})

    add()
    fill(small_disk)
    with pytest.raises(WorldError, match="disk is full"):
        add("x" * 500_000)
    with pytest.raises(WorldError, match="disk is full"):
        workspace.protect("kuda nil makan sore")
    assert check(workspace) == []
    (small_disk / "ballast").unlink()
    add("x" * 50_000)
    assert check(workspace) == []
    workspace.close()
    assert [path.name for path in small_disk.iterdir()] == ["a.crm"]


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace to give things out of, and a closed copy to rescue."""
    path = tmp_path_factory.mktemp("office") / "a.crm"
    demo.make(path, clients=60, orders=30, contracts=2).close()
    shutil.copyfile(path, path.with_name("damaged.crm"))
    with opened(path) as workspace:
        yield workspace


def paper(_office: object, target: Path) -> None:
    files.write_whole(target, b"%PDF" + os.urandom(100_000))


def paper_from_the_window(_office: object, target: Path) -> None:
    write_safely(target, b"%PDF" + os.urandom(100_000))


def sheet(counter: Workspace, target: Path) -> None:
    listing = client.listing(counter)
    columns = [column.id for column in listing.columns]
    exporting.export(listing, Query(), columns, title="Clients", language=language("en"), target=target)


def emergency_zip(counter: Workspace, target: Path) -> None:
    emergency.pack(counter, target, "rahasia 4711 sekali", language("en"))


def rescued(counter: Workspace, target: Path) -> None:
    rescue(counter.path.with_name("damaged.crm"), target)


def protect(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)


def pull_out(disk: Path) -> None:
    subprocess.run(["umount", "-l", disk], check=True)
    disk.rmdir()


def mended(disk: Path) -> None:
    """Another disk in its place, or room on this one."""
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "remount,rw", disk], check=False, capture_output=True)
    (disk / "ballast").unlink(missing_ok=True)


HAPPENS: dict[Callable[[Path], None], str] = {
    fill: "disk is full|no room left",
    protect: "write-protected|may not be written to",
    pull_out: "not there any more|[Tt]here is no folder",
}


@pytest.mark.parametrize(
    ("given_out", "happens"), crossed([paper, paper_from_the_window, sheet, emergency_zip, rescued], list(HAPPENS))
)
def test_what_is_given_out_is_whole_or_not_there_and_the_older_one_stays(
    counter: Workspace,
    small_disk: Path,
    given_out: Callable[[Workspace, Path], None],
    happens: Callable[[Path], None],
) -> None:
    target = small_disk / "given"
    if given_out is not rescued:  # which never replaces a file
        target.write_bytes(b"older")
    before = {path.name: path.read_bytes() for path in small_disk.iterdir()}
    happens(small_disk)
    with pytest.raises(TellableError, match=HAPPENS[happens]):
        given_out(counter, target)
    there = {path.name: path.read_bytes() for path in small_disk.glob("*") if path.name != "ballast"}
    assert there == ({} if happens is pull_out else before)
    mended(small_disk)
    given_out(counter, target)
    assert target.stat().st_size > 5_000
