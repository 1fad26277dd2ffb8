"""Text typed into any form is in the workspace a moment later, and is offered when that form is shown again."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import client, contract, order, product
from desktop_crm.services import contact as contacts
from desktop_crm.services import settings as rules
from desktop_crm.services.draft import Draft
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.lines.line import Col
from desktop_crm.ui.records import drafts, old_drafts
from desktop_crm.ui.records.offer import Offer
from desktop_crm.ui.template_editor.editor import TemplateEditor
from tests.office import keyboard, screen_of
from tests.ui.records.conftest import TYPED, Desks

pytestmark = pytest.mark.in_turn


def type_into(form: Any, name: Any, text: Any) -> None:
    """Letters, the field not left yet."""
    editor = form.editor(name)
    editor.take(text)
    editor.show_value()


def newest(workspace: Workspace, noun: str) -> Any:
    services = {"client": client, "order": order, "contract": contract, "product": product}
    return max(services[noun].listing(workspace).ids(Query()))


FIELDS = {"client": "notes", "order": "notes", "contract": "notes", "product": "name_en"}


@pytest.mark.parametrize("noun", FIELDS)
def test_what_was_typed_over_a_record_is_offered_after_a_crash(desks: Desks, workspace: Workspace, noun: str) -> None:
    record_id = newest(workspace, noun)
    card = desks.card(noun, record_id)
    name = FIELDS[noun]
    type_into(card.form, name, TYPED)
    desks.until_kept()
    desks.open()
    card = desks.card(noun, record_id)
    assert card.offer.isVisible()
    assert TYPED in card.offer.accessibleName()
    assert "changed" not in card.offer.accessibleName()
    assert card.form.value(name) != TYPED
    card.offer.take_first()
    assert card.form.value(name) == TYPED
    assert card.commit()
    assert card.record is not None
    assert getattr(card.record, name) == TYPED
    assert desks.kept() == []
    desks.open()
    assert not desks.card(noun, record_id).offer.isVisible()


def test_what_was_left_on_a_draft_is_offered_after_a_crash(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "order")
    card = desks.card("order", record_id)
    type_into(card.form, "notes", TYPED)
    desks.qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not desks.shell.made_screen("order").is_wide()
    desks.open()
    card = desks.card("order", record_id)
    assert card.form.value("notes") != TYPED
    card.offer.take_first()
    assert card.form.value("notes") == TYPED
    card.discard()


def test_a_word_is_said_when_the_record_has_changed_since(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "client")
    type_into(desks.card("client", record_id).form, "notes", TYPED)
    desks.until_kept()
    desks.open()
    with workspace.write(msg("Change")) as session:
        client.save(session, record_id, {"notes": "Written elsewhere", "source": "Pameran"})
    card = desks.card("client", record_id)
    assert "changed since" in card.offer.accessibleName()
    card.offer.take_first()
    assert card.commit()
    assert (card.record.notes, card.record.source) == (TYPED, "Pameran")


def test_what_is_typed_beside_an_offer_does_not_take_its_place(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "client")
    type_into(desks.card("client", record_id).form, "notes", TYPED)
    desks.until_kept()
    desks.open()
    card = desks.card("client", record_id)
    type_into(card.form, "source", "Another text")
    desks.until_kept("Another text")
    assert len(desks.kept()) == 2
    card.form.commit()  # saved
    assert [draft.typed for draft in desks.kept()] == [{"notes": TYPED}]
    card.offer.take_first()
    assert card.form.value("notes") == TYPED
    card.discard()
    assert desks.kept() == []


def test_discard_forgets_and_so_does_deleting_the_record(desks: Desks, workspace: Workspace) -> None:
    with workspace.write(msg("Add")) as session:
        client.save(session, None, {"name": "Of no order"})
    first, second = 1, newest(workspace, "client")
    for record_id in (first, second):
        type_into(desks.card("client", record_id).form, "notes", TYPED)
        desks.until_kept()
        desks.open()
    card = desks.card("client", first)
    card.offer.findChildren(QPushButton)[-1].click()
    assert [draft.record_id for draft in desks.kept()] == [second]
    with workspace.write(msg("Delete")) as session:
        client.delete(session, second)
    assert desks.kept() == []


def test_taking_back_what_was_typed_leaves_no_draft(desks: Desks, workspace: Workspace) -> None:
    first, second = 1, newest(workspace, "client")
    card = desks.card("client", first)
    before = card.form.value("notes")
    type_into(card.form, "notes", TYPED)
    desks.until_kept()
    type_into(card.form, "notes", before)
    desks.card("client", second)  # before the pause that would have noticed
    assert desks.kept() == []


def test_a_wrong_field_stays_a_draft_while_the_others_are_saved(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "client")
    card = desks.card("client", record_id)
    type_into(card.form, "name", "")
    card.form.put("source", "Pameran")
    desks.qtbot.waitUntil(lambda: [draft.typed for draft in desks.kept()] == [{"name": ""}])
    assert card.record.source == "Pameran"
    card.form.editor("name").take_back()
    card.discard()


# Parts of a card


@pytest.mark.parametrize("known", [True, False])
def test_a_contact_is_offered_on_its_client(desks: Desks, workspace: Workspace, known: bool) -> None:
    record_id = newest(workspace, "client")
    tab = open_contacts(desks, record_id)
    if known:
        tab.lines[0].toggled.emit()
    else:
        tab.add()
    type_into(tab.opened.form, "office", TYPED)
    desks.until_kept()
    [draft] = desks.kept()
    assert (draft.noun, draft.record_id) == ("client", record_id)
    desks.open()
    card = desks.card("client", record_id)
    assert TYPED in card.offer.accessibleName()
    card.offer.take_first()
    assert card.tabs.currentWidget() is card.contacts
    assert card.contacts.opened.form.value("office") == TYPED
    if not known:
        card.contacts.opened.form.put("name", "Siti")
    assert card.contacts.commit()
    assert desks.kept() == []


def open_contacts(desks: Desks, record_id: Any) -> Any:
    card = desks.card("client", record_id)
    card.tabs.setCurrentWidget(card.contacts)
    return card.contacts


def test_a_contact_that_is_gone_becomes_a_new_one(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "client")
    tab = open_contacts(desks, record_id)
    tab.lines[0].toggled.emit()
    contact = tab.lines[0].contact
    type_into(tab.opened.form, "office", TYPED)
    desks.until_kept()
    desks.open()
    with workspace.write(msg("Remove")) as session:
        contacts.delete(session, contact.id)
    card = desks.card("client", record_id)
    card.offer.take_first()
    assert card.contacts.opened.contact is None
    card.contacts.discard()
    assert desks.kept() == []


def test_order_lines_are_offered_with_all_that_was_typed(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "order")
    card = desks.card("order", record_id)
    lines = card.form.value("lines")
    card.lines.take((replace(lines[0], note=TYPED),))
    card.lines.show_value()
    desks.until_kept()
    desks.open()
    card = desks.card("order", record_id)
    assert TYPED in card.offer.accessibleName()
    card.offer.take_first()
    assert card.form.value("lines")[-1].note == TYPED
    assert len(card.form.value("lines")) == len(lines)
    assert card.commit()
    assert desks.kept() == []


def ask_why(desks: Desks) -> Any:
    """A signed contract, and the question why it ends."""
    record_id = newest(desks.workspace, "contract")
    with desks.workspace.write(msg("Sign")) as session:
        record = contract.get(session, record_id)
        if record.state != "signed":
            record.client_signatory = Signatory(name="Ani", office="Direktur", authority="Akta")
            session.flush()
            contract.step(session, record_id, "signed")
    card = desks.card("contract", record_id)
    card.steps.take_to("terminated")
    return card


def test_why_a_contract_ends_is_asked_again_with_what_was_typed(desks: Desks) -> None:
    card = ask_why(desks)
    type_into(card.question.form, "reason", TYPED)
    desks.until_kept()
    record_id = card.record_id
    desks.open()
    card = desks.card("contract", record_id)
    assert TYPED in card.offer.accessibleName()
    card.offer.take_first()
    assert card.question.isVisible()
    assert card.question.form.value("reason") == TYPED
    card.question.decide()
    assert (card.record.state, desks.kept()) == ("terminated", [])
    assert not card.offer.isVisible()


def test_a_reason_that_was_given_up_is_forgotten_and_one_that_was_left_is_not(desks: Desks) -> None:
    card = ask_why(desks)
    type_into(card.question.form, "reason", TYPED)
    desks.until_kept()
    card.question.leave()
    assert desks.kept() == []
    other = next(one for one in contract.listing(desks.workspace).ids(Query()) if one != card.record_id)
    card = ask_why(desks)
    type_into(card.question.form, "reason", TYPED)
    here = card.record_id
    desks.card("contract", other)  # before the pause that keeps it
    assert not card.question.isVisible()
    desks.until_kept()
    assert desks.card("contract", here).offer.isVisible()


def test_a_reason_that_is_refused_stays(desks: Desks) -> None:
    card = ask_why(desks)
    type_into(card.question.form, "reason", TYPED)
    with desks.workspace.write(msg("End it")) as session:
        contract.step(session, card.record_id, "fulfilled")
    card.question.decide()
    assert TYPED in card.offer.accessibleName()
    assert any(TYPED in str(draft.typed) for draft in desks.kept())


def test_a_note_of_a_line_is_kept_before_its_cell_is_left(desks: Desks, workspace: Workspace) -> None:
    record_id = newest(workspace, "order")
    desks.shell.activateWindow()
    desks.qtbot.waitUntil(desks.shell.isActiveWindow)
    view = desks.card("order", record_id).lines.grid.view
    view.setFocus()
    view.go(0, Col.PRODUCT)
    view.edit_note()
    desks.qtbot.keyClicks(keyboard(), "To be packed in two")
    desks.until_kept("To be packed in two")
    desks.qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
    desks.qtbot.waitUntil(lambda: desks.kept() == [])
    view.edit_note()
    desks.qtbot.keyClicks(keyboard(), "In one")
    desks.until_kept("In one")
    [draft] = desks.kept()
    desks.qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
    desks.qtbot.waitUntil(lambda: desks.kept() == [])
    desks.shell.desk.drafts.keep(draft)  # as a crash leaves it
    desks.open()
    card = desks.card("order", record_id)
    assert card.offer.isVisible()
    card.offer.take_first()
    assert keyboard().text() == "In one"  # the cell is open again, to be gone on with
    desks.qtbot.keyClicks(keyboard(), " box")
    desks.qtbot.keyClick(keyboard(), Qt.Key.Key_Return)
    assert card.form.value("lines")[0].note == "In one box"
    card.discard()


def test_a_cell_half_typed_is_kept_and_gone_on_with(desks: Desks, workspace: Workspace) -> None:
    """Not the product that its letters might mean, and not a number that is none yet."""
    record_id = newest(workspace, "order")
    desks.shell.activateWindow()
    desks.qtbot.waitUntil(desks.shell.isActiveWindow)
    card = desks.card("order", record_id)
    before = card.form.value("lines")
    for column, text in ((Col.PRODUCT, "half a na"), (Col.QUANTITY, "12x")):
        view = card.lines.grid.view
        view.setFocus()
        view.go(0, column)
        desks.qtbot.keyClicks(keyboard(), text[0])
        desks.qtbot.keyClicks(keyboard(), text[1:])
        desks.until_kept(text)
        draft = next(one for one in desks.kept() if text in str(one.typed))
        desks.qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
        desks.qtbot.waitUntil(lambda: desks.kept() == [])
        desks.shell.desk.drafts.keep(draft)  # as a crash leaves it
        desks.open()
        desks.shell.activateWindow()
        desks.qtbot.waitUntil(desks.shell.isActiveWindow)
        card = desks.card("order", record_id)
        card.offer.take_first()
        assert keyboard().text() == text
        assert card.form.value("lines") == before
        desks.qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
        desks.qtbot.waitUntil(lambda: desks.kept() == [])


# Settings


def offer_on(page: QWidget) -> Offer:
    """The line above its fields."""
    [offer] = page.findChildren(Offer)
    return offer


def test_the_company_is_offered(desks: Desks) -> None:
    page = desks.go("settings", field="orders").pages["orders"]
    type_into(page.form, "payment_terms", TYPED)
    desks.until_kept()
    desks.open()
    desks.go("settings", field="orders")
    page = screen_of(desks.shell, "settings").pages["orders"]
    assert TYPED in offer_on(page).accessibleName()
    offer_on(page).take_first()
    page.form.commit()
    with desks.workspace.read() as session:
        assert rules.company(session).payment_terms == TYPED
    assert desks.kept() == []


def test_a_tax_rule_is_offered_where_it_was_typed(desks: Desks) -> None:
    page = desks.go("settings", field="taxes").pages["taxes"]
    page.list.setCurrentRow(1)
    type_into(page.form, "name", TYPED)
    page.list.setCurrentRow(0)  # at once: a moment later it would have been kept anyway
    assert not offer_on(page).isVisibleTo(page)
    desks.until_kept()
    desks.open()
    page = desks.go("settings", field=desks.kept()[0].part).pages["taxes"]
    assert page.list.currentRow() == 1
    assert TYPED in offer_on(page).accessibleName()
    offer_on(page).take_first()
    page.form.commit()
    assert TYPED in page.list.item(1).text()
    with desks.workspace.read() as session:
        assert TYPED in [rule.name for rule in rules.tax_rules(session)]
    assert desks.kept() == []


def test_a_pattern_of_numbers_is_offered(desks: Desks) -> None:
    page = desks.go("settings", field="numbers").pages["numbers"]
    opened = page.open("order")
    opened.as_text.click()
    opened.text.selectAll()
    desks.qtbot.keyClicks(opened.text, "X-{")
    desks.until_kept("X-{")
    desks.open()
    page = desks.go("settings", field="numbers").pages["numbers"]
    offer_on(page).take_first()
    editor = page.editor.text
    assert editor.text() == "X-{"
    desks.qtbot.keyClicks(editor, "year}-{seq}")
    desks.qtbot.keyClick(editor, Qt.Key.Key_Return)
    with desks.workspace.read() as session:
        assert "X-{year}-{seq}" in [series.pattern for series in rules.number_series(session)]
    assert desks.kept() == []


def test_a_template_is_offered_in_its_editor(desks: Desks) -> None:
    desks.go("settings", field="templates.2")
    editor = desks.shell.findChild(TemplateEditor)
    assert editor.chooser.currentData() == 2
    editor.columns.columns["en"].text.appendPlainText(TYPED)
    desks.until_kept()
    desks.open()
    desks.go("settings", field="templates.1")
    editor = desks.shell.findChild(TemplateEditor)
    assert not editor.drafts.offer.isVisible()
    editor.show_template(2)
    assert editor.drafts.offer.isVisible()
    editor.drafts.offer.take_first()
    assert TYPED in editor.columns.texts()["en"]
    assert editor.save()
    assert desks.kept() == []
    desks.rest()


# After the start


def test_after_the_start_it_is_told_and_shown(desks: Desks, workspace: Workspace) -> None:
    drafts.tell_left(desks.shell.desk)
    assert not told(desks)
    record_id = newest(workspace, "client")
    type_into(desks.card("client", record_id).form, "notes", TYPED)
    desks.until_kept()
    desks.open()
    drafts.tell_left(desks.shell.desk)
    assert any("not saved yet" in text for text in told(desks))
    drafts.go_to(desks.shell.desk, desks.kept()[0])
    desks.rest()
    assert screen_of(desks.shell, "client").card.record_id == record_id
    assert screen_of(desks.shell, "client").card.offer.isVisible()


def test_a_new_record_is_gone_on_with_from_the_note(desks: Desks) -> None:
    desks.shell.desk.start_new("order", client_id=1)
    card = screen_of(desks.shell, "order").card
    type_into(card.form, "notes", TYPED)
    desks.until_kept()
    desks.open()
    drafts.go_to(desks.shell.desk, desks.kept()[0])
    card = screen_of(desks.shell, "order").card
    assert TYPED in card.offer.accessibleName()
    card.offer.take_first()
    assert (card.form.value("client_id"), card.form.value("notes")) == (1, TYPED)
    card.discard()
    assert desks.kept() == []


def told(desks: Desks) -> Any:
    return [note.text for note in desks.shell.notify.stack.notes()]


def test_the_lock_waits_until_what_is_typed_is_kept(desks: Desks, workspace: Workspace) -> None:
    card = desks.card("client", newest(workspace, "client"))
    type_into(card.form, "notes", TYPED)
    desks.shell.desk.about_to_lock.emit()
    assert any(TYPED in str(draft.typed) for draft in desks.shell.desk.drafts.every())
    assert desks.shell.desk.drafts.settle(0)


def test_drafts_of_earlier_versions_are_taken_over_and_leave_the_settings(
    desks: Desks, settings: Settings, workspace: Workspace, tmp_path: Path
) -> None:
    here, other, gone = (
        hashlib.sha256(str(path).encode()).hexdigest()[:12]
        for path in (workspace.path, tmp_path / "there.crm", tmp_path / "gone.crm")
    )
    (tmp_path / "there.crm").touch()
    settings.add_recent(tmp_path / "there.crm")
    slots = {"17": {"given": {}, "typed": {"name": TYPED}}, "18": "x", "19": {"typed": {}}}
    for place in (here, other, gone):
        settings.set(f"drafts/{place}/client", slots)
    settings.set(f"drafts/{here}/order", ["spoiled"])
    old_drafts.take_over(desks.shell.desk)
    assert [draft.typed for draft in desks.kept()] == [{"name": TYPED}]
    assert [key for key in settings.store.allKeys() if key.startswith("drafts/")] == [f"drafts/{other}/client"]
    screen = desks.go("client")
    screen.start_new()
    assert TYPED in screen.card.offer.accessibleName()
    screen.card.discard()


# What they are called


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"source": "a longer text", "name": "Ani"}, "Ani"),
        ({"name": " ", "notes": "many\nwords"}, "many words"),
        ({"lines": [{"code": "A", "name": "Kopi Gayo", "quantity": "2"}]}, "Kopi Gayo"),
        ({"logo": "A" * 500}, ""),
        ({"price": {"typed": "12 rb"}}, "12 rb"),
        ({"notes": "word " * 40}, "word " * 11 + "word…"),
        ({"quantity": 5}, ""),
    ],
)
def test_a_draft_is_called_by_its_name_or_its_longest_text(desks: Desks, typed: Any, name: str) -> None:
    offer = Offer(desks.shell)
    drafts.offer_draft(desks.shell.desk, offer, Draft("1", "client", None, typed=typed), None, lambda: None)
    assert offer.accessibleName() == (
        f"“{name}” was typed here and not saved." if name else "Something typed was not saved."
    )


def test_what_can_not_be_read_of_a_contact_stays_a_draft_when_the_rest_is_saved(
    desks: Desks, workspace: Workspace
) -> None:
    tab = open_contacts(desks, newest(workspace, "client"))
    tab.lines[0].toggled.emit()
    form = tab.opened.form
    form.editor("birthday").restore({"typed": "31 Feb"})
    form.put("office", "Direktur")
    assert tab.opened.contact.office == "Direktur"
    assert [draft.typed for draft in desks.kept()] == [{"birthday": {"typed": "31 Feb"}}]
    tab.discard()
