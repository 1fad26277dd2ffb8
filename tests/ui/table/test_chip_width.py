"""A column of states is wide enough for its widest chip, until somebody chooses a width."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QStandardItemModel
from pytestqt.qtbot import QtBot

from desktop_crm.model.listing import Choice, Column, Kind
from desktop_crm.model.message import msg
from desktop_crm.ui import i18n
from desktop_crm.ui.table.header import Header
from desktop_crm.ui.table.memory import Shown
from desktop_crm.ui.table.painting import RowPainter

CHOICES = (Choice("draft", msg("Draft")), Choice("signed", msg("Signed")))
STATE = Column("state", msg("Status"), Kind.STATE, width=60, choices=CHOICES)


@pytest.fixture(params=["en", "id"])
def head(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Header]:
    i18n.set_language(request.param)
    head = Header((STATE,))
    qtbot.addWidget(head)
    head.setModel(QStandardItemModel(0, 1, head))
    yield head
    i18n.set_language("en")


def test_no_chip_is_cut_at_first(head: Header) -> None:
    head.arrange([])
    assert head.sectionSize(0) >= max(RowPainter().width(STATE, choice.code) for choice in CHOICES)


def test_a_chosen_width_stays(head: Header) -> None:
    head.arrange([Shown("state", 70, hidden=False)])
    assert head.sectionSize(0) == 70
