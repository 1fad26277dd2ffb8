"""What becomes of the prices when an order gets another currency: a rate, new prices, or the numbers as they are."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.message import msg
from desktop_crm.model.money import Rate
from desktop_crm.model.problem import Problem
from desktop_crm.ui import theme
from desktop_crm.ui.form.fields import Number, Section
from desktop_crm.ui.form.number_editor import NumberEditor
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.plain import PlainLabel

_PLACES = 6


class RatePanel(QFrame):
    """Stands between the currency and the lines while the prices wait; Enter converts them, Esc leaves them to be typed."""

    converted = Signal(object, object)  # the Rate and its number
    kept = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self._rate = Rate("USD", "IDR")
        self.question = PlainLabel(parent=self, wrap=True)
        theme.mark(self.question, "strong")
        self.form = RecordForm((Section(None, (Number("rate", msg("Exchange rate"), decimals=_PLACES),)),), self)
        self.convert = QPushButton(tr("Convert the prices"), self)
        theme.mark(self.convert, "primary")
        self.convert.clicked.connect(self.decide)
        self.type = QPushButton(tr("Type them anew"), self)
        self.type.clicked.connect(self.left)
        self.keep = QPushButton(tr("Keep the numbers"), self)
        theme.mark(self.keep, "quiet")
        self.keep.clicked.connect(self.kept)
        self._lay_out()
        for keys in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._entered)
        self.hide()

    def ask(self, before: str, now: str) -> None:
        """The prices were in one currency and are to be in another."""
        self._rate = Rate.between(before, now)
        self.question.setText(
            tr(
                "The prices were in {before}. How much {other} is 1 {unit}?",
                before=before,
                other=self._rate.other,
                unit=self._rate.unit,
            )
        )
        rate = self.form.editor("rate")
        assert isinstance(rate, NumberEditor)
        rate.show_unit(self._rate.other)
        self.form.load({"rate": None})
        self.show()

    def decide(self) -> None:
        """Take the rate if it is one."""
        self.form.commit()
        rate: Decimal | None = self.form.value("rate")
        if rate is None or rate <= 0 or self.form.editor("rate").trouble() is not None:
            self.form.show_problems([Problem("rate", msg("Type the rate, or type the prices anew"))])
            self.form.focus_field("rate")
            return
        self.converted.emit(self._rate, rate)

    def inputs(self) -> list[Any]:
        """Where Tab leads, in order."""
        return [*self.form.editor("rate").inputs(), self.convert, self.type, self.keep]

    def event(self, event: QEvent) -> bool:
        """Esc is ours before it is the card's own."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.left.emit()
                return True
        return super().event(event)

    def _entered(self) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        else:
            self.decide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.PAD_8)
        buttons.addWidget(self.convert)
        buttons.addWidget(self.type)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        lines.setSpacing(theme.PAD_8)
        lines.addWidget(self.question)
        lines.addWidget(self.form)
        lines.addLayout(buttons)
