"""Arriving anywhere by keys puts no caret into what is stored: a digit or a letter typed then changes nothing."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

from desktop_crm.model.listing import Query
from desktop_crm.services.past import done
from desktop_crm.ui.form.suggest import SuggestLine
from tests.journeys.person import NOUNS, Person
from tests.office import keyboard
from tests.rounds import LONG

pytestmark = pytest.mark.in_turn

RECORDS = ("client", "contact", "activity", "order", "contract", "product")
TITLES = {"today": "Today", "activity": "Activities", "safety": "Safety", "settings": "Settings"}
WAYS = ("number", "command", "back", "forward", "row", "record")


def actions(person: Person) -> Any:
    """How many user actions the file knows."""
    return done.listing(person.workspace).count(Query())


def settle_in(person: Person) -> Any:
    """Leave the caret in a stored value, so that the screen would give it back."""
    screen = person.screen
    if person.screen.noun in RECORDS:
        person.choose_row(0)
        screen.card.focus_first()
    else:
        fields = [each for each in person.all(QLineEdit, screen) + person.all(QPlainTextEdit, screen) if can_type(each)]
        if fields:
            fields[0].setFocus()
    return screen


def can_type(widget: Any) -> Any:
    return widget.isEnabled() and not widget.isReadOnly() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def arrive(person: Person, noun: str, way: Any) -> Any:
    """Go there; False where there is no such way."""
    number = NOUNS[noun]
    other = "Ctrl+5" if noun != "contract" else "Ctrl+1"
    match way:
        case "number" if number:
            person.keys(other, number)
        case "command":
            person.keys(other)
            person.window.actions_.run("find")
            person.type(TITLES.get(noun, f"{noun}s").title())
            person.rest()
            person.keys("Return")
        case "back":
            person.go_to(noun)
            person.keys(other, "Alt+Left")
        case "forward" if number:
            person.keys(number, other, number, "Alt+Left", "Alt+Right")
        case "row" if noun in RECORDS:
            person.keys(other, number)
            person.rest()
            person.keys("Home", "Return")
        case "record" if noun in RECORDS:
            ids = person.screen.table.ids()
            person.keys(other)
            person.window.navigate(noun, ids[1])
        case _:
            return False
    person.rest()
    return True


@pytest.mark.parametrize("noun", NOUNS)
def test_keys_typed_on_arrival_change_nothing(demo: Person, noun: str) -> None:
    demo.go_to(noun)
    demo.rest()
    before = actions(demo)
    for way in WAYS if LONG else WAYS[list(NOUNS).index(noun) % 2 :: 2]:
        settle_in(demo)
        if not arrive(demo, noun, way):
            continue
        assert demo.screen.noun == noun, way
        where = keyboard()
        assert not isinstance(where, QLineEdit | QPlainTextEdit | QComboBox), (way, demo.name_of(where))
        assert not (isinstance(where, QAbstractButton) and "Remove" in demo.name_of(where)), way
        demo.type("9x")
        demo.rest()
        if noun in RECORDS:
            notes = {"notes"} if demo.card.form.is_locked else set()  # letters on what is locked are a note there
            assert set(demo.card.form.changed_values()) <= notes, way
            demo.screen.table.bar.clear()
            if isinstance(note := keyboard(), QPlainTextEdit):  # on a page letters begin a note, which stays a draft
                assert note.toPlainText() == "9x", way
                demo.keys("Ctrl+A", "Del")
            elif isinstance(note, SuggestLine):  # on a draft's empty line they find a product
                assert (noun, note.text()) == ("order", "9x"), way
                demo.keys("Esc")
        demo.keys("Ctrl+1" if noun != "today" else "Ctrl+2")  # what is left would be saved now
        demo.rest()
        assert actions(demo) == before, way
        demo.go_to(noun)
        demo.rest()
    assert demo.window.desk.drafts.every() == []


def to_the_list(demo: Person) -> None:
    """Esc leaves a field first, where values are read, and then the page."""
    for _ in range(2):
        if demo.screen.is_wide():
            demo.keys("Esc")
            demo.rest()
    assert not demo.screen.is_wide()


@pytest.mark.parametrize("noun", RECORDS)
def test_a_card_is_entered_by_f2_and_by_tab(demo: Person, noun: str) -> None:
    demo.go_to(noun)
    demo.rest()
    demo.choose_row(0)
    demo.keys("F2")
    assert demo.card.form.isAncestorOf(keyboard())
    to_the_list(demo)
    demo.keys("Return")
    demo.rest()
    assert demo.card.isAncestorOf(keyboard()) or keyboard() is demo.card
    if noun == "order" and demo.card.is_open():  # a draft waits for its next line
        grid = demo.card.lines.grid
        assert keyboard() is grid.view
        assert grid.view.currentIndex().row() == len(grid.lines())
        demo.card.setFocus()
    assert not demo.card.form.isAncestorOf(keyboard())
    selected = [each.selectedText() for each in demo.all(QLineEdit, demo.card)]
    assert not any(selected)
    demo.keys("PgDown", "F2")
    assert demo.card.form.isAncestorOf(keyboard())
    to_the_list(demo)
    demo.keys("Return")
    demo.rest()
    for _ in range(20):
        demo.keys("Tab")
        if demo.card.form.isAncestorOf(keyboard()):
            break
    assert demo.card.form.isAncestorOf(keyboard())


def test_what_a_cross_beside_a_value_removes_is_offered_back(demo: Person) -> None:
    demo.keys("Ctrl+2")
    demo.rest()
    demo.choose_row(0)
    demo.keys("Return")
    demo.rest()
    phones = demo.card.form.value("phones")
    assert phones
    demo.tab_to("Phones")
    demo.tab_to("Phones 1: Number")
    met = []
    for _ in range(12):
        demo.keys("Tab")
        met.append(demo.name_of(keyboard()))
    assert not any(name.startswith("Remove") for name in met), met
    demo.tab_to("Phones 1: Number", "Shift+Tab")
    demo.keys("Ctrl+Del")
    demo.rest()
    assert demo.card.form.value("phones") == phones[1:]
    assert " removed." in demo.notes()[-1]
    demo.keys("F6", "Return")
    demo.rest()
    assert demo.card.form.value("phones") == phones
    demo.keys("Ctrl+2")
    demo.rest()
    assert demo.card.record.phones == phones
