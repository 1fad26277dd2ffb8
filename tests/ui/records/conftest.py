"""Windows on one workspace of all nouns, one after the other, each left as a crash leaves it."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client, order
from desktop_crm.services import contact as contacts
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.window.shell import Shell

TYPED = "Typed “Ö” 你好, and not saved"


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "Nusa.crm"))


class Desks:
    """Windows on one workspace, one after the other: each is left as a crash leaves it."""

    def __init__(self, qtbot: QtBot, settings: Settings, workspace: Workspace) -> None:
        self.qtbot, self.settings, self.workspace = qtbot, settings, workspace
        self.shell: Any = None

    def open(self) -> Any:
        """A window as after the start; the one before is gone with all that was not kept."""
        if self.shell is not None:
            self.crash()
        self.shell = Shell(self.settings).fill(SCREENS)
        self.qtbot.addWidget(self.shell)
        self.shell.resize(1366, 768)
        self.shell.show()
        self.shell.open_workspace(self.workspace)
        return self.shell

    def crash(self) -> None:
        if self.shell.desk is None:  # closed with the test
            return
        self.rest()
        self.shell.desk.drafts.settle()
        self.shell.may_leave = lambda: True
        self.shell.close()

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: not self.shell.jobs.busy(), timeout=15_000)

    def go(self, noun: str, record_id: Any = None, field: str = "") -> Any:
        self.shell.desk.navigate(noun, record_id, field)
        self.rest()
        return self.shell.made_screen(noun)

    def card(self, noun: str, record_id: Any) -> Any:
        return self.go(noun, record_id).card

    def kept(self) -> Any:
        """What the file has, not what waits to be written."""
        self.shell.desk.drafts.settle()
        return self.shell.desk.drafts.every()

    def until_kept(self, text: Any = TYPED) -> None:
        self.qtbot.waitUntil(lambda: any(text in str(draft.typed) for draft in self.kept()))


@pytest.fixture
def desks(qtbot: QtBot, settings: Settings, workspace: Workspace) -> Iterator[Desks]:
    with workspace.write(msg("A client with a contact and an order")) as session:
        made = client.save(session, None, {"name": "Nobody else's"})
        contacts.save(session, made.id, None, {"name": "Siti"})
        line = order.LineInput(1, "KP-01", "Kopi", Decimal(2), "kg", Decimal(100_000), Decimal(0), 1)
        order.save(session, None, order.start(session, made.id), [line])
    opened = Desks(qtbot, settings, workspace)
    opened.open()
    yield opened
    opened.crash()
