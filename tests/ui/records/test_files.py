"""The files of a card, by real keys and the clipboard: pasted, looked at, copied, renamed."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QInputDialog, QTableWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client
from desktop_crm.services.private_copies import OUTSIDE
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.preview.window import PreviewWindow
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of

pytestmark = pytest.mark.in_turn

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def tab(qtbot: QtBot, shell: Shell, workspace: Workspace) -> Any:
    """On a client's page, with the keyboard on its files."""
    shell.navigate("client", 1)
    card: Any = screen_of(shell, "client").card
    qtbot.waitUntil(lambda: card.record_id == 1)
    found = next(each.widget for each in card.tab_declarations if isinstance(each.widget, FilesTab))
    card.tabs.setCurrentWidget(found)
    found.setFocus()
    return found


def kept(workspace: Workspace) -> list[tuple[str, bytes]]:
    with workspace.read() as session:
        files = sorted(attachment.files_of(session, "client", 1), key=lambda each: each.id)
        return [attachment.content(session, each.id) for each in files]


def add(workspace: Workspace, tab: Any, name: str, content: bytes) -> None:
    with workspace.write(msg("Add")) as session:
        attachment.add(session, "client", 1, name, content)
    tab.show_record(1)
    table = tab.findChild(QTableWidget)
    table.setFocus()
    table.selectRow(0)


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "red").save(out, "PNG")
    return out.getvalue()


def test_files_that_were_copied_are_pasted_and_go_with_one_undo(
    qtbot: QtBot, tab: Any, workspace: Workspace, tmp_path: Path, shell: Shell
) -> None:
    data, urls = QMimeData(), []
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
        urls.append(QUrl.fromLocalFile(str(tmp_path / name)))
    data.setUrls(urls)
    QGuiApplication.clipboard().setMimeData(data)
    press(qtbot, KEY.Key_V, CONTROL)
    qtbot.waitUntil(lambda: kept(workspace) == [("a.txt", b"a.txt"), ("b.txt", b"b.txt")])
    qtbot.waitUntil(lambda: tab.findChild(QTableWidget).rowCount() == 2)
    press(qtbot, KEY.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: kept(workspace) == [])


def test_a_picture_that_was_copied_is_pasted_as_it_is_seen(qtbot: QtBot, tab: Any, workspace: Workspace) -> None:
    QGuiApplication.clipboard().setImage(QImage.fromData(picture()))
    press(qtbot, KEY.Key_V, CONTROL)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 1)
    [(name, content)] = kept(workspace)
    assert name.startswith("Picture 20")
    assert name.endswith(".png")
    with Image.open(io.BytesIO(content)) as image:
        assert (image.size, image.convert("RGB").getpixel((5, 5))) == ((40, 60), (255, 0, 0))


def test_words_are_no_file(qtbot: QtBot, tab: Any, workspace: Workspace, shell: Shell) -> None:
    QGuiApplication.clipboard().setText("only words")
    press(qtbot, KEY.Key_V, CONTROL)
    assert any("Nothing to paste" in note.text for note in shell.notify.stack.notes())
    assert kept(workspace) == []


@pytest.mark.parametrize(("name", "content"), [("foto.png", picture()), ("catatan.txt", b"Minta harga")])
@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Space])
def test_it_is_seen_within_the_window_and_nothing_leaves_it(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    tab: Any,
    workspace: Workspace,
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes,
    key: Qt.Key,
) -> None:
    left: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", left.append)
    add(workspace, tab, name, content)
    press(qtbot, key)
    qtbot.waitUntil(lambda: bool(shell.findChildren(PreviewWindow)))
    [window] = shell.findChildren(PreviewWindow)
    qtbot.waitUntil(window.pane.has_paper)
    assert window.windowTitle() == name
    assert left == []
    window.reject()


def test_what_can_not_be_seen_here_is_opened_elsewhere(
    qtbot: QtBot, tab: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: left.append(url.fileName()) or True)
    add(workspace, tab, "daftar.docx", b"PK")
    press(qtbot, KEY.Key_Return)
    qtbot.waitUntil(lambda: left == ["daftar.docx"])
    OUTSIDE.wipe()


def test_a_copy_leaves_by_the_clipboard_and_is_wiped_with_the_lock(
    qtbot: QtBot, tab: Any, workspace: Workspace, shell: Shell
) -> None:
    add(workspace, tab, "scan.pdf", b"content")
    QGuiApplication.clipboard().clear()
    press(qtbot, KEY.Key_C, CONTROL)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasUrls())
    [url] = QGuiApplication.clipboard().mimeData().urls()
    path = Path(url.toLocalFile())
    assert (path.name, path.read_bytes()) == ("scan.pdf", b"content")
    assert shell.desk is not None
    shell.desk.about_to_lock.emit()
    qtbot.waitUntil(lambda: not path.exists())


def test_f2_renames_and_delete_removes_the_file_and_not_the_client(
    qtbot: QtBot, tab: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, tab, "scan.pdf", b"content")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Surat kuasa.pdf", True))
    press(qtbot, KEY.Key_F2)
    assert kept(workspace) == [("Surat kuasa.pdf", b"content")]
    table = tab.findChild(QTableWidget)
    table.setFocus()
    table.selectRow(0)
    press(qtbot, KEY.Key_Delete)
    assert kept(workspace) == []
    with workspace.read() as session:
        assert client.get(session, 1).id == 1
