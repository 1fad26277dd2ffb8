import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMainWindow, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import WorldError
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.preview import saving
from desktop_crm.ui.window.shell import Shell


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Contract 001/PKS/XI/2026", "Contract 001-PKS-XI-2026.pdf"),
        ('a\\b:c*d?"e<f>g|h', "a-b-c-d-e-f-g-h.pdf"),
        ("  two\n lines\t ", "two lines.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("CON", "_CON.pdf"),
        ("con.txt", "_con.txt.pdf"),
        ("", "paper.pdf"),
        ("...", "paper.pdf"),
        ("Surat é 中文", "Surat é 中文.pdf"),
    ],
)
def test_names_suit_every_system(words: str, name: str) -> None:
    assert saving.file_name(words) == name


def test_long_names_are_cut() -> None:
    assert len(saving.file_name("x" * 10_000)) <= 124
    assert len(saving.file_name("é" * 10_000).encode()) <= 200


def test_writes_whole_and_leaves_nothing_else(tmp_path: Path) -> None:
    saving.write_safely(tmp_path / "a.pdf", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"new")]
    saving.write_safely(tmp_path / ("x" * 255), b"new")  # the longest that the disk takes
    assert (tmp_path / ("x" * 255)).read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_keeps_the_rights_of_the_file_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    path.chmod(0o640)
    saving.write_safely(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EACCES, "open in another program"),
        (errno.ENOENT, "not there any more"),
        (errno.EIO, "could not be written"),
    ],
)
def test_a_failure_is_told_and_the_older_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(_number: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WorldError, match=words):
        saving.write_safely(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="not there any more"):
        saving.write_safely(tmp_path / "gone" / "a.pdf", b"new")


def chooses(monkeypatch: pytest.MonkeyPatch, path: Any, asked: Any) -> None:
    def dialog(_parent: object, _title: object, suggested: Any, _kinds: object) -> Any:
        asked.append(Path(suggested))
        return str(path) if path else "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)


def test_asks_saves_tells_and_opens(
    desk: Any, window: QMainWindow, settled: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    asked: list[Any] = []
    saved: list[Any] = []
    target = tmp_path / "deep" / "Contract.pdf"
    target.parent.mkdir()
    chooses(monkeypatch, target, asked)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    saving.save_pdf(desk, window, b"%PDF", "Contract 1/2026", saved.append)
    settled()
    assert asked[0].name == "Contract 1-2026.pdf"
    assert target.read_bytes() == b"%PDF"
    assert saved == [target]
    note = desk.notify.notes[0]
    assert note.text == "Contract.pdf saved."
    note.action[1]()
    assert opened == [target.as_posix()]
    saving.save_pdf(desk, window, b"%PDF", "Second")
    assert asked[1].parent == target.parent


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "no room left"), (errno.EROFS, "may not be written to")])
def test_a_place_that_refuses_is_told_in_a_sentence_and_the_older_paper_stays(
    *, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    target = tmp_path / "out" / "Contract.pdf"
    target.parent.mkdir()
    target.write_bytes(b"older")
    chooses(monkeypatch, target, [])
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", lambda _file: refuse(number))
        saving.save_pdf(shell.desk, shell, b"%PDF", "Contract")
        qtbot.waitUntil(lambda: shell.findChild(ErrorDialog) is not None)
    dialog = shell.findChild(ErrorDialog)
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert words in told
    assert "Errno" not in told
    assert [each.text() for each in dialog.findChildren(QPushButton)] == [
        "Close"
    ]  # no details to copy: it is not our mistake
    assert [(each.name, each.read_bytes()) for each in target.parent.iterdir()] == [("Contract.pdf", b"older")]
    dialog.close()
    saving.save_pdf(shell.desk, shell, b"%PDF", "Contract")
    qtbot.waitUntil(lambda: target.read_bytes() == b"%PDF")


def refuse(number: Any) -> None:
    raise OSError(number, os.strerror(number))


def test_thinking_better_of_it_writes_nothing(
    desk: Any, window: QMainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooses(monkeypatch, None, [])
    saving.save_pdf(desk, window, b"%PDF", "Contract")
    assert desk.notify.notes == []
    assert desk.settings.get("preview/folder") is None


def test_no_program_for_pdf_is_told(
    desk: Any, window: QMainWindow, settled: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chooses(monkeypatch, tmp_path / "a.pdf", [])
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    saving.save_pdf(desk, window, b"%PDF", "Contract")
    settled()
    desk.notify.notes[0].action[1]()
    assert "no program" in str(desk.notify.errors[0])


@pytest.mark.parametrize(("button", "content"), [("Replace the file", b"new"), ("Cancel", b"old")])
def test_a_name_completed_by_us_is_asked_about(
    *,
    desk: Any,
    window: QMainWindow,
    settled: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    content: bytes,
) -> None:
    (tmp_path / "v1.2.pdf").write_bytes(b"old")
    chooses(monkeypatch, tmp_path / "v1.2", [])

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(each for each in box.buttons() if each.text() == button).click()

    QTimer.singleShot(50, press)
    saving.save_pdf(desk, window, b"new", "Contract")
    settled()
    assert (tmp_path / "v1.2.pdf").read_bytes() == content
