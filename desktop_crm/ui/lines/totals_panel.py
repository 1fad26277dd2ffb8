"""What a paper comes to, live: the sums below its lines, the total in larger type, and the total in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.money import MAX_MINOR, Money
from desktop_crm.model.totals import Part, Sum, Totals
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel

_LEAST: Final = 300  # px


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One sum; `label` is translated. A sensitive one is covered by the privacy screen, `note` (10 %) with it."""

    label: str
    amount: Money
    note: str = ""
    sensitive: bool = False


class TotalsPanel(QWidget):
    """Labels at the left, figures in line at the right."""

    def __init__(self, parent: QWidget | None = None, *, words: bool = True) -> None:
        super().__init__(parent)
        self._in_words = words
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.PAD_24)
        self._grid.setVerticalSpacing(theme.PAD_4)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QLabel, ValueLabel]] = []
        self._shown: Sequence[TotalRow] = ()
        self._total_label = QLabel(tr("Total"))
        theme.mark(self._total_label, "strong")
        self._total = _figure(theme.number_font(theme.HEADING, strong=True))
        self._words = QLabel()
        theme.mark(self._words, "small")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        rule = QFrame()
        theme.mark(rule, "line")
        last = QGridLayout()
        last.addWidget(self._total_label, 0, 0, Qt.AlignmentFlag.AlignBaseline)
        last.addWidget(self._total, 0, 1, Qt.AlignmentFlag.AlignBaseline)
        last.setColumnStretch(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.PAD_8)
        box.addLayout(self._grid)
        box.addWidget(rule)
        box.addLayout(last)
        box.addWidget(self._words)
        self._words.setVisible(words)
        box.addStretch()
        privacy.signals.changed.connect(self._tell_rows)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint.expandedTo(QSize(_LEAST, 0))

    def show_totals(self, totals: Totals, discount: Decimal = Decimal(0)) -> None:
        """A paper's sums; `discount` is its own, in percent."""
        self.show_rows([total_row(item, discount) for item in totals.above()], totals.total)

    def show_rows(self, rows: Sequence[TotalRow], total: Money) -> None:
        """Any sums and their total."""
        self._shown = rows
        self._make_rows(len(rows))
        self._tell_rows()
        self._total.show_value(speak().money(total), tr("Total"))
        if self._in_words:
            self._words.setText(in_words(total))

    def _tell_rows(self) -> None:
        said = speak()
        for (label, figure), row in zip(self._rows, self._shown, strict=False):
            covered = privacy.covered(row.sensitive)
            title = row.label if covered or not row.note else f"{row.label} {row.note}"
            label.setText(title)
            figure.show_value(privacy.DOTS if covered else said.amount(row.amount), title)

    def _make_rows(self, count: int) -> None:
        while len(self._rows) < count:
            label, figure = PlainLabel(wrap=True), _figure(theme.number_font())
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # words give way to figures
            theme.mark(label, "muted")
            self._grid.addWidget(label, len(self._rows), 0)
            self._grid.addWidget(figure, len(self._rows), 1)
            self._rows.append((label, figure))
        for at, pair in enumerate(self._rows):
            for widget in pair:
                widget.setVisible(at < count)


def total_row(item: Sum, discount: Decimal) -> TotalRow:
    """How a sum is called; `discount` is the paper's own, in percent."""
    tax = item.tax
    match item.part:
        case Part.LINES:
            return TotalRow(tr("Subtotal"), item.amount, sensitive=True)  # with the total it tells the discount
        case Part.DISCOUNT:
            return TotalRow(tr("Discount"), item.amount, speak().percent(discount), sensitive=True)
        case Part.UNTAXED:
            return TotalRow(tr("Total before tax"), item.amount)
        case Part.ROUNDING:
            return TotalRow(tr("Rounding"), item.amount)
    name = tax.name if tax else ""
    if item.part is Part.BASE:
        return TotalRow(tr("Tax base ({name})", name=name), item.amount)
    if tax and tax.by_line:
        name = tr("{name}, line by line", name=name)
    return TotalRow(tr("{name}, included", name=name) if tax and tax.included else name, item.amount)


def _figure(font: QFont) -> ValueLabel:
    made = ValueLabel()
    made.setFont(font)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def in_words(total: Money) -> str:
    """The total as it is spelled out on paper; empty where it is not."""
    from desktop_crm.model.words import amount_in_words

    if not 0 < total.minor <= MAX_MINOR:
        return ""
    words = amount_in_words(total, speak().code)
    return words[:1].upper() + words[1:]
