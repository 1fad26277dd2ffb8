"""The sections of the settings: chosen by arrows, a setting found by typing, and all that could be set can be."""

from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.company import Company
from desktop_crm.model.message import Message
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look.tab_order import stops
from desktop_crm.ui.records.remedies import of_party
from desktop_crm.ui.screens.settings.section_list import Chosen
from desktop_crm.ui.screens.settings.sections import sections
from desktop_crm.ui.sections.section import GROUPS
from desktop_crm.ui.window.shell import Shell
from tests.ui.fields import box_of

pytestmark = pytest.mark.in_turn

K = Qt.Key

#: What could be set while the settings were pages of tabs.
COMPANY: Final = (
    *("legal_form", "name", "npwp", "nib", "phone", "email", "website", "logo", "street", "city", "province"),
    *("postal_code", "country", "signatory_name", "signatory_office", "signatory_authority", "bank_name"),
    *("bank_account", "bank_holder", "manager", "currency", "tax_id", "language", "delivery_days", "payment_terms"),
    *("delivery_terms", "key_weight", "call_weight"),
)
OTHERS: Final = {
    "taxes": {
        *("code", "name", "rate", "included", "base_numerator", "base_denominator", "second_name", "second_rate"),
        *("by_line", "active"),
    },
    "look": {"window_language", "theme"},
    "program": {"lock_minutes"},
    "history": {"history_years"},
}


def first_line(screen: Any) -> str:
    """What stands first among the sections."""
    return str(screen.sections.list.item(0).text())


@pytest.fixture
def screen(shell: Shell, qtbot: QtBot) -> Any:
    shell.navigate("settings")
    made: Any = shell.made_screen("settings")
    qtbot.waitUntil(lambda: made.stack.currentWidget() is not None)
    return made


def keyboard() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(keyboard(), key, modifier)
        QApplication.processEvents()


def has_keyboard(widget: QWidget) -> bool:
    return widget is keyboard() or widget.isAncestorOf(keyboard())


def test_the_keyboard_comes_to_the_list_and_not_to_what_is_stored(screen: Any) -> None:
    assert keyboard() is screen.sections.list
    assert screen.current == "company"


@pytest.mark.parametrize("name", COMPANY)
def test_each_field_of_the_company_is_led_to_where_it_is_now(shell: Shell, qtbot: QtBot, name: str) -> None:
    assert hasattr(Company, name) or name == "logo"
    shell.navigate("settings", field=name)
    screen: Any = shell.made_screen("settings")
    page = screen.page(screen.current)
    assert has_keyboard(page.form.editor(name).parentWidget())
    assert keyboard().isVisible()
    stored = name != "logo" and bool(page.form.editor(name).told())
    assert isinstance(keyboard(), Fact) == stored, "it is read before it is edited"


@pytest.mark.parametrize(("section", "fields"), OTHERS.items())
def test_so_is_each_other_setting(screen: Any, section: str, fields: set[str]) -> None:
    declared = {each.id: {setting.field for setting in each.settings()} for each in sections()}
    assert fields <= declared[section]
    for field in fields:
        screen.sections.take_keyboard()
        screen.sections.entered.emit(Chosen(section, field))
        assert screen.current == section
        assert has_keyboard(screen.page(section))


def test_what_mends_a_paper_leads_to_a_field_that_is_there() -> None:
    known = {setting.field for section in sections() for setting in section.settings()}
    for path in ("own.address", "own.bank.number", "own.signatory.authority", "own.npwp", "own.phone", "own.name"):
        remedy = of_party(path)
        assert remedy is not None
        assert remedy.field in known


def test_no_section_is_empty_and_each_has_its_place(screen: Any, qtbot: QtBot) -> None:
    found = sections()
    assert len({each.id for each in found}) == len(found)
    assert [each.group for each in found] == sorted((each.group for each in found), key=GROUPS.index)
    for each in found:
        screen.show_section(each.id)
        qtbot.waitUntil(lambda: bool(stops(screen.page(screen.current))))
        assert each.settings()


def test_arrows_go_through_the_sections_and_enter_goes_into_one(screen: Any) -> None:
    press(K.Key_Down)
    assert (screen.current, keyboard()) == ("signs", screen.sections.list)
    press(K.Key_Return)
    form = screen.page("signs").form
    assert has_keyboard(box_of(form, "signatory_name"))
    assert not form.editor("signatory_name").isVisible()  # what is stored is read first
    press(K.Key_Escape)
    assert keyboard() is screen.sections.list
    press(K.Key_F2)
    assert has_keyboard(form.editor("signatory_name"))


def test_ctrl_tab_goes_to_the_next_section_and_round(screen: Any, shell: Shell) -> None:
    ids = [each.id for each in sections()]
    met = []
    for _ in ids:
        shell.actions_.run("go.turn+1")
        met.append(screen.current)
    assert met == [*ids[1:], ids[0]]
    shell.actions_.run("go.turn-1")
    assert screen.current == ids[-1]


def test_escape_in_the_list_goes_back(screen: Any, shell: Shell) -> None:
    shell.navigate("client")
    shell.navigate("settings")
    press(K.Key_Escape)
    assert shell.history.here is not None
    assert shell.history.here.noun == "client"


def test_typing_in_the_list_finds_a_setting_and_enter_leads_to_it(screen: Any, qtbot: QtBot) -> None:
    qtbot.keyClicks(keyboard(), "a")
    assert keyboard() is screen.sections.finder
    qtbot.keyClicks(keyboard(), "ccount num")
    assert screen.sections.found() == [Chosen("bank", "bank_account")]
    press(K.Key_Return)
    assert screen.current == "bank"
    assert has_keyboard(screen.page("bank").form.editor("bank_account"))


def test_down_goes_from_the_field_to_what_was_found_and_escape_shows_all_again(screen: Any, qtbot: QtBot) -> None:
    qtbot.keyClicks(keyboard(), "name")
    found = screen.sections.found()
    assert Chosen("company", "name") in found
    assert Chosen("signs", "signatory_name") in found
    assert Chosen("taxes", "name") in found
    press(K.Key_Down)
    assert keyboard() is screen.sections.list
    press(K.Key_Down)
    assert screen.current == found[1].section
    press(K.Key_Escape)
    assert len(screen.sections.found()) == len(sections())
    qtbot.keyClicks(keyboard(), "qqq")
    assert screen.sections.found() == []
    assert first_line(screen) == "No setting is called that."
    press(K.Key_Escape)
    assert keyboard() is screen.sections.list


def test_a_setting_is_found_by_the_words_of_the_window_and_the_english_ones(shell: Shell, qtbot: QtBot) -> None:
    i18n.set_language("id")
    try:
        qtbot.waitUntil(lambda: shell.menuBar().actions()[0].text() == "Berkas")
        shell.navigate("settings")
        screen: Any = shell.made_screen("settings")
        for words in (say(Message("Theme")), "Theme"):
            screen.sections.finder.setText(words)
            assert Chosen("look", "theme") in screen.sections.found()
    finally:
        i18n.set_language("en")


def test_the_section_of_last_time_is_shown_again(screen: Any, shell: Shell, settings: Settings) -> None:
    screen.show_section("history")
    settings.save()
    assert Settings(Path(settings.store.fileName())).get("settings/section") == "history"
    made = type(screen)(shell.desk)
    assert made.current == "history"
    made.deleteLater()


def has_room(page: Any) -> bool:
    """Once its scroll bar has come, too."""
    return bool(page.inside.width() <= page.viewport().width())


def test_it_all_has_room_in_a_small_window(screen: Any, shell: Shell, qtbot: QtBot) -> None:
    shell.resize(640, 340)
    for each in sections():
        screen.show_section(each.id)
        screen.page(each.id).edit()
        QApplication.processEvents()
        page = screen.page(each.id)
        assert shell.width() == 640, each.id
        assert page.minimumSizeHint().width() <= screen.stack.width(), each.id
        if each.id != "templates":
            qtbot.waitUntil(partial(has_room, page))


def test_the_list_is_read_and_hit(screen: Any) -> None:
    view: Any = screen.sections.list
    assert view.accessibleName() == "Sections of the settings"
    rows = [view.visualItemRect(view.item(at)).height() for at in range(view.count()) if view.item(at).flags()]
    assert min(rows) >= 24
