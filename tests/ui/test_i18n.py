from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.ui import i18n


class Shouting:
    """A language that needs no catalogue."""

    code = "id"
    locale = "id_ID"

    def tr(self, text: Any, /, **args: Any) -> Any:
        return text.format(**args).upper()

    def say(self, message: Any) -> Any:
        return self.tr(message.text, **message.args)


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("desktop_crm.language.language", lambda _code: Shouting())
    i18n.set_language("id")
    yield
    monkeypatch.undo()
    i18n.set_language("en")


def test_english_is_spoken_at_first() -> None:
    assert i18n.tr("Order {number}", number=7) == "Order 7"
    assert i18n.ntr("{n} client", "{n} clients", 2) == "2 clients"
    assert i18n.say(msg("Clients")) == "Clients"
    assert i18n.speak().code == "en"


def test_qt_speaks_along_and_stops_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_crm.language.language", lambda _code: Shouting())
    i18n.set_language("id")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    editor = QLineEdit()
    qtbot.addWidget(box)
    qtbot.addWidget(editor)
    words = [action.text().split("\t")[0] for action in editor.createStandardContextMenu().actions() if action.text()]
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "CANCEL"
    assert words == ["UNDO", "REDO", "CUT", "COPY", "PASTE", "DELETE", "SELECT ALL"]
    monkeypatch.undo()
    i18n.set_language("en")
    assert "Undo" in editor.createStandardContextMenu().actions()[0].text().replace("&", "")


def test_numbers_of_qt_follow(qapp: QApplication, shouting: Any) -> None:
    assert QLocale().name() == "id_ID"
    assert i18n.tr("hello") == "HELLO"


def test_change_is_told_once(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shouting = Shouting()
    monkeypatch.setattr("desktop_crm.language.language", lambda _code: shouting)
    with qtbot.waitSignal(i18n.signals.changed):
        i18n.set_language("id")
    with qtbot.assertNotEmitted(i18n.signals.changed):
        i18n.set_language("id")
    monkeypatch.undo()


def test_unknown_language_is_refused_and_changes_nothing(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="xx"):
        i18n.set_language("xx")
    assert i18n.speak().code == "en"
