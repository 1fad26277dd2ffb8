"""The trash and what was done, by keys: restored, taken back, done again, and refused with a reason."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import client, contract, order
from desktop_crm.services.demo import demo
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.window.shell import Shell
from tests.office import current_screen

pytestmark = pytest.mark.in_turn

CTRL = Qt.KeyboardModifier.ControlModifier
PAST = tuple(each for each in SCREENS if each.noun in {"client", "order", "trash", "done"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Usaha.crm"
    demo.make(path, clients=12, orders=0, contracts=0).close()
    return path


@pytest.fixture
def screens() -> Any:
    return PAST


@pytest.fixture
def settle(qtbot: QtBot, shell: Shell) -> Callable[..., Any]:
    def wait() -> None:
        qtbot.wait(60)
        qtbot.waitUntil(lambda: not shell.jobs.busy())

    return wait


@pytest.fixture
def notes(shell: Shell) -> Callable[..., Any]:
    return lambda: [note.text for note in shell.findChildren(Note) if not note.isHidden()]


@pytest.fixture
def go(shell: Shell, settle: Callable[..., Any]) -> Callable[..., Any]:
    def there(noun: str) -> Any:
        shell.actions_.run(f"edit.{noun}")
        settle()
        screen = current_screen(shell)
        assert screen.noun == noun
        return screen

    return there


def delete(workspace: Workspace, client_id: Any, **options: Any) -> Any:
    with workspace.write(msg("Delete client {name}", name=str(client_id))) as session:
        return client.delete(session, client_id, **options)


def count(workspace: Workspace) -> Any:
    return client.listing(workspace).count(Query())


def press(qtbot: QtBot, screen: Any, key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(screen.window().focusWidget(), key, modifiers)


def test_a_deleted_client_is_restored_with_enter(
    qtbot: QtBot, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any], notes: Callable[..., Any]
) -> None:
    name = delete(workspace, 3).full_name
    screen = go("trash")
    assert screen.table.view.hasFocus()
    assert len(screen.table.ids()) == 1
    press(qtbot, screen, Qt.Key.Key_Down)
    press(qtbot, screen, Qt.Key.Key_Return)
    settle()
    assert count(workspace) == 12
    assert list(screen.table.ids()) == []
    assert f"{name} restored." in notes()
    workspace.undo()
    settle()
    assert count(workspace) == 11
    assert len(screen.table.ids()) == 1


def test_enter_twice_quickly_restores_once_and_tells_nothing_else(
    qtbot: QtBot, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any], notes: Callable[..., Any]
) -> None:
    delete(workspace, 3)
    screen = go("trash")
    press(qtbot, screen, Qt.Key.Key_Down)
    chosen = screen.chosen_ids()
    screen.restore()
    screen.chosen_ids = lambda: chosen  # the list is not read anew yet
    screen.restore()
    settle()
    assert count(workspace) == 12
    assert len(notes()) == 1
    workspace.undo()
    assert count(workspace) == 11


def test_many_are_restored_as_one_action(
    qtbot: QtBot, shell: Shell, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any]
) -> None:
    for client_id in (2, 3, 4):
        delete(workspace, client_id)
    screen = go("trash")
    press(qtbot, screen, Qt.Key.Key_A, CTRL)
    press(qtbot, screen, Qt.Key.Key_R, CTRL)
    settle()
    assert count(workspace) == 12
    assert str(workspace.undo_text()) == "Restore 3 records from the trash"


def test_what_else_came_back_is_told(
    qtbot: QtBot, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any], notes: Callable[..., Any]
) -> None:
    with workspace.write(msg("Add")) as session:
        made = order.save(session, None, order.start(session, 5), [])
    with workspace.write(msg("Delete")) as session:
        order.delete(session, made.id)
    name = delete(workspace, 5).full_name
    screen = go("trash")
    screen.table.set_query(Query(find=made.number))
    settle()
    press(qtbot, screen, Qt.Key.Key_Down)
    press(qtbot, screen, Qt.Key.Key_R, CTRL)
    settle()
    assert any(f"{name} came back too" in text for text in notes())
    assert count(workspace) == 12


def test_an_older_action_is_taken_back_and_done_again(
    qtbot: QtBot, shell: Shell, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any]
) -> None:
    delete(workspace, 3)
    with workspace.write(msg("Add client")) as session:
        client.save(session, None, {"name": "Lain"})
    screen = go("done")
    screen.table.select_id(screen.table.ids()[1])
    settle()
    assert shell.actions_.qaction("done.take_back").text() == "Undo"
    press(qtbot, screen, Qt.Key.Key_R, CTRL)
    settle()
    assert count(workspace) == 13
    assert shell.actions_.qaction("done.take_back").text() == "Redo"
    press(qtbot, screen, Qt.Key.Key_R, CTRL)
    settle()
    assert count(workspace) == 12


def test_what_stands_in_the_way_is_told(
    qtbot: QtBot, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any], notes: Callable[..., Any]
) -> None:
    with workspace.write(msg("Change client")) as session:
        name = client.save(session, 3, {"notes": "one"}).full_name
    with workspace.write(msg("Change client")) as session:
        client.save(session, 3, {"notes": "two"})
    screen = go("done")
    screen.table.select_id(screen.table.ids()[1])
    settle()
    press(qtbot, screen, Qt.Key.Key_R, CTRL)
    settle()
    assert any(f"Changed again since: {name}" in text for text in notes())


def test_actions_are_found_by_their_words_in_the_windows_language(
    qtbot: QtBot, shell: Shell, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any]
) -> None:
    delete(workspace, 3)
    i18n.set_language("id")
    settle()
    screen = go("done")
    screen.table.set_query(Query(find="hapus"))
    settle()
    assert len(screen.table.ids()) == 1
    i18n.set_language("en")


def test_how_the_file_began_can_not_be_taken_back(
    shell: Shell, go: Callable[..., Any], settle: Callable[..., Any]
) -> None:
    screen = go("done")
    screen.table.select_id(screen.table.ids()[-1])
    settle()
    assert not shell.actions_.qaction("done.take_back").isEnabled()


def test_from_the_line_of_an_undo_it_is_done_again(
    qtbot: QtBot, shell: Shell, workspace: Workspace, go: Callable[..., Any], settle: Callable[..., Any]
) -> None:
    delete(workspace, 3)
    workspace.undo()
    screen = go("done")
    screen.table.select_id(screen.table.ids()[0])
    settle()
    assert shell.actions_.qaction("done.take_back").text() == "Redo"
    press(qtbot, screen, Qt.Key.Key_R, CTRL)
    settle()
    assert count(workspace) == 11


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Presses the question's button with this text; tells what was asked."""
    asked = []

    def prepare(button: Any) -> Any:
        def press_it(box: Any) -> None:
            asked.append(box.text())
            found = next((one for one in box.buttons() if one.text().replace("&", "") == button), None)
            assert found is not None, [one.text() for one in box.buttons()]
            found.click()

        monkeypatch.setattr(QMessageBox, "exec", press_it)
        return asked

    return prepare


def with_papers(workspace: Workspace) -> Any:
    with workspace.write(msg("Add")) as session:
        line = order.LineInput(None, "", "Kopi", Decimal(1), "kg", Decimal(1000), Decimal(0), None)
        made = order.save(session, None, order.start(session, 5), [line])
        return contract.make(session, made.id)


def test_a_client_with_papers_is_deleted_with_them_when_that_is_confirmed(
    qtbot: QtBot, shell: Shell, workspace: Workspace, settle: Callable[..., Any], answer: Callable[..., Any]
) -> None:
    with_papers(workspace)
    shell.navigate("client", 5)
    settle()
    asked = answer("Don't delete")
    shell.actions_.run("client.delete")
    assert count(workspace) == 12
    answer("Delete all of it")
    shell.actions_.run("client.delete")
    settle()
    assert count(workspace) == 11
    assert "1 order" in asked[0]
    assert "1 contract" in asked[0]
    shell.actions_.run("undo")
    settle()
    assert count(workspace) == 12


def test_a_client_with_a_signed_contract_is_not_even_asked_about(
    qtbot: QtBot, shell: Shell, workspace: Workspace, settle: Callable[..., Any], notes: Callable[..., Any]
) -> None:
    made = with_papers(workspace)
    with workspace.driver_connection() as connection:
        connection.execute("UPDATE contracts SET state = 'signed'")
    shell.navigate("client", 5)
    settle()
    shell.actions_.run("client.delete")
    settle()
    assert count(workspace) == 12
    assert any(made.number in text for text in notes())


def test_a_draft_order_with_a_contract_is_deleted_with_it_when_that_is_confirmed(
    shell: Shell, workspace: Workspace, settle: Callable[..., Any], answer: Callable[..., Any]
) -> None:
    made = with_papers(workspace)
    shell.navigate("order", made.order_id)
    settle()
    answer("Delete all of it")
    shell.actions_.run("order.delete")
    settle()
    assert order.listing(workspace).count(Query()) == 0
    assert contract.listing(workspace).count(Query()) == 0
