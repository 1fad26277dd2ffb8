"""New words of the contract templates: told at opening, taken clause by clause, by the keyboard, undone by Ctrl+Z."""

import lzma
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm import assets
from desktop_crm.model.message import msg
from desktop_crm.services import contract, template
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.program import template_news
from desktop_crm.ui.template_editor.compare import CompareDialog
from desktop_crm.ui.template_editor.editor import TemplateEditor
from desktop_crm.ui.window.shell import Shell
from tests.ui.windows import button

pytestmark = pytest.mark.in_turn

EARLIER = Path(__file__).parent.parent / "versions" / "0010.crm.xz"
COMPARE = "Compare with the program's text…"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A workspace of an earlier version."""
    path = tmp_path / "a.crm"
    path.write_bytes(lzma.decompress(EARLIER.read_bytes()))
    return path


@pytest.fixture(autouse=True)
def _edited(workspace: Workspace) -> None:
    """Its first template was edited."""
    with workspace.write(msg("Edit")) as session:
        each = template.templates(session)[0]
        changed = {"text_id": each.text_id.replace("[penalties]\n", "[penalties]\n\nKami.\n")}
        template.save(session, each.id, {**changed, "text_en": each.text_en})


@pytest.fixture
def editor(qtbot: QtBot, shell: Shell) -> TemplateEditor:
    made = TemplateEditor(shell.desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def texts(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return {each.code: each.text_id for each in contract.templates(session)}


def compare(qtbot: QtBot, editor: TemplateEditor) -> Any:
    editor.news.take_first()
    dialog = editor.findChild(CompareDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_at_opening_untouched_ones_are_renewed_and_edited_ones_lead_to_the_comparison(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    before = texts(workspace)
    told = shell.notify.stack
    template_news.look(shell.desk)
    qtbot.waitUntil(lambda: len(told.notes()) == 2)
    renewed, edited = told.notes()
    assert "Services" in renewed.text
    assert "words renewed" in renewed.text
    assert "Sale" in edited.text
    assert texts(workspace) == {"sale": before["sale"], "services": assets.text("templates/services.id.md")}
    renewed.buttons[-1].click()
    qtbot.waitUntil(lambda: texts(workspace) == before)
    edited.buttons[0].click()
    editor = shell.made_screen("settings").findChild(TemplateEditor)
    assert editor.news.isVisibleTo(editor)
    template_news.look(shell.desk)
    qtbot.waitUntil(lambda: not shell.desk.jobs.busy())
    assert not any("words renewed" in note.text for note in told.notes())
    assert texts(workspace) == before


def test_what_is_ticked_is_put_into_the_texts_and_can_be_taken_back(qtbot: QtBot, editor: TemplateEditor) -> None:
    before = editor.columns.texts()
    dialog = compare(qtbot, editor)
    assert "penalties" not in dialog.taken()
    assert {"price", "general", "notices"} <= set(dialog.taken())
    keys = [dialog.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(dialog.list.count())]
    dialog.list.setCurrentRow(keys.index("general"))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert "general" not in dialog.taken()
    dialog.list.setCurrentRow(keys.index("price"))
    assert "berikut pajak adalah" in dialog.sides["id"].own.toPlainText()
    assert "{% elif totals.zero_rated %}" in dialog.sides["id"].theirs.toPlainText()
    assert dialog.sides["id"].theirs.extraSelections()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.columns.texts() != before)
    text = editor.columns.texts()["id"]
    assert "Kami." in text
    assert "[notices]" in text
    assert "[general]" not in text
    for column in editor.columns.columns.values():
        column.text.undo()
    assert editor.columns.texts() == before


def test_escape_and_none_ticked_change_nothing(qtbot: QtBot, editor: TemplateEditor) -> None:
    before = editor.columns.texts()
    dialog = compare(qtbot, editor)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    editor.compare()
    dialog = editor.findChildren(CompareDialog)[-1]
    dialog.tick_all(ticked=False)
    dialog.accept()
    assert editor.columns.texts() == before


def test_all_taken_and_saved_is_no_news_any_more(qtbot: QtBot, editor: TemplateEditor, workspace: Workspace) -> None:
    dialog = compare(qtbot, editor)
    dialog.tick_all(ticked=True)
    dialog.accept()
    assert editor.save()
    assert texts(workspace)["sale"] == assets.text("templates/sale.id.md")
    assert not editor.news.isVisibleTo(editor)
    assert not button(editor, COMPARE).isEnabled()


def test_mine_can_be_kept_without_being_asked_again(qtbot: QtBot, editor: TemplateEditor, shell: Shell) -> None:
    assert editor.news.isVisibleTo(editor)
    next(each for each in editor.news.findChildren(QPushButton) if each.text() == "Keep mine").click()
    assert not editor.news.isVisibleTo(editor)
    again = TemplateEditor(shell.desk)
    qtbot.addWidget(again)
    assert not again.news.isVisibleTo(again)
    assert button(again, COMPARE).isEnabled()
