"""The catalogue by hand: new, changed, copied, switched off, deleted, and out to Excel."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from desktop_crm.model.address import Address
from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.product import Product
from desktop_crm.services import client, order, product
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.form.picture_editor import encoded
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import Veil
from desktop_crm.ui.records.exporting import export_list
from desktop_crm.ui.screens.product.screen import ProductScreen
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of, tab_of

pytestmark = pytest.mark.in_turn

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _chair(workspace: Workspace) -> None:
    with workspace.write(msg("Begin")) as session:
        values = {
            "code": "BRG-017",
            "name_id": "Kursi",
            "name_en": "Chair",
            "price": Decimal(100_000),
            "tax_id": 1,
        }
        product.save(session, None, {**values, "unit": "pcs"})


@pytest.fixture
def screens() -> Any:
    here = "desktop_crm.ui.screens.product.screen:ProductScreen"
    return [ScreenDeclaration("product", msg("Products"), "package", here)]


@pytest.fixture
def settle(qtbot: QtBot, shell: Shell) -> Callable[..., Any]:
    def wait() -> None:
        qtbot.wait(50)  # the card follows the list a moment later
        qtbot.waitUntil(lambda: not shell.jobs.busy(), timeout=20_000)
        qtbot.wait(50)

    return wait


@pytest.fixture
def screen(shell: Shell, settle: Callable[..., Any]) -> ProductScreen:
    settle()
    made = screen_of(shell, "product")
    shell.navigate("product", 1)
    settle()
    return made


@pytest.fixture
def stored(workspace: Workspace) -> Callable[..., Any]:
    def ask(code: str) -> Any:
        with workspace.read() as session:
            return session.query(Product).filter_by(code=code).first()

    return ask


@pytest.fixture
def notes(shell: Shell) -> Callable[..., Any]:
    return lambda: [note for note in shell.findChildren(Note) if note.isVisible()]


def order_of(workspace: Workspace) -> Any:
    with workspace.write(msg("Order")) as session:
        client_id = client.save(session, None, {"name": "Maju", "addresses": (Address(city="Solo"),)}).id
        line = order.LineInput(1, "BRG-017", "Kursi", Decimal(2), "pcs", Decimal(100), Decimal(0), 1)
        return order.save(session, None, order.start(session, client_id), [line]).id


def tell(form: Any, field: Any) -> Any:
    """What stands below a field."""
    told = form.editor(field).parentWidget().findChildren(ProblemLabel)
    return "".join(label.text() for label in told if label.isVisible())


def test_the_header_tells_the_price_without_and_with_tax(screen: ProductScreen) -> None:
    assert screen.card.texts() == ("Chair", "BRG-017  ·  Rp\xa0100,000 / pcs  ·  Rp\xa0111,000 with tax", [])


def test_a_new_product_by_keys_gets_the_next_code(
    screen: ProductScreen, qtbot: QtBot, shell: Shell, settle: Callable[..., Any], stored: Callable[..., Any]
) -> None:
    qtbot.keyClick(screen.table.view, Qt.Key.Key_N, CTRL)
    assert screen.card.form.value("code") == "BRG-018"
    assert screen.card.form.editor("code").inputs()[0].hasFocus()
    for text in (None, None, "Meja lipat", "Folding table", "1,5jt"):
        if text is not None:
            qtbot.keyClicks(QApplication.focusWidget(), text)
        if text != "1,5jt":
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    settle()
    made = stored("BRG-018")
    assert (made.name_id, made.name_en, made.price, made.unit, made.tax_id) == (
        "Meja lipat",
        "Folding table",
        Decimal(1_500_000),
        "pcs",
        1,
    )
    assert screen.table.current_id() == made.id


def test_a_code_that_is_taken_is_told_beside_it(
    screen: ProductScreen, qtbot: QtBot, stored: Callable[..., Any]
) -> None:
    screen.start_new()
    screen.card.form.put("code", "BRG-017")
    screen.card.form.put("name_id", "Lain")
    screen.card.form.put("price", Decimal(1))
    assert not screen.card.commit()
    assert tell(screen.card.form, "code") == "Code BRG-017 is taken by Kursi"
    screen.card.form.put("code", "BRG-017B")
    assert screen.card.commit()
    assert stored("BRG-017B") is not None


def test_a_missing_price_and_a_missing_language_are_told(screen: ProductScreen, stored: Callable[..., Any]) -> None:
    screen.start_new()
    screen.card.form.put("name_id", "Tanpa harga")
    code = screen.card.form.value("code")
    assert screen.card.commit()
    assert stored(code).price is None
    assert "No price yet" in tell(screen.card.form, "price")
    assert "no price yet" in screen.card.texts()[1]
    assert "Indonesian name" in tell(screen.card.form, "name_en")
    screen.card.form.put("price", Decimal(0))
    assert screen.card.commit()
    assert stored(code).price == 0
    assert "Indonesian name" in tell(screen.card.form, "name_en")


def test_a_field_is_saved_when_it_is_left(
    screen: ProductScreen, stored: Callable[..., Any], workspace: Workspace
) -> None:
    screen.card.form.put("price", Decimal(250_000))
    assert stored("BRG-017").list_price == Money(Decimal(250_000))
    assert str(workspace.undo_text()) == "Change product BRG-017"
    screen.card.form.put("price", None)
    assert stored("BRG-017").list_price is None
    screen.card.form.put("price", Decimal(9))
    screen.card.form.put("tax_id", None)
    assert screen.card.texts()[1] == "BRG-017  ·  Rp\xa09 / pcs"


def test_another_currency_asks_for_another_price(
    screen: ProductScreen, stored: Callable[..., Any], workspace: Workspace
) -> None:
    screen.card.form.put("currency", "USD")
    assert (stored("BRG-017").price, stored("BRG-017").currency) == (None, "USD")
    assert screen.card.form.value("price") is None
    assert "no price yet" in screen.card.texts()[1]
    assert "No price yet" in tell(screen.card.form, "price")
    workspace.undo()
    assert stored("BRG-017").list_price == Money(Decimal(100_000))


def test_limits_are_typed_and_covered_by_one_key(
    screen: ProductScreen, stored: Callable[..., Any], shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    form = screen.card.form
    form.focus_field("lowest_price")
    for name, text in (("lowest_price", "90rb"), ("largest_discount", "12.5")):
        form.focus_field(name)
        qtbot.keyClicks(QApplication.focusWidget(), text)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert (stored("BRG-017").lowest_price, stored("BRG-017").largest_discount) == (90_000, Decimal("12.5"))
    shown = [line.text() for line in form.findChildren(QLineEdit) if line.isVisible()]
    assert {"90,000", "12.5"} <= {text.replace("Rp\xa0", "").replace("%", "").strip() for text in shown}
    shell.actions_.run("view.privacy")
    try:
        left = [line.text() for line in form.findChildren(QLineEdit) if line.isVisible()]
        assert not any("90,000" in text or "12.5" in text for text in left)
        form.focus_field("lowest_price")
        assert isinstance(QApplication.focusWidget(), Veil)
    finally:
        privacy.turn(on=False)
    form.put("lowest_price", None)
    assert stored("BRG-017").lowest_price is None
    workspace.undo()
    assert stored("BRG-017").lowest_price == 90_000


def test_a_lowest_price_above_the_price_is_told(screen: ProductScreen) -> None:
    screen.card.form.put("lowest_price", Decimal(100_001))
    assert "above the price itself" in tell(screen.card.form, "lowest_price")


def test_another_currency_tells_that_the_lowest_price_is_gone(
    screen: ProductScreen, stored: Callable[..., Any], notes: Callable[..., Any], workspace: Workspace
) -> None:
    screen.card.form.put("lowest_price", Decimal(90_000))
    screen.card.form.put("currency", "USD")
    assert stored("BRG-017").lowest_price is None
    assert screen.card.form.value("lowest_price") is None
    assert any(
        "Lowest price not kept: it was in IDR" in label.text()
        for note in notes()
        for label in note.findChildren(QLabel)
    )
    workspace.undo()
    assert stored("BRG-017").lowest_price == 90_000


def test_a_price_that_can_not_be_kept_is_told_and_the_old_one_stays(
    screen: ProductScreen, stored: Callable[..., Any], qtbot: QtBot
) -> None:
    screen.card.form.focus_field("price")
    qtbot.keyClicks(QApplication.focusWidget(), "12.50001")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert "at most 4 decimals" in tell(screen.card.form, "price")
    assert stored("BRG-017").price == 100_000
    screen.card.form.put("price", Decimal("12.5001"))
    assert stored("BRG-017").price == Decimal("12.5001")


def test_a_picture_is_kept_and_stands_where_there_is_room(
    screen: Any, stored: Callable[..., Any], settle: Callable[..., Any]
) -> None:
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#0F766E"))
    screen.card.form.editor("picture").take_bytes(encoded(picture))
    settle()
    assert stored("BRG-017").picture_id is not None
    assert screen.card.record.picture == screen.card.form.value("picture")
    form, frame = screen.card.form, screen.card.form.editor("picture")
    assert frame.mapTo(screen, frame.rect().topLeft()).y() < form.mapTo(screen, form.rect().topLeft()).y()
    screen.start_new()
    settle()
    assert frame.mapTo(screen, frame.rect().topLeft()).x() > form.mapTo(screen, form.rect().topRight()).x()


def test_a_duplicate_begins_with_everything_but_the_code(
    screen: ProductScreen, shell: Shell, settle: Callable[..., Any], stored: Callable[..., Any]
) -> None:
    screen.card.form.put("strengths", "Kuat\nRingan")
    shell.desk.actions.run("product.copy")
    assert screen.card.is_new
    assert screen.card.form.value("code") == "BRG-018"
    assert screen.card.commit()
    settle()
    copy = stored("BRG-018")
    assert (copy.name_id, copy.strengths, copy.price) == ("Kursi", "Kuat\nRingan", Decimal(100_000))


def test_switched_off_and_on_again(
    screen: ProductScreen,
    shell: Shell,
    settle: Callable[..., Any],
    stored: Callable[..., Any],
    notes: Callable[..., Any],
) -> None:
    shell.desk.actions.run("product.switch")
    settle()
    assert not stored("BRG-017").active
    assert [text for text, _ in screen.card.texts()[2]] == ["Switched off"]
    assert shell.desk.actions.qaction("product.switch").text() == "Switch on"
    next(button for button in notes()[-1].findChildren(QPushButton) if button.text() == "Undo").click()
    settle()
    assert stored("BRG-017").active


def test_deleted_with_undo_and_refused_while_an_order_names_it(
    screen: Any, settle: Callable[..., Any], stored: Callable[..., Any], notes: Callable[..., Any], workspace: Workspace
) -> None:
    shell = screen.window()
    shell.desk.actions.run("product.delete")
    settle()
    assert stored("BRG-017") is None
    shell.desk.undo()
    settle()
    assert stored("BRG-017") is not None
    order_of(workspace)
    screen.table.select_id(1)
    settle()
    shell.desk.actions.run("product.delete")
    assert "Switch it off instead" in notes()[-1].text
    assert stored("BRG-017") is not None


def test_orders_that_contain_it_lead_to_the_order(
    screen: Any, shell: Shell, settle: Callable[..., Any], workspace: Workspace
) -> None:
    wanted = order_of(workspace)
    order_of(workspace)
    visited = []
    shell.desk.asked_for.connect(lambda noun, record_id: visited.append((noun, record_id)))
    orders = tab_of(screen, "Orders")
    screen.card.tabs.setCurrentWidget(orders)
    settle()
    table = orders.table
    assert sorted(table.ids()) == [wanted, wanted + 1]
    table.opened.emit(wanted)
    assert visited == [("order", wanted)]
    with workspace.write(msg("Other")) as session:
        other = product.save(session, None, {"code": "X-1", "name_id": "Lain"}).id
    assert len(product.orders_listing(workspace, other).ids(table.query())) == 0


@pytest.mark.parametrize(
    ("last", "following"),
    [("BRG-017", "BRG-018"), ("A9", "A10"), ("009/X", "010/X"), ("K%_7", "K%_8"), ("999", "1000"), ("ABC", "")],
)
def test_codes_go_on_in_their_pattern(workspace: Workspace, last: str, following: str) -> None:
    with workspace.read() as session:
        assert product.next_code(session, last) == following


def test_a_taken_code_is_passed_over(workspace: Workspace) -> None:
    with workspace.write(msg("More")) as session:
        for code in ("BRG-018", "BRG-019", "BRG-0200"):
            product.save(session, None, {"code": code, "name_id": code})
        assert product.next_code(session, "BRG-017") == "BRG-020"


@pytest.fixture
def thousands(workspace: Workspace) -> Any:
    """Ten thousand clients and their list."""
    with workspace.write(msg("Many")) as session:
        bulk_insert(session, Client, [{"name": f"Klien {at}"} for at in range(10_000)])
    return client.listing(workspace)


def test_a_long_list_is_exported_with_a_note_that_opens_it(
    screen: Any, settle: Any, thousands: Any, tmp_path: Path, notes: Callable[..., Any]
) -> None:
    shell = screen.window()
    path = tmp_path / "klien.xlsx"
    export_list(shell.desk, screen, _table_of(shell, thousands, settle), thousands, title="Klien", target=path)
    settle()
    assert len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) == 10_001
    assert notes()[-1].text == "10,000 rows exported to klien.xlsx."
    assert [button.text() for button in notes()[-1].findChildren(QPushButton)] == ["Open"]


def test_a_cancelled_export_leaves_nothing(
    screen: Any, settle: Any, thousands: Any, tmp_path: Path, notes: Callable[..., Any]
) -> None:
    shell = screen.window()
    path = tmp_path / "klien.xlsx"
    table = _table_of(shell, thousands, settle)
    shell.jobs.changed.connect(lambda: [job.cancel() for job in shell.jobs.running() if job.number])
    export_list(shell.desk, screen, table, thousands, title="Klien", target=path)
    settle()
    assert [file.name for file in tmp_path.iterdir() if "klien" in file.name] == []
    assert notes() == []


def _table_of(shell: Shell, listing: Any, settle: Any) -> Any:
    from desktop_crm.ui.table.table import Table

    table = Table(listing, shell.jobs, "test", shell.settings.store, shell)
    settle()
    return table
