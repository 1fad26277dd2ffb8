"""A latest change from the future is told once, quietly."""

from typing import Any

import pytest

from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.program import clock_note
from desktop_crm.ui.window.shell import Shell
from tests.ui.windows import button


@pytest.fixture(autouse=True)
def _known(workspace: Workspace) -> None:
    with workspace.write(msg("Add client")) as session:
        client.save(session, None, {"name": "Toko"})


def notes(shell: Shell) -> Any:
    return [note.text for note in shell.findChildren(Note)]


def test_told_once_for_each_such_change(shell: Shell, workspace: Workspace) -> None:
    clock_note.look(shell.desk)
    assert notes(shell) == []
    with workspace.driver_connection() as connection:
        connection.execute("UPDATE journal_entries SET at = at + 86400000 * 400")
    clock_note.look(shell.desk)
    clock_note.look(shell.desk)
    assert len(notes(shell)) == 1
    assert notes(shell)[0].startswith("Clock not right: the last change is dated ")
    button(shell.notify.stack, "Details").click()
    [dialog] = shell.findChildren(ErrorDialog)
    assert "Nothing is lost" in dialog.accessibleName()
    button(dialog, "Close").click()
