from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.model.money import Money
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import paper_totals
from desktop_crm.ui.lines.totals_panel import TotalsPanel
from desktop_crm.ui.privacy.veils import ValueLabel


@dataclass
class Line:
    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax: Tax | None


PPN = Tax("PPN", "PPN 12% × 11/12", Decimal(12), 11, 12)


def shown(panel: TotalsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if not label.isHidden() and label.text()]


def lines(panel: TotalsPanel) -> list[tuple[str, str]]:
    """What stands beside a figure, and the figure, from the top."""
    seen = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    figures = sorted((label for label in seen if isinstance(label, ValueLabel)), key=QLabel.y)
    left = [
        next(
            each for each in seen if each.geometry().bottom() >= f.geometry().center().y() >= each.y() and each is not f
        )
        for f in figures
    ]
    return [(label.text(), figure.text()) for label, figure in zip(left, figures, strict=True)]


def test_tells_each_sum_and_the_total_in_words(qtbot: QtBot) -> None:
    panel = TotalsPanel()
    qtbot.addWidget(panel)
    panel.show_totals(
        paper_totals([Line(Decimal(12), Decimal(1000), Decimal(0), PPN)], Decimal(10), "IDR"), Decimal(10)
    )
    texts = shown(panel)
    for text in ("Subtotal", "12,000", "Discount 10%", "-1,200", "9,900", "1,188", "Rp\xa011,988"):
        assert text in texts
    assert any(text.startswith("Eleven thousand nine hundred") for text in texts)


def test_shows_no_rows_and_no_words_that_say_nothing(qtbot: QtBot) -> None:
    panel = TotalsPanel()
    qtbot.addWidget(panel)
    panel.show_totals(paper_totals([Line(Decimal(1), Decimal(1000), Decimal(0), PPN)], Decimal(10), "IDR"), Decimal(10))
    panel.show_totals(paper_totals([], Decimal(0), "IDR"))
    assert shown(panel) == ["Subtotal", "0", "Total", "Rp\xa00"] or set(shown(panel)) == {
        "Subtotal",
        "0",
        "Total",
        "Rp\xa00",
    }
    panel.show_rows([], Money(Decimal(-5), "IDR"))
    assert "-Rp\xa05" in shown(panel)


def test_tells_a_second_tax_what_is_included_and_what_is_left_over(qtbot: QtBot) -> None:
    panel = TotalsPanel()
    qtbot.addWidget(panel)
    rule = Tax(
        "X", "PPN 12%", Decimal(12), included=True, by_line=True, second_name="PPnBM 20%", second_rate=Decimal(20)
    )
    panel.show_totals(paper_totals([Line(Decimal(1), Decimal(1002), Decimal(0), rule)], Decimal(0), "IDR"))
    panel.show()
    assert lines(panel)[:4] == [
        ("Subtotal", "1,002"),
        ("Total before tax", "759"),
        ("PPN 12%, line by line, included", "91"),
        ("PPnBM 20%, line by line, included", "152"),
    ]
    assert lines(panel)[4][0] == "Total"
    panel.show_totals(
        paper_totals(
            [Line(Decimal(1), Decimal(5), Decimal(0), Tax("X", "PPN", Decimal(12), included=True))], Decimal(0), "IDR"
        )
    )
    assert "Rounding" in shown(panel)
