"""Someone at the real main window, real files, and the answers of the system's own dialogs."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look import theme
from tests.journeys.person import Person


@pytest.fixture(autouse=True)
def _english_and_light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    i18n.set_language("en")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    kept = Settings(tmp_path / "settings.ini")
    kept.language = "en"
    kept.theme = "light"
    return kept


@pytest.fixture
def person(qtbot: QtBot, settings: Settings) -> Iterator[Person]:
    someone = Person(qtbot, settings)
    yield someone
    someone.go_home()


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "demo.crm"))


@pytest.fixture
def demo(person: Person, demo_copy: Path) -> Person:
    """A person in front of a copy of the demonstration."""
    return person.start(demo_copy)


@pytest.fixture
def save_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The system's own file dialog answers with this path; the program's part of it stays real."""

    def answer(path: Any) -> Any:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(path)], ""))
        return Path(path)

    return answer
