"""How wide the columns of the order lines are; some give way where there is little room."""

from collections.abc import Mapping
from typing import Final

from desktop_crm.ui.form.grid_line import Col

_WIDTHS: Final = {
    Col.POSITION: 44,
    Col.QUANTITY: 88,
    Col.UNIT: 84,
    Col.PRICE: 124,
    Col.DISCOUNT: 84,
    Col.TAX: 130,
    Col.AMOUNT: 140,
}
#: Where there is little room.
_TIGHT: Final = {
    Col.POSITION: 0,
    Col.QUANTITY: 66,
    Col.UNIT: 54,
    Col.PRICE: 110,
    Col.DISCOUNT: 72,
    Col.TAX: 84,
    Col.AMOUNT: 118,
}
#: Beside a list on a small screen; the cells that are hidden are edited where there is more room.
_NARROW: Final = {
    Col.POSITION: 0,
    Col.QUANTITY: 62,
    Col.UNIT: 0,
    Col.PRICE: 104,
    Col.DISCOUNT: 72,
    Col.TAX: 0,
    Col.AMOUNT: 112,
}
_PRODUCT_LEAST: Final = 160
_ROOMY: Final = 880  # px
_FITTING: Final = 664


def widths(room: int) -> Mapping[Col, int]:
    """Of each column in `room` px, 0 for one that is hidden; the product takes what the others leave."""
    fixed = _WIDTHS if room >= _ROOMY else _TIGHT if room >= _FITTING else _NARROW
    return fixed | {Col.PRODUCT: max(room - sum(fixed.values()), _PRODUCT_LEAST)}
