"""The brief for a meeting in the window, and without one."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.cli import main
from desktop_crm.ui.people.brief import BriefWindow
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.pdf import words_of

pytestmark = pytest.mark.in_turn


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Usaha.crm"
    path.write_bytes(demo_file.read_bytes())
    return path


def opened(shell: Shell, qtbot: QtBot) -> Any:
    shell.navigate("client", 3)
    qtbot.waitUntil(lambda: screen_of(shell, "client").card.record is not None)
    shell.desk.actions.run("client.brief")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shell.findChildren(BriefWindow)))
    [window] = [each for each in shell.findChildren(BriefWindow) if each.isVisible()]
    window.activateWindow()
    qtbot.waitUntil(window.points.hasFocus)
    return window


def said(shell: Shell, window: Any, qtbot: QtBot) -> str:
    """On the page, once it has come."""
    qtbot.waitUntil(lambda: window.pane.has_paper() and not shell.jobs.busy())
    QApplication.clipboard().clear()
    window.pane.copy_page_text()
    qtbot.waitUntil(lambda: bool(QApplication.clipboard().text()))
    return " ".join(QApplication.clipboard().text().split())


def test_what_is_typed_stands_on_the_page_and_is_there_the_next_time(shell: Shell, qtbot: QtBot) -> None:
    window = opened(shell, qtbot)
    with qtbot.waitSignal(window.renewed):
        qtbot.keyClicks(window.points, "Gudang baru di Cikarang")
    assert "Gudang baru di Cikarang" in said(shell, window, qtbot)
    qtbot.keyClick(window.points, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shell.findChildren(BriefWindow))
    again = opened(shell, qtbot)
    assert again.points.toPlainText() == "Gudang baru di Cikarang"
    assert "Gudang baru di Cikarang" in said(shell, again, qtbot)
    again.reject()


def test_it_is_written_without_a_window(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--workspace", str(file), "list", "clients", "--limit", "1", "--json"])
    name = json.loads(capsys.readouterr().out)[0]["name"]
    out = tmp_path / "brief.pdf"
    assert main(["--workspace", str(file), "brief", name, str(out), "--language", "id", "--point", "Harga baru"]) == 0
    words = words_of(out.read_bytes())
    assert "Harga baru" in words
    assert "Untuk dibicarakan" in words
    assert main(["--workspace", str(file), "brief", "nobody of that name", str(out)]) == 1
