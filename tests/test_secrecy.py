"""No dumps of the memory, and no password in the environment after it was read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_crm import secrecy
from desktop_crm.services.workspace import create

ROOT = Path(__file__).parents[1]
PASSWORD = "kuda nil makan sore 77"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="it has no limits of this kind, and no /proc")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="it is read in /proc")


def run(script, *arguments, **environment):
    child = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout.split()


@POSIX
@pytest.mark.parametrize("start", ["cli.main(['--version'])", "cli_window.main(['--help'])"])
def test_both_ways_to_start_forbid_dumps(start):
    """One byte: Linux hands no dump to a program then, either, as it would with a limit of none."""
    script = (
        "import resource\n"
        "from desktop_crm import cli\n"
        "from desktop_crm.cli import window as cli_window\n"
        f"try:\n    {start}\nexcept SystemExit:\n    pass\n"
        "print(*resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert run(script, QT_QPA_PLATFORM="offscreen")[-2:] == (["1", "1"] if sys.platform == "linux" else ["0", "0"])


@LINUX
def test_a_program_with_a_key_can_not_be_looked_into():
    script = (
        "import ctypes\n"
        "from desktop_crm.storage.key import Key\n"
        "key = Key(bytes(32), bytes(16))\n"
        "print(ctypes.CDLL(None).prctl(3))"
    )
    assert run(script) == ["0"]


@LINUX
@pytest.mark.parametrize("name", ["DESKTOP_CRM_PASSWORD", "DESKTOP_CRM_NEW_PASSWORD"])
def test_a_password_leaves_the_environment_before_anything_else_is_started(tmp_path, name):
    """Also of a command that does not ask for it."""
    create(tmp_path / "Usaha.crm").close()
    script = (
        "import os, subprocess, sys\n"
        "from pathlib import Path\n"
        "from desktop_crm import cli\n"
        "cli.main(['--workspace', sys.argv[1], 'list', 'clients', '--json'])\n"
        "told = [Path('/proc/self/environ').read_bytes(), subprocess.check_output(['env']), repr(os.environ).encode()]\n"
        "print(*(sys.argv[2].encode() in each for each in told), 'HOME' in os.environ)"
    )
    assert run(script, tmp_path / "Usaha.crm", PASSWORD, **{name: PASSWORD})[-4:] == ["False", "False", "False", "True"]


def test_what_was_taken_is_given_once(monkeypatch):
    monkeypatch.setenv("DESKTOP_CRM_PASSWORD", PASSWORD)
    assert secrecy.taken("DESKTOP_CRM_PASSWORD") == PASSWORD
    assert secrecy.taken("DESKTOP_CRM_PASSWORD") is None


def test_bytes_are_overwritten_where_they_lie():
    for secret in (bytearray(b"secret"), bytes(bytearray(b"secret"))):
        secrecy.wipe(secret)
        assert secret == bytes(6)


def test_short_bytes_are_the_systems_and_stay():
    for number in range(256):
        secrecy.wipe(bytes([number]))
    assert [bytes([number])[0] for number in range(256)] == list(range(256))
    secrecy.wipe(b"")
