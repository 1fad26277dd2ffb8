"""Rows of two lines: money, days, numbers and states are never cut, whatever stands beside them; the name gives way."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from desktop_crm.model.listing import Choice, Column, Kind, Part, Role
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES, Money
from desktop_crm.model.tone import Tone
from desktop_crm.ui.form.days import today
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.painting import Line
from desktop_crm.ui.table.two_lines import TALL, TwoLines

STATES = (Choice("draft", msg("Draft")), Choice("in_delivery", msg("In delivery"), Tone.ATTENTION))
COLUMNS = (
    Column("number", msg("Number"), part=Part(Role.TITLE)),
    Column("client", msg("Client"), part=Part(Role.PARTY)),
    Column("state", msg("Status"), Kind.STATE, choices=STATES, part=Part(Role.STATE)),
    Column("total", msg("Total"), Kind.MONEY, part=Part(Role.MONEY)),
    Column(
        "until",
        msg("Until"),
        Kind.DATE,
        part=Part(Role.WHEN, lambda day: msg("until {day}", day=day), ("in_delivery",)),
    ),
    Column("note", msg("Note"), hidden=True),
)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)
MONEY = st.builds(Money.of_minor, st.integers(-(10**14), 10**14), st.sampled_from(sorted(CURRENCIES)))


class Told(QPainter):
    """Remembers what it was asked to write, and where."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.told: list[tuple[QRect, str, int]] = []

    def drawText(self, *given: Any) -> None:  # noqa: N802  # Qt's name
        rect, flags, text = given
        rect = rect.toRect() if isinstance(rect, QRectF) else QRect(rect)
        wide = QFontMetrics(self.font()).horizontalAdvance(text)
        if int(flags) & int(Qt.AlignmentFlag.AlignRight):
            rect.setLeft(rect.right() + 1 - wide)
        self.told.append((rect, text, wide))


def painted(row: tuple[Any, ...], width: int, columns: Sequence[Column] = COLUMNS) -> list[tuple[QRect, str, int]]:
    image = QImage(width, TALL, QImage.Format.Format_RGB32)
    painter = Told(image)
    line = Line(0, row, known=True, selected=False, current=False, hovered=False)
    TwoLines(columns=columns).paint(painter, [line], [], width, focused=True)
    painter.end()
    return painter.told


@given(
    name=NAMES,
    money=MONEY,
    days=st.integers(-400, 4000),
    state=st.sampled_from(["draft", "in_delivery"]),
    width=st.integers(420, 1400),
)
def test_only_the_name_gives_way(name: str, money: Money, days: int, state: str, width: int) -> None:
    day = today() + timedelta(days=days)
    told = painted((1, "SO/2026/00708", name, state, money, day, ""), width)
    words = [text for _, text, _ in told]
    assert cells.text(COLUMNS[3], money) in words
    assert "SO/2026/00708" in words
    assert {"draft": "Draft", "in_delivery": "In delivery"}[state] in words
    days_told = [text for text in words if text.startswith("until")]
    assert days_told == [f"until {cells.text(COLUMNS[4], day)}"] or (days_told == [] and width < 700)
    for rect, text, wide in told:
        assert rect.left() >= 0
        assert rect.left() + wide <= width + 2, text


def test_a_day_counts_only_while_its_state_says_so() -> None:
    late = today() - timedelta(days=40)
    row = (1, "SO/1", "PT Maju", "in_delivery", Money(Decimal(5)), late, "")
    assert "40 days late" in [text for _, text, _ in painted(row, 700)]
    assert "40 days late" not in [text for _, text, _ in painted((*row[:3], "draft", *row[4:]), 700)]


@pytest.mark.parametrize("gap", [1, 2, 3, 4, 5])
def test_what_is_empty_takes_no_room(gap: int) -> None:
    row = [1, "SO/1", "PT Maju", "draft", Money(Decimal(5)), date(2026, 12, 1), "x"]
    row[gap] = None
    told = [text for _, text, _ in painted(tuple(row), 700)]
    assert "" not in told
    assert len(told) == 4
