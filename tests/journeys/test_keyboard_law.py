"""The law of the keyboard: where it is on arrival, and what typing, Enter, Esc, F2, Tab and the arrows do, place by place.

Arriving never puts a caret into what is stored. Each cell of the table arrives anew, presses its keys and looks.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.product import Product
from desktop_crm.services import client, contract, order
from desktop_crm.services.lines import LineInput
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.story.view import StoryView
from tests.journeys.person import Person
from tests.office import keyboard

pytestmark = pytest.mark.in_turn

LISTS: Final = ("client", "contact", "activity", "order", "contract", "product")
PAGES: Final = ("client", "contact")


class Cell(NamedTuple):
    """What is pressed, keys by their names and `…` before what is typed, and what holds then."""

    press: tuple[str, ...]
    holds: Callable[[Person], object]


class Row(NamedTuple):
    """A place, how one comes there, and its cells by their columns."""

    arrive: Callable[[Person], object]
    cells: Mapping[str, Cell]


def types_nowhere(person: Person) -> bool:
    """No caret."""
    return not isinstance(keyboard(), QLineEdit | QPlainTextEdit)


def text() -> str:
    """In the field that has the keyboard."""
    where = keyboard()
    return where.text() if isinstance(where, QLineEdit) else where.toPlainText()


def record(person: Person, what: Any) -> Any:
    with person.workspace.read() as session:
        return session.scalars(what.limit(1)).one()


# Today


def on_row(person: Person, at: int) -> bool:
    rows = person.screen.list.rows
    return keyboard() is person.screen.list and person.screen.list.currentIndex().row() == rows.choices()[at]


def peeks_at_current(person: Person) -> bool:
    shown = person.screen.glance.panel.content
    return shown is not None and shown.key == person.screen.list.current().record


def today() -> Row:
    def arrive(person: Person) -> None:
        person.keys("Ctrl+2", "Ctrl+1")
        person.rest()
        if person.screen.glance.is_open:
            person.keys("Space")
        person.keys("Esc", "Home")

    return Row(
        arrive,
        {
            "arrival": Cell((), lambda person: on_row(person, 0) and types_nowhere(person)),
            "typing": Cell(("…so/",), lambda person: person.screen.list.rows.find == "so/"),
            "Enter": Cell(("Return",), lambda person: person.screen.noun != "today" and person.screen.is_wide()),
            "Esc": Cell(("…so/", "Esc"), lambda person: person.screen.list.rows.find == ""),
            "arrows": Cell(("Down", "Down", "Up"), lambda person: on_row(person, 1)),
            "Space": Cell(("Space", "Down"), lambda person: on_row(person, 1) and peeks_at_current(person)),
            "Esc once more": Cell(
                ("Space", "Esc"), lambda person: on_row(person, 0) and not person.screen.glance.is_open
            ),
        },
    )


# Lists


def in_list(person: Person, row: int = 1) -> bool:
    screen = person.screen
    return (
        not screen.is_wide()
        and keyboard() is screen.table.view
        and screen.table.current_id() == screen.table.ids()[row]
    )


def on_page(person: Person, row: int = 1) -> bool:
    screen = person.screen
    return bool(screen.is_wide() and screen.card.record_id == screen.table.ids()[row])


def at_list(noun: str) -> Callable[[Person], None]:
    """On its second row, the peek open; one was elsewhere in between."""

    def arrive(person: Person) -> None:
        person.go_to(noun)
        person.rest()
        screen = person.screen
        for _ in range(3):
            if screen.is_wide():
                person.keys("Esc")
                person.rest()
        screen.table.bar.clear()
        screen.table.view.setFocus()
        person.rest()
        if not screen.glance.is_open:
            person.keys("Space")
        person.keys("Home", "Down")
        person.rest()
        person.keys("Ctrl+1")
        person.rest()
        person.go_to(noun)
        person.rest()

    return arrive


def finds(person: Person, sought: str) -> bool:
    return keyboard() is person.screen.table.bar.field and text() == sought


def peeks(person: Person, row: int) -> bool:
    glance, screen = person.screen.glance, person.screen
    return bool(glance.is_open and glance.panel.content.id == screen.table.ids()[row])


def list_of(noun: str) -> Row:
    def in_facts(person: Person) -> bool:
        return on_page(person) and person.card.form.isAncestorOf(keyboard())

    return Row(
        at_list(noun),
        {
            "arrival": Cell((), in_list),
            "typing": Cell(("…a",), lambda person: finds(person, "a")),
            "back to the rows": Cell(("…a", "Down"), lambda person: keyboard() is person.screen.table.view),
            "Enter": Cell(("Return",), on_page),
            "Esc": Cell(("…zq", "Esc"), lambda person: person.screen.table.query().find == ""),
            "Esc once more": Cell(("Esc",), lambda person: in_list(person) and not person.screen.glance.is_open),
            "F2": Cell(("F2",), in_facts),
            "Tab": Cell(("Tab",), lambda person: person.screen.glance.panel.isAncestorOf(keyboard())),
            "arrows": Cell(("Down",), lambda person: in_list(person, 2) and peeks(person, 2)),
            "Space": Cell(("Space",), lambda person: in_list(person) and not person.screen.glance.is_open),
        },
    )


# Pages


def unchosen(person: Person) -> bool:
    """In the story, nothing chosen."""
    where = keyboard()
    return isinstance(where, StoryView) and where.entry() is None


def page_of(noun: str) -> Row:
    def arrive(person: Person) -> None:
        at_list(noun)(person)
        person.keys("Return")
        person.rest()

    def noted(person: Person) -> bool:
        person.window.desk.keep_typed()
        drafts = person.window.desk.drafts.every()
        ok = text() == "xy" and drafts[0].record_id == person.card.record_id
        person.keys("Ctrl+A", "Del", "Esc")
        return ok

    def opened(person: Person) -> bool:
        """What the entry tells of: another page, or a tab of this one."""
        return not on_page(person) or person.card.tabs.currentIndex() > 0

    return Row(
        arrive,
        {
            "arrival": Cell((), lambda person: on_page(person) and unchosen(person)),
            "typing": Cell(("…xy",), noted),
            "arrows": Cell(("Down",), lambda person: keyboard().entry() is not None),
            "Enter": Cell(("Down", "Return"), opened),
            "Esc": Cell(("Esc",), in_list),
            "F2": Cell(("F2",), lambda person: person.card.form.isAncestorOf(keyboard()) and not types_nowhere(person)),
            "Tab": Cell(("Tab",), lambda person: person.card.form.isAncestorOf(keyboard())),
        },
    )


def fact() -> Row:
    """The first one of a client, which is edited."""
    last = page_of("client")

    def arrive(person: Person) -> None:
        last.arrive(person)
        person.keys("F2")
        person.rest()

    def name(person: Person) -> Any:
        return record(person, select(Client.name).where(Client.id == person.card.record_id))

    def saved(person: Person) -> bool:
        person.rest()
        ok = bool(name(person) == "Zirkon" and isinstance(keyboard(), Fact))
        person.keys("Ctrl+Z")
        person.rest()
        return ok and name(person) != "Zirkon"

    return Row(
        arrive,
        {
            "arrival": Cell((), lambda person: keyboard().selectedText() == text() == name(person)),
            "Enter": Cell(("…Zirkon", "Return"), saved),
            "Esc": Cell(("…Zirkon", "Esc"), lambda person: isinstance(keyboard(), Fact) and name(person) != "Zirkon"),
            "Tab": Cell(("Tab",), lambda person: not types_nowhere(person) and text() != name(person)),
        },
    )


# Orders and contracts


def draft() -> Row:
    """An order of one line that is a draft."""

    def arrive(person: Person) -> None:
        with person.workspace.write(msg("Draft")) as session:
            one = session.scalars(select(Client).limit(1)).one()
            lines = [LineInput(None, "", "Meja", Decimal(2), "unit", Decimal(7_500_000), Decimal(0), None)]
            made = order.save(session, None, order.start(session, one.id), lines)
        person.rest()
        person.window.navigate("order", made.id)
        person.rest()

    def cell(person: Person) -> tuple[int, int]:
        at = person.card.lines.grid.view.currentIndex()
        return at.row(), at.column()

    def in_cells(person: Person, row: int) -> bool:
        return keyboard() is person.card.lines.grid.view and cell(person)[0] == row

    def product_found(person: Person) -> bool:
        code = record(person, select(Product.code).where(Product.active))
        person.type(code)
        person.keys("Return")
        person.rest()
        ok = [line.code for line in person.card.form.value("lines")][-1] == code
        person.card.discard()
        return ok

    def left_kept(person: Person) -> bool:
        [kept] = person.window.desk.drafts.every()
        person.window.desk.drafts.drop(kept.slot)
        return not person.screen.is_wide() and len(kept.typed["lines"]) > 1

    def typing_in_cell(person: Person) -> bool:
        inside = keyboard() is not person.card.lines.grid.view and not types_nowhere(person)
        person.keys("Esc")
        return inside and in_cells(person, 0)

    return Row(
        arrive,
        {
            "arrival": Cell((), lambda person: in_cells(person, 1)),
            "typing": Cell((), product_found),
            "Esc": Cell(("Esc",), lambda person: not person.screen.is_wide()),
            "Esc, changed": Cell(("Up", "Ctrl+D", "Esc"), left_kept),
            "F2": Cell(("Up", "F2"), typing_in_cell),
            "arrows": Cell(("Up",), lambda person: in_cells(person, 0)),
        },
    )


def gaps() -> Row:
    """A contract with a client of whom the name is known."""

    def arrive(person: Person) -> None:
        with person.workspace.write(msg("Begin")) as session:
            one = client.save(session, None, {"name": "Toko Kayu Makmur"})
            lines = [LineInput(None, "", "Meja", Decimal(2), "unit", Decimal(7_500_000), Decimal(0), None)]
            made = contract.make(session, order.save(session, None, order.start(session, one.id), lines).id)
        person.rest()
        person.window.navigate("contract", made.id)
        person.rest()
        person.until(lambda: person.card.gaps.panel.isAncestorOf(keyboard()), "the first gap")
        first[:] = [person.name_of(keyboard())]

    first: list[str] = []

    def next_one(person: Person) -> bool:
        return bool(person.card.gaps.panel.isAncestorOf(keyboard()) and person.name_of(keyboard()) != first[0])

    return Row(
        arrive,
        {
            "arrival": Cell((), lambda person: not types_nowhere(person) and text() == ""),
            "typing": Cell(("…A",), lambda person: text() == "A"),
            "Enter": Cell(("…Akta No. 17", "Return"), next_one),
            "Esc": Cell(("…A", "Esc"), lambda person: person.screen.is_wide() and text() == ""),
            "Esc once more": Cell(("Esc",), lambda person: not person.screen.is_wide()),
            "Tab": Cell(("Tab",), next_one),
        },
    )


def locked(noun: str, what: Any, opened: str, more: Mapping[str, Cell]) -> Row:
    """Of what can't be changed any more but for a few facts, of which the first is `opened`."""

    def arrive(person: Person) -> None:
        person.keys("Ctrl+1")
        person.window.navigate(noun, record(person, what).id)
        person.rest()

    def said(person: Person) -> bool:
        return any(note.startswith("Not changed: ") for note in person.notes())

    def noted(person: Person) -> bool:
        """Below what was noted before, and only when it is kept."""
        before = person.card.record.notes
        ok = bool(person.card.form.editor("notes").isAncestorOf(keyboard()) and text() == f"{before}\nxy".strip())
        person.keys("Esc")
        return ok and person.card.form.value("notes") == before

    def in_open(person: Person) -> bool:
        return bool(person.name_of(keyboard()).partition(":")[0] == opened)

    return Row(
        arrive,
        {
            "arrival": Cell((), types_nowhere),
            "typing": Cell(("…xy",), noted),
            "F2": Cell(("F2",), said),
            "Tab": Cell(("Tab",), in_open),
            "Esc": Cell(("Esc",), lambda person: not person.screen.is_wide()),
            **more,
        },
    )


def scrolls(person: Person) -> bool:
    """The paper, which glides."""
    bar = person.card.paper.pane.view.verticalScrollBar()
    person.until(lambda: bar.value() > bar.minimum(), "the paper to move")
    return types_nowhere(person)


def locked_order() -> Row:
    return locked("order", select(Order).where(Order.state == OrderState.CANCELLED), "Contact", {})


def signed() -> Row:
    what = select(Contract).where(Contract.state == ContractState.SIGNED)
    return locked("contract", what, "For us only, never printed", {"arrows": Cell(("Down", "Down"), scrolls)})


# Over the window, and its settings


def capture() -> Row:
    def arrive(person: Person) -> None:
        person.keys("Esc", "Ctrl+1")
        for each in person.window.desk.drafts.every():
            person.window.desk.drafts.drop(each.slot)
        person.keys("Ctrl+J")
        person.rest()

    def asks_who(person: Person) -> bool:
        return bool(person.name_of(keyboard()) == "Who: name, company or phone")

    def asks_more(person: Person) -> bool:
        return not asks_who(person) and keyboard() is not person.screen.list

    def chosen(person: Person) -> Any:
        return person.window.open_sheet().form.who.chosen

    def matches(person: Person) -> bool:
        """Down chooses the next, up the one before, and Enter takes it; the keyboard stays in the line until then."""
        first = chosen(person)
        person.keys("Down")
        second = chosen(person)
        person.keys("Down", "Up")
        ok = asks_who(person) and text() == "PT" and first != second and chosen(person) == second
        person.keys("Return")
        return ok and asks_more(person) and chosen(person) == second

    def kept(person: Person) -> bool:
        [draft] = person.window.desk.drafts.every()
        return keyboard() is person.screen.list and draft.typed["who"] == "Zirkon"

    return Row(
        arrive,
        {
            "arrival": Cell((), asks_who),
            "typing": Cell(("…Zirkon",), lambda person: asks_who(person) and text() == "Zirkon"),
            "Enter": Cell(("…Zirkon", "Return"), asks_more),
            "Tab": Cell(("Tab",), asks_more),
            "arrows": Cell(("…PT",), matches),
            "Esc": Cell(("…Zirkon", "Esc"), kept),
        },
    )


def settings() -> Row:
    def arrive(person: Person) -> None:
        person.keys("Ctrl+1", "Ctrl+,")
        person.rest()
        person.screen.sections.finder.clear()
        person.screen.sections.take_keyboard()
        person.keys("Home")
        person.rest()

    def in_sections(person: Person) -> bool:
        return keyboard() is person.screen.sections.list

    def in_content(person: Person) -> bool:
        return bool(person.screen.noun == "settings" and person.screen.stack.isAncestorOf(keyboard()))

    def moved(person: Person) -> bool:
        return in_sections(person) and person.screen.current != first(person)

    def first(person: Person) -> Any:
        return next(iter(person.screen.pages))

    return Row(
        arrive,
        {
            "arrival": Cell((), in_sections),
            "typing": Cell(("…npwp",), lambda person: text() == "npwp"),
            "Enter": Cell(("Return",), in_content),
            "Esc": Cell(("Return", "Esc"), in_sections),
            "Esc once more": Cell(("Esc",), lambda person: person.screen.noun == "today"),
            "F2": Cell(("F2",), lambda person: in_content(person) and not types_nowhere(person)),
            "arrows": Cell(("Down",), moved),
            "Ctrl+Tab": Cell(("Ctrl+Tab",), moved),
        },
    )


LAW: Final[Mapping[str, Row]] = {
    "today": today(),
    **{f"list of {noun}": list_of(noun) for noun in LISTS},
    **{f"page of {noun}": page_of(noun) for noun in PAGES},
    "fact": fact(),
    "draft": draft(),
    "gaps": gaps(),
    "locked order": locked_order(),
    "signed contract": signed(),
    "capture": capture(),
    "settings": settings(),
}


def told(person: Person) -> list[str]:
    """The keys in the window's last line."""
    return [each.keys for each in person.window.frame.status.keys.hints]


@pytest.mark.parametrize("place", LAW)
def test_the_keyboard_keeps_its_law(demo: Person, place: str) -> None:
    row, wrong = LAW[place], []
    for column, cell in row.cells.items():
        row.arrive(demo)
        wrong += [f"{column}: the keys told are {keys}" for keys in told(demo) if "Return" in keys]
        for press in cell.press:
            if press.startswith("…"):
                demo.type(press[1:])
            else:
                demo.keys(press)
        demo.rest()
        if not cell.holds(demo):
            wrong.append(f"{column}: the keyboard is at {demo.name_of(keyboard())!r}, on {demo.screen.noun}")
    assert wrong == []


#: What the last line tells first, as in the mock-ups.
TOLD: Final = {
    "today": ["↑↓", "Enter", "Ctrl+Enter"],
    "settings": ["↑↓", "F2", "Ctrl+Tab"],
    "capture": ["Enter", "Ctrl+Enter", "Ctrl+Shift+Enter"],
}


@pytest.mark.parametrize("place", TOLD)
def test_the_last_line_tells_the_keys_as_they_stand_on_the_keyboard(demo: Person, place: str) -> None:
    LAW[place].arrive(demo)
    assert told(demo)[:3] == TOLD[place]
    assert place == "today" or "Esc" in told(demo)


def test_the_last_line_tells_how_a_note_is_kept(demo: Person) -> None:
    LAW["page of client"].arrive(demo)
    demo.type("x")
    demo.rest()
    assert {"Ctrl+Enter", "Esc"} <= set(told(demo))
    demo.keys("Ctrl+Return")
    demo.rest()
    assert demo.card.isAncestorOf(keyboard())
    assert not {"Ctrl+Enter"} & set(told(demo))


def test_where_story_and_facts_are_tabs_typing_begins_a_note_and_tab_leads_to_the_facts(demo: Person) -> None:
    demo.window.resize(900, 640)
    demo.rest()
    LAW["page of client"].arrive(demo)
    assert keyboard() is demo.card
    assert {"Tab", "type"} <= set(told(demo))
    demo.keys("Tab")
    assert isinstance(keyboard(), Fact)
    LAW["page of client"].arrive(demo)
    demo.type("xy")
    demo.rest()
    assert text() == "xy"
    assert not demo.card.form.isAncestorOf(keyboard())
    demo.keys("Ctrl+A", "Del", "Esc")


@pytest.mark.parametrize(
    ("field", "keeps"), [("Name", "Enter"), ("Phones", "Enter"), ("What to remember", "Ctrl+Enter")]
)
def test_the_last_line_tells_what_keeps_a_fact(demo: Person, field: str, keeps: str) -> None:
    LAW["page of client"].arrive(demo)
    demo.tab_to(field)
    demo.keys("F2") if isinstance(keyboard(), Fact) else None
    demo.rest()
    assert not types_nowhere(demo)
    assert told(demo) == [keeps, "Tab", "Esc"]
    demo.keys("Esc")
    demo.rest()
    assert "Ctrl+Enter" not in told(demo)
