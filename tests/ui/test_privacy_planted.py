"""A client who must not be seen, planted in every place the window has: no word of theirs is left while the screen is on."""

import shutil
import threading
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_crm.app import _searcher
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import activity, attachment, client, contract, order
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import now, today
from desktop_crm.services.demo import demo
from desktop_crm.services.dependents import Dependents
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.importing.dialog import ImportDialog
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.curtains import Curtain
from desktop_crm.ui.records import drafts
from desktop_crm.ui.records.dependents import may_go_along
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.screens.contract.order_chooser import OrderChooser
from desktop_crm.ui.window.palette import Searcher
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.ui.reading import heard, read, told

pytestmark = pytest.mark.in_turn

K = Qt.Key
NAME = "Zebrakuning"
GONE = "Zebrahitam"
#: As it is written in English, in Indonesian, and in words.
AMOUNT = Decimal(7_345_679)
AMOUNTS = ("7,345,679", "7.345.679", "even million three hundred")
OWN = "Terbuka"


@pytest.fixture(scope="module")
def planted_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planted") / "Nusa.crm"
    made = demo.make(path, clients=12, orders=20, contracts=4)
    plant(made)
    made.close()
    return path


@pytest.fixture
def file(planted_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(planted_file, tmp_path / planted_file.name))


def plant(made: Any) -> None:
    """The newest of everything is theirs, and so is the last that was done and deleted."""
    with made.write(msg("Add client {name}", name=NAME)) as session:
        own = client.save(session, None, {"name": OWN, "kind": "company", "legal_form": "PT"})
        line = order.LineInput(None, "KP-01", "Kopi", Decimal(1), "kg", Decimal(1000), Decimal(0), None)
        shown = order.save(session, None, order.start(session, own.id), [line])
        contract.make(session, shown.id)
        contacts.save(session, own.id, None, {"name": "Ibu Sri"})
        hidden = client.save(session, None, {"name": NAME, "kind": "company", "is_key": True, "city": "Kuningan"})
        contacts.save(session, hidden.id, None, {"name": f"Ibu {NAME}"})
        contacts.save(session, hidden.id, None, {"name": f"Bapak {NAME}", "birthday": today()})
    for state in ("draft", "confirmed", "confirmed"):
        with made.write(msg("Add order of {client}", client=NAME)) as session:
            line = order.LineInput(None, "KP-01", "Kopi", Decimal(1), "kg", AMOUNT, Decimal(0), None)
            values = {**order.start(session, hidden.id), "promised_on": today() - timedelta(days=1)}
            placed = order.save(session, None, values, [line])
            if state == "confirmed":
                order.step(session, placed.id, "confirmed")
            attachment.add(session, "order", placed.id, f"{NAME}.pdf", b"%PDF-1.4")
    with made.write(msg("Make a contract")) as session:
        contract.make(session, placed.id)
    with made.write(activity.told("email_in", NAME)) as session:
        said = {"kind": "email_in", "subject": f"Surat {NAME}", "text": f"Kata {NAME}", "outcome": f"Hasil {NAME}"}
        activity.save(session, None, {"client_id": hidden.id, "moment": now() - timedelta(days=1), **said})
        activity.save(session, None, {"client_id": own.id, "kind": "call_in", "text": "Halo"})
    with made.write(msg("Add client {name}", name=GONE)) as session:
        gone = client.save(session, None, {"name": GONE})
    with made.write(msg("Delete client {name}", name=GONE)) as session:
        client.delete(session, gone.id)
    with made.write(msg("Change client {name}", name=NAME)) as session:
        client.save(session, hidden.id, {"short_name": f"{NAME} kecil"})


@pytest.fixture
def searcher(workspace: Workspace) -> Searcher | None:
    return _searcher(workspace)


@pytest.fixture
def shell(shell: Shell, qtbot: QtBot) -> Shell:
    """With all that its first screen reads a moment later."""
    rest(qtbot, shell)
    return shell


def rest(qtbot: QtBot, window: Any) -> None:
    qtbot.wait(60)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    qtbot.wait(20)


def leaks() -> Any:
    return [text for text in told() if any(secret in text for secret in (NAME, GONE, *AMOUNTS))]


LISTS = {"client": client, "contact": contacts, "order": order, "contract": contract}


def id_of(workspace: Workspace, noun: str, name: Any) -> Any:
    """The newest record of a client."""
    rows = LISTS[noun].listing(workspace).page(Query(), 0, 100)
    return max(row[0] for row in rows if any(name in str(cell) for cell in row))


def open_own(qtbot: QtBot, window: Any, workspace: Workspace, noun: str = "client") -> None:
    """The card of the client who may be seen, or a paper of theirs."""
    window.navigate(noun, id_of(workspace, noun, OWN) if noun in LISTS else None)
    rest(qtbot, window)


@pytest.mark.parametrize("noun", [each.noun for each in SCREENS])
def test_no_screen_tells_of_them(shell: Shell, qtbot: QtBot, workspace: Workspace, noun: str) -> None:
    open_own(qtbot, shell, workspace, noun)
    seen = leaks()
    privacy.turn(on=True)
    rest(qtbot, shell)
    assert leaks() == []
    open_own(qtbot, shell, workspace, "today" if noun != "today" else "client")
    assert leaks() == []
    open_own(qtbot, shell, workspace, noun)
    assert leaks() == []
    assert seen or noun in {"product", "settings", "safety"}


def f12() -> None:
    """As the system sends it: to the window that has the keyboard."""
    QTest.keyClick(QApplication.focusWindow(), K.Key_F12)


def is_heard(window: Any, name: str) -> bool:
    return any(name in text for text in heard(window))


def test_a_screen_reader_finds_what_is_open(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    open_own(qtbot, shell, workspace)
    for name in (OWN, NAME):
        qtbot.waitUntil(partial(is_heard, shell, name))


@pytest.mark.parametrize("noun", LISTS)
def test_an_order_or_contract_shows_its_total_to_its_own_client_only(
    shell: Shell, qtbot: QtBot, workspace: Workspace, noun: str
) -> None:
    """So does their line in the list; what several come to is covered."""
    shell.navigate(noun, id_of(workspace, noun, NAME))
    rest(qtbot, shell)
    shown = screen_of(shell, noun)
    privacy.turn(on=True)
    rest(qtbot, shell)
    sums = read(shown.card.header) + read(shown.card.figures_row)
    if noun != "contact":  # a client's story, which comes a moment later, tells of each order by itself
        qtbot.waitUntil(lambda: AMOUNTS[0] in read(shown.card))
    assert (AMOUNTS[0] in read(shown.card)) == (noun != "contact")
    assert "Rp" not in sums or noun not in {"client", "contact"}
    shown.open_wide(id_of(workspace, noun, OWN))
    rest(qtbot, shell)
    assert leaks() == []


def test_suggestions_go_and_what_was_searched_for_turns_into_dots(
    shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    open_own(qtbot, shell, workspace, "order")
    screen_of(shell, "order").start_new()
    rest(qtbot, shell)
    line = screen_of(shell, "order").card.form.editor("client_id").inputs()[0]
    line.setFocus()
    qtbot.keyClicks(line, "zebra")
    rest(qtbot, shell)
    qtbot.waitUntil(line.is_open)
    screen_of(shell, "order").table.bar.field.setText(NAME)
    assert leaks()
    f12()
    rest(qtbot, shell)
    assert not line.is_open()
    assert leaks() == []
    f12()
    assert screen_of(shell, "order").table.bar.field.echoMode() == QLineEdit.EchoMode.Normal
    screen_of(shell, "order").table.bar.clear()
    screen_of(shell, "order").card.discard()


def test_found_records_are_covered_with_what_was_typed(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    field = shell.frame.palette_field
    field.open()
    qtbot.keyClicks(field, NAME)
    rest(qtbot, shell)
    qtbot.waitUntil(lambda: len(leaks()) > 2)
    f12()
    rest(qtbot, shell)
    assert leaks() == []
    assert field.results.isVisible()


def test_a_draft_and_the_last_action_name_nobody(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    screen_of(shell, "today")
    shell.navigate("client")
    screen = screen_of(shell, "client")
    screen.start_new()
    screen.card.form.editor("name").take(NAME)
    screen.card.form.editor("name").show_value()
    qtbot.waitUntil(lambda: any(NAME in str(draft.typed) for draft in shell.desk.drafts.every()))
    screen.card.start_new()
    drafts.tell_left(shell.desk)
    shell.actions_.refresh()
    assert "Undo: Change client Zebrakuning" in list(told())
    assert any("was typed here" in text for text in told())
    f12()
    rest(qtbot, shell)
    assert leaks() == []
    for draft in shell.desk.drafts.every():
        shell.desk.drafts.drop(draft.slot)
    screen.card.discard()


@pytest.mark.parametrize("what", ["menu", "filter"])
def test_the_key_works_over_what_pops_up(shell: Shell, qtbot: QtBot, workspace: Workspace, what: str) -> None:
    open_own(qtbot, shell, workspace, "order")
    table = screen_of(shell, "order").table
    if what == "menu":
        menu = QMenu(shell)
        menu.addAction(f"Open {NAME}")
        menu.popup(shell.mapToGlobal(QPoint(100, 100)))
    else:
        popup = table.bar.edit_filter("client")
        popup.findChild(QLineEdit).setText(NAME)
    qtbot.wait(20)
    assert QApplication.activePopupWidget() is not None
    assert leaks()
    QTest.keyClick(shell.windowHandle(), K.Key_F12)
    qtbot.waitUntil(privacy.is_on)
    assert QApplication.activePopupWidget() is None
    if what == "menu":
        menu.deleteLater()  # as those of the window do
    rest(qtbot, shell)
    assert leaks() == []
    table.bar.clear()


def test_work_in_the_background_names_nothing(shell: Shell, qtbot: QtBot) -> None:
    go_on = threading.Event()
    shell.jobs.run(None, f"Import clients from {NAME}.xlsx", lambda _job: go_on.wait(20))
    assert leaks()
    f12()
    assert leaks() == []
    f12()
    assert leaks()
    go_on.set()
    rest(qtbot, shell)


# Dialogs


@pytest.fixture
def visitors(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.csv"
    path.write_text(f"Name;City\n{NAME};Kuningan\nPT {NAME} Dua;Kuningan\n", encoding="utf-8")
    return path


def test_a_dialog_that_was_open_before_is_covered_whole_and_comes_back(
    shell: Shell, qtbot: QtBot, workspace: Workspace, visitors: Path
) -> None:
    open_own(qtbot, shell, workspace)
    dialog = ImportDialog(shell.desk, "clients", shell)
    dialog.open()
    dialog.take_file(visitors)
    rest(qtbot, shell)
    qtbot.waitUntil(dialog.go.isEnabled)
    combo, size = dialog.focusWidget(), dialog.size()
    before = dialog.grab().toImage()
    assert any(NAME in text for text in heard(dialog))
    f12()
    assert privacy.is_on()
    assert leaks() == []
    assert dialog.focusWidget() is dialog.findChild(Curtain)
    assert dialog.size() == size
    covered = dialog.grab().toImage()
    assert covered != before
    QTest.keyClick(dialog.focusWidget(), K.Key_Return)
    rest(qtbot, shell)
    assert dialog.isVisible()
    f12()
    assert dialog.findChild(Curtain) is None
    assert dialog.focusWidget() is combo
    qtbot.wait(50)
    assert dialog.grab().toImage() == before
    f12()
    QTest.keyClick(dialog.focusWidget(), K.Key_Escape)
    assert not dialog.isVisible()


def test_a_dialog_that_comes_later_is_covered_before_it_is_seen(
    shell: Shell, qtbot: QtBot, workspace: Workspace, visitors: Path
) -> None:
    privacy.turn(on=True)
    dialog = ImportDialog(shell.desk, "clients", shell)
    dialog.show()
    assert dialog.findChild(Curtain).isVisible()
    dialog.take_file(visitors)
    rest(qtbot, shell)
    assert leaks() == []
    assert dialog.grab().toImage().pixelColor(8, 8) == dialog.palette().window().color()
    dialog.reject()


def test_a_question_that_names_them_is_covered(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    seen = []

    def look() -> None:
        box = next(
            each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()
        )
        seen.append(any(NAME in text for text in heard(box)))
        f12()
        seen.append(any(NAME in text for text in heard(box)))
        seen.append(any("F12" in text for text in heard(box)))
        f12()
        seen.append(any(NAME in text for text in heard(box)))
        box.reject()

    QTimer.singleShot(200, look)
    assert not may_go_along(shell, NAME, Dependents({"order": 2}))
    assert seen == [True, False, True, True]


def test_a_chooser_covers_its_own_cells(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    chooser = OrderChooser(shell.desk, shell, lambda _id: None)
    chooser.open()
    rest(qtbot, shell)
    qtbot.waitUntil(lambda: any(NAME in text for text in told()))
    chooser.table.setCurrentCell(2, 0)
    f12()
    assert chooser.findChild(Curtain) is None
    assert leaks() == []
    assert chooser.table.currentRow() == 2
    assert any("covered" in text for text in heard(chooser.table))
    f12()
    assert any(NAME in text for text in told())
    chooser.reject()


@pytest.mark.parametrize("command", ["help.about", "help.shortcuts"])
def test_dialogs_that_tell_nothing_stay_as_they_are(shell: Shell, qtbot: QtBot, command: str) -> None:
    shell.actions_.run(command)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible())
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    before = dialog.grab().toImage()
    f12()
    assert privacy.is_on()
    assert dialog.grab().toImage() == before
    dialog.close()
