"""The first start, by keys alone, on real files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.app import make_program
from desktop_crm.services import settings as rules
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.screens.welcome import welcome as module
from desktop_crm.ui.screens.welcome.new_file import free_path
from desktop_crm.ui.screens.welcome.welcome import Welcome
from tests.ui.reading import read, wrong
from tests.ui.windows import choose

pytestmark = pytest.mark.in_turn

K = Qt.Key


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where new files go."""
    folder = tmp_path / "Documents"
    monkeypatch.setattr(module, "documents", lambda: folder)
    return folder


@pytest.fixture
def welcome(program: Program) -> Welcome:
    program.start(None)
    (shown,) = program.shell.findChildren(Welcome)
    return shown


def rest(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: not program.shell.jobs.busy(), timeout=30_000)


def current(program: Program) -> Any:
    return program.shell.frame.stack.currentWidget()


def test_three_lines_and_enter_set_the_company_up(
    program: Program, welcome: Welcome, qtbot: QtBot, tmp_path: Path
) -> None:
    """19 things were asked before; the legal form is typed with the name, as it stands on paper."""
    welcome.page.chosen_path = tmp_path / "Karya Baru.crm"
    for line in ("CV Karya Baru", "Jakarta Selatan", "Galih Setiawan"):
        qtbot.keyClicks(program.shell.focusWidget(), line)
        qtbot.keyClick(program.shell.focusWidget(), K.Key_Return)
    rest(qtbot, program)
    assert program.workspace.path == tmp_path / "Karya Baru.crm"
    assert program.shell.frame.rail.isVisible()
    assert current(program).noun == "today"
    with program.workspace.read() as session:
        company = rules.company(session)
    assert (company.name, company.legal_form, company.currency) == ("Karya Baru", "CV", "IDR")
    assert (company.city, company.manager, company.country) == ("Jakarta Selatan", "Galih Setiawan", "Indonesia")


def test_a_company_is_begun_from_any_line(program: Program, welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.keyClicks(program.shell.focusWidget(), "Karya Baru")
    welcome.page.chosen_path = tmp_path / "Karya Baru.crm"
    qtbot.keyClick(program.shell.focusWidget(), K.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, program)
    assert program.workspace.path == tmp_path / "Karya Baru.crm"


@pytest.mark.parametrize("typed", ["", "  ", "PT", "c.v."])
def test_a_company_without_a_name_is_not_begun(program: Program, welcome: Welcome, qtbot: QtBot, typed: str) -> None:
    qtbot.keyClicks(program.shell.focusWidget(), typed)
    welcome.page.start.click()
    assert program.workspace is None
    assert not program.shell.jobs.busy()
    assert wrong(welcome)
    welcome.page.form.mark_saved()


def test_the_letterhead_grows_with_what_is_typed(program: Program, welcome: Welcome, qtbot: QtBot) -> None:
    sheet = welcome.page.letterhead
    seen = [sheet.grab().toImage()]
    for line in ("PT Nusa Peraga Teknik", "Jakarta Selatan", "Galih Setiawan"):
        qtbot.keyClicks(program.shell.focusWidget(), line)
        qtbot.keyClick(program.shell.focusWidget(), K.Key_Tab)
        assert sheet.grab().toImage() not in seen
        seen.append(sheet.grab().toImage())
    assert "Nusa Peraga Teknik.crm" in read(welcome)
    welcome.page.form.mark_saved()


def test_in_a_narrow_window_the_lines_have_it_alone(program: Program, welcome: Welcome, qtbot: QtBot) -> None:
    program.shell.resize(640, 360)
    qtbot.waitUntil(lambda: not welcome.page.letterhead.isVisible())
    line = program.shell.focusWidget()
    qtbot.keyClick(line, K.Key_Return)
    qtbot.keyClick(program.shell.focusWidget(), K.Key_Return)
    last = program.shell.focusWidget()
    assert last is not line
    assert last.visibleRegion().boundingRect().height() == last.height()


def test_demonstration_opens_full_of_records(
    program: Program, welcome: Welcome, qtbot: QtBot, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_crm.services.demo import demo

    whole = demo.make
    monkeypatch.setattr(demo, "make", lambda path, progress: whole(path, clients=20, orders=30, contracts=5))
    welcome.page.demonstration.click()
    rest(qtbot, program)
    assert program.workspace.path.parent == documents
    program.shell.navigate("client")
    rest(qtbot, program)
    assert len(current(program).table.ids()) == 20


def test_broken_file_is_told_in_a_sentence(
    program: Program, welcome: Welcome, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.crm").write_bytes(b"no database at all" * 400)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "broken.crm"), ""))
    choose(welcome.page.file, "Open a workspace…")
    rest(qtbot, program)
    assert program.workspace is None
    [told] = wrong(welcome)
    assert "broken.crm" in told
    assert welcome.page.start.isEnabled()


def test_language_is_changed_in_menus_too_and_typed_things_stay(
    program: Program, welcome: Welcome, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.keyClicks(program.shell.focusWidget(), "Karya")
    welcome.page.chosen_path = tmp_path / "Karya.crm"
    welcome.page.optional.wanted.click()
    qtbot.keyClicks(welcome.page.optional.new.first.editor, "five words")
    program.shell.actions_.run("language.id")
    qtbot.waitUntil(lambda: program.shell.menuBar().actions()[0].text() == "Berkas")
    qtbot.waitUntil(welcome.page.isVisible)
    assert welcome.page.form.value("name") == "Karya"
    assert welcome.page.path() == tmp_path / "Karya.crm"
    assert welcome.page.optional.new.first.text() == "five words"
    assert welcome.page.isVisible()
    assert not program.shell.frame.rail.isVisible()
    assert program.settings.language == "id"
    welcome.page.form.mark_saved()  # or it would be asked about
    i18n.set_language("en")


@pytest.fixture
def typed(program: Program, welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> Iterator[Welcome]:
    """A company that is half filled in."""
    qtbot.keyClicks(program.shell.focusWidget(), "Karya")
    welcome.page.chosen_path = tmp_path / "Karya.crm"
    yield welcome
    if program.workspace is None:
        welcome.page.form.mark_saved()


@pytest.mark.parametrize("answer", Answer)
def test_a_company_that_is_typed_is_asked_about(
    program: Program, typed: Welcome, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    """No draft can keep it: there is no workspace yet, and a copy beside it could be read by anybody."""
    monkeypatch.setattr(module, "ask", lambda _parent: answer)
    path = typed.page.path()
    assert program.shell.close() is (answer is Answer.DISCARD)
    if answer is Answer.SAVE:
        qtbot.waitUntil(lambda: program.workspace is not None, timeout=20_000)
        assert program.workspace.path == path


def test_an_untouched_welcome_asks_nothing(program: Program, welcome: Welcome) -> None:
    assert program.shell.may_leave()


def test_missing_file_is_told_over_the_welcome(program: Program, tmp_path: Path) -> None:
    program.start(tmp_path / "gone.crm")
    assert program.shell.findChildren(Welcome)
    (note,) = program.shell.notify.stack.notes()
    assert "gone.crm" in note.text
    assert note.isVisible()


def test_second_start_tells_who_holds_the_file(
    program: Program, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    program.create(tmp_path / "one.crm")
    second = make_program(settings)
    qtbot.addWidget(second.shell)
    second.shell.show()
    second.start(tmp_path / "one.crm")
    (dialog,) = second.shell.findChildren(ErrorDialog)
    assert "one.crm" in dialog.accessibleName()
    assert second.workspace is None
    dialog.close()
    second.shell.close()


@pytest.mark.parametrize(
    ("name", "file"),
    [("PT A/B: C", "PT A B C.crm"), ("CON", "_CON.crm"), ("...", "CRM.crm"), ("Żółć & Co.", "Żółć & Co.crm")],
)
def test_file_is_named_after_the_company(tmp_path: Path, name: str, file: Path) -> None:
    assert free_path(tmp_path, name).name == file


def test_taken_names_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "A.crm").touch()
    assert free_path(tmp_path, "A").name == "A 2.crm"
