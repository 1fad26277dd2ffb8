"""Undo and history live in the file: they are there after the program was closed and opened again."""

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QTextBrowser

from desktop_crm.services import client
from desktop_crm.services.clock import today
from desktop_crm.services.workspace import create
from tests.journeys.person import Person


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create(tmp_path / "kantor.crm").close()
    return tmp_path / "kantor.crm"


def saved(person: Person) -> Any:
    with person.workspace.read() as session:
        return client.get(session, 1)


def test_what_was_done_yesterday_is_taken_back_and_done_again(person: Person, path: Path) -> None:
    person.start(path)
    person.keys("Ctrl+2", "Ctrl+N")
    person.type("PT Maju Jaya")
    person.keys("Ctrl+S")
    person.rest()
    person.fill("Short name", "Maju")
    person.keys("Tab")
    person.rest()
    person.fill("Short name", "Maju Terus")
    assert person.leave(), "what is typed is saved when the window goes"

    person.start()
    assert saved(person).short_name == "Maju Terus"
    person.keys("Ctrl+Z")
    person.rest()
    assert saved(person).short_name == "Maju"
    assert person.told("Change client PT Maju Jaya: undone.")
    person.keys("Ctrl+Z")
    person.rest()
    assert saved(person).short_name == ""
    person.keys("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    person.rest()
    assert saved(person).short_name == "Maju Terus"

    person.keys("Ctrl+2")
    person.rest()
    person.keys("Return")
    person.rest()
    person.open_tab("History")
    told = person.all(QTextBrowser)[0].toPlainText()
    assert told.count("Redone: Change client PT Maju Jaya") == 2
    assert "Undone: Change client PT Maju Jaya" in told
    assert "client Maju Jaya" in told
    assert "Maju  →  Maju Terus" in told
    assert len(re.findall(rf"{today().year}.* · \w+", told)) == told.count("client"), told
