"""The privacy screen in the real window: nobody else's name and nothing sensitive is left, and all of it comes back."""

import itertools
import shutil
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.app import _searcher
from desktop_crm.model.contact import Contact
from desktop_crm.model.listing import Filter, Query
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import of
from desktop_crm.services import client, contract, order, product
from desktop_crm.services import contact as contacts
from desktop_crm.services.workspace import Workspace, opened
from desktop_crm.storage.tables import about_columns
from desktop_crm.ui import i18n
from desktop_crm.ui.desk import uncover
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.form.field_box import FieldBox
from desktop_crm.ui.i18n import speak
from desktop_crm.ui.lines.line import Col
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.mark import PrivacySign
from desktop_crm.ui.privacy.veils import Veil
from desktop_crm.ui.records.exporting import export_list
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.screens.order.screen import OrderScreen
from desktop_crm.ui.screens.today.view import TodayList
from desktop_crm.ui.table.model import TableModel
from desktop_crm.ui.table.two_lines import TALL
from desktop_crm.ui.window.palette import Searcher
from desktop_crm.ui.window.shell import Shell
from tests.office import keyboard, screen_of, tab_of
from tests.ui.reading import ROLES, read

pytestmark = pytest.mark.in_turn

K = Qt.Key
NOTE = "Pays late, never trusts us"
DISCOUNT = Decimal("7.25")


@pytest.fixture(scope="module")
def noted_file(tmp_path_factory: pytest.TempPathFactory, demo_file: Path) -> Path:
    """With a note on the newest order's client and a discount on that order."""
    path = Path(shutil.copyfile(demo_file, tmp_path_factory.mktemp("privacy") / "Nusa.crm"))
    with opened(path) as made:
        newest = order.listing(made).page(Query(), 0, 1)[0][0]
        with made.write(msg("Duplicate order {number}", number="1")) as session:
            record = order.duplicate(session, newest)
            client.save(session, record.client_id, {"notes": NOTE, "source": "Golf"})
            given = {"discount": DISCOUNT, "notes": NOTE, "ordered_on": date(2099, 1, 1)}
            order.save(session, record.id, given, None, None)
    return path


@pytest.fixture
def file(noted_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(noted_file, tmp_path / noted_file.name))


@pytest.fixture
def searcher(workspace: Workspace) -> Searcher | None:
    return _searcher(workspace)


@pytest.fixture
def shell(shell: Shell, qtbot: QtBot) -> Shell:
    """With all that its first screen reads a moment later."""
    rest(qtbot, shell)
    return shell


@pytest.fixture
def screen(shell: Shell, qtbot: QtBot) -> OrderScreen:
    """The newest order's page."""
    return go(qtbot, shell, "order")


def rest(qtbot: QtBot, window: Any) -> None:
    qtbot.wait(60)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    qtbot.wait(20)


def go(qtbot: QtBot, window: Any, noun: str, *, wide: bool = False, tab: int = 0) -> Any:
    window.navigate(noun)
    rest(qtbot, window)
    shown = screen_of(window, noun)
    first = shown.table.ids()[0]
    window.navigate(noun, first)
    if wide:
        shown.open_wide(first)
    shown.card.tabs.setCurrentIndex(tab)
    rest(qtbot, window)
    return shown


def follows(screen: Any) -> bool:
    """Whether the peek is of the chosen row."""
    shown, current = screen.glance.panel.content, screen.table.current_id()
    return current is None or (shown is not None and shown.id == current)


def beside_peek(qtbot: QtBot, window: Any, noun: str) -> Any:
    """The list with its first row chosen, in rows of two lines."""
    window.navigate(noun)
    rest(qtbot, window)
    shown = screen_of(window, noun)
    shown.table.view.go_to(0)
    qtbot.waitUntil(lambda: follows(shown))
    rest(qtbot, window)
    assert shown.table.view.is_tall
    return shown


def in_columns(qtbot: QtBot, window: Any, noun: str) -> Any:
    """The same without its peek."""
    shown = beside_peek(qtbot, window, noun)
    press(qtbot, window, K.Key_Space)
    rest(qtbot, window)
    assert not shown.table.view.is_tall
    return shown


def press(qtbot: QtBot, window: Any, key: Any) -> None:
    qtbot.keyClick(keyboard() or window, key)


def names(workspace: Workspace, but: str = "") -> Any:
    rows = client.listing(workspace).page(Query(), 0, 100)
    return {row[1] for row in rows if row[1] != but}


def leaked(window: Any, workspace: Workspace, but: str = "") -> Any:
    said = read(window)
    return {name for name in names(workspace, but) if name in said}


def cell(table: Any, row: Any, name: Any) -> Any:
    """Where a cell is in its view."""
    number = next(at for at, column in enumerate(table.model.columns) if column.id == name)
    head = table.view.head
    return QRect(head.sectionViewportPosition(number), row * theme.ROW_HEIGHT, head.sectionSize(number), 29)


def picture(table: Any, rect: Any) -> Any:
    return table.view.viewport().grab(rect).toImage()


def still(qtbot: QtBot, window: Any) -> Any:
    """A picture of the window when its rows have found their heights and nothing is read any more."""
    found = [window.grab().toImage()]

    def is_still() -> bool:
        qtbot.wait(60)
        found.append(window.grab().toImage())
        return not window.jobs.busy() and len(found) > 3 and found[-1] == found[-2] == found[-3]

    qtbot.waitUntil(is_still)
    return found[-1]


def otherwise(window: Any, before: QImage) -> str:
    """What does not look as in that picture, and where."""
    now, found = window.grab().toImage(), dict[str, QRect]()
    squares = itertools.product(range(0, before.width(), 4), range(0, before.height(), 4))
    for x, y in squares if now != before else ():
        here = QRect(x, y, 4, 4)
        if now.copy(here) != before.copy(here):
            name = str(window.childAt(here.center()))
            found[name] = found.get(name, here).united(here)
    return "\n".join(f"{name} at {where.getRect()}" for name, where in found.items())


def test_one_key_covers_and_uncovers(shell: Shell, qtbot: QtBot, screen: OrderScreen) -> None:
    before = still(qtbot, shell)
    assert leaked(shell, shell.desk.workspace)
    press(qtbot, shell, K.Key_F12)
    assert privacy.is_on()
    assert shell.actions_.qaction("view.privacy").isChecked()
    assert shell.frame.status.privacy.isVisible()
    assert shell.grab().toImage() != before
    press(qtbot, shell, K.Key_F12)
    assert not privacy.is_on()
    assert not shell.frame.status.privacy.isVisible()
    with suppress(qtbot.TimeoutError):  # all of it comes back, in its own time
        qtbot.waitUntil(lambda: bool(shell.grab().toImage() == before))
    assert otherwise(shell, before) == ""


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_coloured_edge_tells_the_owner(shell: Shell, qapp: QApplication, mode: str) -> None:
    theme.apply(qapp, mode)
    middle = shell.frame.height() // 2
    plain = shell.frame.grab().toImage().pixelColor(1, middle)
    privacy.turn(on=True)
    seen = shell.frame.grab().toImage()
    color = QColor(theme.colors().attention)
    assert plain != color
    places = [(1, middle), (seen.width() - 2, middle), (600, 1), (600, seen.height() - 2)]
    assert all(seen.pixelColor(*place) == color for place in places)
    assert seen.pixelColor(5, middle) == plain


def test_a_screen_reader_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    privacy.turn(on=True)
    privacy.show_client("PT Lain")
    privacy.turn(on=False)
    assert told == ["Privacy screen on – F12", "Privacy screen off"]


def test_the_sign_in_the_status_line_uncovers(shell: Shell, qtbot: QtBot) -> None:
    privacy.turn(on=True)
    qtbot.mouseClick(shell.frame.status.privacy, Qt.MouseButton.LeftButton)
    assert not privacy.is_on()


@pytest.mark.parametrize(
    ("noun", "wide"), [(noun, wide) for noun in ("client", "order", "contract") for wide in (0, 1)]
)
def test_no_other_clients_name_is_left(shell: Shell, qtbot: QtBot, workspace: Workspace, noun: str, wide: int) -> None:
    shown = go(qtbot, shell, noun, wide=bool(wide))
    privacy.turn(on=True)
    own = shown.card.client_name()
    assert own
    assert own in read(shell)
    for tab in range(shown.card.tabs.count()):
        shown.card.tabs.setCurrentIndex(tab)
        rest(qtbot, shell)
        assert leaked(shell, workspace, but=own) == set()


@pytest.mark.parametrize("place", [beside_peek, in_columns])
def test_the_name_that_is_left_goes_along_with_the_list(
    shell: Shell, qtbot: QtBot, workspace: Workspace, place: Any
) -> None:
    screen = place(qtbot, shell, "order")
    privacy.turn(on=True)
    first = screen.card.client_name()
    table = screen.table
    row = next(row for row in range(40) if names(workspace) and _client_of(screen, row) != first)
    screen.table.view.go_to(row)
    qtbot.waitUntil(lambda: follows(screen))
    rest(qtbot, shell)
    second = screen.card.client_name()
    assert second == _client_of(screen, row) != first
    assert leaked(shell, workspace, but=second) == set()
    assert table.model.data(table.model.index(0, 1)) == privacy.DOTS


def _client_of(screen: OrderScreen, row: Any) -> Any:
    return screen.table.model.value(row, 1)


@pytest.mark.parametrize("title", ["Story", "Orders"])
def test_products_tell_nobody_who_buys_them(shell: Shell, qtbot: QtBot, workspace: Workspace, title: str) -> None:
    shown = go(qtbot, shell, "product", wide=True)
    ids = list(shown.table.ids())
    privacy.turn(on=True)
    for product_id in ids[:5]:
        shell.navigate("product", product_id)
        shown.card.tabs.setCurrentWidget(tab_of(shown, title))
        rest(qtbot, shell)
        assert leaked(shell, workspace) == set()


def test_today_shows_numbers_of_papers_and_nothing_of_whom(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    today = screen_of(shell, "today")
    shown: TodayList = today.list
    keys = [row.key for row in shown.rows.shown]
    focused, place = keyboard(), [shown.room_of(key) for key in keys]
    open_read = read(shell)
    assert leaked(shell, workspace)
    assert "Rp" in open_read
    press(qtbot, shell, K.Key_F12)
    assert leaked(shell, workspace) == set()
    assert "Rp" not in read(shell)
    assert keyboard() is focused
    assert [shown.room_of(key) for key in keys] == place
    press(qtbot, shell, K.Key_F12)
    assert sorted(read(shell).splitlines()) == sorted(open_read.splitlines())


def test_found_clients_are_covered_and_still_lead_to_their_cards(
    shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    privacy.turn(on=True)
    name = client.listing(workspace).page(Query(), 0, 1)[0][1]
    field = shell.frame.palette_field
    field.open()
    field.setText(name.split()[-1])
    field.textEdited.emit(field.text())
    rest(qtbot, shell)
    shown = [field.results.list.item(row) for row in range(field.results.list.count())]
    said = "\n".join(item.text() + item.data(Qt.ItemDataRole.AccessibleTextRole) for item in shown)
    assert shown
    assert {one for one in names(workspace) if one in said} == set()
    assert "covered" in said
    shell.navigate("client", client.listing(workspace).page(Query(), 0, 1)[0][0])
    rest(qtbot, shell)
    assert name in read(screen_of(shell, "client").card.header)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_bar_has_one_width_whatever_it_covers(shell: Shell, qtbot: QtBot, qapp: QApplication, mode: str) -> None:
    theme.apply(qapp, mode)
    table = in_columns(qtbot, shell, "client").table
    table.view.setFocus()
    rows = [row for row in range(3, 12) if table.model.value(row, 0) != screen_of(shell, "client").card.client_name()]
    open_cells = [picture(table, cell(table, row, "name")) for row in rows]
    privacy.turn(on=True)
    bars = [picture(table, cell(table, row, "name")) for row in rows]
    assert all(bar == bars[0] for bar in bars)
    assert all(bar != seen for bar, seen in zip(bars, open_cells, strict=True))
    assert any(one != other for one, other in pairwise(open_cells))
    middle = bars[0].height() // 2
    assert bars[0].pixelColor(theme.PAD_12 + 20, middle) == QColor(theme.colors().border)
    assert bars[0].pixelColor(theme.PAD_12 + 54, middle) == QColor(theme.colors().raised)


def test_an_empty_sensitive_cell_looks_like_a_full_one(shell: Shell, qtbot: QtBot, screen: Any) -> None:
    privacy.turn(on=True)
    grid = screen.card.lines.grid.view.model()
    assert {grid.data(grid.index(row, Col.DISCOUNT)) for row in range(len(grid.lines))} == {privacy.DOTS}


def test_a_sheet_is_painted_as_ever_while_the_screen_is_off(screen: OrderScreen) -> None:
    assert screen.table.model.covering() is None


def test_sums_of_a_selection_are_covered(shell: Shell, qtbot: QtBot, screen: OrderScreen) -> None:
    screen.table.view.selectAll()
    rest(qtbot, shell)
    footer = screen.table.footer
    told = footer.sums.text()
    assert "Rp" in told
    privacy.turn(on=True)
    assert footer.sums.text() == f"Total {privacy.DOTS}"
    assert footer.sums.accessibleName() == "Total covered"
    privacy.turn(on=False)
    assert footer.sums.text() == told


def test_a_filter_by_client_does_not_name_them(shell: Shell, qtbot: QtBot, screen: OrderScreen) -> None:
    name = screen.card.client_name()
    shell.navigate("order")
    screen.table.bar.set_filter("client", Filter("client", (name,)))
    rest(qtbot, shell)
    assert f"Client: {name}" in read(screen.table.bar)
    privacy.turn(on=True)
    rest(qtbot, shell)
    assert f"Client: {privacy.DOTS}" in read(screen.table.bar)
    assert name not in read(screen.table.bar)
    screen.table.bar.clear()


def test_a_tooltip_tells_nothing_that_is_covered(shell: Shell, qtbot: QtBot, tip_at: Any) -> None:
    screen = in_columns(qtbot, shell, "order")
    table = screen.table
    table.view.head.resizeSection(1, 60)
    row = next(row for row in range(40) if _client_of(screen, row) != screen.card.client_name())
    at = cell(table, row, "client").center()
    assert _client_of(screen, row) in tip_at(table.view, at.x(), at.y())
    privacy.turn(on=True)
    assert tip_at(table.view, at.x(), at.y()) == ""
    table.view.head.resizeSection(1, 186)


def test_a_tooltip_over_a_name_that_gives_way_tells_nothing_that_is_covered(
    shell: Shell, qtbot: QtBot, tip_at: Any
) -> None:
    screen = beside_peek(qtbot, shell, "order")
    view, own = screen.table.view, screen.card.client_name()
    view.setMaximumWidth(220)
    rest(qtbot, shell)
    rows = {row: _client_of(screen, row) for row in range(view.viewport().height() // TALL)}
    tips = {row: tip_at(view, theme.PAD_24 + 20, row * TALL + TALL // 3) for row in rows}
    cut = [row for row in rows if tips[row]]
    assert [row for row in cut if rows[row] != own]
    assert all(rows[row] in tips[row] for row in cut)
    privacy.turn(on=True)
    told = {row: tip_at(view, theme.PAD_24 + 20, row * TALL + TALL // 3) for row in rows}
    assert told == {row: tips[row] if rows[row] == own else "" for row in rows}


# Forms


def test_sensitive_fields_are_covered_and_the_others_can_be_typed_in(
    shell: Shell, qtbot: QtBot, workspace: Workspace, screen: OrderScreen
) -> None:
    go(qtbot, shell, "client")  # to have its list read before
    client_id = screen.card.record.client_id
    shell.navigate("client", client_id)
    rest(qtbot, shell)
    card = screen_of(shell, "client").card
    assert NOTE in read(card)
    card.form.focus_field("notes")
    press(qtbot, shell, K.Key_F12)
    assert NOTE not in read(card)
    assert "Golf" not in read(card)
    assert isinstance(keyboard(), Veil)
    qtbot.keyClicks(keyboard(), "x")
    card.form.focus_field("short_name")
    qtbot.keyClicks(keyboard(), "Nusa")
    press(qtbot, shell, K.Key_Return)
    with workspace.read() as session:
        saved = client.get(session, client_id)
    assert (saved.short_name, saved.notes) == ("Nusa", NOTE)
    press(qtbot, shell, K.Key_F12)
    assert NOTE in read(card)


def test_the_keyboard_stays_in_a_field_that_is_covered_and_what_is_typed_counts(
    shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    card = go(qtbot, shell, "client").card
    card.form.focus_field("notes")
    typed = keyboard()
    typed.selectAll()
    qtbot.keyClicks(typed, "Half a word")
    press(qtbot, shell, K.Key_F12)
    veil = keyboard()
    assert isinstance(veil, Veil)
    assert (veil.accessibleName(), veil.height()) == ("What to remember, covered", theme.CONTROL_HEIGHT)
    with workspace.read() as session:
        assert client.get(session, card.record_id).notes == "Half a word"
    press(qtbot, shell, K.Key_F12)
    assert keyboard() is typed


def test_tab_passes_over_the_hidden_editor(shell: Shell, qtbot: QtBot) -> None:
    card = go(qtbot, shell, "client", wide=True).card
    if not card.form.empties.shown:
        card.form.empties.click()
    privacy.turn(on=True)
    card.form.focus_field("category")
    press(qtbot, shell, K.Key_Tab)
    assert isinstance(keyboard(), Veil)
    press(qtbot, shell, K.Key_Tab)
    assert keyboard() in card.form.editor("is_key").inputs()


def test_an_order_shows_what_it_costs_and_not_how_it_came_to_that(
    shell: Shell, qtbot: QtBot, screen: OrderScreen
) -> None:
    card = screen.card
    total = speak().money(card.form.sums().total)
    said = read(card)
    for text in ("7.25", NOTE, speak().number(card.form.sums().lines.amount)):
        assert text in said
    privacy.turn(on=True)
    said = read(card)
    for text in ("7.25", NOTE, speak().number(card.form.sums().lines.amount)):
        assert text not in said
    assert total in read(card.form.totals)
    assert "Subtotal covered" in said


@pytest.mark.parametrize("noun", ["client", "order"])
def test_a_screen_reader_says_that_the_peek_is_covered(shell: Shell, qtbot: QtBot, noun: str) -> None:
    privacy.turn(on=True)
    panel = beside_peek(qtbot, shell, noun).glance.panel
    said = [each.accessibleName() or each.text() for each in panel.findChildren(QLabel) if each.isVisible()]
    assert [each for each in said if "covered" in each]
    assert not [each for each in said if privacy.DOTS in each]


def test_so_does_its_peek(shell: Shell, qtbot: QtBot) -> None:
    screen = beside_peek(qtbot, shell, "order")
    panel = screen.glance.panel
    for row in range(20):
        screen.table.view.go_to(row)
        qtbot.waitUntil(lambda: follows(screen))
        line = next((each for each in panel.content.receipt.items if each.less), None)
        if line is not None:
            break
    assert line is not None
    total = speak().money(panel.content.receipt.totals.total)
    assert line.less in read(panel)
    assert line.amount in read(panel).splitlines()
    privacy.turn(on=True)
    said = read(panel)
    assert line.less not in said
    assert line.amount not in said.splitlines()
    assert line.detail in said
    assert total in said
    privacy.turn(on=False)
    assert line.less in read(panel)


def test_a_peek_tells_nobody_what_is_empty_of_what_it_covers(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    panel = beside_peek(qtbot, shell, "contact").glance.panel

    def with_notes(notes: str) -> list[str]:
        before = panel.content
        with workspace.write(msg("Change")) as session:
            record = session.get_one(Contact, before.id)
            contacts.save(session, record.client_id, record.id, {"notes": notes})
        qtbot.waitUntil(lambda: panel.content is not before)
        return list(read(panel).splitlines())

    assert "Golf" in with_notes("Golf")
    assert "Notes" not in with_notes("")
    privacy.turn(on=True)
    assert with_notes("Golf") == with_notes("")


def test_a_page_that_is_left_leaves_its_peek(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    privacy.turn(on=True)
    own = go(qtbot, shell, "client").card.client_name()
    shell.navigate("client")
    rest(qtbot, shell)
    screen = screen_of(shell, "client")
    qtbot.waitUntil(lambda: follows(screen))
    assert own in read(screen.glance.panel)
    assert leaked(shell, workspace, but=own) == set()


def test_lines_keep_their_discount_while_it_is_covered(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    screen = go(qtbot, shell, "order", wide=True)
    screen.start_new({"client_id": screen.card.record.client_id})
    card = screen.card
    grid = card.lines.grid
    code = product.listing(workspace).page(Query(), 0, 1)[0][1]
    grid.paste(f"{code}\t3\t1000\t5")
    view, model = grid.view, grid.view.model()
    view.setFocus()
    view.go(0, Col.DISCOUNT)
    press(qtbot, shell, K.Key_F2)
    editor = keyboard()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "12")
    press(qtbot, shell, K.Key_F12)
    assert grid.lines()[0].discount == Decimal(12)
    assert not view.findChildren(QLineEdit) or not any(each.isVisible() for each in view.findChildren(QLineEdit))
    assert not model.flags(model.index(0, Col.DISCOUNT)) & Qt.ItemFlag.ItemIsEditable
    assert model.data(model.index(0, Col.DISCOUNT), Qt.ItemDataRole.AccessibleTextRole) == "Discount: covered"
    view.go(0, Col.QUANTITY)
    press(qtbot, shell, K.Key_Return)
    assert view.currentIndex().row() == 1
    assert grid.lines()[0].discount == Decimal(12)
    card.discard()


def test_choosing_a_client_offers_only_who_is_named_in_full(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    screen = go(qtbot, shell, "order")
    known = min(names(workspace))
    screen.start_new()
    line = screen.card.form.editor("client_id").inputs()[0]
    line.setFocus()
    privacy.turn(on=True)

    def offered(typed: str) -> list[str]:
        line.selectAll()
        qtbot.keyClicks(line, typed)
        rest(qtbot, shell)
        return [each.title for each in line.suggestions()]

    others = "Other names are covered by the privacy screen (F12)"
    assert offered(known.split()[-1][:3]) == [others]
    assert offered("PT") == [others]
    assert offered(known.lower()) == [known, others]
    press(qtbot, shell, K.Key_Return)
    assert known in read(screen.card)
    assert not privacy.hides(known)
    screen.card.discard()


# Taking things out


def answer(monkeypatch: pytest.MonkeyPatch, uncover_it: Any) -> Any:
    asked = []

    def ask(_parent: object, why: Any) -> Any:
        asked.append(why)
        if uncover_it:
            privacy.turn(on=False)
        return uncover_it

    monkeypatch.setattr(uncover, "ask", ask)
    return asked


@pytest.mark.parametrize("uncover_it", [False, True])
def test_copying_a_covered_list_asks_first(
    shell: Shell, qtbot: QtBot, screen: OrderScreen, monkeypatch: pytest.MonkeyPatch, uncover_it: bool
) -> None:
    privacy.turn(on=True)
    asked = answer(monkeypatch, uncover_it)
    QGuiApplication.clipboard().setText("before")
    screen.table.view.setFocus()
    screen.table.view.go_to(0)
    screen.table.copy()
    copied = QGuiApplication.clipboard().text()
    assert asked
    assert (copied != "before") is uncover_it
    assert privacy.is_on() is not uncover_it


def test_copying_columns_that_tell_nothing_needs_no_question(
    shell: Shell, qtbot: QtBot, screen: OrderScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, uncover_it=False)
    screen.table.view.head.show_only(["number", "state"])
    privacy.turn(on=True)
    screen.table.view.go_to(0)
    screen.table.copy()
    assert not asked
    assert QGuiApplication.clipboard().text().startswith("Number\tStatus")


@pytest.mark.parametrize("uncover_it", [False, True])
def test_exporting_a_covered_list_asks_first(
    qtbot: QtBot, screen: OrderScreen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, uncover_it: bool
) -> None:
    screen.table.view.head.show_only(["number", "client", "total"])
    privacy.turn(on=True)
    asked = answer(monkeypatch, uncover_it)
    target = tmp_path / "Orders.xlsx"
    export_list(screen.desk, screen, screen.table, screen.listing, title="Orders", target=target)
    rest(qtbot, screen.desk)
    assert asked
    assert target.exists() is uncover_it


@pytest.mark.parametrize("uncover_it", [False, True])
def test_copying_lines_with_a_discount_asks_first(
    screen: OrderScreen, monkeypatch: pytest.MonkeyPatch, uncover_it: bool
) -> None:
    privacy.turn(on=True)
    asked = answer(monkeypatch, uncover_it)
    QGuiApplication.clipboard().setText("before")
    view = screen.card.lines.grid.view
    view.go(0, Col.PRODUCT)
    view.copy()
    assert not asked
    QGuiApplication.clipboard().setText("before")
    view.go(0, Col.DISCOUNT)
    view.copy()
    assert asked
    assert (QGuiApplication.clipboard().text() != "before") is uncover_it


def test_the_question_stays_covered_on_a_reflex(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QMessageBox

    pressed = []

    def exec_(box: Any) -> None:
        pressed.append(box.defaultButton().text())
        box.defaultButton().click()

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    privacy.turn(on=True)
    assert not uncover.may_show(shell)
    assert pressed == ["Leave it covered"]
    assert privacy.is_on()


def test_papers_are_never_covered(shell: Shell, qtbot: QtBot) -> None:
    screen = go(qtbot, shell, "contract", wide=True)
    screen.contract_card.preview()
    rest(qtbot, shell)
    qtbot.wait(300)
    pane = screen.contract_card.paper.pane
    before = pane.grab().toImage()
    privacy.turn(on=True)
    rest(qtbot, shell)
    assert pane.grab().toImage().copy(0, 0, before.width() - 4, before.height()) == before.copy(
        0, 0, before.width() - 4, before.height()
    )


# Sentences


def test_history_tells_who_and_when_but_not_the_note(shell: Shell, qtbot: QtBot, screen: OrderScreen) -> None:
    shell.navigate("client", screen.card.record.client_id)
    card = screen_of(shell, "client").card
    history = next(tab.widget for tab in card.tab_declarations if isinstance(tab.widget, HistoryTab))
    card.tabs.setCurrentWidget(history)
    rest(qtbot, shell)
    assert NOTE in history.text()
    privacy.turn(on=True)
    assert NOTE not in history.text()
    assert "Golf" not in history.text()
    assert privacy.DOTS in history.text()
    privacy.turn(on=False)
    assert NOTE in history.text()


CHANGED = of("client", "PT Rahasia", msg("{thing} changed."))


def test_notes_and_undo_name_nobody_else(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    shell.desk.write(msg("Change client {name}", name="PT Rahasia"), lambda _session: None, note=CHANGED)
    shell.desk.write(
        msg("Change client {name}", name="PT Rahasia"),
        lambda session: client.save(session, None, {"name": "Rahasia", "legal_form": "PT"}),
        note=CHANGED,
    )
    shell.actions_.refresh()
    assert "PT Rahasia" in read(shell)
    privacy.turn(on=True)
    qtbot.waitUntil(lambda: not shell.notify.stack.notes())
    assert "PT Rahasia" not in read(shell)
    assert privacy.DOTS in shell.actions_.qaction("undo").text()
    shell.desk.undo()
    assert "PT Rahasia" not in read(shell)


def test_a_sentence_keeps_the_name_of_who_is_open() -> None:
    privacy.turn(on=True)
    privacy.show_client("PT Sumber")
    sentence = msg("Undo: {what}", what=msg("Add order of {client}", client="PT Sumber"))
    assert str(privacy.hush(sentence).args["what"]) == "Add order of PT Sumber"
    privacy.show_client("")
    assert str(privacy.hush(sentence).args["what"]) == f"Add order of {privacy.DOTS}"
    privacy.turn(on=False)


# The state


def test_it_lasts_through_screens_and_a_change_of_language(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    privacy.turn(on=True)
    go(qtbot, shell, "client")
    shell.set_language("id")
    rest(qtbot, shell)
    assert privacy.is_on()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, PrivacySign)]
    assert shell.frame.status.privacy.isVisible()
    assert shell.frame.edge.isVisible()
    own = screen_of(shell, "client").card.client_name()
    assert leaked(shell, workspace, but=own) == set()
    i18n.set_language("en")


def test_a_new_window_begins_uncovered(shell: Shell, qtbot: QtBot, settings: Settings) -> None:
    privacy.turn(on=True)
    other = Shell(settings).fill(SCREENS)
    qtbot.addWidget(other)
    assert not privacy.is_on()


def test_no_two_commands_have_its_key(shell: Shell) -> None:
    keys = [told.shortcut for told in shell.actions_.shortcuts()]
    assert keys.count("F12") == 1


def test_what_a_form_covers_is_covered_in_the_history(shell: Shell, qtbot: QtBot) -> None:
    for noun in ("client", "order", "contract", "product"):
        boxes = go(qtbot, shell, noun).card.form.findChildren(FieldBox)
        assert boxes
        told = {column for _table, column, each in about_columns() if each.sensitive}
        assert {box.field.name for box in boxes if box.field.sensitive} <= told


def test_lists_declare_the_client_first(workspace: Workspace) -> None:
    for listing in (client.listing(workspace), order.listing(workspace), contract.listing(workspace)):
        first = next(column for column in listing.columns if column.of_client)
        assert first.id in {"name", "client"}


def test_a_table_model_without_clients_covers_nothing(shell: Shell, qtbot: QtBot) -> None:
    shown = go(qtbot, shell, "product")
    model = shown.table.model
    own = [at for at, column in enumerate(model.columns) if not column.sensitive]
    assert [column.id for column in model.columns if column.sensitive] == ["lowest_price", "largest_discount"]

    def cells() -> Any:
        return [model.data(model.index(row, at), role) for row in range(60) for at in own for role in ROLES]

    said = cells()
    privacy.turn(on=True)
    assert cells() == said
    assert isinstance(shown.table.model, TableModel)
