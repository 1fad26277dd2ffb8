"""Leaving the program leaves one file behind."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_crm import app
from desktop_crm.services.workspace import create
from desktop_crm.ui.desk.settings import Settings


def test_quitting_by_its_command_leaves_only_the_file(qtbot: QtBot, tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "Usaha.crm"
    create(path).close()
    program = app.make_program(settings)
    qtbot.addWidget(program.shell)
    program.shell.show()
    program.start(path)
    qtbot.waitUntil(lambda: program.workspace is not None and not program.shell.jobs.busy())
    program.shell.actions_.run("file.quit")
    qtbot.waitUntil(lambda: program.workspace is None)
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith("Usaha")] == ["Usaha.crm"]
