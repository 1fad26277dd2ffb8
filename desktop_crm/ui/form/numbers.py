"""Numbers as people type them: 1.250.000 · 1250000,50 · 1,5 juta · 25rb · 25k · Rp 2,5jt."""

from decimal import Decimal

from desktop_crm.model.written_number import currencies_of, parse_decimal


def read_number(text: str, language_code: str, currency: str = "") -> Decimal | None:
    """The number typed, None when it is none; a separator that fits neither as group nor as point makes it none.

    So does the sign of another currency than `currency`, where it is one's amount.
    """
    bare = text.strip().removesuffix("%")
    signs = currencies_of(bare) if currency else ()
    if signs and currency not in signs:
        return None
    return parse_decimal(bare, "," if language_code == "id" else ".")


def typed_number(value: Decimal, language_code: str) -> str:
    """A number as one would type it: no groups, the language's decimal sign, no zeros at the end."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if language_code == "id" else text
