"""Two originals and a copy by one command, with a printer that stops on the way, in the real window."""

import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_crm.model.address import Address
from desktop_crm.model.errors import WorldError
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import msg
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import client as clients
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.preview import printing
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.screens.contract.card import ContractCard
from desktop_crm.ui.window.shell import Shell
from tests.pdf import words_of
from tests.ui.windows import contract_in

pytestmark = pytest.mark.in_turn

COMPANY = {
    "legal_form": "PT",
    "name": "Nusantara Rasa",
    "city": "Jakarta",
    "postal_code": "12130",
    "street": "Jalan Kenanga 18",
    "npwp": "0012345678901000",
    "bank_name": "Bank Contoh",
    "bank_account": "1002003004",
    "signatory_name": "Ratna",
    "signatory_office": "Direktur",
    "signatory_authority": "Anggaran Dasar",
}
CLIENT = {
    "name": "Teduh Kopi",
    "identifiers": (Identifier("npwp", "0098765432109000"),),
    "addresses": (Address("Jalan Pahlawan 7", "Bandung"),),
}


class Stand:
    """A printer that draws into a folder, and stops when it is out of paper."""

    def __init__(self, folder: Any) -> None:
        self._folder = folder
        self.sheets_left = 99
        self.goes_on = threading.Event()
        self.goes_on.set()

    def draw(self, printer: Any, data: Any, numbers: Any, _job: object) -> None:
        assert self.goes_on.wait(30)
        if self.sheets_left == 0:
            raise WorldError(msg("{printer} has stopped", printer=printer.printerName()))
        self.sheets_left -= 1
        number = len(list(self._folder.iterdir())) + 1
        (self._folder / f"{number} {printer.docName()}.pdf").write_bytes(data)
        assert list(numbers) == list(range(len(Pages(data))))

    @property
    def out(self) -> Any:
        """What came out: its name in the queue, and what it says first."""
        return [(path.stem.partition(" ")[2], words_of(path.read_bytes())[:8]) for path in self.papers]

    @property
    def papers(self) -> Any:
        return sorted(self._folder.iterdir())


@pytest.fixture(autouse=True)
def _begun(workspace: Workspace) -> None:
    """A contract with nothing missing."""
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, COMPANY)
        client = clients.save(session, None, CLIENT)
        lines = [orders.LineInput(None, "", "Kopi", Decimal(2), "dus", Decimal(100), Decimal(0), None)]
        made = contracts.make(session, orders.save(session, None, orders.start(session, client.id), lines).id)
        who = Signatory("Bagus", "Direktur", "Anggaran Dasar")
        ours = Signatory("Ratna", "Direktur", "Anggaran Dasar")
        contracts.save(
            session,
            made.id,
            {"client_signatory": who, "own_signatory": ours, "delivery_place": "Bandung", "place": "Jakarta"},
        )


@pytest.fixture
def card(shell: Shell, qtbot: QtBot) -> ContractCard:
    return contract_in(shell, qtbot)


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    folder = tmp_path / "printed"
    folder.mkdir()
    made = Stand(folder)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Stand"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Accepted)
    monkeypatch.setattr(printing, "draw_pages", made.draw)
    monkeypatch.setattr(QPrinter, "outputFormat", lambda _printer: QPrinter.OutputFormat.NativeFormat)
    return made


def press(
    qtbot: QtBot, shell: Shell, key: Any = Qt.Key.Key_Return, modifier: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or shell, key, modifier)


def print_sheets(qtbot: QtBot, shell: Shell) -> None:
    """The command's own keys."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(qtbot, shell, Qt.Key.Key_P, both)


def rest(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: not shell.jobs.busy())


def kept(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return contracts.get(session, 1).printed.sheets


def ticked(card: ContractCard) -> Any:
    form = card.sheets.form
    return [name for name in ("original_1", "original_2", "copy") if form.value(name)]


def notes(shell: Shell) -> Any:
    return [note.text for note in shell.notify.stack.notes()]


def test_all_three_come_out_and_each_is_kept(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 3)
    rest(qtbot, shell)
    number = card.record.number.replace("/", "-")
    assert [name for name, _ in stand.out] == [
        f"Contract {number}, original 1",
        f"Contract {number}, original 2",
        f"Contract {number}, copy",
    ]
    assert [text for _, text in stand.out] == ["ASLI 1 ·", "ASLI 2 ·", "SALINAN "]
    assert any("not marked as sent yet." in note for note in notes(shell))


def test_after_a_jam_the_command_goes_on_with_what_is_missing(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    stand.sheets_left = 1
    errors = shell.notify.errors
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: shell.notify.errors == errors + 1)
    rest(qtbot, shell)
    assert kept(workspace) == ("original_1",)
    [told] = shell.findChildren(ErrorDialog)
    told.close()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    stand.sheets_left = 99
    print_sheets(qtbot, shell)
    assert card.sheets.isVisible()
    assert ticked(card) == ["original_2", "copy"]
    press(qtbot, shell)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 3)
    rest(qtbot, shell)
    assert [text for _, text in stand.out] == ["ASLI 1 ·", "ASLI 2 ·", "SALINAN "]
    assert not card.sheets.isVisible()


def test_what_came_out_badly_is_asked_again(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 3)
    rest(qtbot, shell)
    print_sheets(qtbot, shell)
    assert ticked(card) == []
    press(qtbot, shell)
    assert card.sheets.isVisible(), "nothing is ticked"
    assert len(stand.papers) == 3
    card.sheets.form.focus_field("original_2")
    press(qtbot, shell, Qt.Key.Key_Space)
    press(qtbot, shell)
    qtbot.waitUntil(lambda: len(stand.papers) == 4)
    rest(qtbot, shell)
    assert stand.out[3][1] == "ASLI 2 ·"
    print_sheets(qtbot, shell)
    press(qtbot, shell, Qt.Key.Key_Escape)
    assert not card.sheets.isVisible()


def test_a_change_makes_all_three_to_be_printed_anew(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 3)
    rest(qtbot, shell)
    card.form.put("place", "Surabaya")
    rest(qtbot, shell)
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: len(stand.papers) == 6)
    rest(qtbot, shell)
    assert kept(workspace) == ("original_1", "original_2", "copy")


def test_of_a_signed_contract_a_copy_is_printed(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    with workspace.write(msg("Sign")) as session:
        contracts.step(session, 1, "signed")
    qtbot.waitUntil(lambda: card.record.state == "signed")
    rest(qtbot, shell)
    assert shell.desk.actions.qaction("contract.print_sheets").text() == "Print a copy…"
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: kept(workspace) == ("copy",))
    rest(qtbot, shell)
    assert [text for _, text in stand.out] == ["SALINAN "]


def test_a_file_holds_all_three(
    *,
    qtbot: QtBot,
    shell: Shell,
    card: ContractCard,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "all.pdf"

    def accept(dialog: Any) -> Any:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(target))
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Stand"])
    monkeypatch.setattr(QPrintDialog, "exec", accept)
    assert card.paper.current is not None
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 3)
    rest(qtbot, shell)
    text = words_of(Path(target).read_bytes())
    assert [text.count(mark) for mark in ("ASLI 1 · untuk", "ASLI 2 · untuk", "Meterai Rp")] == [1, 1, 2]


def test_who_presses_twice_prints_once(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    print_sheets(qtbot, shell)
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 3)
    rest(qtbot, shell)
    assert len(stand.papers) == 3


def test_thought_better_of_it_nothing_is_printed_or_kept(
    *,
    qtbot: QtBot,
    shell: Shell,
    card: ContractCard,
    workspace: Workspace,
    stand: Stand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    answer = QPrintDialog.DialogCode.Rejected
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: asked.append(dialog) or answer)
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: asked != [])
    rest(qtbot, shell)
    assert kept(workspace) == ()
    assert stand.papers == []


def test_without_a_printer_a_file_is_what_came_out(
    *,
    qtbot: QtBot,
    shell: Shell,
    card: ContractCard,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "all.pdf"
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[0])
    assert card.paper.current is not None
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: len(kept(workspace)) == 3)
    rest(qtbot, shell)
    text = words_of(target.read_bytes())
    assert [text.count(mark) for mark in ("ASLI 1 · untuk", "ASLI 2 · untuk")] == [1, 1]


@pytest.mark.parametrize("key", [Qt.Key.Key_P, None])
def test_what_comes_out_while_another_contract_is_shown_is_not_taken_for_that(
    *, qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand, key: Qt.Key | None
) -> None:
    with workspace.write(msg("Another")) as session:
        other = contracts.make(session, 1).number
    rest(qtbot, shell)
    stand.goes_on.clear()
    if key:
        press(qtbot, shell, key, Qt.KeyboardModifier.ControlModifier)
    else:
        print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: any("Printing" in job.title for job in shell.jobs.running()))
    shell.navigate("contract", 2)
    stand.goes_on.set()
    qtbot.waitUntil(lambda: len(stand.papers) == (1 if key else 3))
    rest(qtbot, shell)
    assert card.record.number == other
    assert not any("not marked as sent yet." in note for note in notes(shell))


def test_what_was_changed_while_it_was_printed_is_told_and_not_counted(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    stand.goes_on.clear()
    print_sheets(qtbot, shell)
    qtbot.waitUntil(lambda: any("Printing" in job.title for job in shell.jobs.running()))
    with workspace.write(msg("Change")) as session:
        contracts.save(session, 1, {"place": "Surabaya"})
    stand.goes_on.set()
    qtbot.waitUntil(lambda: any("Throw away what came out" in note for note in notes(shell)))
    rest(qtbot, shell)
    assert len(stand.papers) == 1, "the others would be of the older contract, too"
    assert kept(workspace) == ()
    assert not any("not marked as sent yet." in note for note in notes(shell))


def test_a_paper_with_gaps_is_not_printed(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, stand: Stand
) -> None:
    card.form.put("delivery_place", "")
    rest(qtbot, shell)
    print_sheets(qtbot, shell)
    rest(qtbot, shell)
    assert kept(workspace) == ()
    assert stand.papers == []
    assert any("can't go out yet" in note for note in notes(shell))
