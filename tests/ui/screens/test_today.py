"""Today is one list: what the services tell, the most urgent first, each row with its way and its act."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.listing import Filter
from desktop_crm.model.message import msg
from desktop_crm.services import order, settings, today
from desktop_crm.services.demo import demo
from desktop_crm.services.today import Today
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration
from desktop_crm.ui.i18n import say, speak
from desktop_crm.ui.look import theme
from desktop_crm.ui.program import midnight
from desktop_crm.ui.screens.today import first_things, words
from desktop_crm.ui.screens.today.painting import RowPainter
from desktop_crm.ui.screens.today.row import Row
from desktop_crm.ui.screens.today.screen import TodayScreen
from desktop_crm.ui.screens.today.view import TodayList
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of

K = Qt.Key


class Place(Screen):
    """Stands for a noun's screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: list[Any] = []
        self.filters: Any = None
        self.begun = 0

    def show_record(self, id: Any) -> None:
        self.shown.append(id)

    def show_filtered(self, filters: Any) -> None:
        self.filters = filters

    def start_new(self, given: Any = None) -> None:
        self.begun += 1


SCREENS = (
    ScreenDeclaration("today", msg("Today"), "sun", "desktop_crm.ui.screens.today.screen:TodayScreen"),
    *(
        ScreenDeclaration(noun, msg("Place"), "users", f"{__name__}:Place")
        for noun in ("order", "contract", "client", "product", "settings", "safety", "done")
    ),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = demo.make(tmp_path_factory.mktemp("today") / "Nusa.crm", clients=80, orders=300, contracts=100)
    yield made
    made.close()


@pytest.fixture
def screens() -> Any:
    return SCREENS


@pytest.fixture
def shown(workspace: Workspace) -> Today:
    with workspace.driver_connection() as connection:
        return today.overview(connection)


@pytest.fixture
def screen(shell: Shell) -> TodayScreen:
    found = screen_of(shell, "today")
    assert isinstance(found, TodayScreen)
    return found


def rows(screen: TodayScreen, group: str = "") -> list[Row]:
    return [row for row in screen.list.rows.shown if row.is_choice and group in {"", row.group}]


def click(screen: TodayScreen, row: Row, at: QPoint | None = None) -> None:
    room = screen.list.room_of(row.key)
    QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, pos=at or QPoint(80, room.center().y()))


def choose(screen: TodayScreen, row: Row) -> None:
    screen.list.setCurrentIndex(screen.list.rows.index(screen.list.rows.row_of(row.key)))
    QApplication.processEvents()


def test_the_list_is_what_the_services_tell_the_most_urgent_first(screen: TodayScreen, shown: Today) -> None:
    for group in shown.groups:
        told = rows(screen, group.id)
        wanted = [f"{item.rule}:{item.id}" for item in group.items] + [
            f"fold:{group.id}:{each.rule}" for each in group.folds
        ]
        assert [row.key for row in told] == wanted
        for item, row in zip(group.items, told, strict=False):
            assert item.number in row.title
            assert row.about == item.client
            assert row.money == ("" if item.total is None else speak().money(item.total))
        for fold, row in zip(group.folds, told[len(group.items) :], strict=True):
            assert str(fold.count) in row.title
    heads = [row for row in screen.list.rows.every if row.head]
    assert [(row.group, row.count) for row in heads][: len(shown.groups)] == [
        (group.id, speak().number(group.count)) for group in shown.groups
    ]


def late_order(shown: Today) -> today.Item:
    """The heaviest of them."""
    return next(item for item in shown.group(today.LATE).items if item.rule == "deliver")


def test_a_row_tells_why_it_stands_there(screen: TodayScreen, shown: Today) -> None:
    item = late_order(shown)
    model = screen.list.rows
    index = model.index(model.row_of(f"deliver:{item.id}"))
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
        told = str(model.data(index, role))
        assert f"{item.urgency.days} days late × {speak().money(item.urgency.worth)}" in told
    key = replace(item, urgency=replace(item.urgency, times=2))
    assert words.why(today.LATE, key).endswith(", key client × 2")
    abroad = replace(item, urgency=replace(item.urgency, stands_for_money=True))
    assert "as for a call" in words.why(today.LATE, abroad)


def test_another_day_is_read_anew_and_the_same_one_is_not(
    shell: Shell, workspace: Workspace, shown: Today, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = screen_of(shell, "today")
    watch = midnight.Midnight(shell.desk)
    [title] = [label for label in screen.findChildren(QLabel) if label.text() == words.day_of(shown.day)]
    title.setText("yesterday")
    watch.look()
    assert not shell.jobs.busy()
    monkeypatch.setattr(midnight, "today", lambda: date(2031, 5, 1))
    monkeypatch.setattr(type(workspace), "locked", True)
    watch.look()
    assert not shell.jobs.busy()
    monkeypatch.undo()
    monkeypatch.setattr(midnight, "today", lambda: date(2031, 5, 1))
    watch.look()
    qtbot.waitUntil(lambda: title.text() != "yesterday")


def test_a_row_leads_to_its_record_by_click_and_by_enter(shell: Shell, screen: TodayScreen, shown: Today) -> None:
    item = late_order(shown)
    row = next(row for row in rows(screen) if row.key == f"deliver:{item.id}")
    click(screen, row)
    assert screen_of(shell, "order").shown == [item.id]
    shell.step(-1)
    assert shell.focusWidget() is screen.list
    QTest.keyClick(screen.list, K.Key_Return)
    assert screen_of(shell, "order").shown == [item.id, item.id]


def test_what_is_folded_leads_to_its_list_asked_for_these(shell: Shell, screen: TodayScreen, shown: Today) -> None:
    fold = next(each for each in shown.group(today.LATE).folds if each.rule == "deliver")
    row = next(row for row in rows(screen) if row.key == "fold:late:deliver")
    assert row.act is not None
    room = screen.list.room_of(row.key)
    click(screen, row, screen.list.painter.action_room(row, room).center())
    place = screen_of(shell, "order")
    assert place.shown == [None]
    assert place.filters == (
        Filter("state", ("confirmed", "in_delivery")),
        Filter("promised_on", (), None, shown.day - timedelta(days=1)),
    )
    assert fold.count > 1


def test_the_act_is_done_by_click_by_button_and_by_key_and_can_be_undone(
    shell: Shell, screen: TodayScreen, workspace: Workspace, qtbot: QtBot
) -> None:
    for way in ("click", "button", "key"):
        row = next(row for row in rows(screen) if row.key.startswith("deliver:") and row.act)
        order_id = int(row.key.split(":")[1])
        with workspace.read() as session:
            before = order.get(session, order_id).state
        choose(screen, row)
        assert screen.list.button.isVisible()
        assert row.title in screen.list.button.accessibleName()
        assert row.act is not None
        assert screen.list.button.text() == row.act.text
        match way:
            case "click":
                other = next(each for each in rows(screen) if each.key != row.key)
                choose(screen, other)
                room = screen.list.room_of(row.key)
                click(screen, row, screen.list.painter.action_room(row, room).center())
            case "button":
                screen.list.setFocus()
                QTest.keyClick(screen.list, K.Key_Tab)
                assert shell.focusWidget() is screen.list.button
                QTest.keyClick(screen.list.button, K.Key_Return)
            case _:
                screen.list.setFocus()
                QTest.keyClick(screen.list, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
        with workspace.read() as session:
            after = order.get(session, order_id).state
        assert {"confirmed": "in_delivery", "in_delivery": "fulfilled"}[before] == after
        qtbot.waitUntil(lambda: not shell.jobs.busy())
        assert shell.history.here is not None
        assert shell.history.here.noun == "today"
        changed = next(each for each in rows(screen, "latest") if each.key.endswith(f"order:{order_id}"))
        assert changed.act is not None
        changed.act.do()
        with workspace.read() as session:
            assert order.get(session, order_id).state == before
        qtbot.waitUntil(lambda: not shell.jobs.busy())


def test_arrows_walk_over_the_groups_and_the_keyboard_stays_on_its_row(
    screen: TodayScreen, shown: Today, qapp: QApplication
) -> None:
    screen.list.setFocus()
    QTest.keyClick(screen.list, K.Key_Home)
    met = [screen.list.current_key()]
    for _ in range(200):
        QTest.keyClick(screen.list, K.Key_Down)
        if screen.list.current_key() == met[-1]:
            break
        met.append(screen.list.current_key())
    assert met == [row.key for row in rows(screen)]
    assert len({key.split(":")[0] for key in met}) > 2
    QTest.keyClick(screen.list, K.Key_Up)
    key = screen.list.current_key()
    steps = []
    qapp.focusChanged.connect(lambda _old, new: steps.append(new))
    screen.show_overview(shown)
    assert screen.list.current_key() == key
    assert screen.list.hasFocus()
    assert steps == []


def test_typing_filters_the_rows_and_esc_shows_all_again(screen: TodayScreen, shown: Today) -> None:
    every = [row.key for row in rows(screen)]
    number = shown.group(today.WEEK).items[0].number
    screen.list.setFocus()
    QTest.keyClicks(screen.list, number)
    assert rows(screen)
    assert all(number in row.title for row in rows(screen))
    assert number in " ".join(label.text() for label in screen.bar.findChildren(QLabel))
    QTest.keyClicks(screen.list, " zzz")
    assert rows(screen) == []
    assert "zzz" in screen.list.rows.shown[0].title
    QTest.keyClick(screen.list, K.Key_Escape)
    assert [row.key for row in rows(screen)] == every
    assert screen.list.current() is not None


def test_filters_show_one_kind_with_its_number(screen: TodayScreen, shown: Today, qtbot: QtBot) -> None:
    rules = {rule.id: rule for rule in today.rules()}
    counts: dict[str, int] = {}
    for rule in rules.values():
        kind = say(rule.kind)
        counts[kind] = counts.get(kind, 0) + sum(group.counts.get(rule.id, 0) for group in shown.groups)
    assert [chip.text().split() for chip in screen.bar.chips] == [
        ["All", str(sum(counts.values()))],
        *([kind, str(count)] for kind, count in counts.items()),
    ]
    qtbot.mouseClick(screen.bar.chips[2], Qt.MouseButton.LeftButton)
    assert {row.kind for row in rows(screen)} == {"Papers"}
    assert [at for at, chip in enumerate(screen.bar.chips) if chip.isChecked()] == [2]
    screen.list.setFocus()
    QTest.keyClick(screen.list, K.Key_Escape)
    assert screen.bar.chips[0].isChecked()
    assert len({row.kind for row in rows(screen)}) > 2


def test_the_heading_above_follows_what_stands_at_the_top(screen: TodayScreen, shown: Today) -> None:
    def heading() -> str:
        return next(label.text() for label in screen.bar.findChildren(QLabel) if label.text())

    assert heading() == words.title_of_group(shown.groups[0].id, shown.day)
    bar = screen.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert heading() != words.title_of_group(shown.groups[0].id, shown.day)


def test_the_month_is_what_the_services_sum(screen: TodayScreen, shown: Today) -> None:
    said = " ".join(label.text() for label in screen.figures.findChildren(QLabel))
    for money in shown.this_month.ordered:
        assert speak().money(money) in said
    assert str(shown.this_month.clients) in said
    assert " + " in f" {said}" or len(shown.this_month.ordered) == 1


class Ink:
    """Where a painted text really lies."""

    def __init__(self, text: str, room: Any, font: Any, side: Any) -> None:
        width = QFontMetrics(font).horizontalAdvance(text)
        at_right = bool(side & Qt.AlignmentFlag.AlignRight)
        self.left = room.right() + 1 - width if at_right else room.left()
        self.right = self.left + width
        self.middle = room.center().y()
        self.half = QFontMetrics(font).ascent() // 2

    def meets(self, other: "Ink") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not beside and abs(self.middle - other.middle) < max(self.half, other.half)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(("width", "lines"), [(640, 2), (1024, 1), (1366, 1), (1920, 1)])
def test_each_row_has_room_for_its_title_its_day_its_sum_and_its_act(
    shell: Shell, qtbot: QtBot, language: str, width: int, lines: int
) -> None:
    shell.resize(width, 600)
    i18n.set_language(language)
    qtbot.waitUntil(lambda: shell.menuBar().actions()[0].text() == {"en": "File", "id": "Berkas"}[language])
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    QApplication.processEvents()
    seen = screen_of(shell, "today").list
    painter: RowPainter = seen.painter
    assert painter.is_narrow is (lines == 2)
    assert any(row.money for row in seen.rows.shown)
    for row in seen.rows.shown:
        if not row.is_choice:
            continue
        room = seen.room_of(row.key)
        painted = painter.texts(row, room)
        texts = [each.text for each in painted]
        assert set(texts) >= {part for part in (row.due, row.money, row.act.text if row.act else "") if part}
        if row.group != "latest":
            assert row.title in texts
        boxes = [(Ink(each.text, each.room, each.font, each.side)) for each in painted if each.text]
        for at, one in enumerate(boxes):
            assert one.left >= room.left()
            assert one.right <= seen.width()
            for other in boxes[at + 1 :]:
                assert not one.meets(other), (row.text, width)
    i18n.set_language("en")


NAME = "PT Nusantara Jaya Makmur Abadi Sentosa Perkasa Bersaudara Internasional Tbk"


def test_the_clients_name_is_cut_first(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    painter = RowPainter(around)
    row = Row(
        "order:1",
        "late",
        "Deliver SO/2026/00017",
        about=NAME,
        due="17 days late",
        money="Rp 1.234.567.890",
    )

    def painted(width: int) -> list[str]:
        painter.width = width
        painter.measure([row])

        return [each.text for each in painter.texts(row, QRect(0, 0, width, painter.height_of(row)))]

    assert set(painted(1600)) == {
        "Rp 1.234.567.890",
        "17 days late",
        "Deliver SO/2026/00017",
        NAME,
    }
    for width in (820, 560):
        *whole, about = painted(width)
        assert set(whole) == {"Rp 1.234.567.890", "17 days late", "Deliver SO/2026/00017"}
        assert about.endswith("…")


def test_a_reader_hears_a_list_with_names(screen: TodayScreen) -> None:
    found = QAccessible.queryAccessibleInterface(screen.list)
    assert found.role() == QAccessible.Role.List
    row = rows(screen)[0]
    child = found.child(screen.list.rows.row_of(row.key))
    said = child.text(QAccessible.Text.Name)
    assert row.title in said
    assert row.money in said
    assert "·" not in said


def test_tab_goes_from_the_head_over_the_filters_to_the_list_and_its_act(shell: Shell, screen: TodayScreen) -> None:
    screen.list.setFocus()
    met: list[Any] = []
    for _ in range(12):
        QTest.keyClick(shell.focusWidget() or screen, K.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        met.append(shell.focusWidget())
        if getattr(met[-1], "text", str)() == "New":
            break
    chips = [each for each in met if each in screen.bar.chips]
    assert chips
    assert met.index(chips[-1]) < len(met) - 1
    assert met[-1].text() == "New"


def test_ctrl_n_offers_every_noun_and_the_search_does_too(shell: Shell, screen: TodayScreen, qtbot: QtBot) -> None:
    nouns = ["client", "product", "order", "contract"]  # those with a screen here
    screen.list.setFocus()
    QTest.keyClick(screen.list, K.Key_N, Qt.KeyboardModifier.ControlModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.objectName() for action in menu.actions()] == [f"new.{noun}" for noun in nouns]
    menu.close()
    field = shell.frame.palette_field
    field.open()
    field.setText("new")
    field.textEdited.emit("new")
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    told = [field.results.list.item(row).text() for row in range(field.results.list.count())]
    assert {"New client", "New product", "New order", "New contract from an order…"} <= set(told)
    field.close_results()
    shell.actions_.run("new.product")
    assert screen_of(shell, "product").begun == 1


def test_a_record_that_can_not_be_read_is_one_row_that_leads_to_it(
    shell: Shell, screen: TodayScreen, shown: Today
) -> None:
    first = late_order(shown)
    torn = replace(first, id=5, number="", client="", day=None, total=None, unreadable=True)
    named = replace(first, total=None, unreadable=True)
    change = replace(shown.latest[0], at=None)
    group = replace(shown.group(today.LATE), items=(torn, named), folds=())
    screen.show_overview(replace(shown, groups=(group,), latest=(change,)))
    one, two = rows(screen, today.LATE)
    assert one.title == "can't be read"
    assert (two.about, named.number in two.title) == (f"{named.client} · can't be read", True)
    assert str(change.text) in rows(screen, "latest")[0].title
    click(screen, one)
    assert screen_of(shell, "order").shown == [5]


def test_a_demonstration_says_so_and_leads_to_the_own_company(screen: TodayScreen, shown: Today) -> None:
    assert screen.banner.isVisible()
    screen.show_overview(replace(shown, demonstration=False))
    assert screen.banner.isHidden()


def test_a_new_file_asks_for_what_it_still_needs(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    made = create(tmp_path / "Usaha.crm")
    with made.write(msg("Set up")) as session:
        settings.save_company(session, {"name": "Sumber Makmur", "city": "Bandung", "manager": "Galih"})
    try:
        shell.open_workspace(made)
        qtbot.waitUntil(lambda: not shell.jobs.busy())
        screen = screen_of(shell, "today")
        assert not screen.figures.isVisible()
        assert screen.bar.chips == []
        things = [row for row in screen.list.rows.shown if row.group == "set_up"]
        assert "Say who you are" in [row.title for row in things if row.done]
        bank = next(row for row in things if row.key == "first:bank")
        bank.open()
        assert shell.history.here is not None
        assert (shell.history.here.noun, shell.history.here.field) == ("settings", "bank_name")
        shell.step(-1)
        QTest.keyClick(screen.list, K.Key_End)
        next(row for row in things if row.key == "first:hide").open()
        assert not [row for row in screen.list.rows.shown if row.key.startswith("first:")]
        assert any("Nothing is late" in row.title for row in screen.list.rows.shown if row.told)
        shell.actions_.run("today.first_things")
        assert [row for row in screen.list.rows.shown if row.key == "first:bank"]
    finally:
        shell.show_alone(QWidget())
        made.close()


NAMES = ("company", "client", "product", "signatory", "bank", "logo", "backup")


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), st.booleans(), min_size=7, max_size=7), min_size=1, max_size=5))
def test_what_is_done_keeps_its_tick_for_a_day_and_what_is_missing_is_always_told(days: list[dict[str, bool]]) -> None:
    kept: object = "spoiled"
    was_done: dict[str, int] = {}
    for at, there in enumerate(days):
        told, kept = first_things.told(there, kept, date(2026, 3, 1) + timedelta(days=at))
        for name in NAMES:
            if not there[name]:
                was_done.pop(name, None)
            else:
                was_done.setdefault(name, at)
        missing = {name for name in NAMES if not there[name]}
        ticked = {name for name, day in was_done.items() if day == at}
        assert {each.id for each in told if not each.done} == missing
        assert {each.id for each in told if each.done} == (ticked if missing else set())


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_late_is_red_in_both_themes(screen: TodayScreen, qapp: QApplication, mode: str) -> None:
    theme.apply(qapp, mode)
    row = rows(screen, today.LATE)[0]
    painted = screen.list.painter.texts(row, screen.list.room_of(row.key))
    assert {each.color for each in painted if each.text == row.due} == {theme.colors().danger}
    theme.apply(qapp, "light")


def test_the_list_alone_knows_no_screen(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    shown = TodayList(around)
    opened: list[str] = []
    shown.tell([Row("head", "a", "A", head=True), Row("one", "a", "One", open=lambda: opened.append("one"))])
    QTest.keyClick(shown, K.Key_Return)
    assert opened == ["one"]
