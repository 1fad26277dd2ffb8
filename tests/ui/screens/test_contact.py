"""Contacts by hand: the list of all, a page of their own, and the way there from the client's card, a search, an order."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.services import client, order
from desktop_crm.services import contact as contacts
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records import card as card_module
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.screens.contact.screen import ContactScreen
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of, tab_of

pytestmark = pytest.mark.in_turn

CTRL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.DISCARD)


@pytest.fixture(autouse=True)
def _people(workspace: Workspace) -> None:
    with workspace.write(msg("Begin")) as session:
        maju = client.save(session, None, {"legal_form": "PT", "name": "Maju Jaya"})
        abadi = client.save(session, None, {"name": "Toko Abadi"})
        values = {"name": "Ani", "office": "Direktur", "phones": (Phone("0812 5550 1199"),)}
        contacts.save(session, maju.id, None, values)
        contacts.save(session, abadi.id, None, {"name": "Budi", "notes": "likes tea"})
        contacts.save(session, maju.id, None, {"name": "Citra"})


@pytest.fixture
def rest(qtbot: QtBot, shell: Shell) -> Callable[..., Any]:
    def wait() -> None:
        qtbot.wait(60)  # the card follows the list a moment later
        qtbot.waitUntil(lambda: not shell.jobs.busy(), timeout=20_000)
        qtbot.wait(60)

    return wait


@pytest.fixture
def screen(shell: Shell, rest: Callable[..., Any]) -> ContactScreen:
    shell.navigate("contact", 1)
    rest()
    return screen_of(shell, "contact")


def press(key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def saved(workspace: Workspace, contact_id: Any) -> Any:
    with workspace.read() as session:
        return contacts.get(session, contact_id)


def names(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return [one.name for each in (1, 2) for one in contacts.of_client(session, each)]


def notes(shell: Shell) -> Any:
    return [note.text for note in shell.notify.stack.notes()]


def test_the_list_stands_beside_the_clients_and_its_page_tells_who_it_is(shell: Shell, screen: ContactScreen) -> None:
    head = shell.frame.head
    assert [head.tabs.tabText(at) for at in range(head.tabs.count())] == ["Clients", "Contacts", "Activities"]
    assert head.tabs.currentIndex() == 1
    assert screen.table.model.rowCount() == 3
    title, facts, _chips = screen.card.texts()
    assert (title, facts) == ("Ani", "Direktur · PT Maju Jaya · +62\xa0812-5550-1199")
    assert screen.card.form.editor("client_id").read_only


def test_the_tabs_tell_how_many_rows_each_list_has(
    shell: Shell, screen: ContactScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    tabs = shell.frame.head.tabs

    def told() -> list[str]:
        return [tabs.accessibleTabName(at) for at in range(tabs.count())]

    qtbot.waitUntil(lambda: told() == ["Clients, 2", "Contacts, 3", "Activities, 0"])
    before = tabs.tabSizeHint(0).width()
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": f"Toko {number}"} for number in range(1000)])
    qtbot.waitUntil(lambda: told()[0] == "Clients, 1,002")
    assert tabs.tabSizeHint(0).width() > before


def test_a_new_one_asks_for_its_client_and_is_typed_through(
    shell: Shell, screen: ContactScreen, rest: Callable[..., Any], workspace: Workspace, qtbot: QtBot
) -> None:
    press(K.Key_N, CTRL)
    rest()
    assert not shell.frame.head.isVisible()
    form = screen.card.form
    assert form.editor("client_id").inputs()[0].hasFocus()
    press(K.Key_S, CTRL)
    assert names(workspace) == ["Ani", "Citra", "Budi"]
    qtbot.keyClicks(QApplication.focusWidget(), "abadi")
    rest()
    press(K.Key_Return)
    form.focus_field("name")
    qtbot.keyClicks(QApplication.focusWidget(), "Dewi")
    press(K.Key_S, CTRL)
    rest()
    assert names(workspace) == ["Ani", "Citra", "Budi", "Dewi"]
    assert saved(workspace, 4).client_id == 2
    assert screen.card.form.editor("client_id").read_only
    assert shell.actions_.qaction("undo").text() == "Undo: Add contact Dewi"


def test_what_is_typed_on_its_page_stands_on_the_clients_card_and_the_other_way_round(
    shell: Shell, screen: ContactScreen, rest: Callable[..., Any], workspace: Workspace, qtbot: QtBot
) -> None:
    screen.card.form.focus_field("office")
    press(K.Key_A, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "Komisaris")
    press(K.Key_Tab)
    assert saved(workspace, 1).office == "Komisaris"
    shell.navigate("client", 1)
    rest()
    card = screen_of(shell, "client").card
    card.tabs.setCurrentWidget(card.contacts)
    line = card.contacts.lines[0]
    assert line.head.accessibleName() == "Ani, Komisaris"
    with workspace.write(msg("Change")) as session:
        contacts.save(session, 1, 1, {"name": "Ani Lestari"})
    shell.navigate("contact", 1)
    rest()
    assert screen.card.texts()[0] == "Ani Lestari"


def test_a_line_on_the_clients_card_opens_the_page_and_back_leads_there(
    shell: Shell, rest: Callable[..., Any], qtbot: QtBot
) -> None:
    shell.navigate("client", 1)
    rest()
    card = screen_of(shell, "client").card
    card.tabs.setCurrentWidget(card.contacts)
    first, second = card.contacts.lines
    first.head.setFocus()
    press(K.Key_Return, CTRL)
    rest()
    assert shell.history.here[:2] == ("contact", 1)
    press(K.Key_Left, Qt.KeyboardModifier.AltModifier)
    rest()
    assert shell.history.here[:2] == ("client", 1)
    second.head.setFocus()
    press(K.Key_Return)
    (button,) = [each for each in second.findChildren(QPushButton) if each.text() == "Open page"]
    button.click()
    rest()
    assert shell.history.here[:2] == ("contact", 3)
    assert screen_of(shell, "contact").card.texts()[0] == "Citra"


def test_from_its_page_to_the_client(shell: Shell, screen: ContactScreen, rest: Callable[..., Any]) -> None:
    assert shell.actions_.run("contact.client")
    rest()
    assert shell.history.here[:2] == ("client", 1)


def test_deleted_it_is_gone_from_list_and_card_and_undo_brings_it_back(
    shell: Shell, screen: ContactScreen, rest: Callable[..., Any], workspace: Workspace
) -> None:
    screen.table.view.setFocus()
    assert shell.actions_.run("contact.delete")
    rest()
    assert names(workspace) == ["Citra", "Budi"]
    assert screen.table.model.rowCount() == 2
    press(K.Key_Z, CTRL)
    rest()
    assert screen.table.model.rowCount() == 3
    assert names(workspace) == ["Ani", "Citra", "Budi"]


def test_who_is_named_in_an_order_stays_and_the_order_is_listed(
    shell: Shell, screen: Any, rest: Callable[..., Any], workspace: Workspace
) -> None:
    with workspace.write(msg("Order")) as session:
        line = order.LineInput(None, "K", "Kursi", Decimal(1), "pcs", Decimal(100), Decimal(0), None)
        order.save(session, None, {**order.start(session, 1), "contact_id": 1}, [line])
    assert shell.actions_.run("contact.delete")
    assert "is named in" in notes(shell)[-1]
    assert names(workspace) == ["Ani", "Citra", "Budi"]
    orders = tab_of(screen, "Orders")
    screen.card.tabs.setCurrentWidget(orders)
    rest()
    assert orders.table.model.rowCount() == 1
    shell.navigate("contact", 3)
    rest()
    assert orders.table.model.rowCount() == 0


def test_trash_brings_it_back_to_its_page(
    shell: Shell, screen: ContactScreen, rest: Callable[..., Any], workspace: Workspace
) -> None:
    assert shell.actions_.run("contact.delete")
    shell.navigate("trash")
    rest()
    table = screen_of(shell, "trash").table
    assert table.model.rowCount() == 1
    table.select_id(table.ids()[0])
    assert shell.actions_.run("trash.restore")
    rest()
    shell.navigate("contact", 1)
    rest()
    assert screen.card.texts()[0] == "Ani"
    screen.card.tabs.setCurrentWidget(tab_of(screen, "History"))
    told = screen.card.findChild(QTextBrowser).toPlainText()
    assert "Restore Ani" in told
    assert "Remove contact Ani" in told
    assert "Citra" not in told


def test_a_change_elsewhere_is_shown_at_once(
    screen: ContactScreen, rest: Callable[..., Any], workspace: Workspace
) -> None:
    with workspace.write(msg("Change")) as session:
        client.save(session, 1, {"name": "Mundur"})
    rest()
    assert "PT Mundur" in screen.card.texts()[1]
    with workspace.write(msg("Change")) as session:
        contacts.save(session, 1, 1, {"office": "Staf"})
    rest()
    assert "Staf" in screen.card.texts()[1]


def test_privacy_covers_the_people_of_all_clients_but_the_one_who_is_open(
    screen: ContactScreen, rest: Callable[..., Any]
) -> None:
    privacy.turn(on=True)
    rest()
    shown = {
        row[1]: screen.table.model.data(screen.table.model.index(at, 0))
        for at, row in enumerate(screen.listing.rows([1, 2, 3]))
    }
    privacy.turn(on=False)
    assert shown["Ani"] == "Ani"
    assert shown["Citra"] == "Citra"
    assert "Budi" not in str(shown["Budi"])


def test_it_is_called_and_written_to(
    shell: Shell, screen: ContactScreen, rest: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(asked.append(url.toString())))
    assert shell.actions_.run("contact.call")
    assert asked == ["tel:+6281255501199"]
    assert QGuiApplication.clipboard().text() == "+62 812-5550-1199"
    assert not shell.actions_.run("contact.write")


def test_what_is_typed_and_not_saved_is_offered_on_its_page(
    shell: Shell, screen: ContactScreen, rest: Callable[..., Any], qtbot: QtBot
) -> None:
    screen.card.form.focus_field("name")
    press(K.Key_A, CTRL)
    press(K.Key_Delete)
    qtbot.wait(500)
    assert [draft.noun for draft in shell.desk.drafts.of_card("contact", 1)] == ["contact"]
    shell.navigate("client")
    rest()
    assert shell.desk.drafts.of_card("contact", 1) == []  # discarded, and offered back in a note
