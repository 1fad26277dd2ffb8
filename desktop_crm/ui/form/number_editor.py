"""Editors of numbers, percents and amounts: typed in the language's habits, shown formatted when left."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import CURRENCIES, MAX_MINOR, MAX_PRICE, PRICE_PLACES, Money, decimals, has_places
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Amount, Number
from desktop_crm.ui.form.numbers import read_number, typed_number
from desktop_crm.ui.i18n import speak
from desktop_crm.ui.look import theme


class NumberLine(QLineEdit):
    """A right-aligned line with its unit inside, at the left or at the right."""

    def __init__(self, *, prefix: str = "", suffix: str = "") -> None:
        super().__init__()
        self._affix = QLabel(self)
        self._at_left = bool(prefix)
        theme.mark(self, "number")
        theme.mark(self._affix, "muted")
        self._affix.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_affix(prefix or suffix)

    def set_affix(self, text: str) -> None:
        """Another unit."""
        self._affix.setText(text)
        room = self._affix.sizeHint().width() + 6 if text else 0
        self.setTextMargins(room if self._at_left else 0, 0, 0 if self._at_left else room, 0)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = self._affix.sizeHint()
        left = 10 if self._at_left else self.width() - size.width() - 10
        self._affix.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())


class NumberEditor(Editor):
    """A Decimal or None; an int where the field has no decimals, as those columns have."""

    def __init__(self, field: Number) -> None:
        super().__init__()
        self._field = field
        self._of: type[Decimal | int] = int if field.decimals == 0 else Decimal
        self._decimals = field.decimals
        self._line = self.line()
        self.fill(self._line)
        self.watch(self._line)
        self._line.textEdited.connect(self._typed)
        self._line.returnPressed.connect(self.commit)

    def line(self) -> NumberLine:
        """The widget."""
        return NumberLine(suffix=self._field.suffix)

    def show_unit(self, text: str) -> None:
        """Another unit than the field's own."""
        self._line.set_affix(text)

    def clean(self, value: Any) -> Decimal | int | None:
        return None if value is None or value == "" else self._of(value)

    def show_value(self) -> None:
        text = ""
        if self._value is not None:
            typing = self._line.hasFocus() and not self.read_only
            text = typed_number(self._value, speak().code) if typing else self.formatted(self._value)
        if text != self._line.text():  # which would move the cursor
            self._line.setText(text)

    def told(self) -> str:
        if self._value is None:
            return ""
        return f"{self.formatted(self._value)} {self._field.suffix}".strip()

    def formatted(self, value: Decimal) -> str:
        """As it is shown when left."""
        return speak().number(value)

    def draft(self) -> Any:
        if self._trouble is not None:
            return {"typed": self._line.text()}
        return None if self._value is None else str(self._value)

    def restore(self, draft: Any) -> None:
        if isinstance(draft, dict):
            self._line.setText(draft["typed"])
            self._typed(draft["typed"])
        else:
            super().restore(draft)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._line.setReadOnly(read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus() and not self._typing:
            self._entered()
        return super().eventFilter(watched, event)

    def read(self, text: str) -> Decimal | None:
        """The number that was typed."""
        return read_number(text, speak().code)

    def check(self, value: Decimal) -> Message | None:
        """Why a number that was read is not taken."""
        field = self._field
        if field.minimum is not None and value < field.minimum:
            return msg("This must be at least {least}", least=field.minimum)
        if field.maximum is not None and value > field.maximum:
            return msg("This must be at most {most}", most=field.maximum)
        return None

    def _entered(self) -> None:
        """Without groups it is easier to change. The selection Qt makes on Tab stays one of everything."""
        if self._trouble is None and not self.read_only:
            typed = "" if self._value is None else typed_number(self._value, speak().code)
            if typed != self._line.text():
                self._line.setText(typed)
                self._line.selectAll()

    def _typed(self, text: str) -> None:
        if not text.strip():
            self.take(None)
            return
        value = self.read(text)
        if value is None:
            self.take(None, msg("This is not a number"))
            return
        trouble = self.check(value) or (msg("This number is too large") if abs(value) > MAX_MINOR else None)
        if trouble is None and not has_places(value, self._decimals):
            trouble = msg("This has at most {places} decimals", places=self._decimals)
        self.take(None if trouble else self._of(value.normalize() + 0), trouble)


class AmountEditor(NumberEditor):
    """A Decimal in a currency, whose sign stands inside."""

    def __init__(self, field: Amount) -> None:
        self._currency = field.currency
        super().__init__(field)
        self._decimals = PRICE_PLACES

    def line(self) -> NumberLine:
        return NumberLine(prefix=currency_sign(self._currency))

    def clean(self, value: Any) -> Decimal | int | None:
        return value.amount if isinstance(value, Money) else super().clean(value)

    def set_currency(self, currency: str) -> None:
        """Another currency; the number stays what it is."""
        if currency == self._currency:
            return
        self._currency = currency
        self._line.set_affix(currency_sign(currency))
        self.show_value()

    def told(self) -> str:
        words = super().told()
        return f"{currency_sign(self._currency)} {words}" if words else ""

    def formatted(self, value: Decimal) -> str:
        return speak().number(value, max(CURRENCIES.get(self._currency, 2), decimals(value)))

    def read(self, text: str) -> Decimal | None:
        return read_number(text, speak().code, self._currency)

    def check(self, value: Decimal) -> Message | None:
        return msg("This number is too large") if abs(value) > MAX_PRICE else super().check(value)


def currency_sign(currency: str) -> str:
    """Rp, US$; the code of a currency the program does not know."""
    if currency not in CURRENCIES:
        return currency
    return speak().money(Money(Decimal(0), currency)).partition("\xa0")[0]
