"""A protected file with a few clients, and the real program in front of it."""

import shutil
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoRing
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_crm.model.message import msg
from desktop_crm.services import client, workspace

PASSWORD = "kuda terbang di atas padi"
SECRET = "PT Rahasia Besar"


class Ring(KeyringBackend):
    """The key ring of a system, in memory."""

    priority = 5
    viable = False  # keyring must not choose it by itself

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def _no_ring():
    """Whatever this machine has stays as it is."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoRing())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def ring(_no_ring):
    made = Ring()
    keyring.set_keyring(made)
    return made


@pytest.fixture(scope="session")
def whole_file(tmp_path_factory):
    """To be copied: the key takes a moment to be made."""
    path = tmp_path_factory.mktemp("protected") / "Usaha.crm"
    made = workspace.create(path, password=PASSWORD)
    with made.write(msg("New client")) as session:
        client.save(session, None, {"name": SECRET, "kind": "company"})
    made.close()
    return path


@pytest.fixture
def file(whole_file, tmp_path):
    return Path(shutil.copyfile(whole_file, tmp_path / "Usaha.crm"))


@pytest.fixture
def rest(qtbot, program):
    """Until the window has nothing more to do."""

    def wait():
        qtbot.waitUntil(lambda: not program.shell.jobs.busy(), timeout=30_000)
        QApplication.processEvents()

    return wait


@pytest.fixture
def opened(program, file, rest):
    """The file open in the window, its clients shown."""
    program.start(file)
    rest()
    type_into(program.shell, PASSWORD)
    rest()
    program.shell.navigate("client")
    rest()
    return program


def type_into(shell, text, enter=True):
    """Type into the page that lies over the window, as a person does."""
    field = shell.cover.page.field.editor
    assert field.hasFocus()
    QTest.keyClicks(field, text)
    if enter:
        QTest.keyClick(field, Qt.Key.Key_Return)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    """A key, wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)
