"""What a terminal is shown, and what becomes of a command whose output nobody takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_crm.cli.terminal import harmless
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.workspace import create
from tests.rounds import some

pytestmark = [
    pytest.mark.in_turn,
    pytest.mark.skipif(os.name == "nt", reason="it has no pseudo terminals and no descriptors of this kind"),
]

ROOT = Path(__file__).parents[1]
#: A title set, a line overwritten, a question answered into the shell, C1's own CSI, and letters turned around.
NASTY = "PT \x1b]0;hak\x07\x1b[2K\x1b[6n \x9b31m Maju\u202ecod.exe"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("terminal") / "Usaha.crm"
    workspace = create(path)
    with workspace.write(msg("Add")) as session:
        made = client.save(session, None, {"name": "PT Maju"})
    with workspace.aside() as connection:  # from a file of somebody else's; ours refuses it
        connection.execute("UPDATE clients SET name = ?, full_name = ? WHERE id = ?", (NASTY, NASTY, made.id))
    workspace.close()
    return path


def on_terminal(*arguments: object) -> str:
    """All that a pseudo terminal shows."""
    import pty

    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "desktop_crm", *map(str, arguments)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=ROOT,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(leader)
    child.wait()
    return shown.decode()


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_names_steer_no_terminal(file: Path, more: tuple[()] | tuple[str]) -> None:
    shown = on_terminal("--workspace", file, "list", "clients", *more)
    assert "Maju" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


def test_nor_do_errors(tmp_path: Path) -> None:
    shown = on_terminal("--workspace", tmp_path / f"{NASTY}.crm", "check")
    assert "\\x1b" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


def test_another_program_gets_the_text_as_it_is(file: Path) -> None:
    arguments = [sys.executable, "-m", "desktop_crm", "--workspace", str(file), "list", "clients"]
    assert "\x1b" in subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=ROOT).stdout


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("PT Maju Jaya", "PT Maju Jaya"),
        ("Żółć · 客户 👩\u200d👧", "Żółć · 客户 👩\u200d👧"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\x1b[2Jb\r\x00\x7f", "a\\x1b[2Jb\\x0d\\x00\\x7f"),
        ("a\x9bb\x85", "a\\x9bb\\x85"),
        ("a\u202eb\u2066\ufeff\u2028", "a\\u202eb\\u2066\\ufeff\\u2028"),
    ],
)
def test_only_what_steers_is_told_by_its_number(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("closing", "status"), some([(">&-", 1), ("2>&-", 0), ("<&-", 0), (">&- 2>&-", 1), ("<&- >&- 2>&-", 1)], 3)
)
def test_closed_outputs_are_told_and_get_into_no_file(file: Path, tmp_path: Path, closing: str, status: int) -> None:
    """The system gives the next file that is opened the number of one that was closed."""
    told = tmp_path / "told"
    other = "" if "2>" in closing else f"2>{told}"
    before = file.read_bytes()[:100]
    child = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m desktop_crm --workspace "$1" list clients {closing} {other}', sys.executable, file],
        check=False,
        cwd=ROOT,
    )
    assert child.returncode == status
    if status and other:
        assert "closed" in told.read_text() or "tutup" in told.read_text()
        assert len(told.read_text().splitlines()) == 1
    assert file.read_bytes()[:100] == before
