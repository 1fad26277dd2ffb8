"""The parts of a peek: figures, receipt, facts. Each keeps its labels and fills them anew, so that arrows never wait."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.lines.totals_panel import TotalsPanel
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.clamped import ClampedLabel
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel, set_tip
from desktop_crm.ui.peek.content import Entry, Fact, Figure, Item, Receipt
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel

_LABEL: Final = 112  # px of a fact's label
_MOST: Final = 12  # lines of a receipt; more are on the page


class Facts(QWidget):
    """Labels at the left, values beside them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._facts: Sequence[Fact] = ()
        self._rows: list[tuple[PlainLabel, PlainLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.PAD_12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, _LABEL)
        self._grid.setColumnStretch(1, 1)

    def tell(self, facts: Sequence[Fact]) -> None:
        """These, in their order."""
        self._facts = facts
        while len(self._rows) < len(facts):
            label, value = _label("muted", self), PlainLabel(parent=self, wrap=True)
            value.setFont(theme.number_font())
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label, len(self._rows), 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, len(self._rows), 1, Qt.AlignmentFlag.AlignTop)
            self._rows.append((label, value))
        for at, (label, value) in enumerate(self._rows):
            shown = at < len(facts)
            if shown:
                fact = facts[at]
                label.setText(fact.label)
                _show(value, fact.value, covered=privacy.covered(fact.sensitive))
            label.setVisible(shown)
            value.setVisible(shown)
        self.setVisible(bool(facts))


class Figures(QFrame):
    """Two beside each other, large."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells: list[tuple[PlainLabel, PlainLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.PAD_24)
        self._grid.setVerticalSpacing(theme.PAD_12)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)

    def tell(self, figures: Sequence[Figure]) -> None:
        """These, from left to right; what they are made of on hovering."""
        while len(self._cells) < len(figures):
            label, value = _label("small", self), PlainLabel(parent=self)
            value.setFont(theme.number_font(theme.LARGE, strong=True))
            cell, row, column = QVBoxLayout(), *divmod(len(self._cells), 2)
            cell.setSpacing(2)
            cell.addWidget(label)
            cell.addWidget(value)
            self._grid.addLayout(cell, row, column)
            self._cells.append((label, value))
        for at, (label, value) in enumerate(self._cells):
            if at < len(figures):
                label.setText(figures[at].label)
                covered = privacy.covered(figures[at].sensitive)
                _show(value, figures[at].value, covered=covered)
                tone = Tone.NEUTRAL if covered else figures[at].tone
                color = "" if tone is Tone.NEUTRAL else f"color: {theme.tone_colors(tone)[0].name()}"
                value.setStyleSheet(color)
                set_tip(value, "" if covered else figures[at].beside)
            label.setVisible(at < len(figures))
            value.setVisible(at < len(figures))
        self.setVisible(bool(figures))


class Entries(QWidget):
    """What happened last, the newest first."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[tuple[IconLabel, ClampedLabel, PlainLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.PAD_8)
        self._grid.setVerticalSpacing(theme.PAD_8)
        self._grid.setColumnStretch(1, 1)
        head = PlainLabel(title, self)
        theme.mark(head, "strong")
        self._grid.addWidget(head, 0, 0, 1, 3)

    def tell(self, entries: Sequence[Entry]) -> None:
        """These."""
        while len(self._rows) < len(entries):
            row = IconLabel("circle", parent=self), ClampedLabel(2, self), _label("small", self)
            row[1].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row[2].setWordWrap(False)
            for column, widget in enumerate(row):
                self._grid.addWidget(widget, len(self._rows) + 1, column, Qt.AlignmentFlag.AlignTop)
            self._rows.append(row)
        for at, (picture, words, when) in enumerate(self._rows):
            if at < len(entries):
                entry = entries[at]
                picture.show_icon(entry.icon)
                said = privacy.DOTS if privacy.covered(entry.sensitive) else entry.text
                words.show_text(said, privacy.spoken(said))
                when.setText(entry.when)
            for widget in (picture, words, when):
                widget.setVisible(at < len(entries))
        self.setVisible(bool(entries))


class ReceiptSheet(QFrame):
    """Lines as on a till's slip, sums below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self.setAccessibleName(tr("Lines and sums"))
        self._lines: list[_Line] = []
        self._more = _label("small", self)
        self._sums = TotalsPanel(self, words=False)
        rule = QFrame(self)
        theme.mark(rule, "line")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        self._box.setSpacing(theme.PAD_8)
        for widget in (self._more, rule, self._sums):
            self._box.addWidget(widget)

    def tell(self, receipt: Receipt | None) -> None:
        """Show it; None hides all of it."""
        self.setVisible(receipt is not None)
        if receipt is None:
            return
        shown = receipt.items[:_MOST]
        while len(self._lines) < len(shown):
            self._box.insertWidget(len(self._lines), line := _Line(self))
            self._lines.append(line)
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(shown))
            if at < len(shown):
                line.tell(shown[at])
        rest = len(receipt.items) - len(shown)
        self._more.setText(ntr("and {n} more line", "and {n} more lines", rest))
        self._more.setVisible(rest > 0)
        self._sums.show_totals(receipt.totals, receipt.discount)


class _Line(QWidget):
    """Name and amount; below, how much of it at which price."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._detail = PlainLabel(parent=self, wrap=True), _label("small", self)
        self._amount = ValueLabel(self)
        self._amount.setTextFormat(Qt.TextFormat.PlainText)
        self._amount.setFont(theme.number_font())
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._detail.setFont(_small_figures())
        first = QHBoxLayout()
        first.setSpacing(theme.PAD_12)
        first.addWidget(self._name, 1)
        first.addWidget(self._amount, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(first)
        box.addWidget(self._detail)

    def tell(self, item: Item) -> None:
        """Another one."""
        self._name.setText(item.name)
        self._detail.setText(item.detail if privacy.covered() else f"{item.detail}{item.less}")
        self._amount.show_value(privacy.veil(item.amount))


def _show(label: PlainLabel, text: str, *, covered: bool) -> None:
    shown = privacy.DOTS if covered else text
    label.setText(shown)
    label.setAccessibleName(privacy.spoken(shown))


def _small_figures() -> QFont:
    return theme.number_font(theme.SMALL)


def _label(look: str, parent: QWidget) -> PlainLabel:
    made = PlainLabel(parent=parent, wrap=True)
    theme.mark(made, look)
    return made
