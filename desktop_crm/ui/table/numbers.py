"""Numbers as a person types them."""

from decimal import Decimal, InvalidOperation

from desktop_crm.ui.i18n import speak


def parse(text: str) -> Decimal | None:
    """A number with the separators of the window's language (`1.250.000,5`), None when it is none."""
    point, group = (",", ".") if speak().code == "id" else (".", ",")
    plain = "".join(text.split()).replace(group, "").replace(point, ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
