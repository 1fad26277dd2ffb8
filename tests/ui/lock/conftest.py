"""A protected file with a few clients, and the real program in front of it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoRing
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client, workspace
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.window.shell import Shell
from tests.office import keyboard

PASSWORD = "kuda terbang di atas padi"
SECRET = "PT Rahasia Besar"


class Ring(KeyringBackend):
    """The key ring of a system, in memory."""

    priority = 5
    viable = False  # keyring must not choose it by itself

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types here
        self.kept: dict[Any, Any] = {}

    def get_password(self, service: Any, username: Any) -> Any:
        return self.kept.get((service, username))

    def set_password(self, service: Any, username: Any, password: Any) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: Any, username: Any) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def _no_ring() -> Iterator[None]:
    """Whatever this machine has stays as it is."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoRing())  # type: ignore[no-untyped-call]  # nor here
    yield
    keyring.set_keyring(before)


@pytest.fixture
def ring(_no_ring: object) -> Ring:
    made = Ring()
    keyring.set_keyring(made)
    return made


@pytest.fixture(scope="session")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied: the key takes a moment to be made."""
    path = tmp_path_factory.mktemp("protected") / "Usaha.crm"
    made = workspace.create(path, password=PASSWORD)
    with made.write(msg("New client")) as session:
        client.save(session, None, {"name": SECRET, "kind": "company"})
    made.close()
    return path


@pytest.fixture
def file(whole_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(whole_file, tmp_path / "Usaha.crm"))


@pytest.fixture
def rest(qtbot: QtBot, program: Program) -> Callable[..., Any]:
    """Until the window has nothing more to do."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not program.shell.jobs.busy(), timeout=30_000)
        QApplication.processEvents()

    return wait


@pytest.fixture
def opened(program: Program, file: Path, rest: Callable[..., Any]) -> Program:
    """The file open in the window, its clients shown."""
    program.start(file)
    rest()
    type_into(program.shell, PASSWORD)
    rest()
    program.shell.navigate("client")
    rest()
    return program


def type_into(shell: Shell, text: Any, enter: bool = True) -> None:
    """Type into the page that lies over the window, as a person does."""
    field = cast(Any, shell.cover.page).field.editor
    assert field.hasFocus()
    QTest.keyClicks(field, text)
    if enter:
        QTest.keyClick(field, Qt.Key.Key_Return)


def press(key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, wherever the keyboard is."""
    QTest.keyClick(keyboard() or QApplication.activeWindow(), key, modifiers)
