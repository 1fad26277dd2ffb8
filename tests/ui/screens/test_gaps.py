"""The gaps of a contract's paper as one form: typed from the first to the last, kept where each says, printed; by real keys."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.identifier import Identifier
from desktop_crm.model.message import msg
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services import template as templates
from desktop_crm.services.papers import contract as contract_papers
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.look.clamped import ClampedLabel
from desktop_crm.ui.preview import printing
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.screens.contract.card import ContractCard
from desktop_crm.ui.screens.contract.links import LINK_FRAME
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.pdf import words_of
from tests.ui.reading import read
from tests.ui.windows import contract_in

pytestmark = pytest.mark.in_turn

COMPANY = {
    "legal_form": "PT",
    "name": "Nusa Peraga",
    "street": "Jl. Contoh 17",
    "city": "Jakarta",
    "postal_code": "12345",
    "npwp": "0012345678901000",
    "signatory_name": "Galih",
    "signatory_office": "Direktur",
}
NINE = (
    "own.signatory.authority",
    "client.city",
    "client.address",
    "client.npwp",
    "client.signatory.authority",
    "own.bank.bank",
    "own.bank.number",
    "own.bank.holder",
    "delivery_place",
)
#: Behind its label: what is typed into each, and Enter.
TYPED = (
    "Akta No. 17",
    "Jepara",
    "Jl. Raya Tahunan 22",
    "0098765432109000",
    "pemilik usaha",
    "Bank Contoh",
    "1002003004",
    "PT Nusa Peraga",
)


@pytest.fixture(autouse=True)
def _begun(workspace: Workspace) -> None:
    """A contract with a client of whom little more than the name is known."""
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, COMPANY)
        client = clients.save(session, None, {"name": "Toko Kayu Makmur"})
        contacts.save(session, client.id, None, {"name": "Ratna Dewi", "office": "Pemilik"})
        lines = [orders.LineInput(None, "", "Meja", Decimal(2), "unit", Decimal(100), Decimal(0), None)]
        contracts.make(session, orders.save(session, None, orders.start(session, client.id), lines).id)


@pytest.fixture
def card(shell: Shell, qtbot: QtBot) -> ContractCard:
    """Wide, the caret in the first gap."""
    found: ContractCard = contract_in(shell, qtbot)
    qtbot.waitUntil(lambda: typing_into(found) == NINE[0])
    return found


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a printer took."""
    taken = list[str]()
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Stand"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Accepted)
    monkeypatch.setattr(printing, "draw_pages", lambda _printer, data, *_more: taken.append(words_of(data)))
    monkeypatch.setattr(QPrinter, "outputFormat", lambda _printer: QPrinter.OutputFormat.NativeFormat)
    return taken


def focused(shell: Shell) -> QWidget:
    return QApplication.focusWidget() or shell


def press(qtbot: QtBot, shell: Shell, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focused(shell), key, modifier)


def fill(qtbot: QtBot, shell: Shell, *texts: str) -> None:
    """Into the gap that has the caret, and so on."""
    for text in texts:
        qtbot.keyClicks(focused(shell), text)
        press(qtbot, shell, Qt.Key.Key_Return)


def typing_into(card: ContractCard) -> str:
    row = card.gaps.panel.current()
    return "" if row is None else row.gap.path


def left(card: ContractCard) -> list[str]:
    return [row.gap.path for row in card.gaps.panel.left]


def now(workspace: Workspace) -> Any:
    with workspace.read() as session:
        record = contracts.get(session, 1)
        return record, contacts.get(session, 1), rules.company(session)


def words(card: ContractCard) -> Any:
    return [button.text() for button in card.header.findChildren(QPushButton)]


def rest(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: not shell.jobs.busy())


def test_nine_gaps_are_filled_and_printed_without_leaving_the_page(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    assert "Print with 9 blanks" in words(card)
    assert [row.gap.path for row in card.gaps.panel.rows] == list(NINE)
    fill(qtbot, shell, *TYPED)
    qtbot.waitUntil(lambda: not left(card))
    qtbot.waitUntil(lambda: "Print contract" in words(card))
    press(qtbot, shell, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(papers) == 1)
    assert shell.history.here[:2] == ("contract", 1)
    for text in TYPED[:3]:
        assert text in papers[0]
    assert "____" not in papers[0].replace("I ______ II ______", "")
    contract, contact, company = now(workspace)
    assert (contact.authority, contract.client_signatory.authority) == ("pemilik usaha", "pemilik usaha")
    assert (company.signatory_authority, contract.own_signatory.authority) == ("Akta No. 17", "Akta No. 17")
    assert (company.bank_name, company.bank_account) == ("Bank Contoh", "1002003004")
    assert contract.client.npwp == "0098765432109000"
    assert str(contract.client.address("legal")) == "Jl. Raya Tahunan 22, Jepara"


def test_what_is_typed_before_the_gaps_are_known_is_for_the_first(
    qtbot: QtBot, shell: Shell, workspace: Workspace
) -> None:
    """From the list, Enter and the words at once."""
    shell.navigate("contract", 1)
    screen = screen_of(shell, "contract")
    qtbot.waitUntil(lambda: screen.card.record is not None)
    screen.card.paper.show_contract(screen.card.record)  # it is made anew: nothing is known yet
    screen.card.take_keyboard()
    assert screen.card.paper.current is None
    fill(qtbot, shell, "Akta 5", "Kudus")
    qtbot.waitUntil(lambda: typing_into(screen.card) == "client.address")
    assert now(workspace)[2].signatory_authority == "Akta 5"
    assert now(workspace)[0].client.city == "Kudus"


def test_each_says_where_it_is_kept_and_is_one_action_that_is_undone(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    told = read(card.gaps.panel)
    assert "also on the client card" in told
    assert "also on the contact" in told
    assert "also in Settings" in told
    assert "this contract only" in told
    before = workspace.undo_text()
    fill(qtbot, shell, "Akta 3")
    qtbot.waitUntil(lambda: NINE[0] not in left(card))
    shell.desk.undo()
    qtbot.waitUntil(lambda: NINE[0] in left(card))
    assert now(workspace)[2].signatory_authority == ""
    assert now(workspace)[0].own_signatory.authority == ""
    assert workspace.undo_text() == before
    row = card.gaps.panel.row(NINE[0])
    assert row is not None
    assert row.editor.value() == ""


def test_a_click_in_the_page_leads_to_the_field_and_a_field_shows_its_place(
    qtbot: QtBot, shell: Shell, card: ContractCard
) -> None:
    view = card.paper.pane.view
    rest(qtbot, shell)
    spot = next(each for each in card.paper.current.spots if each.path == "client.npwp")
    number = next(each for each in view.marks if each.key == "client.npwp" and each.label)
    assert number.label == "4"
    place = view.place_of(number)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert typing_into(card) == "client.npwp"
    assert spot.page == 0
    row = card.gaps.panel.row("own.bank.number")
    assert row is not None
    row.take_keyboard()
    place = view.place_of(next(each for each in view.marks if each.key == "own.bank.number"))
    assert view.viewport().rect().contains(place), "it came into sight"
    assert view.current_mark == "own.bank.number"


def test_what_was_filled_in_is_marked_where_it_stands_and_the_paper_says_nothing_more(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    fill(qtbot, shell, "Akta No. 17", "Jepara", "Jl. Raya Tahunan 22", "0098765432109000")
    rest(qtbot, shell)
    view, pdf = card.paper.pane.view, card.paper.current.pdf
    marked = {mark.key: mark for mark in view.marks if mark.filled and mark.label}
    assert list(marked) == [*NINE[:4], "delivery_place"], "the paper delivers to the address that is known now"
    pages = Pages(pdf)
    try:
        for path, text in (("client.city", "Jepara"), ("client.npwp", "0098 7654 3210 9000")):
            assert pages.text_in(0, marked[path].area).strip(" ,") == text
    finally:
        pages.close()
    with workspace.read() as session:
        assert words_of(contract_papers.make(session, contracts.get(session, 1)).pdf) == words_of(pdf)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.place_of(marked["client.city"]))
    assert typing_into(card) == "client.city"
    assert view.current_mark == "client.city"


def test_a_wrong_number_stays_and_holds_up_printing(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    with workspace.write(msg("Ask for it")) as session:
        template = now(workspace)[0].template
        text = template.text_id.replace("NPWP {{ client.npwp }}", "e-mail {{ client.email }}")
        templates.save(session, template.id, {"text_id": text})
    qtbot.waitUntil(lambda: "client.email" in left(card))
    card.gaps.go_to("client.email")
    fill(qtbot, shell, "ratna at kayu")
    assert typing_into(card) == "client.email"
    assert "e-mail" in read(card.gaps.panel)
    assert now(workspace)[0].client.email == ""
    press(qtbot, shell, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, shell)
    assert papers == []
    assert typing_into(card) == "client.email"
    press(qtbot, shell, Qt.Key.Key_Escape)
    row = card.gaps.panel.row("client.email")
    assert row is not None
    assert row.editor.value() == ""
    assert card.isVisible()


def test_what_only_looks_wrong_is_kept_and_stays_in_sight(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    card.gaps.go_to("client.npwp")
    fill(qtbot, shell, "123")
    assert typing_into(card) == "client.signatory.authority"
    assert now(workspace)[0].client.npwp == "123"
    rest(qtbot, shell)
    assert "NPWP has 16 digits" in read(card.gaps.panel)


def test_what_another_program_wrote_meanwhile_is_told_before_it_is_replaced(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    card.gaps.go_to("client.npwp")
    qtbot.keyClicks(focused(shell), "0098765432109000")
    with workspace.write(msg("Elsewhere")) as session:
        clients.save(session, 1, {"identifiers": (Identifier("npwp", "0012345678901000"),)})
    rest(qtbot, shell)
    press(qtbot, shell, Qt.Key.Key_Return)
    assert now(workspace)[0].client.npwp == "0012345678901000"
    assert "changed elsewhere" in read(card.gaps.panel)
    press(qtbot, shell, Qt.Key.Key_Return)
    assert now(workspace)[0].client.npwp == "0098765432109000"


def test_nothing_typed_is_lost_by_f12_by_f7_or_by_a_crash(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    qtbot.keyClicks(focused(shell), "Akta 9")
    shell.desk.keep_typed()
    [draft] = shell.desk.drafts.every()
    assert (draft.part, dict(draft.typed)) == ("gaps", {NINE[0]: "Akta 9"})
    press(qtbot, shell, Qt.Key.Key_F12)
    assert privacy.is_on()
    press(qtbot, shell, Qt.Key.Key_F7)
    assert card.tabs.isHidden()
    assert now(workspace)[2].signatory_authority == "Akta 9"
    assert shell.desk.drafts.every() == []
    press(qtbot, shell, Qt.Key.Key_F7)
    assert card.gaps.panel.isVisible()


def test_what_a_crash_left_is_offered_and_typed_again(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    qtbot.keyClicks(focused(shell), "Akta 9")
    shell.desk.keep_typed()
    [draft] = shell.desk.drafts.every()
    card.gaps.discard()
    shell.desk.drafts.keep(draft)
    card.show_record(1)
    qtbot.waitUntil(card.offer.isVisible)
    card.offer.take_first()
    qtbot.waitUntil(lambda: typing_into(card) == NINE[0])
    row = card.gaps.panel.row(NINE[0])
    assert row is not None
    assert row.editor.value() == "Akta 9"


def test_f7_is_remembered_and_mending_brings_the_form_back(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    press(qtbot, shell, Qt.Key.Key_F7)
    with workspace.write(msg("Another")) as session:
        other = contracts.make(session, 1).id
    shell.navigate("contract", other)
    qtbot.waitUntil(lambda: card.record.id == other)
    assert card.tabs.isHidden()
    qtbot.waitUntil(lambda: bool(card.paper.pane.view.marks))
    mark = card.paper.pane.view.marks[0]
    qtbot.mouseClick(
        card.paper.pane.view.viewport(), Qt.MouseButton.LeftButton, pos=card.paper.pane.view.place_of(mark)
    )
    assert card.tabs.isVisible()
    assert typing_into(card) == mark.key


@pytest.mark.parametrize("size", [(640, 400), (820, 600)])
def test_in_a_narrow_window_f7_turns_between_gaps_and_paper(
    qtbot: QtBot, shell: Shell, card: ContractCard, size: tuple[int, int]
) -> None:
    shell.resize(*size)
    qtbot.waitUntil(lambda: not card.aside.is_beside())
    assert shell.width() == size[0]
    card.take_keyboard()
    qtbot.waitUntil(lambda: typing_into(card) == NINE[0])
    press(qtbot, shell, Qt.Key.Key_F7)
    assert card.paper.isVisible()
    press(qtbot, shell, Qt.Key.Key_F7)
    assert card.gaps.panel.isVisible()
    assert typing_into(card) == NINE[0]


def test_an_arrow_takes_what_is_offered_and_shift_enter_goes_back(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace
) -> None:
    card.gaps.go_to("own.bank.holder")
    press(qtbot, shell, Qt.Key.Key_Down)
    press(qtbot, shell, Qt.Key.Key_Return)
    assert now(workspace)[2].bank_holder == "PT Nusa Peraga"
    press(qtbot, shell, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert typing_into(card) == "own.bank.holder", "what was filled last is opened again"


def test_a_contract_that_is_signed_or_printed_for_the_pen_has_no_gaps_to_fill(
    qtbot: QtBot, shell: Shell, card: ContractCard, workspace: Workspace, papers: Any
) -> None:
    press(qtbot, shell, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: card.record.state == "sent")
    rest(qtbot, shell)
    assert card.gaps.panel.isHidden()
    assert "type in what was written" in read(card.body)
    assert card.paper.pane.view.marks == ()
    card.take_keyboard()
    assert focused(shell) is card.paper.pane.view


def test_in_indonesian(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    """The page is made anew."""

    def shown() -> Any:
        screen: Any = shell.made_screen("contract")
        return screen.card if screen is not None and screen.is_ready() and screen.card is not card else None

    try:
        shell.set_language("id")
        qtbot.waitUntil(lambda: (anew := shown()) is not None and anew.gaps.panel.isVisible())
        anew = shown()
        told = read(anew.gaps.panel)
        assert "9 dari 9 belum diisi" in told
        assert "juga di kartu klien" in told
        assert "Cetak dengan 9 isian kosong" in words(anew)
    finally:
        i18n.set_language("en")


def test_whose_contract_it_is_stands_beside_its_number_and_below_it_where_there_is_no_room(
    qtbot: QtBot, shell: Shell, card: ContractCard
) -> None:
    number, button = card.header.findChild(ClampedLabel), card.header.main_button()
    assert number is not None
    assert button is not None
    assert card.header.height() == 48
    assert number.geometry().right() < card.links.geometry().left()
    assert card.links.geometry().right() < button.geometry().left()
    assert "Terms" in words(card)
    shell.resize(640, 500)
    qtbot.waitUntil(lambda: card.links.geometry().top() > number.geometry().bottom())
    terms = next(each for each in card.header.findChildren(QPushButton) if each.text() == "Terms")
    assert terms.isHidden(), "they stand below the blanks, too"


def test_words_of_buttons_give_way_to_the_number_and_what_is_below_begins_where_it_does(
    qtbot: QtBot, shell: Shell, card: ContractCard
) -> None:
    number, main = card.header.findChild(ClampedLabel), card.header.main_button()
    assert number is not None
    assert isinstance(main, QPushButton)
    shell.resize(1024, 700)
    qtbot.waitUntil(lambda: card.links.geometry().top() > number.geometry().bottom())
    assert card.links.client.mapTo(card.header, QPoint(LINK_FRAME, 0)).x() == number.x()
    assert "Mark as signed…" in words(card)
    shell.resize(640, 500)
    qtbot.waitUntil(lambda: "Mark as signed…" not in words(card))
    [sign] = [each for each in card.header.findChildren(QPushButton) if each.accessibleName() == "Mark as signed…"]
    assert sign.isVisible()
    assert main.text() == "Print with 9 blanks"
    assert number.text() == card.record.number
    assert number.height() < 2 * number.fontMetrics().height(), "in one line"


def test_the_heads_button_unfolds_the_terms(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    terms = next(each for each in card.header.findChildren(QPushButton) if each.text() == "Terms")
    press(qtbot, shell, Qt.Key.Key_F7)
    qtbot.mouseClick(terms, Qt.MouseButton.LeftButton)
    assert card.form.isVisible()
    assert card.form.isAncestorOf(focused(shell))


def test_the_terms_are_folded_while_something_is_missing(qtbot: QtBot, shell: Shell, card: ContractCard) -> None:
    assert card.form.isHidden()
    card.mend("languages")
    assert card.form.editor("language").isVisible()
    assert isinstance(card.gaps.panel.rows[0].editor.inputs()[0], QLineEdit)
