"""What becomes of the prices when a paper gets another currency: a rate, new prices, or the numbers as they are."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.model.message import msg
from desktop_crm.model.money import Rate
from desktop_crm.model.problem import Problem
from desktop_crm.ui.form.asking_panel import AskingPanel
from desktop_crm.ui.form.fields import Number, Section
from desktop_crm.ui.form.number_editor import NumberEditor
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme

_PLACES = 6


class RatePanel(AskingPanel):
    """Stands between the currency and the lines while the prices wait; Enter converts them, Esc leaves them to be typed."""

    converted = Signal(object, object)  # the Rate and its number
    kept = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rate = Rate("USD", "IDR")
        self.form = RecordForm((Section(None, (Number("rate", msg("Exchange rate"), decimals=_PLACES),)),), self)
        self.convert = QPushButton(tr("Convert the prices"), self)
        theme.mark(self.convert, "primary")
        self.convert.clicked.connect(self.decide)
        self.type = QPushButton(tr("Type them anew"), self)
        self.type.clicked.connect(self.leave)
        self.keep = QPushButton(tr("Keep the numbers"), self)
        theme.mark(self.keep, "quiet")
        self.keep.clicked.connect(self.kept)
        self.lay_out(self.form, (self.convert, self.type, self.keep))

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

    def leave(self) -> None:
        """They are to be typed."""
        self.left.emit()

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
