"""The settings: rules of the file and habits of the person, changed by keys, told at once what is wrong."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.services import settings as rules
from desktop_crm.services.clock import today
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.form.picture_editor import encoded
from desktop_crm.ui.look import theme
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.template_editor import editor as template_editor
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.ui.windows import button, choose

pytestmark = pytest.mark.in_turn

SCREENS = (
    ScreenDeclaration("settings", msg("Settings"), "settings", "desktop_crm.ui.screens.settings.screen:SettingsScreen"),
)


@pytest.fixture
def screens() -> Any:
    return SCREENS


def page(shell: Shell, name: Any) -> Any:
    screen = screen_of(shell, "settings")
    screen.show_section(name)
    return screen.page(name)


def retype(qtbot: QtBot, editor: Any, text: Any) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def patterns(workspace: Workspace) -> Any:
    with workspace.read() as session:
        return {each.kind: each.pattern for each in rules.number_series(session)}


def as_text(shell: Shell, kind: str) -> Any:
    """The row of a kind, opened, in the language of patterns."""
    editor = page(shell, "numbers").open(kind)
    if not editor.is_text():
        editor.as_text.click()
    return editor


def keyboard() -> Any:
    return QApplication.focusWidget()


def test_pattern_shows_what_it_gives_and_is_kept_by_enter(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    editor = as_text(shell, "order")
    retype(qtbot, editor.text, "PO-{year}-{seq:04}")
    year = today().year
    assert [each.text() for each in editor.examples] == [f"PO-{year}-{number:04}" for number in (1, 2, 3)]
    assert patterns(workspace)["order"] != "PO-{year}-{seq:04}"
    qtbot.keyClick(editor.text, Qt.Key.Key_Return)
    assert patterns(workspace)["order"] == "PO-{year}-{seq:04}"
    assert page(shell, "numbers").rows["order"].told().following == f"PO-{year}-0001"
    assert keyboard() is page(shell, "numbers").rows["order"]
    shell.actions_.run("undo")
    assert patterns(workspace)["order"] != "PO-{year}-{seq:04}"


@pytest.mark.parametrize("wrong", ["PO", "{sec}", "{seq", "{seq}{}", ""])
def test_wrong_pattern_is_told_and_not_kept(shell: Shell, qtbot: QtBot, workspace: Workspace, wrong: str) -> None:
    before = patterns(workspace)
    editor = as_text(shell, "contract")
    retype(qtbot, editor.text, wrong or " ")
    assert editor.problem.property("look") == "problem"
    assert editor.problem.isVisible()
    assert not editor.button.isEnabled()
    qtbot.keyClick(editor.text, Qt.Key.Key_Return)
    page(shell, "numbers").commit()
    assert patterns(workspace) == before


def test_a_pattern_that_looks_like_markup_is_shown_as_it_is(shell: Shell, qtbot: QtBot) -> None:
    editor = as_text(shell, "order")
    retype(qtbot, editor.text, "<b>{seq}</b>{year}")
    assert editor.examples[0].text() == f"<b>1</b>{today().year}"
    assert editor.examples[0].textFormat() == Qt.TextFormat.PlainText


def test_a_pattern_is_put_together_from_pieces(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    numbers = page(shell, "numbers")
    numbers.take_keyboard()
    qtbot.keyClick(keyboard(), Qt.Key.Key_Down)
    qtbot.keyClick(keyboard(), Qt.Key.Key_F2)
    editor = numbers.editor
    chips = list(editor.pieces)
    assert [each.text() for each in chips] == ["Number, 3 digits", "/PKS/", "Roman month", "/", "Year", "Add"]
    assert keyboard() is chips[0]
    choose(chips[0], "Number, 5 digits")
    retype(qtbot, list(editor.pieces)[1], "-K-")
    qtbot.keyClick(list(editor.pieces)[2], Qt.Key.Key_Delete)
    assert editor.pattern() == "{seq:05}-K-/{year}"
    choose(list(editor.pieces)[-1], "Month")
    qtbot.keyClick(keyboard(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert editor.pattern() == "{seq:05}-K-/{month}{year}"
    day = today()
    assert editor.examples[2].text() == f"00003-K-/{day:%m}{day.year}"
    qtbot.keyClick(editor.following, Qt.Key.Key_Return)
    assert patterns(workspace)["contract"] == "{seq:05}-K-/{month}{year}"


@pytest.mark.parametrize(("title", "told"), [("Number, 5 digits", "add Number"), ("Year", "add Year")])
def test_a_pattern_that_lacks_a_piece_says_which(shell: Shell, qtbot: QtBot, title: str, told: str) -> None:
    editor = page(shell, "numbers").open("order")
    [chip] = [each for each in editor.pieces if each.text() == title]
    qtbot.keyClick(chip, Qt.Key.Key_Backspace)
    assert told in editor.problem.text()
    assert not editor.button.isEnabled()


def test_a_pattern_whose_numbers_may_look_the_same_says_so(shell: Shell, qtbot: QtBot) -> None:
    editor = as_text(shell, "order")
    retype(qtbot, editor.text, "{seq}{month}/{year}")
    assert "two may look the same" in editor.problem.text()
    assert editor.button.isEnabled()


def test_numbers_go_on_with_a_later_one_and_never_with_an_earlier(
    shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    editor = page(shell, "numbers").open("order")
    retype(qtbot, editor.following, "129")
    assert editor.examples[0].text() == f"SO/{today().year}/00129"
    qtbot.keyClick(editor.following, Qt.Key.Key_Return)
    with workspace.read() as session:
        assert {each.kind: each.last for each in rules.numbering(session, today())}["order"] == 128
    editor = page(shell, "numbers").open("order")
    assert editor.following.text() == "129"
    retype(qtbot, editor.following, "128")
    assert "128 was given already" in editor.problem.text()
    assert not editor.button.isEnabled()
    with pytest.raises(UserError), workspace.write(msg("Numbers")) as session:
        rules.save_numbering(session, "order", "{seq}/{year}", 128, today())


def test_escape_takes_back_what_is_typed_and_closes_the_row(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    before = patterns(workspace)
    editor = as_text(shell, "order")
    retype(qtbot, editor.text, "{seq}/{year}")
    qtbot.keyClick(keyboard(), Qt.Key.Key_Escape)
    numbers = page(shell, "numbers")
    assert numbers.editor is None
    assert keyboard() is numbers.rows["order"]
    numbers.commit()
    assert patterns(workspace) == before
    assert shell.desk.drafts.every() == []


def test_the_rows_are_read(shell: Shell) -> None:
    row = page(shell, "numbers").rows["contract"]
    assert row.accessibleName().startswith("Contracts: number/PKS/roman month/year, next 001/PKS/")
    assert row.height() == 34
    editor = page(shell, "numbers").open("contract")
    assert [each.accessibleName() for each in editor.pieces][:2] == ["Number, 3 digits", "Text between the pieces"]
    assert min(min(each.width(), each.height()) for each in editor.pieces) >= 24
    assert "Papers already numbered stay as they are." in [each.text() for each in editor.findChildren(QLabel)]


def test_tax_rule_is_made_changed_and_deleted(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    taxes = page(shell, "taxes")
    count = taxes.list.count()
    button(taxes, "New tax rule").click()
    assert taxes.list.count() == count + 1
    retype(qtbot, shell.focusWidget(), "PPN uji")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Tab)
    with workspace.read() as session:
        assert "PPN uji" in [rule.name for rule in rules.tax_rules(session)]
    assert "PPN uji" in [taxes.list.item(row).text() for row in range(taxes.list.count())]
    button(taxes, "Delete").click()
    assert taxes.list.count() == count


def test_company_field_is_kept_when_left(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    company = page(shell, "company")
    company.form.focus_field("name")
    retype(qtbot, shell.focusWidget(), "Karya")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Tab)
    with workspace.read() as session:
        assert rules.company(session).name == "Karya"


def test_another_theme_at_once_and_kept(shell: Shell, settings: Settings) -> None:
    program = page(shell, "look")
    program.look.setCurrentIndex(program.look.findData("dark"))
    program.look.activated.emit(program.look.currentIndex())
    assert theme.colors() is theme.DARK
    assert settings.theme == "dark"


def choose_language(shell: Shell, code: str) -> Any:
    program = page(shell, "look")
    program.language.setCurrentIndex(program.language.findData(code))
    program.language.activated.emit(program.language.currentIndex())
    return program


def test_another_language_rebuilds_at_the_same_place(shell: Shell, settings: Settings, qtbot: QtBot) -> None:
    choose_language(shell, "id")
    qtbot.waitUntil(lambda: shell.menuBar().actions()[0].text() == "Berkas")
    screen = screen_of(shell, "settings")
    assert screen.isVisible()
    assert screen.sections.list.item(1).text() == "Perusahaan Anda"
    assert screen.stack.currentWidget() is screen.pages["look"]
    assert screen.pages["look"].language.currentData() == "id"
    assert settings.language == "id"
    i18n.set_language("en")


@pytest.mark.parametrize(("answer", "language"), [(Answer.STAY, "en"), (Answer.DISCARD, "id")])
def test_another_language_asks_about_a_template_that_is_not_saved(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: Answer, language: str
) -> None:
    asked = []
    monkeypatch.setattr(template_editor, "ask", lambda _editor: asked.append(True) or answer)
    screen = screen_of(shell, "settings")
    screen.show_section("templates")
    editor = screen.findChild(template_editor.TemplateEditor)
    retype(qtbot, editor.columns.columns["en"].title, "Sale of coffee")
    program = choose_language(shell, "id")
    assert asked == [True]
    assert i18n.speak().code == language
    if answer is Answer.STAY:
        assert program.language.currentData() == "en"
        assert shell.settings.language != "id"
        assert editor.has_changes()
        monkeypatch.setattr(template_editor, "ask", lambda _editor: Answer.DISCARD)
    else:
        qtbot.waitUntil(lambda: shell.menuBar().actions()[0].text() == "Berkas")
        assert screen_of(shell, "settings") is not screen
    qtbot.waitUntil(lambda: not shell.jobs.busy(), timeout=20_000)
    i18n.set_language("en")


def test_the_same_language_asks_nothing(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_editor, "ask", lambda _editor: pytest.fail("asked"))
    screen = screen_of(shell, "settings")
    screen.show_section("templates")
    editor = screen.findChild(template_editor.TemplateEditor)
    retype(qtbot, editor.columns.columns["en"].title, "Sale of coffee")
    choose_language(shell, "en")
    assert editor.has_changes()
    monkeypatch.setattr(template_editor, "ask", lambda _editor: Answer.DISCARD)
    qtbot.waitUntil(lambda: not shell.jobs.busy(), timeout=20_000)


def test_templates_editor_is_made_when_looked_at(shell: Shell, qtbot: QtBot) -> None:
    screen = screen_of(shell, "settings")
    assert screen.findChild(template_editor.TemplateEditor) is None
    screen.show_section("templates")
    qtbot.waitUntil(screen.findChild(template_editor.TemplateEditor).isVisible)
    qtbot.waitUntil(lambda: not shell.jobs.busy(), timeout=20_000)


def test_a_pattern_that_could_not_be_written_stays_typed(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    editor = as_text(shell, "order")

    def fail(*_args: Any) -> None:
        raise UserError(msg("Not now"))

    with monkeypatch.context() as patch:
        patch.setattr(rules, "save_series", fail)
        retype(qtbot, editor.text, "A/{year}/{seq}")
        qtbot.keyClick(editor.text, Qt.Key.Key_Return)
    numbers = page(shell, "numbers")
    numbers.reload()
    assert numbers.editor.pattern() == "A/{year}/{seq}"
    [kept] = shell.desk.drafts.of_card("settings", None, "numbers")
    assert kept.typed == {"order": "A/{year}/{seq}"}
    qtbot.keyClick(numbers.editor.text, Qt.Key.Key_Return)
    assert patterns(workspace)["order"] == "A/{year}/{seq}"
    assert shell.desk.drafts.every() == []


def test_a_tax_rule_made_since_can_be_chosen_for_new_orders(shell: Shell, workspace: Workspace) -> None:
    orders, taxes = page(shell, "orders"), page(shell, "taxes")
    button(taxes, "New tax rule").click()
    page(shell, "orders")
    combo = orders.form.editor("tax_id").inputs()[0]
    assert "New tax rule" in [combo.itemText(at) for at in range(combo.count())]
    page(shell, "taxes")
    button(taxes, "Delete").click()
    page(shell, "orders")
    assert "New tax rule" not in [combo.itemText(at) for at in range(combo.count())]


def test_a_second_tax_and_how_it_is_rounded_are_typed(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    taxes = page(shell, "taxes")
    taxes.show_rule(2)

    def saved() -> Any:
        with workspace.read() as session:
            rule = next(rule for rule in rules.tax_rules(session) if rule.id == 2)
            return rule.second_name, rule.second_rate, rule.by_line

    def inputs(name: Any) -> Any:
        return taxes.form.editor(name).inputs()[0]

    retype(qtbot, inputs("second_rate"), "20")
    inputs("second_name").setFocus()
    assert saved() == ("", 0, False)
    assert "A second tax needs a name" in str(taxes.form.validate()[0].message)
    retype(qtbot, inputs("second_name"), "PPnBM 20%")
    inputs("by_line").setFocus()
    qtbot.keyClick(inputs("by_line"), Qt.Key.Key_Space)
    inputs("code").setFocus()
    assert saved() == ("PPnBM 20%", 20, True)
    assert "PPN 12% + PPnBM 20%" in [taxes.list.item(at).text() for at in range(taxes.list.count())]
    retype(qtbot, inputs("second_rate"), "")
    qtbot.keyClick(inputs("second_rate"), Qt.Key.Key_Delete)
    inputs("code").setFocus()
    assert saved() == ("PPnBM 20%", 0, True)
    shell.desk.undo()
    assert saved() == ("PPnBM 20%", 20, True)


def test_the_theme_chosen_in_the_menu_is_shown(shell: Shell) -> None:
    program = page(shell, "look")
    shell.actions_.run("theme.dark")
    assert program.look.currentData() == "dark"
    shell.actions_.run("theme.system")
    assert program.look.currentData() == "system"


def test_what_is_being_typed_at_the_end_is_kept_and_not_offered_again(
    shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    drafts = shell.desk.drafts
    retype(qtbot, page(shell, "company").form.editor("name").inputs()[0], "Karya Baru")
    retype(qtbot, as_text(shell, "order").text, "A/{year}/{seq}")
    shell.close()
    with workspace.read() as session:
        assert rules.company(session).name == "Karya Baru"
    assert patterns(workspace)["order"] == "A/{year}/{seq}"
    assert drafts.every() == []


def test_numbers_begin_anew_when_one_says(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    with workspace.write(msg("Count")) as session:
        rules.save_numbering(session, "order", "{seq}/{year}", 129, today())
    shell.desk.undo()
    numbers = page(shell, "numbers")
    editor = numbers.open("order")
    assert [editor.anew.itemText(at) for at in range(editor.anew.count())] == ["every year", "every month", "never"]
    editor.anew.setFocus()
    qtbot.keyClick(editor.anew, Qt.Key.Key_Down)
    assert "add Month" in editor.problem.text()
    assert not editor.button.isEnabled()
    choose(list(editor.pieces)[-1], "Month")
    assert editor.problem.property("look") == "warning"
    assert editor.button.isEnabled()
    assert editor.following.text() == "129"
    qtbot.keyClick(editor.anew, Qt.Key.Key_Return)
    assert numbers.rows["order"].told().anew == "every month"
    assert numbers.rows["order"].accessibleName().endswith("begins anew: every month")
    shell.desk.undo()
    page(shell, "numbers")
    assert numbers.rows["order"].told().anew == "every year"


def test_the_next_number_goes_with_when_they_begin_anew(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    day = today()
    with workspace.write(msg("Count")) as session:
        rules.save_numbering(session, "order", "{seq}/{year}", 41, day.replace(year=day.year - 1))
        rules.save_numbering(session, "order", "{seq}/{year}", 7, day)
    editor = page(shell, "numbers").open("order")
    assert editor.following.text() == "7"
    editor.choose_anew("never")
    assert editor.following.text() == "41"
    retype(qtbot, editor.following, "50")
    editor.choose_anew("year")
    assert editor.following.text() == "50"


def test_when_they_begin_anew_is_kept_while_it_can_not_be_saved(shell: Shell, qtbot: QtBot) -> None:
    numbers = page(shell, "numbers")
    numbers.open("order").choose_anew("month")
    numbers.commit()
    qtbot.waitUntil(lambda: [each.typed for each in shell.desk.drafts.of_card("settings", None, "numbers")] != [])
    [kept] = shell.desk.drafts.of_card("settings", None, "numbers")
    assert kept.typed == {"order": "SO/{year}/{seq:05}", "begins_anew": "month"}
    numbers.close_row()


def test_the_letterhead_beside_the_fields_grows_with_what_is_typed(shell: Shell, qtbot: QtBot) -> None:
    shell.resize(1366, 768)
    company, letterhead = page(shell, "company"), page(shell, "letterhead")
    page(shell, "company")
    sheet = company.letterhead
    qtbot.waitUntil(sheet.isVisible)
    assert sheet.x() >= company.form.geometry().right()
    before = sheet.grab().toImage()
    company.form.focus_field("name")
    retype(qtbot, shell.focusWidget(), "Karya")
    grown = sheet.grab().toImage()
    assert grown != before
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    page(shell, "letterhead")
    qtbot.waitUntil(letterhead.letterhead.isVisible)
    plain = letterhead.letterhead.grab().toImage()
    letterhead.form.editor("logo").take_bytes(encoded(QImage(40, 20, QImage.Format.Format_RGB32)))
    qtbot.waitUntil(lambda: letterhead.letterhead.grab().toImage() != plain)


def test_the_letterhead_is_below_the_fields_where_there_is_less_room(shell: Shell, qtbot: QtBot) -> None:
    shell.resize(1024, 700)
    company = page(shell, "company")
    qtbot.waitUntil(company.letterhead.isVisible)
    qtbot.waitUntil(lambda: company.letterhead.y() >= company.form.geometry().bottom())
    shell.resize(640, 360)
    qtbot.waitUntil(lambda: not company.letterhead.isVisible())
