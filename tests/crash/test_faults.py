"""The faults of `faults.py`, at a few places of every way of writing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.check import check
from desktop_crm.services.workspace import create

_HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """What refuses, made of its source."""
    if sys.platform != "linux":
        pytest.skip("LD_PRELOAD and /proc are Linux's")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler to make the faults with")
    built = tmp_path_factory.mktemp("faults") / "faults.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", built, _HERE / "faults.c", "-ldl"]
    subprocess.run(command, check=True)
    return built


@pytest.mark.parametrize("deed", ["save", "export", "write_file", "back_up"])
def test_refused_at_any_place_it_is_told_nothing_is_lost_and_work_goes_on(library, deed):
    environ = {**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(_HERE.parent.parent)}
    run = subprocess.run(
        [sys.executable, str(_HERE / "faults.py"), "0", deed], env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert int(run.stdout.split()[0]) > 10


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes, where somebody may make one."""
    mount = shutil.which("mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False, capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_disk_that_is_really_full(small_disk):
    workspace = create(small_disk / "a.crm")

    def add(notes=""):
        with workspace.write(msg("Add")) as session:
            client.save(session, None, {"name": "Toko", "notes": notes})

    add()
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="space"), ballast.open("wb") as file:
        file.write(bytes(3_000_000))
    with pytest.raises(WorldError, match="disk is full"):
        add("x" * 500_000)
    with pytest.raises(WorldError, match="disk is full"):
        workspace.protect("kuda nil makan sore")
    assert check(workspace) == []
    ballast.unlink()
    add("x" * 50_000)
    assert check(workspace) == []
    workspace.close()
    assert [path.name for path in small_disk.iterdir()] == ["a.crm"]
