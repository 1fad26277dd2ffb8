"""How wide the columns of the lines are; some give way where there is little room."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from desktop_crm.ui.lines.line import Col

_WIDTHS: Final = {
    Col.POSITION: 44,
    Col.QUANTITY: 88,
    Col.UNIT: 84,
    Col.PRICE: 124,
    Col.DISCOUNT: 84,
    Col.TAX: 130,
    Col.AMOUNT: 140,
}
#: Where there is little room: the unit stands behind the quantity, the tax in the line's tool tip.
_JOINED: Final = {
    Col.POSITION: 44,
    Col.QUANTITY: 120,
    Col.UNIT: 0,
    Col.PRICE: 124,
    Col.DISCOUNT: 84,
    Col.TAX: 0,
    Col.AMOUNT: 140,
}
#: On a small screen; the cells that are hidden are edited where there is more room.
_NARROW: Final = {
    Col.POSITION: 0,
    Col.QUANTITY: 66,
    Col.UNIT: 0,
    Col.PRICE: 104,
    Col.DISCOUNT: 72,
    Col.TAX: 0,
    Col.AMOUNT: 112,
}
#: Where figures are long: the discount, too, is edited where there is more room.
_BARE: Final = {**_NARROW, Col.DISCOUNT: 0}

#: The widths to try, with what they leave for the product at least.
_LAYOUTS: Final = ((_WIDTHS, 340), (_JOINED, 160), (_NARROW, 130), (_BARE, 90))
_MOST_PRODUCT: Final = 720


def widths(room: int, needed: Mapping[Col, int] = MappingProxyType({}), joined: int = 0) -> Mapping[Col, int]:
    """Of each column in `room` px, 0 for one that is hidden; the product takes what the others leave.

    No column is narrower than what it `needed`: a figure of which only a part is seen is another figure. A quantity with its
    unit behind it needs `joined`.
    """
    for layout, least in _LAYOUTS:
        behind = {} if layout[Col.UNIT] else {Col.QUANTITY: joined}
        wanted = {**needed, **{column: max(needed.get(column, 0), width) for column, width in behind.items()}}
        fixed = {column: max(width, wanted.get(column, 0)) if width else 0 for column, width in layout.items()}
        left = room - sum(fixed.values())
        if left >= least:
            break
    if left > _MOST_PRODUCT:
        each = (left - _MOST_PRODUCT) // (len(fixed) - 1)
        fixed = {column: width if column is Col.POSITION else width + each for column, width in fixed.items()}
        left = room - sum(fixed.values())
    return fixed | {Col.PRODUCT: max(left, least)}
