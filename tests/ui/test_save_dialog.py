"""Wherever a name is asked, the file gets the ending it needs: a point in a company's name is none."""

import ast
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.ui.desk import save_dialog

PACKAGE = Path(save_dialog.__file__).parent.parent


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def typed(monkeypatch: pytest.MonkeyPatch, path: Any, kind: str = "") -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))


@pytest.mark.parametrize(("ending", "kinds"), [(".xlsx", "Excel sheet (*.xlsx)"), (".zip", "Zip (*.zip)")])
def test_a_point_in_the_name_is_no_ending(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, kinds: str
) -> None:
    typed(monkeypatch, tmp_path / "PT. Maju Jaya", kinds)
    asked = save_dialog.ask_where(parent, "Save", "x", kinds, ending)
    assert asked == tmp_path / f"PT. Maju Jaya{ending}"
    assert save_dialog.ask_where_workspace(parent, "Save", "x") == tmp_path / "PT. Maju Jaya.crm"


def test_the_kind_that_was_chosen_decides_between_two(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, tmp_path / "1. Januari", "Text with separators (*.csv)")
    assert save_dialog.ask_where(parent, "Save", "x", "", ".xlsx", ".csv").name == "1. Januari.csv"


def test_nothing_chosen_is_nothing(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "")
    assert save_dialog.ask_where(parent, "Save", "x", "", ".xlsx") is None
    assert save_dialog.ask_where_workspace(parent, "Save", "x") is None


@pytest.mark.parametrize("replace", [True, False])
def test_a_file_that_the_dialog_knew_nothing_of_is_asked_about(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    (tmp_path / "PT. Maju.xlsx").write_text("mine")
    typed(monkeypatch, tmp_path / "PT. Maju")
    words = []

    def answer(box: Any) -> None:
        words.append(box.text())
        button = next(each for each in box.findChildren(QPushButton) if (each.text() == "Replace the file") is replace)
        button.click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    found = save_dialog.ask_where(parent, "Save", "x", "", ".xlsx")
    assert (found is not None) is replace
    assert "PT. Maju.xlsx" in words[0]
    typed(monkeypatch, tmp_path / "PT. Maju.xlsx")
    assert save_dialog.ask_where(parent, "Save", "x", "", ".xlsx") is not None
    assert len(words) == 1


def test_every_name_is_asked_here() -> None:
    """But that of a file on a card, which is saved as it is called."""
    asking = {
        path.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "getSaveFileName"
    }
    assert asking == {"save_dialog.py", "files_tab.py"}
