"""A mistake of the program costs no work and tells no secrets; a copy that has grown old overwrites nothing."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from desktop_crm.model.message import msg
from desktop_crm.services import exporting
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.notes.errors import Hooks, log_file, start_log
from desktop_crm.ui.window import shortcuts
from tests.journeys.person import Person

SECRET = "PT Rahasia Sekali 0812-3456-7890"


@pytest.fixture
def watched(demo: Person) -> Iterator[Person]:
    """The program as `main` starts it: with its log and its hooks."""
    before = sys.excepthook, threading.excepthook
    logger = logging.getLogger("desktop_crm")
    handlers = list(logger.handlers)
    start_log()
    Hooks(demo.window.notify.error, demo.program).install()
    yield demo
    sys.excepthook, threading.excepthook = before
    qInstallMessageHandler(None)
    for handler in set(logger.handlers) - set(handlers):
        handler.close()
        logger.removeHandler(handler)


def break_down(*_args: Any, **_more: Any) -> None:
    raise ValueError(SECRET)


def check_dialog(person: Person) -> None:
    """It says what is safe, gives the details, and lets one go on."""
    dialog = person.dialog(ErrorDialog)
    assert person.sees("What you saved before is safe")
    person.tab_to("Copy details").keys("Space")
    copied = QApplication.clipboard().text()
    assert "ValueError" in copied
    assert "break_down" in copied
    assert SECRET not in copied
    assert "ValueError" in log_file().read_text()
    assert SECRET not in log_file().read_text()
    dialog.activateWindow()
    person.keys("Esc")
    person.back_in_window()


def check_alive(person: Person) -> None:
    person.keys("Ctrl+2")
    person.rest()
    person.keys("Ctrl+N")
    person.type("Setelah kecelakaan")
    person.keys("Ctrl+S")
    person.rest()
    assert person.sees("Setelah kecelakaan")


def test_a_job_breaks(
    watched: Person, monkeypatch: pytest.MonkeyPatch, save_as: Callable[..., Any], tmp_path: Path
) -> None:
    monkeypatch.setattr(exporting, "export", break_down)
    target = save_as(tmp_path / "clients.xlsx")
    watched.keys("Ctrl+2")
    watched.rest()
    watched.keys("Ctrl+E")
    check_dialog(watched)
    assert not target.exists()
    check_alive(watched)


def test_a_slot_breaks(watched: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortcuts, "ShortcutList", break_down)
    watched.keys("F1")
    check_dialog(watched)
    check_alive(watched)


def change_behind(person: Person, statement: Any) -> None:
    """Past the journal, so that the window does not hear of it."""
    with person.workspace.write(msg("Elsewhere")) as session:
        session.execute(text(statement))


def value_of(person: Person, question: Any) -> Any:
    with person.workspace.read() as session:
        return session.execute(text(question)).scalar_one()


def test_a_client_that_was_changed_elsewhere(demo: Person) -> None:
    demo.keys("Ctrl+2")
    demo.rest()
    demo.choose_row(0)
    demo.keys("Return")
    demo.rest()
    number = demo.card.record_id
    change_behind(demo, f"UPDATE clients SET short_name = 'Yang baru', version = version + 1 WHERE id = {number}")
    demo.fill("Short name", "Yang lama")
    demo.keys("Tab")
    demo.until(lambda: any("changed" in note for note in demo.notes()), "a sentence about it")
    assert value_of(demo, f"SELECT short_name FROM clients WHERE id = {number}") == "Yang baru"


def test_an_order_that_was_changed_elsewhere(demo: Person) -> None:
    demo.keys("Ctrl+4", "Ctrl+N")
    demo.rest()
    demo.type("PT")
    demo.rest()
    demo.keys("Return")
    demo.rest()
    demo.keys("Ctrl+S")
    demo.rest()
    number = demo.card.record_id
    change_behind(demo, f"UPDATE orders SET notes = 'Yang baru', version = version + 1 WHERE id = {number}")
    demo.fill("Notes for us", "Yang lama")
    demo.keys("Ctrl+S")
    demo.until(lambda: any("changed" in note for note in demo.notes()), "a sentence about it")
    assert value_of(demo, f"SELECT notes FROM orders WHERE id = {number}") == "Yang baru"
    assert demo.tab_to("Notes for us").focus().toPlainText() in {"Yang lama", "Yang baru"}
