import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.ui.notes import errors
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.window.shell import Shell


def failing(secret: Any) -> None:
    try:
        {}[secret]
    except KeyError as error:
        raise ValueError(f"row {secret}") from error


def caught(secret: str = "PT Rahasia 0812") -> Any:
    try:
        failing(secret)
    except ValueError as error:
        return error


def test_description_has_places_and_kinds_but_no_data() -> None:
    text = errors.described(caught())
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "in failing" in text
    assert "Rahasia" not in text
    assert "/home" not in text
    assert "/root" not in text


def test_log_is_written_and_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(errors, "log_file", lambda: tmp_path / "deep" / "crm.log")
    logger = logging.getLogger("desktop_crm")
    before = list(logger.handlers)
    errors.start_log()
    (handler,) = [each for each in logger.handlers if each not in before]
    assert isinstance(handler, RotatingFileHandler)
    try:
        errors.log_exception(caught())
    finally:
        logger.removeHandler(handler)
        handler.close()
    text = (tmp_path / "deep" / "crm.log").read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "Rahasia" not in text
    assert handler.backupCount == 4


def test_no_place_for_a_log_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(errors, "log_file", lambda: tmp_path / "file" / "crm.log")
    errors.start_log()


def install(hooks: errors.Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the test ends; Qt's own words are left to pytest."""
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    monkeypatch.setattr(errors, "log_qt", lambda: None)
    hooks.install()


def test_exceptions_of_threads_reach_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    install(errors.Hooks(told.append), monkeypatch)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], ZeroDivisionError)


def dialogs(bare_shell: Shell) -> Any:
    return bare_shell.findChildren(ErrorDialog)


def words(dialog: Any) -> Any:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_users_error_is_a_note(bare_shell: Shell) -> None:
    bare_shell.notify.error(UserError(msg("The order has no lines"), [Problem("lines", msg("Add a line"))]))
    assert bare_shell.notify.stack.notes()[-1].text == "The order has no lines\nAdd a line"
    assert not dialogs(bare_shell)


def test_worlds_error_is_a_dialog_without_details(bare_shell: Shell) -> None:
    bare_shell.notify.error(WorldError(msg("The disk is full")))
    (dialog,) = dialogs(bare_shell)
    assert "The disk is full" in words(dialog)
    assert dialog.details.isHidden()
    assert not [button for button in dialog.findChildren(QPushButton) if "Copy" in button.text()]


def test_our_error_can_be_copied_and_the_window_lives(bare_shell: Shell, qtbot: QtBot) -> None:
    bare_shell.notify.error(caught())
    bare_shell.notify.error(caught())  # one dialog at a time
    (dialog,) = dialogs(bare_shell)
    (copy,) = [button for button in dialog.findChildren(QPushButton) if button.text() == "Copy details"]
    copy.click()
    assert "builtins.ValueError" in QGuiApplication.clipboard().text()
    assert "Rahasia" not in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    bare_shell.notify.error(WorldError(msg("Another")))
    assert len(dialogs(bare_shell)) == 1
    assert bare_shell.isVisible()


def test_asking_to_stop_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr("sys.__excepthook__", lambda *args: seen.append(args))
    install(errors.Hooks(lambda error: pytest.fail(str(error))), monkeypatch)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen
