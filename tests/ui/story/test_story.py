"""A story in the real window: read with keys, a note typed into it, kept, left, taken back and deleted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_crm.model.activity import Activity
from desktop_crm.model.message import msg
from desktop_crm.model.moments import moment_from_written
from desktop_crm.services import activity, attachment, client, order, story, task
from desktop_crm.services import contact as contacts
from desktop_crm.services.story import Entry
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.i18n import set_language
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.story import words
from desktop_crm.ui.story.layout import Lines
from desktop_crm.ui.story.tab import StoryTab
from desktop_crm.ui.window.shell import Shell
from tests.office import keyboard, let_go, screen_of, window_on

pytestmark = pytest.mark.in_turn

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NAME = "Toko Kayu Makmur"


@pytest.fixture(autouse=True)
def known(workspace: Workspace) -> dict[str, int]:
    """Client, contact and order; a call of long ago, a note, and a file."""
    with workspace.write(msg("Add client")) as session:
        made = client.save(session, None, {"name": NAME})
        dewi = contacts.save(session, made.id, None, {"name": "Dewi Lestari"})
        ordered = order.save(session, None, {**order.start(session, made.id), "ordered_on": date(2026, 3, 9)}, [])
        ids = {"client": made.id, "contact": dewi.id, "order": ordered.id}
        said(session, ids, "call_in", "asks for a price", "2026-03-10T10:42", contact_id=dewi.id)
        said(session, ids, "note", "They pay late", "2026-03-11T08:00")
    with workspace.write(msg("Add file")) as session:
        attachment.add(session, "client", made.id, "photo.png", b"1")
    return ids


def said(session: Any, ids: dict[str, int], kind: str, what: str, at: str, **more: Any) -> int:
    values = {"client_id": ids["client"], "kind": kind, "text": what, "moment": moment_from_written(at), **more}
    return activity.save(session, None, values).id


class Seat:
    """The person before the story of a card."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot, self.shell = qtbot, shell
        self.tab: Any = None

    def go(self, noun: str, record_id: int) -> StoryTab:
        self.shell.navigate(noun, record_id)
        self.rest()
        screen = screen_of(self.shell, noun)
        screen.open_wide(record_id)
        self.tab = next(each.widget for each in screen.card.tab_declarations if isinstance(each.widget, StoryTab))
        self.tab.setFocus()
        self.rest()
        return self.tab

    def rest(self) -> None:
        self.qtbot.wait(5)
        self.qtbot.waitUntil(lambda: not self.shell.jobs.busy())
        self.qtbot.wait(5)

    def press(self, *keys: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(keyboard(), key, held)
        self.rest()

    def write(self, what: str, delay: int = -1) -> None:
        """Each key goes where the keyboard is by then."""
        for letter in what:
            self.qtbot.keyClick(keyboard(), letter, delay=delay)

    def lines(self) -> list[str]:
        return [words.sentence(entry) for entry in self.tab.model.entries]


@pytest.fixture
def seat(qtbot: QtBot, shell: Shell) -> Seat:
    return Seat(qtbot, shell)


def kept(seat: Seat) -> Any:
    seat.shell.desk.drafts.settle()
    return [dict(draft.typed) for draft in seat.shell.desk.drafts.every()]


def test_the_chosen_entry_is_copied_as_it_is_read_out(seat: Seat, known: dict[str, int]) -> None:
    tab = seat.go("client", known["client"])
    seat.press(K.Key_Down)
    seat.press(K.Key_C, held=CTRL)
    assert QGuiApplication.clipboard().text() == words.spoken(tab.view.entry()) != ""


def test_arriving_chooses_nothing_and_a_letter_begins_a_note_that_is_kept_and_taken_back(
    seat: Seat, known: dict[str, int], workspace: Workspace
) -> None:
    tab = seat.go("client", known["client"])
    assert keyboard() is tab.view
    assert tab.view.entry() is None
    seat.write("Wants it before Friday", delay=20)
    assert keyboard() is tab.box.text
    assert tab.box.text.toPlainText() == "Wants it before Friday"
    seat.press(K.Key_Return, held=CTRL)
    assert keyboard() is tab.view
    assert tab.box.text.toPlainText() == ""
    assert seat.lines()[0] == "Wants it before Friday"
    assert str(workspace.undo_text()) == f"Note on {NAME}"
    assert kept(seat) == []
    seat.press(K.Key_Z, held=CTRL)
    assert "Wants it before Friday" not in seat.lines()
    seat.press(K.Key_Y, held=CTRL)
    assert "Wants it before Friday" in seat.lines()


def test_a_promise_in_a_note_becomes_a_task_and_one_undo_takes_both(
    seat: Seat, known: dict[str, int], workspace: Workspace
) -> None:
    tab = seat.go("client", known["client"])
    seat.write("Agreed")
    tab.box.promise.click()
    assert keyboard() is tab.box.text
    seat.write("send the price list")
    seat.press(K.Key_Return, held=CTRL)

    def tasks() -> Any:
        with workspace.read() as session:
            return [(each.title, each.promise) for each in task.open_of(session, known["client"])]

    assert ("send the price list", "ours") in tasks()
    seat.press(K.Key_Z, held=CTRL)
    assert ("send the price list", "ours") not in tasks()


def test_a_call_with_somebody_is_kept_from_their_own_card(
    seat: Seat, known: dict[str, int], workspace: Workspace
) -> None:
    tab = seat.go("contact", known["contact"])
    seat.write("Talked")
    seat.press(K.Key_2, held=Qt.KeyboardModifier.AltModifier)
    seat.press(K.Key_S, held=CTRL)
    assert str(workspace.undo_text()) == "Call with Dewi Lestari"
    assert seat.lines() == ["Dewi Lestari Talked", "Add client", "Dewi Lestari asks for a price"]
    assert tab.box.kind == "note"


def test_nothing_is_kept_of_an_empty_note(seat: Seat, known: dict[str, int], workspace: Workspace) -> None:
    tab = seat.go("client", known["client"])
    before = workspace.undo_text()
    tab.write_note()
    seat.write("  ")
    seat.press(K.Key_Return, held=CTRL)
    assert workspace.undo_text() == before
    seat.press(K.Key_Escape)
    assert kept(seat) == []


def test_what_is_left_stays_as_a_draft_over_a_crash_and_is_in_its_box_again(
    qtbot: QtBot, seat: Seat, known: dict[str, int], workspace: Workspace, settings: Settings
) -> None:
    seat.go("client", known["client"])
    seat.write("Half a sentence")
    seat.press(K.Key_Escape)
    assert keyboard() is seat.tab.view
    assert kept(seat) == [{"kind": "note", "text": "Half a sentence"}]
    let_go(seat.shell)
    window = window_on(qtbot, workspace, settings)
    again = Seat(qtbot, window)
    tab = again.go("client", known["client"])
    assert tab.box.text.toPlainText() == "Half a sentence"
    again.write(", and its end")
    again.press(K.Key_Return, held=CTRL)
    assert again.lines()[0] == "Half a sentence, and its end"
    assert kept(again) == []
    let_go(window)


def test_another_record_has_another_box(seat: Seat, known: dict[str, int], workspace: Workspace) -> None:
    with workspace.write(msg("Add client")) as session:
        other = client.save(session, None, {"name": "UD Lain"}).id
    seat.go("client", known["client"])
    seat.write("Mine")
    tab = seat.go("client", other)
    assert tab.box.text.toPlainText() == ""
    seat.write("Theirs")
    tab = seat.go("client", known["client"])
    assert tab.box.text.toPlainText() == "Mine"


def test_del_deletes_a_note_and_nothing_else(seat: Seat, known: dict[str, int], workspace: Workspace) -> None:
    seat.go("client", known["client"])
    lines = seat.lines()
    for line in [each for each in lines if each != "They pay late"]:
        seat.tab.view.go_to(lines.index(line))
        seat.press(K.Key_Delete)
    assert seat.lines() == lines
    seat.tab.view.go_to(lines.index("They pay late"))
    seat.press(K.Key_Delete)
    assert seat.lines() == [line for line in lines if line != "They pay late"]
    assert seat.tab.view.entry() is not None
    seat.press(K.Key_Z, held=CTRL)
    assert seat.lines() == lines


def test_enter_goes_to_what_an_entry_tells_of(seat: Seat, known: dict[str, int]) -> None:
    tab = seat.go("client", known["client"])
    sources = [entry.source.id for entry in tab.model.entries]
    tab.view.go_to(sources.index("added"))
    seat.press(K.Key_Return)
    card = screen_of(seat.shell, "client").card
    assert type(card.tabs.currentWidget()).__name__ == "FilesTab"
    card.tabs.setCurrentWidget(tab)
    tab.view.go_to(sources.index("acts"))
    tab.view.setFocus()
    seat.press(K.Key_Return)
    assert type(card.tabs.currentWidget()).__name__ == "HistoryTab"
    card.tabs.setCurrentWidget(tab)
    tab.view.go_to(sources.index("ordered"))
    tab.view.setFocus()
    seat.press(K.Key_Return)
    assert screen_of(seat.shell, "order").card.record_id == known["order"]


def test_the_strong_part_is_a_link_and_the_rest_chooses(seat: Seat, known: dict[str, int], qtbot: QtBot) -> None:
    tab = seat.go("client", known["client"])
    row = [entry.source.id for entry in tab.model.entries].index("ordered")
    area = tab.view.visualRect(tab.model.index(row, 0))
    qtbot.mouseClick(tab.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.right() - 60, area.center().y()))
    assert tab.view.entry().source.id == "ordered"
    qtbot.mouseClick(tab.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(24 + 28 + 20, area.center().y()))
    seat.rest()
    assert screen_of(seat.shell, "order").card.record_id == known["order"]


def test_one_kind_can_be_seen_alone(seat: Seat, known: dict[str, int]) -> None:
    tab = seat.go("client", known["client"])
    assert [button.text() for button in tab.bar.buttons] == ["All", "Said", "Orders", "Files", "Changes"]
    tab.bar.buttons[1].click()
    seat.rest()
    assert seat.lines() == ["They pay late", "Dewi Lestari asks for a price"]
    assert tab.bar.told() == "since Mar 2026, 2 entries"


def test_nobody_else_is_seen_while_it_is_covered(seat: Seat, known: dict[str, int]) -> None:
    tab = seat.go("client", known["client"])
    seat.press(K.Key_F12)
    assert privacy.is_on()
    lines = seat.lines()
    assert "covered" in lines
    assert "Dewi Lestari covered" in lines
    assert not [line for line in lines if "pay late" in line or "price" in line]
    heard = [tab.model.data(tab.model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(len(lines))]
    assert not [each for each in heard if "pay late" in each]
    seat.press(K.Key_F12)
    assert "They pay late" in seat.lines()


def test_a_reader_hears_each_entry(seat: Seat, known: dict[str, int]) -> None:
    tab = seat.go("client", known["client"])
    table = QAccessible.queryAccessibleInterface(tab.view)
    assert table.text(QAccessible.Text.Name) == "Story"
    heard = [table.child(at).text(QAccessible.Text.Name) for at in range(table.childCount())]
    assert "Dewi Lestari asks for a price, 10 Mar 2026 10:42" in heard


@pytest.fixture
def years(workspace: Workspace, known: dict[str, int]) -> int:
    """5,000 calls, one each six hours."""
    begin = datetime(2025, 12, 31, tzinfo=UTC)
    long = ", of which more was said than fits into one line of a story" * 3
    with workspace.write(msg("Years")) as session:
        party = client.get(session, known["client"])
        rows = [
            {
                "client": party,
                "client_id": party.id,
                "contact": None,
                "moment": begin - timedelta(hours=6 * number),
                "text": f"Call number {number}{'' if number % 7 else long}",
            }
            for number in range(5000)
        ]
        bulk_insert(session, Activity, rows)
    return known["client"]


def test_thousands_of_entries_are_scrolled_to_their_end_and_back(seat: Seat, years: int, qtbot: QtBot) -> None:
    tab = seat.go("client", years)
    first = len(tab.model.entries)
    assert first < 200
    for _ in range(12):
        seat.press(K.Key_PageDown)
    assert first < len(tab.model.entries) < 1000
    seen = tab.view.visualRect(tab.view.currentIndex())
    assert tab.view.viewport().rect().contains(seen)
    seat.qtbot.keyClick(tab.view, K.Key_End)
    qtbot.waitUntil(lambda: len(tab.model.entries) > 5000 and tab.view.entry() is tab.model.entries[-1])
    seat.rest()
    days = [entry.day for entry in tab.model.entries if not entry.is_change]
    assert days == sorted(days, reverse=True)
    assert len({entry.key for entry in tab.model.entries}) == len(tab.model.entries)
    assert tab.view.viewport().rect().contains(tab.view.visualRect(tab.view.currentIndex()))
    seat.press(K.Key_Home)
    assert tab.view.verticalScrollBar().value() == 0
    assert tab.view.entry() is tab.model.entries[0]


def test_what_is_new_moves_nothing_that_is_read(
    seat: Seat, years: int, workspace: Workspace, known: dict[str, int]
) -> None:
    tab = seat.go("client", years)
    for _ in range(8):
        seat.press(K.Key_PageDown)
    chosen, top = tab.view.entry().key, tab.view.visualRect(tab.view.currentIndex()).top()
    with workspace.write(msg("Another")) as session:
        said(session, known, "note", "Between", "2026-01-10T08:00")
    seat.rest()
    assert "Between" in seat.lines()
    assert (tab.view.entry().key, tab.view.visualRect(tab.view.currentIndex()).top()) == (chosen, top)


def entry_of(day: str) -> Entry:
    activities = next(each for each in story.sources("client") if getattr(each, "timed", False))
    return Entry(activities, "activity", 1, day, (NAME, "note", None, "", "Word " * 200, "", None))


TODAY = date(2026, 11, 30)
TIMES = {
    "2026-12-20T09:00": ("To come", "20 Dec, 09:00", "Mendatang", "20 Des 09.00"),
    "2026-12-02T09:00": ("This week", "Wed 2 Dec, 09:00", "Minggu ini", "Rab, 2 Des 09.00"),
    "2026-11-28T11:20": ("Last week", "Sat 28 Nov, 11:20", "Minggu lalu", "Sab, 28 Nov 11.20"),
    "2026-11-05T09:00": ("Earlier in November", "5 Nov, 09:00", "Sebelumnya di bulan November", "5 Nov 09.00"),
    "2026-10-14T09:00": ("October", "14 Oct, 09:00", "Oktober", "14 Okt 09.00"),
    "2025-12-31T09:00": ("2025", "31 Dec 2025, 09:00", "2025", "31 Des 2025 09.00"),
    "nonsense": ("No day", "", "Tanpa tanggal", ""),
}


@pytest.fixture
def _english() -> Iterator[None]:
    yield
    set_language("en")


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize("at", TIMES)
def test_the_time_is_told_in_two_languages(at: str, qapp: object) -> None:
    found = []
    for code in ("en", "id"):
        set_language(code)
        found += [words.group(entry_of(at), TODAY), words.when(entry_of(at), TODAY)]
    assert tuple(found) == TIMES[at]


@pytest.mark.parametrize("width", [200, 420, 900])
def test_a_long_text_has_three_lines_and_says_that_there_is_more(qapp: object, width: int) -> None:
    lines = Lines(entry_of("2026-11-05T09:00"), "5 Nov, 09:00", width)
    assert (lines.number, lines.height, lines.is_cut) == (3, 68, True)
    assert lines.text.endswith("…")
