"""What is discarded is offered back, and Ctrl+Z right after it takes back nothing else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.lines.line import GridLine
from desktop_crm.ui.records import card as card_module
from desktop_crm.ui.records.unsaved import Answer
from tests.ui.records.conftest import TYPED, Desks
from tests.ui.records.test_drafts import ask_why, newest, open_contacts, type_into

pytestmark = pytest.mark.in_turn

FIELDS = {"client": "name", "product": "name_id", "order": "notes"}
LINES = tuple(GridLine(name=f"Line {at}", quantity=Decimal(at)) for at in range(1, 17))


@pytest.fixture(autouse=True)
def _discards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.DISCARD)


def last_done(workspace: Workspace) -> Any:
    return workspace.undo_text()


def undo_note(desks: Desks) -> None:
    """Press the newest note's *Undo*."""
    note = desks.shell.notify.stack.notes()[-1]
    [undo] = [button for button in note.buttons if button.text() == "Undo"]
    undo.click()
    desks.rest()


def ctrl_z(desks: Desks) -> None:
    desks.shell.actions_.run("undo")
    desks.rest()


def begin(desks: Desks, noun: str) -> Any:
    """A new record with something in it, an order with sixteen lines."""
    desks.shell.desk.start_new(noun)
    desks.rest()
    card = desks.shell.made_screen(noun).card
    type_into(card.form, FIELDS[noun], TYPED)
    if noun == "order":
        card.lines.grid.view.model().insert(0, LINES)
    return card


@pytest.mark.parametrize("back", [undo_note, ctrl_z])
@pytest.mark.parametrize("way", ["button", "leave"])
@pytest.mark.parametrize("noun", FIELDS)
def test_a_new_record_that_is_discarded_comes_back(
    desks: Desks, workspace: Workspace, noun: str, way: str, back: Callable[..., Any]
) -> None:
    card = begin(desks, noun)
    typed, done = card.form.values(), last_done(workspace)
    if noun == "order":
        card.form.put("client_id", newest(workspace, "client"))
        typed = card.form.values()
    card.drafts.keep()
    if way == "button":
        card.discard()
    else:
        desks.go("safety")
    assert desks.kept() == []
    assert last_done(workspace) == done
    told = desks.shell.notify.stack.notes()[-1].text
    assert "Line " not in told
    assert told.startswith("“New order · " if noun == "order" else "“")
    back(desks)
    assert desks.shell.frame.stack.currentWidget() is desks.shell.made_screen(noun)
    assert card.is_new
    assert card.form.values() == typed
    assert last_done(workspace) == done
    card.drafts.keep()
    desks.until_kept()
    card.discard()


def test_lines_that_are_discarded_from_a_saved_draft_come_back(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "order")
    card = desks.card("order", record_id)
    card.lines.grid.view.model().insert(0, LINES)
    typed = card.form.value("lines")
    card.discard()
    number = card.record.number
    assert desks.shell.notify.stack.notes()[-1].text.startswith(f"Text typed for {number} ")
    assert card.form.value("lines") != typed
    ctrl_z(desks)
    assert card.form.value("lines") == typed
    assert card.record_id == record_id
    card.discard()


@pytest.mark.parametrize("back", [undo_note, ctrl_z])
def test_a_new_contact_that_is_discarded_comes_back(
    desks: Desks, workspace: Workspace, back: Callable[..., Any]
) -> None:
    tab: Any = open_contacts(desks, newest(workspace, "client"))
    tab.add()
    type_into(tab.opened.form, "office", TYPED)
    tab.lines[-1].removal_wanted.emit()
    assert not tab.opened
    back(desks)
    assert tab.opened.contact is None
    assert tab.opened.form.value("office") == TYPED
    tab.discard()


def test_a_reason_that_is_given_up_comes_back(desks: Desks) -> None:
    card = ask_why(desks)
    type_into(card.question.form, "reason", TYPED)
    card.question.leave()
    undo_note(desks)
    assert card.question.isVisible()
    assert card.question.form.value("reason") == TYPED
    card.steps.drafts.drop()


def test_a_draft_whose_offer_is_discarded_comes_back(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "client")
    type_into(desks.card("client", record_id).form, "notes", TYPED)
    desks.until_kept()
    desks.open()
    card = desks.card("client", record_id)
    card.offer.findChildren(QPushButton)[-1].click()
    assert desks.kept() == []
    undo_note(desks)
    assert card.form.value("notes") == TYPED


def test_the_next_action_is_what_ctrl_z_takes_back(desks: Desks, workspace: Workspace) -> None:
    """And the note still brings back what was discarded before it."""
    card = begin(desks, "client")
    card.discard()
    note = desks.shell.notify.stack.notes()[-1]
    assert str(desks.shell.desk.undo_text().text).startswith("Discard")
    with workspace.write(msg("Add another")) as session:
        client.save(session, None, {"name": "Another"})
    assert desks.shell.desk.undo_text().text == "Add another"
    ctrl_z(desks)
    assert not card.is_new
    note.buttons[0].click()
    desks.rest()
    assert card.form.value("name") == TYPED
    card.discard()


def test_nothing_is_offered_where_nothing_was_typed(desks: Desks) -> None:
    desks.shell.desk.start_new("client")
    desks.rest()
    before = desks.shell.desk.undo_text()
    desks.shell.made_screen("client").card.discard()
    assert desks.shell.desk.undo_text() == before
