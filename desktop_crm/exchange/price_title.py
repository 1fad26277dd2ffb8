"""What the title of a price's column says of all prices below it."""

import re
from typing import Final

from desktop_crm.model.fold import fold
from desktop_crm.model.message import Message, msg
from desktop_crm.model.written_number import currency_of, foreign_sign

_TAX: Final = r"(?:ppn|pajak|vat|tax|gst|pph)"
_INCLUDED: Final = re.compile(
    rf"\b(?:incl?|inclu(?:de|des|ded|ding|sive)|termasuk|sudah|dengan|dgn|with|after|setelah|plus)(?: of)? {_TAX}\b|\bgross\b"
    rf"|\b{_TAX} (?:incl?|included|inclusive|termasuk)\b"
)
_APART: Final = re.compile(
    rf"\b(?:excl?|exclu(?:de|des|ded|ding|sive)|belum|sebelum|tanpa|diluar|di luar|non|before|without|tidak termasuk|blm)"
    rf"(?: termasuk| incl| of)? {_TAX}\b|\b{_TAX} (?:excl?|excluded|exclusive|belum termasuk)\b|\bdpp\b"
)
_SCALED: Final = re.compile(r"\b(?:ribu|ribuan|thousands?|juta|jutaan|millions?|rb|jt|x ?1 ?000|000)\b")
_COST: Final = re.compile(
    r"\b(?:cost|costs|beli|pokok|modal|hpp|perolehan|purchase|purchasing|buying|landed|supplier|vendor|kulakan|produksi|cogs)\b"
)
_PRICE: Final = re.compile(r"\b(?:harga|price|prices|preis|prix|tarif|tariff|rate|hrg|hj|pricelist)\b")


class PriceTitle:
    """Its currency, whether tax is in the prices, and why none of them can be believed."""

    def __init__(self, title: str) -> None:
        folded = fold(title)
        self.currency = currency_of(title) or ""
        foreign = foreign_sign(title) if not self.currency else None
        self.included = False if _APART.search(folded) else True if _INCLUDED.search(folded) else None
        self.refused: Message | None = None
        if foreign:
            self.refused = msg("{currency} is not a currency this program knows; no prices are read", currency=foreign)
        elif _SCALED.search(folded):
            self.refused = msg("These prices are in thousands or millions; no prices are read")


def likely_price(title: str) -> bool:
    """Whether a column may hold prices of any kind, by its title."""
    return bool(_PRICE.search(fold(title)) or _COST.search(fold(title)))


def is_cost(title: str) -> bool:
    """Whether these are the prices that are paid, not those that are asked."""
    return bool(_COST.search(fold(title)))
