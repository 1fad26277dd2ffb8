"""Passwords at the command line: from the environment or a file descriptor, never from an argument."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_crm.cli import main
from desktop_crm.storage.opening import create_workspace

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda nil makan sore"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """One command and what it says: in this process, or `apart` in one of its own."""

    def ask(
        *arguments: object,
        given: str | None = None,
        descriptor: str | None = None,
        new: str | None = None,
        apart: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        for name, value in (("DESKTOP_CRM_PASSWORD", given), ("DESKTOP_CRM_NEW_PASSWORD", new)):
            monkeypatch.delenv(name, raising=False)
            if value is not None:
                monkeypatch.setenv(name, value)
        passed: tuple[int, ...] = ()
        if descriptor is not None:
            read, write = os.pipe()
            os.write(write, descriptor.encode() + b"\n")
            os.close(write)
            arguments, passed = (*arguments, "--password-fd", str(read)), (read,)
        try:
            return (in_another if apart else in_this)([str(each) for each in arguments], passed)
        finally:
            for each in passed:
                os.close(each)

    def in_this(arguments: list[str], _passed: tuple[int, ...]) -> subprocess.CompletedProcess[str]:
        capfd.readouterr()
        status = main(arguments)
        said = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, status, said.out, said.err)

    return ask


def in_another(arguments: list[str], passed: tuple[int, ...]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop_crm", *arguments],
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"},
        pass_fds=passed,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows hands no file descriptors to children")
def test_a_workspace_is_protected_read_changed_and_opened_again(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.crm"
    assert run("demo", file, "--clients", "5", "--orders", "3", "--contracts", "1").returncode == 0
    given = run("--workspace", file, "protect", new=PASSWORD)
    assert given.returncode == 0, given.stderr
    recovery = given.stdout.splitlines()[-1]
    assert not file.read_bytes().startswith(b"SQLite")
    listed = ("--workspace", file, "list", "clients", "--json")
    assert run(*listed, given=PASSWORD, apart=True).stdout.count('"id": ') == 5
    assert run(*listed, descriptor=PASSWORD, apart=True).stdout.count('"id": ') == 5
    assert run(*listed, descriptor=recovery).stdout.count('"id": ') == 5
    for wrong in (run(*listed), run(*listed, given="salah"), run(*listed, descriptor="")):
        assert wrong.returncode == 1
        assert wrong.stdout == ""
        assert len(wrong.stderr.splitlines()) == 1
    assert run("--workspace", file, "check", given=PASSWORD).returncode == 0
    assert run("--workspace", file, "protect", given=PASSWORD, new="lemah").returncode == 1
    assert run("--workspace", file, "protect", descriptor=f"{PASSWORD}\n{PASSWORD} besok").returncode == 0
    assert run(*listed, descriptor=f"{PASSWORD} besok").returncode == 0
    assert run("--workspace", file, "protect", descriptor=f"{PASSWORD} besok\n{PASSWORD}").returncode == 0
    assert "DESKTOP_CRM_NEW_PASSWORD" in run("--workspace", file, "protect", given=PASSWORD).stderr
    assert run("--workspace", file, "protect", "--off", given=PASSWORD).returncode == 0
    assert file.read_bytes().startswith(b"SQLite")
    assert run(*listed).returncode == 0


@pytest.mark.parametrize("way", ["given", "descriptor"])
def test_a_password_for_a_file_that_has_none_is_refused(tmp_path: Path, way: str, run: Run) -> None:
    """It may have been swapped."""
    if way == "descriptor" and os.name == "nt":
        pytest.skip("Windows hands no file descriptors to children")
    file = tmp_path / "a.crm"
    create_workspace(file).close()
    refused = run("--workspace", file, "list", "clients", **{way: PASSWORD})
    assert refused.returncode == 1
    assert "has no password, but one was given" in refused.stderr


def test_a_copy_taken_while_it_was_open_is_told_beside_the_result(tmp_path: Path, run: Run) -> None:
    workspace = create_workspace(tmp_path / "a.crm")
    with workspace.aside():
        pass
    shutil.copyfile(workspace.path, tmp_path / "copy.crm")
    workspace.close()
    listed = run("--workspace", tmp_path / "copy.crm", "list", "clients", "--json")
    assert listed.returncode == 0
    assert "copy.crm was copied while it was open" in listed.stderr
    checked = run("--workspace", tmp_path / "copy.crm", "check")
    assert checked.returncode == 1
    assert "copy.crm was copied while it was open" in checked.stdout
