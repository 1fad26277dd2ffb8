"""Money is seen whole or not at all, whatever the screen, and long names leave room for it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.listing import Column, Kind
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money, Sums
from desktop_crm.services import client as clients
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services.clock import today
from desktop_crm.services.today import MonthFigures
from desktop_crm.services.workspace import create
from desktop_crm.storage.workspace import Workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.lines.columns import widths
from desktop_crm.ui.lines.line import FIGURES, Col
from desktop_crm.ui.lines.painting import PAD
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.clamped import ClampedLabel, clamped
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.screens.today.figures import HEIGHT, Figures
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.painting import Line, Place, RowPainter, seen
from desktop_crm.ui.window import geometry
from desktop_crm.ui.window.shell import Shell

pytestmark = pytest.mark.in_turn

LONG = (
    "Perkumpulan Pengusaha dan Pemasok Bahan Bangunan, Alat Berat, dan Kelistrikan Wilayah Timur Indonesia Sejahtera"
    " Abadi Utama"
)
SCREENSIZES = [(1366, 728), (1024, 700), (910, 460), (800, 460)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One order of billions, by a client with a long name, with a contract."""
    workspace = create(tmp_path_factory.mktemp("figures") / "book.crm")
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, {"name": "Kami"})
        client = clients.save(session, None, {"legal_form": "PT", "name": LONG})
        long_tax = rules.save_tax_rule(
            session, None, {"code": "L", "name": "A tax with a rather long name " * 3, "rate": Decimal(12)}
        )
        session.flush()
        lines = [
            orders.LineInput(
                None, f"K-{at}", "Genset", Decimal(12), "unit", Decimal(price), Decimal("2.5"), long_tax.id
            )
            for at, price in enumerate((7_777_777, 1_257_778_277, 112_507_778_777))
        ]
        values = {**orders.start(session, client.id), "promised_on": today() + timedelta(days=1)}
        made = orders.save(session, None, values, lines)
        contracts.make(session, made.id)
        orders.step(session, made.id, "confirmed")
        many = [replace(lines[0], code=f"M-{at}") for at in range(30)]
        orders.save(session, None, values, many)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module", params=["en", "id"])
def shell(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, book: Workspace, request: pytest.FixtureRequest
) -> Iterator[Any]:
    """One window of each language, as large as each test makes it."""
    i18n.set_language(request.param)
    made = Shell(Settings(tmp_path_factory.mktemp("settings") / "settings.ini")).fill(SCREENS)
    made.open_workspace(book)
    made.show()
    made.activateWindow()
    yield made, request.param
    made.close()
    made.deleteLater()


@pytest.fixture
def window(shell: Any) -> Shell:
    made, language = shell
    i18n.set_language(language)
    return made


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path, book: Workspace) -> Iterator[Shell]:
    """A window that nobody has touched."""
    made = Shell(Settings(tmp_path / "settings.ini")).fill(SCREENS)
    qtbot.addWidget(made)
    made.open_workspace(book)
    made.show()
    made.activateWindow()
    yield made
    made.close()


def in_columns(qtbot: QtBot, shell: Any, noun: str) -> Any:
    """A list without its peek."""
    shell.navigate(noun)
    at_rest(qtbot, shell)
    screen = shell.made_screen(noun)
    if screen.glance.is_open:
        screen.glance.toggle()
    at_rest(qtbot, shell)
    assert not screen.table.view.is_tall
    return screen.table.view


def at_rest(qtbot: QtBot, shell: Any) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    QApplication.processEvents()


def cut_labels(shell: Any) -> Any:
    """Labels with a figure, or what it is for, that does not fit, or lies partly beyond what can be seen from side to side."""
    found = []
    for label in shell.findChildren(QLabel):
        if not label.isVisible() or not any(mark in label.text() for mark in ("Rp", ",", "rather long")):
            continue
        room = label.contentsRect().width()
        rest = label.mapToGlobal(QPoint(label.width(), 0)).x()
        page, edge = label.parentWidget(), shell.mapToGlobal(QPoint(shell.width(), 0)).x()
        while page is not None:
            if isinstance(page, QScrollArea):
                edge = min(edge, page.viewport().mapToGlobal(QPoint(page.viewport().width(), 0)).x())
            page = page.parentWidget()
        if label.textFormat() == Qt.TextFormat.RichText:
            needed = label.sizeHint().width() - label.contentsMargins().left() - label.contentsMargins().right()
        else:
            flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
            needed = label.fontMetrics().boundingRect(QRect(0, 0, 1, 9999), flags, label.text()).width()
        if needed > room or rest > edge:
            found.append((label.text(), needed, room, rest, edge))
    return found


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Each text that is painted, with the room it has."""
    found: list[Any] = []
    draw = QPainter.drawText

    def see(painter: QPainter, room: Any, flags: Any, text: str) -> None:
        found.append((room, text))
        draw(painter, room, flags, text)

    def ask(paint: Any) -> Any:
        found.clear()
        with monkeypatch.context() as patch:
            patch.setattr(QPainter, "drawText", see)
            paint()
        return list(found)

    return ask


def place_of(view: Any, name: str) -> Place:
    """Of a column of a list, which may be partly out of sight."""
    number = next(at for at, column in enumerate(view.model().columns) if column.id == name)
    head = view.head
    return Place(number, view.model().columns[number], head.sectionViewportPosition(number), head.sectionSize(number))


def cut_cells(table: Any, drawn: Any) -> Any:
    view = table.view
    figures = [place_of(view, column.id) for column in table.model.columns if column.kind in cells.NUMERIC]
    in_sight = [place for place in figures if place.width and place.left + place.width <= view.viewport().width()]
    texts = drawn(view.viewport().grab)
    assert texts or not view.isVisible()
    return [
        (place.column.id, text)
        for room, text in texts
        for place in in_sight
        if place.left <= room.left() < place.left + place.width and text == "…"
    ]


def cut_lines(grid: Any) -> Any:
    measure = QFontMetrics(theme.number_font()).horizontalAdvance
    view = grid.view
    return [
        (column, text)
        for column in FIGURES
        if not view.isColumnHidden(column)
        for text in view.model().figures(column)
        if measure(text) + 2 * PAD > view.columnWidth(column)
    ] + [
        column
        for column in FIGURES
        if view.columnViewportPosition(column) + view.columnWidth(column) > view.viewport().width()
    ]


@pytest.mark.parametrize("size", SCREENSIZES)
def test_no_screen_cuts_money(qtbot: QtBot, window: Any, drawn: Any, size: Any) -> None:
    window.resize(*size)
    for noun in ("today", "order", "contract"):
        window.navigate(noun, None if noun == "today" else 1)
        at_rest(qtbot, window)
        screen = window.made_screen(noun)
        assert cut_labels(window) == []
        if noun != "today":
            assert cut_cells(screen.table, drawn) == []
            screen.open_wide(1)
            at_rest(qtbot, window)
            assert cut_labels(window) == []
        if noun == "order":
            assert cut_lines(screen.card.lines.grid) == []


@pytest.mark.parametrize("size", [*SCREENSIZES, (667, 316)])
def test_a_long_name_takes_two_lines(qtbot: QtBot, window: Any, size: Any) -> None:
    window.setMinimumSize(600, 300)  # as on a laptop's screen at 200 %
    window.resize(*size)
    for noun in ("client", "order"):
        window.navigate(noun, 1)
        at_rest(qtbot, window)
        title = window.made_screen(noun).card.header.findChild(ClampedLabel)
        assert title.height() <= 2 * title.fontMetrics().lineSpacing() + 4
        assert title.height() >= title.heightForWidth(title.width())
        if noun == "client":
            assert LONG in title.accessibleName()
        assert title.text() == title.accessibleName() or LONG in title.toolTip()
    order = window.made_screen("order").card
    assert title.text() == order.record.number  # its client stands in a field of its own
    assert any(LONG in each.text() for each in order.form.editor("client_id").inputs())


@pytest.mark.parametrize("size", [(1366, 728), (910, 485), (800, 420)])
def test_head_and_entry_row_are_whole_where_one_types(qtbot: QtBot, fresh: Any, size: Any) -> None:
    fresh.resize(*size)
    fresh.navigate("order", 2)
    at_rest(qtbot, fresh)
    card = fresh.made_screen("order").card
    card.focus_first()
    grid, page = card.lines.grid, card.lines.grid.parentWidget()
    qtbot.waitUntil(lambda: grid.height() >= grid.minimumSizeHint().height())
    at_rest(qtbot, fresh)
    while not isinstance(page, QScrollArea):
        page = page.parentWidget()
    view = grid.view
    assert view.currentIndex().row() == 30
    entry = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(entry)
    on_page = QRect(view.viewport().mapTo(page.viewport(), entry.topLeft()), entry.size())
    assert page.viewport().rect().contains(on_page)
    assert view.viewport().height() % theme.ROW_HEIGHT == 0
    view.go(0, Col.PRODUCT)
    at_rest(qtbot, fresh)
    assert grid.mapTo(page.viewport(), QPoint(0, 0)).y() >= 0


def test_enter_passes_over_a_discount_that_has_no_room(qtbot: QtBot, window: Any) -> None:
    window.resize(800, 460)
    window.navigate("order", 1)
    window.made_screen("order").open_wide(1)
    at_rest(qtbot, window)
    grid = window.made_screen("order").card.lines.grid
    figures = {Col.PRICE: 220, Col.AMOUNT: 260}
    qtbot.waitUntil(lambda: not widths(grid.view.viewport().width(), figures)[Col.DISCOUNT])
    for column, width in widths(grid.view.viewport().width(), figures).items():
        grid.view.setColumnHidden(column, not width)
    assert grid.view.isColumnHidden(Col.DISCOUNT)
    grid.view.go(0, Col.DISCOUNT)
    assert grid.view.currentIndex().column() == Col.PRODUCT


@pytest.mark.parametrize("room", [300, 420, 520, 664, 880, 1200])
@pytest.mark.parametrize("figure", [60, 118, 150, 180])
def test_columns_of_figures_are_as_wide_as_they_must_be(room: int, figure: int) -> None:
    found = widths(room, {Col.PRICE: figure, Col.AMOUNT: figure})
    assert min(found[Col.PRICE], found[Col.AMOUNT]) >= figure
    assert found[Col.PRODUCT] >= 90
    if room >= 520:
        assert sum(found.values()) == room


def test_what_is_beyond_the_edge_of_a_list_is_not_half_a_figure(
    qtbot: QtBot, window: Any, drawn: Callable[..., Any]
) -> None:
    window.resize(1366, 728)
    view = in_columns(qtbot, window, "order")
    total = place_of(view, "total")
    assert seen(total, total.left + 40).width == 40
    known, row = view.model().row(0)
    line = Line(0, row, known, selected=False, current=False, hovered=False)
    figure = cells.text(total.column, row[total.number + 1])

    def painted(room: int) -> Any:
        picture = QPixmap(room, theme.ROW_HEIGHT)
        painter = QPainter(picture)
        texts = drawn(lambda: RowPainter().paint(painter, [line], [total], room, focused=False))
        painter.end()
        return [text for _, text in texts]

    assert painted(total.left + 40) == ["…"]
    assert painted(total.left + total.width) == [figure]
    words = place_of(view, "client")
    assert seen(words, words.left + 40) == words


def test_of_amounts_in_several_currencies_the_largest_stands_whole_where_not_all_have_room(
    drawn: Callable[..., Any],
) -> None:
    column = Column("sum", msg("Total"), Kind.MONEY)
    sums = Sums((Money(Decimal(98_483_918), "IDR"), Money(Decimal("2639.25"), "SGD"), Money(Decimal(7), "USD")))
    line = Line(0, (1, sums), known=True, selected=False, current=False, hovered=False)
    largest, whole = "Rp 98,483,918 +2", "Rp 98,483,918 + S$ 2,639.25 + US$ 7.00"

    def painted(width: int) -> str:
        picture = QPixmap(width, theme.ROW_HEIGHT)
        painter = QPainter(picture)
        place = Place(0, column, 0, width)
        texts = drawn(lambda: RowPainter().paint(painter, [line], [place], width, focused=False))
        painter.end()
        ((_, text),) = texts
        return str(text).replace("\N{NO-BREAK SPACE}", " ")

    needed = RowPainter().width(column, sums)
    found = [painted(width) for width in range(60, needed + 1)]
    assert list(dict.fromkeys(found)) == ["…", largest, whole]
    assert RowPainter().is_cut(Place(0, column, 0, found.index(largest) + 60), sums)  # its tooltip tells all of them


def test_a_wider_column_is_not_remembered_and_one_narrowed_by_hand_stays(qtbot: QtBot, fresh: Any) -> None:
    fresh.resize(1366, 728)
    view = in_columns(qtbot, fresh, "order")
    head = view.head
    number = place_of(view, "total").number
    before = {one.id: one.width for one in head.shown()}
    needed = view.sizeHintForColumn(number)
    assert head.sectionSize(number) >= needed - 2
    head.widen({number: head.sectionSize(number) + 30})
    assert {one.id: one.width for one in head.shown()} == before
    head.resizeSection(number, 60)
    head.widen({number: needed})
    assert head.sectionSize(number) == 60


@pytest.mark.parametrize("width", [1366, 900, 640, 480])
def test_the_month_cuts_no_digit_and_leaves_out_what_has_no_room(qtbot: QtBot, width: int) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    figures = Figures(around)
    sums = (Money(Decimal(58_392_800_000_000), "IDR"), Money(Decimal("12707.30"), "USD"))
    month = MonthFigures(12, sums, 9, sums, 3)
    around.resize(width, 60)
    figures.resize(width, HEIGHT)
    around.show()
    figures.show_figures(month, month)
    QApplication.processEvents()
    labels = [label for label in figures.findChildren(ValueLabel) if label.isVisible()]
    assert "Rp\N{NO-BREAK SPACE}58,392,800,000,000" in [label.text() for label in labels]
    for label in labels:
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
        assert label.mapTo(figures, label.rect().topRight()).x() < width
    told = " ".join(box.toolTip() for box in figures.findChildren(QWidget) if box.isVisible())
    assert "US$\N{NO-BREAK SPACE}12,707.30" in told
    places = [label.geometry() for label in labels]
    privacy.turn(on=True)
    try:
        figures.show_figures(month, month)
        QApplication.processEvents()
        assert [label.pos() for label in labels] == [place.topLeft() for place in places]
    finally:
        privacy.turn(on=False)


def test_sums_of_many_currencies_do_not_widen_a_list(
    qtbot: QtBot, window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.navigate("order")
    at_rest(qtbot, window)
    screen = window.made_screen("order")
    sums = [Money(Decimal(58_392_800_000_000), code) for code in ("IDR", "USD", "SGD", "EUR")]
    monkeypatch.setattr(screen.listing, "totals", lambda _ids: {"total": sums})
    screen.table.view.selectAll()
    footer = screen.table.footer
    qtbot.waitUntil(lambda: "58" in footer.sums.text())
    assert footer.minimumSizeHint().width() < 400
    screen.table.view.clearSelection()


@pytest.mark.parametrize("text", ["", "Jaya", "x" * 400, LONG, "a\nb\nc\nd", "<b>bold</b> " * 20, "한국 " * 90])
def test_a_clamped_text_has_no_more_lines_than_it_may(qtbot: QtBot, text: str) -> None:
    label = ClampedLabel(2)
    qtbot.addWidget(label)
    label.show()
    label.resize(220, 60)
    label.show_text(text)
    font = label.font()
    assert clamped(label.text(), font, 230, 2) == label.text()
    assert label.accessibleName() == text
    label.resize(6000, 60)
    assert label.text() == text.replace("\n", " ")


@pytest.mark.parametrize("screen", [(1366, 728), (910, 485), (683, 364), (2560, 1400)])
def test_the_first_window_fits_with_its_frame(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, screen: Any) -> None:
    class Screen:
        def availableGeometry(self) -> Any:  # noqa: N802 - Qt's
            return QRect(QPoint(10, 20), QSize(*screen))

        geometry = availableGeometry

    monkeypatch.setattr(QGuiApplication, "primaryScreen", Screen)
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [Screen()])
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(800, 460)
    geometry.restore(window, QByteArray())
    framed = window.geometry().adjusted(-8, -40, 8, 8)
    assert Screen().availableGeometry().contains(framed)
    assert window.minimumHeight() <= window.height()
