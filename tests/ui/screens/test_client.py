"""The screen of clients on a real workspace, driven by keys and clicks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.address import Address
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.model.problem import Severity
from desktop_crm.services import client, search
from desktop_crm.services import contact as contacts
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration
from desktop_crm.ui.records import card as card_module
from desktop_crm.ui.records.third_column import ThirdColumn
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.screens.client import card as client_card
from desktop_crm.ui.screens.client.doubles import DoubleNote, Wanted
from desktop_crm.ui.screens.client.screen import ClientScreen
from desktop_crm.ui.story.note_box import NoteBox
from desktop_crm.ui.table.table import Table
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of, tab_of

pytestmark = pytest.mark.in_turn

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
K = Qt.Key


class OrderPlace(Screen):
    """Stands for the screen of orders."""

    noun = "order"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.started: list[Any] = []
        self.shown: list[Any] = []

    def start_new(self, given: Any = None) -> None:
        self.started.append(given)

    def show_record(self, id: Any) -> None:
        self.shown.append(id)


SCREENS = (
    ScreenDeclaration("client", msg("Clients"), "users", "desktop_crm.ui.screens.client.screen:ClientScreen"),
    ScreenDeclaration("order", msg("Orders"), "shopping-cart", f"{__name__}:OrderPlace"),
)


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question would wait for an answer for ever, when the window is closed at the latest."""
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.DISCARD)


@pytest.fixture(autouse=True)
def known(workspace: Workspace) -> Any:
    """Two clients: one with everything, one with a name."""
    with workspace.write(msg("Known clients")) as session:
        first = client.save(
            session,
            None,
            {
                "legal_form": "PT",
                "name": "Sumber Makmur",
                "phones": (Phone("0812 3456 7890", "whatsapp"), Phone("021 5551234", "office")),
                "identifiers": (Identifier("npwp", "012345678901000"),),
            },
        )
        second = client.save(session, None, {"name": "Toko Abadi"})
    return first.id, second.id


@pytest.fixture
def screens() -> Any:
    return SCREENS


@pytest.fixture
def screen(shell: Shell) -> ClientScreen:
    return screen_of(shell, "client")


@pytest.fixture
def hands(qtbot: QtBot, shell: Shell) -> Any:
    """What a person does with the keyboard."""

    class Hands:
        def key(self, key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
            qtbot.keyClick(QApplication.focusWidget() or shell, key, modifiers)

        def type(self, text: Any) -> None:
            qtbot.keyClicks(QApplication.focusWidget(), text)

    return Hands()


def saved(workspace: Workspace, client_id: Any) -> Any:
    with workspace.read() as session:
        return client.get(session, client_id)


def people(workspace: Workspace, client_id: Any) -> Any:
    with workspace.read() as session:
        return contacts.of_client(session, client_id)


def notes(shell: Shell) -> Any:
    return [note.text for note in shell.notify.stack.notes()]


def test_new_client_with_four_touches(
    screen: ClientScreen, shell: Shell, hands: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    hands.key(K.Key_N, CTRL)
    hands.type("PT Maju Jaya")
    hands.key(K.Key_Tab)
    hands.key(K.Key_Tab)
    hands.type("0811-222-3333")
    hands.key(K.Key_S, CTRL)
    made = saved(workspace, screen.card.record_id)
    assert (made.legal_form, made.name, made.full_name) == ("PT", "Maju Jaya", "PT Maju Jaya")
    assert made.phones[0].number == "+628112223333"
    assert workspace.undo_text() == msg("Add client {name}", name="Maju Jaya")
    qtbot.waitUntil(lambda: screen.table.current_id() == made.id)
    hands.key(K.Key_Escape)
    assert not screen.is_wide()
    assert len(screen.table.ids()) == 3


def test_field_is_saved_when_it_is_left(screen: ClientScreen, known: Any, hands: Any, workspace: Workspace) -> None:
    screen.desk.navigate("client", known[1])
    screen.card.focus_field("short_name")
    hands.type("Abadi")
    assert saved(workspace, known[1]).short_name == ""
    hands.key(K.Key_Tab)
    assert saved(workspace, known[1]).short_name == "Abadi"
    assert saved(workspace, known[1]).version == 2
    hands.key(K.Key_Tab)
    assert saved(workspace, known[1]).version == 2


def test_phone_goes_on_to_its_kind_and_both_are_saved_as_one_change(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace
) -> None:
    before = saved(workspace, known[1]).version
    screen.desk.navigate("client", known[1])
    screen.card.focus_field("phones")
    hands.key(K.Key_Space)
    hands.type("021 7654321")
    hands.key(K.Key_Tab)
    hands.key(K.Key_Down)
    hands.key(K.Key_Return)
    assert saved(workspace, known[1]).phones == (Phone("+62217654321", "office"),)
    assert saved(workspace, known[1]).version == before + 1
    assert not screen.card.has_changes()


def test_name_that_is_taken_away_is_not_saved_and_asked_about(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.desk.navigate("client", known[0])
    screen.card.focus_field("name")
    hands.key(K.Key_Delete)
    hands.key(K.Key_Tab)
    assert saved(workspace, known[0]).name == "Sumber Makmur"
    asked = []
    monkeypatch.setattr(card_module, "ask", lambda parent: asked.append(parent) or Answer.STAY)
    assert not screen.may_leave()
    monkeypatch.setattr(card_module, "ask", lambda parent: Answer.DISCARD)
    assert screen.may_leave()
    assert asked
    assert screen.card.form.value("name") == "Sumber Makmur"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "pt. sumber  MAKMUR", "There is already a client of this name"),
        ("phones", "+62 812 3456 7890", "This phone number is already here"),
        ("identifiers", "0012.3456.7890.1000", "This NPWP is already here"),
    ],
)
def test_known_client_is_named_while_a_new_one_is_typed(
    screen: ClientScreen, known: Any, hands: Any, qtbot: QtBot, *, field: str, text: str, said: str
) -> None:
    hands.key(K.Key_N, CTRL)
    screen.card.focus_field(field)
    if field == "identifiers":
        hands.key(K.Key_Space)
    hands.type(text)
    qtbot.waitUntil(lambda: seen_notes(screen) != [])
    [note] = seen_notes(screen)
    assert screen.card.form.editor(field).parentWidget().isAncestorOf(note)
    assert said in note.text()
    assert "Open PT Sumber Makmur" in note.text()
    screen.card.discard()


def seen_notes(screen: ClientScreen) -> Any:
    """That say who is known."""
    return [note for note in screen.card.form.findChildren(DoubleNote) if note.isVisible()]


def by_link(screen: ClientScreen, hands: Any) -> None:
    note = seen_notes(screen)[0]
    note.linkActivated.emit(str(note.double.id))


def by_key(screen: ClientScreen, hands: Any) -> None:
    hands.key(K.Key_Return, Qt.KeyboardModifier.AltModifier)


def by_button(screen: ClientScreen, hands: Any) -> None:
    [button] = [
        each for each in screen.card.header.findChildren(QPushButton) if each.text() == "Open the client already here"
    ]
    assert button.property("look") == "primary"
    button.click()


def by_saving(screen: ClientScreen, hands: Any) -> None:
    QTimer.singleShot(0, lambda: QTest.keyClick(QApplication.activeModalWidget(), K.Key_Return))
    hands.key(K.Key_S, CTRL)


@pytest.mark.parametrize("way", [by_link, by_key, by_button, by_saving])
def test_the_known_client_is_opened_with_what_was_typed(
    screen: ClientScreen,
    known: Any,
    hands: Any,
    *,
    workspace: Workspace,
    shell: Shell,
    qtbot: QtBot,
    way: Callable[..., Any],
) -> None:
    """*Open* is what Enter means, and nobody types a phone number twice."""
    hands.key(K.Key_N, CTRL)
    hands.type("Makmur, Bu Siti")
    screen.card.form.put("phones", (Phone("0812 3456 7890", "mobile"), Phone("0811 222 333", "mobile")))
    screen.card.form.put("notes", "wants 50 sacks")
    screen.card.form.editor("phones").edited.emit()
    qtbot.waitUntil(lambda: screen.card.known_double() is not None)
    way(screen, hands)
    qtbot.waitUntil(lambda: screen.card.record_id == known[0])
    record = saved(workspace, known[0])
    assert [phone.number for phone in record.phones] == ["+6281234567890", "+62215551234", "+62811222333"]
    assert record.notes == "Makmur, Bu Siti\nwants 50 sacks"
    assert record.full_name == "PT Sumber Makmur"
    assert len(screen.table.ids()) == 2
    assert shell.desk.drafts.every() == []
    shell.desk.undo()
    assert len(saved(workspace, known[0]).phones) == 2


def test_a_known_client_who_has_all_that_is_only_opened(
    screen: ClientScreen, known: Any, hands: Any, *, workspace: Workspace, qtbot: QtBot
) -> None:
    before = workspace.undo_text()
    hands.key(K.Key_N, CTRL)
    hands.type("Sumber Makmur")
    qtbot.waitUntil(lambda: screen.card.known_double() is not None)
    by_key(screen, hands)
    assert screen.card.record_id == known[0]
    assert workspace.undo_text() == before


@pytest.mark.parametrize(("answer", "count"), [(Wanted.SECOND, 3), (Wanted.STAY, 2)])
def test_a_second_one_is_saved_only_when_it_is_wanted(
    screen: ClientScreen,
    hands: Any,
    monkeypatch: pytest.MonkeyPatch,
    *,
    workspace: Workspace,
    answer: Wanted,
    count: int,
) -> None:
    monkeypatch.setattr(client_card, "ask_known", lambda *_args: answer)
    hands.key(K.Key_N, CTRL)
    hands.type("PT Sumber Makmur")  # and at once
    hands.key(K.Key_S, CTRL)
    assert len(client.listing(workspace).ids(Query())) == count
    assert screen.card.is_new is (answer is Wanted.STAY)
    if answer is Wanted.STAY:
        assert screen.card.form.value("name") == "Sumber Makmur"


@pytest.mark.parametrize("text", ["Abadi", "UD Abadi", "toko ABADI", "PT. Abadi", "Koperasi Abadi"])
def test_the_word_for_a_shop_makes_nobody_else_of_a_client(
    screen: ClientScreen, known: Any, hands: Any, *, workspace: Workspace, qtbot: QtBot, text: str
) -> None:
    hands.key(K.Key_N, CTRL)
    hands.type(text)
    qtbot.waitUntil(lambda: screen.card.known_double() is not None)
    assert screen.card.known_double().name == "Toko Abadi"
    assert [hit.id for hit in search.find(workspace, text) if hit.noun == "client"] == [known[1]]
    screen.card.discard()


def kinds(screen: Any) -> Any:
    """What a new row of official numbers begins as, and the first kinds it offers."""
    numbers = screen.card.form.editor("identifiers")
    row = numbers.add_row()
    combo = row.editors["kind"].inputs()[0]
    found = row.editors["kind"].value(), [combo.itemText(at) for at in range(2)]
    numbers.remove(row)
    return found


def test_numbers_are_asked_for_by_country(screen: Any) -> None:
    screen.start_new()
    form = screen.card.form
    assert kinds(screen) == ("npwp", ["NPWP", "NITKU"])
    waiting = form.editor("identifiers").add_row()
    form.put("addresses", (Address("1 Raffles Place", "Singapore", country="Singapura"),))
    assert waiting.editors["kind"].value() == "registration"
    assert kinds(screen) == ("registration", ["UEN", "GST"])
    form.put("kind", "person")
    assert kinds(screen) == ("passport", ["Passport", "GST"])
    form.put("addresses", (Address("Jl. Braga 1", "Bandung"),))
    assert kinds(screen) == ("nik", ["NIK", "NPWP"])
    form.put("name", "Merlion")
    form.put("kind", "company")
    form.put("addresses", (Address("1 Raffles Place", "Singapore", country="Singapore"),))
    form.put("identifiers", (Identifier("registration", "201912345K"),))
    assert screen.card.commit()
    assert screen.card.record.identifiers == (Identifier("registration", "201912345K"),)
    assert form.editor("identifiers").inputs()[0].currentText() == "UEN"


def test_a_number_of_another_country_keeps_its_dashes_and_ours_loses_them(qtbot: QtBot, screen: Any) -> None:
    screen.start_new()
    numbers = screen.card.form.editor("identifiers")
    screen.card.form.put("name", "Siam Trading")
    for kind, typed in (("tax", "0-1055-36000-31-5"), ("nib", "9120-0012-34567"), ("npwp", "02.183.241.5-000.000")):
        row = numbers.add_row()
        row.editors["kind"].take(kind)
        line = row.editors["number"].inputs()[0]
        line.setFocus()
        qtbot.keyClicks(line, typed)
    assert screen.card.commit()
    assert [item.number for item in screen.card.record.identifiers] == [
        "0-1055-36000-31-5",
        "9120001234567",
        "021832415000000",
    ]


def test_what_does_not_fit_together_is_a_doubt() -> None:
    numbers = (Identifier("npwp", "0021832415000000"), Identifier("nitku", "0021832416000000000001"))
    found = client.problems({"name": "A", "identifiers": numbers, "addresses": (Address(country="Narnia"),)})
    assert {"identifiers.1.number", "addresses.0.country"} <= {problem.field for problem in found}
    assert all(problem.severity is Severity.WARNING for problem in found)
    assert [
        told.field
        for told in client.problems({"name": "A", "identifiers": (Identifier("npwp", "021832415000000"), numbers[1])})
    ] == ["identifiers.1.number"]
    numbers = (numbers[0], Identifier("nitku", "0021832415000000000001"))
    found = client.problems({"name": "A", "identifiers": numbers, "addresses": (Address(country="Jepang"),)})
    assert found == []


def test_mistyped_npwp_is_a_doubt_and_not_an_error(workspace: Workspace) -> None:
    problems = client.problems({"name": "A", "identifiers": (Identifier("npwp", "012345678901000"),)})
    assert [(one.field, one.severity.value) for one in problems] == [("identifiers.0.number", "warning")]


def test_doubt_stays_beside_the_saved_number(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace
) -> None:
    screen.desk.navigate("client", known[1])
    screen.card.focus_field("identifiers")
    hands.key(K.Key_Space)
    hands.type("01.234.567.8-901.000")
    hands.key(K.Key_Return)
    assert saved(workspace, known[1]).identifiers == (Identifier("npwp", "012345678901000"),)
    told = [label.text() for label in screen.card.form.findChildren(QLabel) if label.isVisible()]
    assert any("check digit" in text for text in told)


def test_contact_is_typed_in_place(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    screen.desk.navigate("client", known[1])
    hands.key(K.Key_N, CTRL | SHIFT)
    assert people(workspace, known[1]) == []
    hands.type("Budi Santoso")
    hands.key(K.Key_Tab)
    hands.type("Direktur")
    hands.key(K.Key_Tab)
    hands.key(K.Key_Space)
    budi = people(workspace, known[1])[0]
    assert (budi.name, budi.office, budi.roles) == ("Budi Santoso", "Direktur", ["signatory"])
    contacts = screen.card.contacts
    assert "Basis of authority missing" in [chip.text() for chip in chips(contacts)]
    assert isinstance(QApplication.focusWidget(), QCheckBox)
    hands.key(K.Key_Escape)
    assert contacts.opened is None
    assert screen.card.tabs.currentWidget() is contacts
    assert len(contacts.lines) == 1


def chips(widget: Any) -> Any:
    from desktop_crm.ui.look.chip import Chip

    return [one for one in widget.findChildren(Chip) if one.isVisible()]


def test_contact_without_a_name_is_not_lost_silently(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.desk.navigate("client", known[1])
    hands.key(K.Key_N, CTRL | SHIFT)
    hands.key(K.Key_Tab)
    hands.type("Direktur")
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.STAY)
    assert not screen.may_leave()
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.DISCARD)
    assert screen.may_leave()
    assert people(workspace, known[1]) == []
    assert screen.card.contacts.lines == []


def test_no_key_typed_on_the_way_through_a_contact_removes_it(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace, shell: Shell
) -> None:
    screen.open_wide(known[0])
    screen.card.tabs.setCurrentWidget(screen.card.contacts)
    screen.card.contacts.add()
    hands.type("Bu Siti")
    met = []
    for _ in range(40):
        hands.key(K.Key_Tab)
        where = QApplication.focusWidget()
        met.append(where.text() if isinstance(where, QPushButton) else "")
        if met[-1] == "Add contact":
            break
    assert "Remove contact" not in met
    assert "Add contact" in met
    assert [one.name for one in people(workspace, known[0])] == ["Bu Siti"]


def test_contact_is_removed_by_key_and_comes_back(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace, shell: Shell
) -> None:
    with workspace.write(msg("Contact")) as session:
        contacts.save(session, known[1], None, {"name": "Ani"})
        contacts.save(session, known[1], None, {"name": "Budi"})
    screen.desk.navigate("client", known[1])
    screen.card.tabs.setCurrentWidget(screen.card.contacts)
    lines = screen.card.contacts.lines
    lines[0].head.setFocus()
    hands.key(K.Key_Down)
    assert lines[1].head.hasFocus()
    hands.key(K.Key_Delete)
    assert [one.name for one in people(workspace, known[1])] == ["Ani"]
    assert screen.card.contacts.lines[0].head.hasFocus()
    shell.notify.stack.notes()[-1].buttons[0].click()
    assert [one.name for one in people(workspace, known[1])] == ["Ani", "Budi"]
    assert [line.contact.name for line in screen.card.contacts.lines] == ["Ani", "Budi"]


def test_a_key_that_comes_to_a_contact_which_goes_leads_nowhere(
    screen: ClientScreen, known: Any, workspace: Workspace
) -> None:
    with workspace.write(msg("Contact")) as session:
        contact_id = contacts.save(session, known[1], None, {"name": "Ani"}).id
    screen.desk.navigate("client", known[1])
    screen.card.tabs.setCurrentWidget(screen.card.contacts)
    line = screen.card.contacts.lines[0]
    with workspace.write(msg("Remove")) as session:
        contacts.delete(session, contact_id)
    screen.card.contacts.show_record(known[1])
    line.step_wanted.emit(1)
    assert screen.card.contacts.lines == []


def test_what_is_typed_for_a_client_that_went_meanwhile_is_not_saved_and_not_lost(
    screen: ClientScreen, known: Any, hands: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.desk.navigate("client", known[1])
    hands.key(K.Key_F2)
    hands.type("Toko Lain")
    screen.card.form.commit()
    monkeypatch.setattr(screen.card.form, "is_changed", lambda: True)
    screen.card.record = None
    told = []
    monkeypatch.setattr(screen.desk.notify, "error", lambda *error: told.append(error))
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.STAY)
    assert not screen.card.commit()
    assert not screen.may_leave()
    assert told == []


def test_key_client_dormant_and_back(screen: ClientScreen, known: Any, hands: Any, shell: Shell, qtbot: QtBot) -> None:
    workspace = screen.desk.workspace
    screen.desk.navigate("client", known[0])
    hands.key(K.Key_M, CTRL | SHIFT)
    assert saved(workspace, known[0]).is_key
    qtbot.waitUntil(lambda: "Key client" in [chip.text() for chip in chips(screen.card.header)])
    shell.desk.actions.run("client.rest")
    assert saved(workspace, known[0]).status == "dormant"
    assert shell.desk.actions.qaction("client.rest").text() == "Make active"
    shell.notify.stack.notes()[-1].buttons[0].click()
    assert saved(workspace, known[0]).status == "prospect"


def test_delete_key_belongs_to_the_list(
    screen: ClientScreen, known: Any, hands: Any, workspace: Workspace, qtbot: QtBot
) -> None:
    screen.desk.navigate("client", known[1])
    screen.card.form.focus_field("kind")
    hands.key(K.Key_Delete)
    assert saved(workspace, known[1]).name == "Toko Abadi"
    screen.desk.navigate("client")
    hands.key(K.Key_Delete)
    qtbot.waitUntil(lambda: list(screen.table.ids()) == [known[0]])
    assert screen.card.record_id != known[1]
    screen.desk.undo()
    qtbot.waitUntil(lambda: len(screen.table.ids()) == 2)


def test_client_with_an_order_is_asked_about_and_stays(
    screen: ClientScreen, known: Any, workspace: Workspace, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_crm.services import order

    asked = []
    monkeypatch.setattr(
        "desktop_crm.ui.screens.client.screen.may_go_along",
        lambda _parent, name, hanging: asked.append((name, hanging.counts["order"])),
    )

    with workspace.write(msg("Order")) as session:
        order.save(session, None, order.start(session, known[0]), [])
    screen.desk.navigate("client", known[0])
    shell.desk.actions.run("client.delete")
    assert asked == [(saved(workspace, known[0]).full_name, 1)]
    assert saved(workspace, known[0]) is not None


def test_new_order_of_this_client(screen: ClientScreen, known: Any, hands: Any, shell: Shell) -> None:
    screen.desk.navigate("client", known[0])
    hands.key(K.Key_O, CTRL | SHIFT)
    assert screen_of(shell, "order").started == [{"client_id": known[0]}]


def test_orders_of_this_client_open_their_cards(
    screen: Any, known: Any, shell: Shell, hands: Any, qtbot: QtBot
) -> None:
    workspace = screen.desk.workspace
    from desktop_crm.services import order

    with workspace.write(msg("Orders")) as session:
        mine = order.save(session, None, order.start(session, known[0]), [])
        order.save(session, None, order.start(session, known[1]), [])
    screen.desk.navigate("client", known[0])
    tab = tab_of(screen, "Orders")
    screen.card.tabs.setCurrentWidget(tab)
    qtbot.waitUntil(lambda: list(tab.table.ids()) == [mine.id])
    tab.table.view.setFocus()
    hands.key(K.Key_Home)
    hands.key(K.Key_Return)
    assert screen_of(shell, "order").shown[-1] == mine.id
    screen.desk.navigate("client", known[1])
    qtbot.waitUntil(lambda: len(tab.table.ids()) == 1 and tab.table.ids()[0] != mine.id)


def test_a_large_window_shows_what_is_open_beside_the_facts(
    screen: Any, known: Any, shell: Shell, hands: Any, qtbot: QtBot
) -> None:
    from desktop_crm.services import order

    with screen.desk.workspace.write(msg("Orders")) as session:
        line = order.LineInput(None, "", "Kopi", Decimal(2), "kg", Decimal(100_000), Decimal(0), None)
        opened = order.save(session, None, order.start(session, known[0]), [line]).id
        order.save(session, None, order.start(session, known[0]), [line])
        order.step(session, opened, "confirmed", None)
    shell.resize(1920, 900)
    screen.desk.navigate("client", known[0])
    third = screen.card.findChild(ThirdColumn)
    [table] = third.findChildren(Table)
    qtbot.waitUntil(lambda: list(table.ids()) == [opened] and table.isVisible())
    table.setFocus()
    hands.key(K.Key_Home)
    hands.key(K.Key_Return)
    assert screen_of(shell, "order").shown[-1] == opened
    screen.desk.navigate("client", known[1])
    qtbot.waitUntil(lambda: list(table.ids()) == [])
    table.setFocus()
    hands.type("H")
    assert screen.card.findChild(NoteBox).typed()["text"] == "H"
    shell.resize(1366, 768)
    qtbot.waitUntil(lambda: not third.isVisible())


@pytest.mark.parametrize(
    ("command", "link"),
    [("client.call", "tel:+6281234567890"), ("client.chat", "https://wa.me/6281234567890")],
)
def test_reaching_a_client_through_the_system(
    screen: ClientScreen, known: Any, shell: Shell, monkeypatch: pytest.MonkeyPatch, *, command: str, link: str
) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    screen.desk.navigate("client", known[0])
    assert shell.desk.actions.run(command)
    assert opened == [link]


def test_number_is_copied_where_nothing_can_call(
    screen: ClientScreen, known: Any, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    screen.desk.navigate("client", known[0])
    shell.desk.actions.run("client.call")
    assert QGuiApplication.clipboard().text() == "+62 812-3456-7890"
    screen.desk.navigate("client", known[1])
    assert not shell.desk.actions.run("client.call")


def test_person_has_no_legal_form(screen: ClientScreen) -> None:
    screen.start_new()
    form = screen.card.form
    assert form.editor("legal_form").isVisible()
    form.put("kind", "person")
    assert not form.editor("legal_form").isVisible()


def test_numbers_are_shown_as_people_write_them(screen: ClientScreen, known: Any) -> None:
    screen.desk.navigate("client", known[0])
    shown = {line.text() for line in screen.card.form.findChildren(QLineEdit)}
    assert {"+62 812-3456-7890", "+62 21 5551234", "01.234.567.8-901.000"} <= shown


def test_facts_of_open_orders(workspace: Workspace, known: Any) -> None:
    with workspace.read() as session:
        facts = client.facts(session, known[0])
    assert (facts.open_orders, facts.open_totals, facts.last_order_on) == (0, (), None)
