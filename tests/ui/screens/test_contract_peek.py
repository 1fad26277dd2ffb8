"""The first page of a contract's paper beside the list: drawn in the background, there at once when an arrow comes to it."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client as clients
from desktop_crm.services import contract as contracts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.screens.contract.screen import ContractScreen
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of
from tests.ui.reading import read
from tests.ui.table.test_two_lines import painted

pytestmark = pytest.mark.in_turn

COUNT = 5


@pytest.fixture(autouse=True)
def _begun(workspace: Workspace) -> None:
    """Five contracts with as many clients."""
    with workspace.write(msg("Begin")) as session:
        rules.save_company(session, {"legal_form": "PT", "name": "Nusa Peraga", "city": "Jakarta"})
        for at in range(COUNT):
            client = clients.save(session, None, {"name": f"Toko {at}"})
            lines = [orders.LineInput(None, "", "Meja", Decimal(2), "unit", Decimal(100), Decimal(0), None)]
            contracts.make(session, orders.save(session, None, orders.start(session, client.id), lines).id)


@pytest.fixture
def screen(qtbot: QtBot, shell: Shell) -> ContractScreen:
    shell.navigate("contract")
    found: ContractScreen = screen_of(shell, "contract")
    qtbot.waitUntil(lambda: found.glance.panel.page.sheet is not None)
    return found


def dark(screen: ContractScreen) -> Any:
    """How many of some points of the picture are ink."""
    sheet = screen.glance.panel.page.sheet
    assert sheet is not None
    picture = sheet.picture
    across, down = range(0, picture.width(), 3), range(0, picture.height(), 3)
    return sum(picture.pixelColor(x, y).lightness() < 128 for x in across for y in down)


def test_the_page_is_seen_instead_of_facts_with_its_blanks(screen: ContractScreen) -> None:
    panel = screen.glance.panel
    assert panel.page.isVisible()
    assert dark(screen) > 100
    assert panel.page.sheet is not None
    assert {mark.label for mark in panel.page.sheet.marks} > {"1", "2", "3"}
    assert "blanks" in read(panel.head)
    [told] = [text for text, _ in panel.content.chips if text.endswith(" blanks")]
    assert f"Fill in {told}" in read(panel.foot)


def said(screen: ContractScreen) -> set[str]:
    """In the first row of the list."""
    _known, row = screen.table.model.row(0)
    assert row is not None
    return {text for _place, text, _wide in painted(row, 700, screen.table.model.columns)}


def test_the_row_tells_how_many_blanks_are_left(qtbot: QtBot, screen: ContractScreen) -> None:
    qtbot.waitUntil(lambda: "16 blanks" in said(screen))
    screen.table.view.setFocus()
    qtbot.keyClick(screen.table.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.contract_card.gaps.panel.current() is not None)
    qtbot.keyClicks(QApplication.focusWidget(), "Jl. Contoh 17")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "15 blanks" in said(screen))
    assert not screen.is_wide()
    try:
        i18n.set_language("id")
        assert "15 isian kosong" in said(screen)
    finally:
        i18n.set_language("en")


def test_an_arrow_finds_the_next_page_drawn(qtbot: QtBot, shell: Shell, screen: ContractScreen) -> None:
    page = screen.glance.panel.page
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    first = page.sheet
    qtbot.keyClick(screen.table.view, Qt.Key.Key_Down)
    drawn = list[object]()
    page.drawn.connect(lambda: drawn.append(1))
    qtbot.waitUntil(lambda: screen.glance.panel.content.id == screen.table.current_id())
    assert page.sheet is not None
    assert page.sheet is not first
    assert drawn == [], "it was there already"


def test_who_runs_through_the_list_sees_the_page_he_stops_at(
    qtbot: QtBot, shell: Shell, screen: ContractScreen, workspace: Workspace
) -> None:
    """After a change all of them are drawn anew; answers for rows that were left are dropped."""
    with workspace.write(msg("Another name")) as session:
        rules.save_company(session, {"name": "Lain Peraga"})
    for _ in range(COUNT - 1):
        qtbot.keyClick(screen.table.view, Qt.Key.Key_Down)
    last = screen.table.current_id()
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    assert screen.glance.panel.content.id == last
    assert screen.glance.panel.page.isVisible()
    assert dark(screen) > 100


def test_filling_begins_from_the_peek(qtbot: QtBot, shell: Shell, screen: ContractScreen) -> None:
    assert shell.desk.actions.run("contract.fill")
    card = screen.contract_card
    qtbot.waitUntil(lambda: card.gaps.panel.current() is not None)
    assert screen.is_wide()


def test_where_it_is_too_narrow_its_facts_are_told(qtbot: QtBot, shell: Shell, screen: ContractScreen) -> None:
    panel = screen.glance.panel
    panel.setFixedWidth(300)
    screen.glance.renew()
    qtbot.waitUntil(lambda: not panel.page.isVisible())
    assert panel.content is not None
    assert panel.content.facts
