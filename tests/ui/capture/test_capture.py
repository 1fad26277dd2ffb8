"""Ctrl+J, by its keys: what was said is kept as quickly as it is typed, with the right one, and nothing typed is lost."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.activity import Activity
from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.model.task import Task
from desktop_crm.services import activity, client, order, task
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import today
from desktop_crm.services.who import Who, known
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage import attachment
from desktop_crm.ui import i18n
from desktop_crm.ui.capture.days import likely, working
from desktop_crm.ui.capture.sheet import CaptureSheet
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.i18n import speak
from desktop_crm.ui.window.shell import Shell
from tests.office import keyboard, let_go, screen_of, window_on
from tests.ui.reading import read

pytestmark = pytest.mark.in_turn

LATE = today() - timedelta(days=2)


@pytest.fixture(autouse=True)
def people(workspace: Workspace) -> None:
    """Dewi, who waits to be called back, and two others who may be taken for each other."""
    with workspace.write(msg("Set up")) as session:
        sentosa = client.save(session, None, {"legal_form": "UD", "name": "Sentosa Logistik", "is_key": True})
        maju = client.save(session, None, {"legal_form": "PT", "name": "Maju Jaya"})
        for firm, name, number in (
            (sentosa, "Dewi Lestari", "+6281234567890"),
            (maju, "Budi Hartono", "+6281111222333"),
            (maju, "Budi Santoso", "+6281111222444"),
        ):
            contacts.save(session, firm.id, None, {"name": name, "phones": (Phone(number),)})
        called = {"kind": "call_in", "next_step": "Telepon kembali", "due": LATE, "text": "Kabelindo 47.500"}
        activity.capture(session, Who("UD Sentosa Logistik", "Dewi Lestari", sentosa.id, 1), called)


@pytest.fixture
def rest(shell: Shell, qtbot: QtBot) -> Callable[[], None]:
    def wait() -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not shell.jobs.busy())
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    return wait


class Hands:
    """Counts what is pressed beyond the letters."""

    def __init__(self) -> None:
        self.pressed = 0

    def press(self, *names: str) -> None:
        for name in names:
            combined: Any = QKeySequence(name)[0]  # type: ignore[index]  # one key each
            QTest.keyClick(keyboard() or QApplication.activeWindow(), combined.key(), combined.keyboardModifiers())
            self.pressed += 1

    def type(self, text: str, delay: int = -1) -> None:
        for letter in text:
            QTest.keyClicks(keyboard(), letter, delay=delay)


@pytest.fixture
def hands() -> Hands:
    return Hands()


def sheet(shell: Shell) -> Any:
    found = [each for each in shell.findChildren(CaptureSheet) if each.isVisible()]
    return found[0] if found else None


def kept(workspace: Workspace) -> list[Activity]:
    with workspace.read() as session:
        return [activity.get(session, each) for (each,) in session.query(Activity.id).order_by(Activity.id)]


def steps_of(workspace: Workspace, made: Activity) -> list[Task]:
    with workspace.read() as session:
        return list(task.of_activity(session, made.id))


def notes(shell: Shell) -> list[str]:
    return [note.text for note in shell.notify.stack.notes()]


def test_a_known_caller_takes_four_keys_beyond_the_text(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    shell.navigate("product")
    rest()
    before = keyboard()
    hands.press("Ctrl+J")
    hands.type("0812 3456 7890")
    rest()
    assert sheet(shell).form.who.chosen.name == "Dewi Lestari"
    hands.press("Return")
    hands.type("Minta harga NYY 4 x 16")
    hands.press("Return")
    hands.type("Kirim harga")
    rest()
    hands.press("Ctrl+Return")
    rest()
    assert hands.pressed <= 5
    before_it, made = kept(workspace)
    ((step,), (comes,)) = (steps_of(workspace, each) for each in (before_it, made))
    assert (made.client.full_name, made.contact and made.contact.name) == ("UD Sentosa Logistik", "Dewi Lestari")
    due = working(today() + timedelta(days=1))
    assert (made.kind, made.text, comes.title, comes.due) == ("call_in", "Minta harga NYY 4 x 16", "Kirim harga", due)
    assert step.done_at is not None, "the call answered the step that waited for it"
    assert notes(shell) == [f"Call with Dewi Lestari kept. Next step {speak().day_soon(due)}."]
    assert sheet(shell) is None
    assert keyboard() is before
    hands.press("Ctrl+Z")
    rest()
    (called,) = kept(workspace)
    (step,) = steps_of(workspace, called)
    assert step.is_open


SAYS_ITS_DAY = {"dalam 12 hari kirim daftar harga": "", "dalam 12 hari 10.30 kirim daftar harga": "10:30"}


@pytest.mark.parametrize("typed", SAYS_ITS_DAY)
def test_a_step_that_says_its_day_is_due_then_and_is_called_the_rest(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None], typed: str
) -> None:
    hands.press("Ctrl+J")
    hands.type("0812 3456 7890")
    rest()
    hands.press("Return")
    hands.type("Minta harga")
    hands.press("Return")
    hands.type(typed)
    rest()
    hands.press("Ctrl+Return")
    rest()
    (step,) = steps_of(workspace, kept(workspace)[-1])
    assert (step.title, step.due, step.time) == (
        "kirim daftar harga",
        today() + timedelta(days=12),
        SAYS_ITS_DAY[typed],
    )


@pytest.mark.parametrize("delay", [0, 20])
def test_fast_fingers_lose_nothing_and_get_the_right_one(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None], delay: int
) -> None:
    hands.press("Ctrl+J")
    hands.type("dewi lestari", delay)
    hands.press("Return")
    hands.type("mendesak", delay)
    hands.press("Ctrl+Return")
    rest()
    assert [(each.contact.name, each.text) for each in kept(workspace)[1:]] == [("Dewi Lestari", "mendesak")]


def test_enter_before_the_proposals_came_takes_nobody_who_may_be_somebody_else(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    hands.press("Ctrl+J")
    hands.type("budi")
    hands.press("Return")
    assert sheet(shell).form.who.is_waiting()
    hands.type("minta katalog")
    hands.press("Ctrl+Return")
    rest()
    assert len(kept(workspace)) == 1
    assert "Which of them?" in read(shell)
    assert keyboard() is sheet(shell).form.who.line
    hands.press("Down", "Down", "Return", "Ctrl+Return")
    rest()
    (made,) = kept(workspace)[1:]
    assert (made.contact.name, made.text) == ("Budi Santoso", "minta katalog")


def test_somebody_new_is_made_with_the_phone_and_undone_with_the_call(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    hands.press("Ctrl+J")
    hands.type("Rina, CV Karya 021-5550123")
    rest()
    hands.press("Alt+3", "Return")
    hands.type("Kirim brosur")
    hands.press("Ctrl+Return")
    rest()
    (made,) = kept(workspace)[1:]
    assert (made.kind, made.client.full_name, made.contact.name) == ("message", "CV Karya", "Rina")
    assert made.contact.phones == (Phone("+62215550123"),)
    hands.press("Ctrl+Z")
    with workspace.read() as session:
        assert session.query(Client).filter_by(name="Karya").count() == 0


def test_the_client_whose_page_is_shown_is_proposed_and_typing_replaces_it(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    shell.navigate("client", 2)
    rest()
    screen_of(shell, "client").open_wide(2)
    hands.press("Ctrl+J")
    assert sheet(shell).form.who.chosen == known(workspace, 2)
    hands.type("Tono")
    rest()
    assert [(each.client, each.name) for each in sheet(shell).form.who._found] == [  # noqa: SLF001 - what ↓ goes through
        ("PT Maju Jaya", "Tono"),
        ("Tono", ""),
    ]
    hands.press("Return")
    hands.type("Kenalan")
    hands.press("Ctrl+Return")
    rest()
    (made,) = kept(workspace)[1:]
    assert (made.client.id, made.contact.name) == (2, "Tono")


def test_esc_keeps_the_draft_which_the_next_one_goes_on_with_also_after_a_crash(
    qtbot: QtBot, shell: Shell, settings: Settings, workspace: Workspace, hands: Hands
) -> None:
    hands.press("Ctrl+J")
    hands.type("dewi lestari")
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    hands.press("Alt+4", "Return")
    hands.type("ke gudang")
    hands.press("Return")
    hands.type("bawa contoh")
    hands.press("Esc")
    assert sheet(shell) is None
    shell.desk.drafts.settle()
    let_go(shell)
    again = window_on(qtbot, workspace, settings)
    hands.press("Ctrl+J")
    hands.type("b")  # a blank one, until somebody wants the other
    assert again.findChild(CaptureSheet).form.text.toPlainText() == ""
    hands.press("Backspace", "Ctrl+J", "Ctrl+Return")
    qtbot.waitUntil(lambda: len(kept(workspace)) == 2)
    made = kept(workspace)[1]
    (comes,) = steps_of(workspace, made)
    assert (made.kind, made.contact.name, made.text, comes.title) == (
        "visit",
        "Dewi Lestari",
        "ke gudang",
        "bawa contoh",
    )
    again.desk.drafts.settle()
    assert again.desk.drafts.every() == []
    let_go(again)


def test_it_lies_over_unsaved_work_and_leaves_it_as_it_was(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    shell.start_new("client", {})
    rest()
    card = screen_of(shell, "client").card
    card.form.focus_field("name")
    hands.type("Belum Disimpan")
    before = keyboard()
    hands.press("Ctrl+J")
    assert sheet(shell) is not None
    hands.press("Ctrl+1", "Ctrl+N", "Ctrl+K", "Ctrl+S")  # nothing below hears of them
    assert keyboard() is sheet(shell).form.who.line
    hands.type("dewi lestari")
    rest()
    hands.press("Return")
    hands.type("halo")
    hands.press("Ctrl+Return")
    rest()
    assert card.is_new
    assert card.form.value("name") == "Belum Disimpan"
    assert keyboard() is before
    assert len(kept(workspace)) == 2
    card.discard()


def test_save_and_next_begins_anew_and_an_order_begins_with_the_client(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    hands.press("Ctrl+J")
    for name in ("dewi lestari", "budi hartono"):
        hands.type(name)
        rest()
        hands.press("Return")
        hands.type(f"dari {name}")
        hands.press("Ctrl+Shift+Return")
        rest()
        assert keyboard() is sheet(shell).form.who.line
        assert sheet(shell).form.text.toPlainText() == ""
    hands.type("Toko Baru Sekali")
    rest()
    sheet(shell).foot.order.click()
    rest()
    assert [each.text for each in kept(workspace)[1:]] == ["dari dewi lestari", "dari budi hartono"]
    card = screen_of(shell, "order").card
    assert card.is_new
    with workspace.read() as session:
        assert client.get(session, card.form.value("client_id")).full_name == "Toko Baru Sekali"
        assert order.start(session, None)


def test_f12_covers_who_that_is_and_what_was_said(shell: Shell, hands: Hands, rest: Callable[[], None]) -> None:
    hands.press("Ctrl+J")
    hands.type("dewi lestari")
    rest()
    hands.press("Return")
    hands.type("harga rahasia")
    rest()
    told = ("Dewi Lestari", "UD Sentosa Logistik", "harga rahasia", "Kabelindo", "Telepon kembali")
    assert all(each in read(shell) for each in told)
    hands.press("F12")
    rest()
    assert [each for each in told if each in read(sheet(shell))] == []
    hands.press("F12")
    rest()
    assert all(each in read(shell) for each in told)


def test_the_picture_of_a_card_is_pasted_and_kept(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    mime, picture = QMimeData(), io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(picture, "PNG")
    mime.setImageData(QImage.fromData(picture.getvalue()))
    QApplication.clipboard().setMimeData(mime)
    hands.press("Ctrl+J")
    hands.type("dewi lestari")
    rest()
    hands.press("Return")
    hands.type("kartu baru")
    hands.press("Ctrl+V")
    rest()
    assert "Picture added" in read(shell)
    hands.press("Ctrl+Return")
    rest()
    with workspace.read() as session:
        (file,) = attachment.files_of(session, "activity", kept(workspace)[1].id)
    assert (file.role, file.media_type) == ("card", "image/jpeg")


@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 700), (640, 360)])
def test_all_of_it_can_be_reached_and_named_in_both_languages_at_any_size(
    shell: Shell, hands: Hands, rest: Callable[[], None], code: str, size: tuple[int, int]
) -> None:
    i18n.set_language(code)
    rest()
    shell.resize(*size)
    shell.capture()
    hands.type("dewi lestari")
    rest()
    over = sheet(shell)
    assert over.panel.geometry().intersected(over.rect()) == over.panel.geometry()
    met: dict[Any, str] = {}
    while keyboard() not in met:
        focused = keyboard()
        assert over.isAncestorOf(focused)
        met[focused] = focused.accessibleName() or getattr(focused, "text", str)()
        assert min(focused.width(), focused.height()) >= 24, met[focused]
        hands.press("Tab")
    assert all(met.values()), met
    buttons = [each for kind in (QPushButton, QToolButton) for each in over.findChildren(kind) if each.isVisible()]
    reached = {*met, *over.form.kinds.buttons, *over.form.days.chips.buttons}  # arrows go on within a group
    assert [each for each in buttons if each not in reached] == []
    assert any(isinstance(each, QLineEdit) for each in met)
    i18n.set_language("en")


def test_any_other_day_is_typed_loosely_and_what_is_none_is_told(
    shell: Shell, workspace: Workspace, hands: Hands, rest: Callable[[], None]
) -> None:
    hands.press("Ctrl+J")
    hands.type("dewi lestari")
    rest()
    hands.press("Return", "Return")
    hands.type("Tanya lagi")
    sheet(shell).form.days.chips.buttons[4].click()
    hands.type("kapan-kapan")
    hands.press("Ctrl+Return")
    rest()
    assert len(kept(workspace)) == 1
    assert keyboard() is sheet(shell).form.days.line
    hands.press("Ctrl+A")
    hands.type("+30")
    hands.press("Return", "Ctrl+Return")
    rest()
    (step,) = steps_of(workspace, kept(workspace)[1])
    assert step.due == today() + timedelta(days=30)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-11-30", ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-04")),  # a Monday
        ("2026-12-02", ("2026-12-02", "2026-12-03", "2026-12-04", "2026-12-07")),
        ("2026-12-04", ("2026-12-04", "2026-12-05", "2026-12-07", "2026-12-11")),
    ],
)
def test_the_likely_days_are_working_days(now: str, days: tuple[str, ...]) -> None:
    assert likely(date.fromisoformat(now)) == tuple(map(date.fromisoformat, days))


def test_a_click_beside_it_or_a_key_of_the_window_does_not_end_it(shell: Shell, hands: Hands) -> None:
    hands.press("Ctrl+J")
    hands.type("dewi")
    over = sheet(shell)
    QTest.mouseClick(over, Qt.MouseButton.LeftButton, pos=over.rect().topLeft())
    assert sheet(shell) is over
    assert over.form.who.line.text() == "dewi"
