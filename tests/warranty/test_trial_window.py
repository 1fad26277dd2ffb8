"""The same noun in the window, by keys: its list in a place, its page, on its client's card, on Today, covered by F12."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client, flow
from desktop_crm.services.clock import today
from desktop_crm.services.workspace import create
from desktop_crm.ui.desk.settings import Settings
from tests.journeys.person import Person
from tests.ui.reading import read
from tests.warranty.services import warranty


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("warranties") / "Usaha.crm"
    workspace = create(path)
    with workspace.write(msg("Set up")) as session:
        for name in ("Sumber Makmur", "Tirta Abadi"):
            buyer = client.save(session, None, {"name": name})
            values = {"until": today() + timedelta(days=9), "amount": Decimal(1_250_000), "cause": "Retak rambut"}
            warranty.save(session, None, {"client_id": buyer.id, **values})
    workspace.close()
    return path


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path, made_once: Path) -> Iterator[Person]:
    settings = Settings(tmp_path / "settings.ini")
    settings.language, settings.theme = "en", "light"
    someone = Person(qtbot, settings)
    someone.start(shutil.copyfile(made_once, tmp_path / "Usaha.crm"))
    yield someone
    someone.go_home()


def at_warranties(person: Person) -> Person:
    person.keys("Ctrl+4", "Ctrl+Tab")
    person.rest()
    assert person.screen.noun == "warranty"
    return person


def test_its_list_stands_among_those_of_its_place_and_its_page_is_typed_in(person: Person) -> None:
    at_warranties(person)
    person.keys("Ctrl+N")
    person.rest()
    person.type("tirta")
    person.until(lambda: person.all(QLineEdit), "a field")
    person.keys("Return")
    person.fill("Most that is paid", "2,5 juta")
    person.fill("Note", "Pompa air")
    person.keys("Ctrl+S")
    person.rest()
    with person.workspace.read() as session:
        made = warranty.get(session, 3)
        assert (made.client.name, made.amount, made.note) == ("Tirta Abadi", Decimal(2_500_000), "Pompa air")
    person.keys("Esc", "Ctrl+Z")
    person.rest()
    assert len(person.screen.table.ids()) == 2


def test_it_is_on_its_clients_card_and_on_today(person: Person) -> None:
    assert f"Warranty GAR/{(today() + timedelta(days=9)).year}/0001 ends" in read(person.window)
    person.keys("Ctrl+2")
    person.rest()
    person.choose_row(0)
    person.keys("Return")
    person.rest()
    person.open_tab("Warranties")
    assert f"GAR/{(today() + timedelta(days=9)).year}/0001" in read(person.window)


def test_f12_covers_what_is_nobodys_business(person: Person) -> None:
    at_warranties(person)
    person.choose_row(0)
    person.keys("Return")
    person.rest()
    assert "Retak rambut" in read(person.window)
    person.keys("F12")
    person.rest()
    assert "Retak rambut" not in read(person.window)


def state_of(person: Person, warranty_id: int = 1) -> tuple[str, str]:
    with person.workspace.read() as session:
        found = warranty.get(session, warranty_id)
        return found.state, found.cause


def opened(person: Person) -> None:
    """The second line's page: that of the first warranty."""
    at_warranties(person)
    row = person.screen.table.ids().index(1)
    person.choose_row(row)
    person.keys("Return")
    person.rest()


def test_its_steps_are_buttons_and_commands_and_a_reason_is_asked_for(person: Person) -> None:
    opened(person)
    person.click("Claim warranty…")
    assert person.sees("Why is warranty")
    person.click("Claim warranty")
    assert person.sees("Say why, so that it can be understood later")
    person.type("Terbakar")
    person.click("Claim warranty")
    person.rest()
    assert state_of(person) == ("claimed", "Terbakar")
    assert person.button("Settle claim")
    person.window.desk.actions.run("warranty.withdraw")
    person.rest()
    assert state_of(person) == ("running", "Terbakar")
    person.keys("Ctrl+Z", "Ctrl+Shift+Return")
    person.rest()
    assert state_of(person)[0] == "settled"


def test_a_typed_reason_is_kept_until_somebody_thinks_better_of_it(person: Person) -> None:
    opened(person)
    person.click("Claim warranty…")
    person.type("Terbakar")
    person.until(person.window.desk.drafts.every, "a draft")
    person.click("Cancel")
    person.until(lambda: not person.window.desk.drafts.every(), "no draft any more")
    assert state_of(person)[0] == "running"


def test_its_list_is_asked_for_a_state_with_one_click(person: Person) -> None:
    with person.workspace.write(msg("Claim")) as session:
        flow.take(session, "warranty", 2, "claimed", reason="Retak")
    at_warranties(person)
    person.click("Claimed warranties")
    person.rest()
    assert list(person.screen.table.ids()) == [2]
    person.click("All")
    person.rest()
    assert sorted(person.screen.table.ids()) == [1, 2]
