"""How a line reads in each column: as it is shown, typed and read out."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from desktop_crm.model.money import DEFAULT_CURRENCY, Money
from desktop_crm.ui.form.numbers import typed_number
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.lines.line import SENSITIVE, Col, GridLine, TaxChoice
from desktop_crm.ui.privacy import privacy


class Cells:
    """Knows what all lines have in common: the currency, the taxes, what a line comes to and whether that is too little."""

    def __init__(self, amount: Callable[[GridLine], Decimal], taxes: Sequence[TaxChoice]) -> None:
        self.currency = DEFAULT_CURRENCY
        self.taxes = {tax.id: tax.title for tax in taxes}
        self.is_below: Callable[[GridLine], bool] = lambda _line: False
        self._amount = amount

    def shown(self, line: GridLine, row: int, column: Col) -> str:
        """As it is read, unless the privacy screen covers it."""
        return privacy.DOTS if hides(column) else self.text(line, row, column)

    def text(self, line: GridLine, row: int, column: Col) -> str:
        """The same, whoever reads along."""
        said = speak()
        match column:
            case Col.POSITION:
                return str(row + 1)
            case Col.PRODUCT:
                return " – ".join(part for part in (line.code, line.name) if part)
            case Col.QUANTITY:
                return said.number(line.quantity)
            case Col.UNIT:
                return line.unit
            case Col.PRICE:
                return self._money(line.unit_price)
            case Col.DISCOUNT:
                return said.percent(line.discount) if line.discount else ""
            case Col.TAX:
                return "" if line.tax_id is None else self.taxes.get(line.tax_id, str(line.tax_id))
            case Col.AMOUNT:
                return "" if line.unit_price is None else self._money(self._amount(line))

    def typed(self, line: GridLine, row: int, column: Col) -> str:
        """As one types it; empty where it is covered."""
        numbers = {Col.QUANTITY: line.quantity, Col.PRICE: line.unit_price, Col.DISCOUNT: line.discount}
        if hides(column):
            return ""
        if column in numbers:
            value = numbers[column]
            return "" if value is None else typed_number(value, speak().code)
        return line.name if column is Col.PRODUCT else self.text(line, row, column)

    def whole(self, line: GridLine, row: int) -> str:
        """The product's cell with the line's note."""
        return "\n".join(filter(None, (self.text(line, row, Col.PRODUCT), line.note)))

    def with_unit(self, line: GridLine) -> str:
        """The quantity where its unit has no column of its own."""
        return f"{speak().number(line.quantity)} {line.unit}".rstrip()

    def below(self, line: GridLine) -> bool:
        """Whether it is below the limits of its product, or was when somebody said why."""
        return bool(line.below_reason) or self.is_below(line)

    def wants_reason(self, line: GridLine) -> bool:
        """Whether nobody has said yet why it is."""
        return not line.below_reason and self.is_below(line)

    def _money(self, value: Decimal | None) -> str:
        return "" if value is None else speak().amount(Money(value, self.currency))


def hides(column: Col) -> bool:
    """Whether the privacy screen covers a column."""
    return privacy.covered(column in SENSITIVE)


def reason(line: GridLine, column: Col) -> str:
    """Beside the price, for the manager alone."""
    if column is not Col.PRICE or not line.below_reason or privacy.is_on():
        return ""
    return tr("Below your limits: {reason}", reason=line.below_reason)


def titles() -> dict[Col, str]:
    """What stands above the columns."""
    return {
        Col.POSITION: tr("No."),
        Col.PRODUCT: tr("Product"),
        Col.QUANTITY: tr("Quantity"),
        Col.UNIT: tr("Unit"),
        Col.PRICE: tr("Unit price"),
        Col.DISCOUNT: tr("Discount"),
        Col.TAX: tr("Tax"),
        Col.AMOUNT: tr("Amount"),
    }
