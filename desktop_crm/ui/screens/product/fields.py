"""What a product's form asks."""

from collections.abc import Callable, Sequence
from typing import Final

from desktop_crm.model.listing import Choice as Option
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.model.product import PRODUCT_KINDS
from desktop_crm.ui.form.fields import Amount, Choice, Field, Flag, Percent, Picture, Section, Text, Width

#: Units as Indonesian price lists name them; anything else may be typed.
UNITS: Final = (
    *("pcs", "unit", "set", "kg", "gram", "liter", "m", "m2", "m3", "dus", "karung", "botol", "paket", "lusin", "rim"),
    *("lembar", "roll", "jam", "hari", "bulan", "tahun", "orang", "kunjungan", "ls"),
)
_CURRENCIES: Final = tuple(Option(code, msg("{code}", code=code)) for code in CURRENCIES)


def product_fields(taxes: Callable[[], Sequence[Option]]) -> Sequence[Field | Section]:
    """The sections of the form in reading order; the picture is the last to be reached by Tab."""
    return (
        Section(
            None,
            (
                Text("code", msg("Code"), required=True, max_length=60),
                Choice("kind", msg("Kind"), PRODUCT_KINDS),
                Text("name_id", msg("Name (Indonesian)"), width=Width.WIDE, required=True),
                Text("name_en", msg("Name (English)"), width=Width.WIDE),
            ),
            columns=2,
        ),
        Section(
            msg("Price"),
            (
                Amount("price", msg("Price of one unit"), currency_field="currency", width=Width.COLUMN),
                Choice("currency", msg("Currency"), _CURRENCIES),
                Text("unit", msg("Unit"), required=True, suggestions=lambda: UNITS, max_length=30),
                Choice("tax_id", msg("Tax"), taxes, of=int, optional=True),
                Amount(
                    "lowest_price",
                    msg("Lowest price"),
                    currency_field="currency",
                    width=Width.COLUMN,
                    sensitive=True,
                    hint=msg("Below it an order asks why. Never printed, and covered by F12"),
                ),
                Percent("largest_discount", msg("Largest discount"), sensitive=True),
                Flag("active", msg("Offered in new orders"), width=Width.WIDE),
            ),
            columns=2,
        ),
        Section(
            msg("Talking points"),
            (
                Text(
                    "strengths",
                    msg("Strengths"),
                    multiline=True,
                    lines=4,
                    width=Width.WIDE,
                    placeholder=msg("What speaks for it, one point a line"),
                ),
            ),
        ),
        Section(None, (Picture("picture", msg("Picture")),)),
    )
