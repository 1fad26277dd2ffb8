"""Postal addresses as Indonesia writes them."""

from dataclasses import dataclass
from typing import Final

from desktop_crm.model.country import is_abroad
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg

ADDRESS_KINDS: Final = (
    Choice("legal", msg("Legal")),
    Choice("postal", msg("Postal")),
    Choice("delivery", msg("Delivery")),
)


@dataclass(frozen=True, slots=True)
class Address:
    """One address; `kind` is legal, postal or delivery."""

    street: str = ""
    city: str = ""
    province: str = ""
    postal_code: str = ""
    country: str = ""
    kind: str = "legal"

    def lines(self) -> list[str]:
        """For paper: street, then city with province and postal code, then the country if it is abroad."""
        place = ", ".join(part for part in (self.city, self.province) if part)
        place = f"{place} {self.postal_code}".strip()
        abroad = self.country if is_abroad(self.country) else ""
        return [line for line in (*self.street.splitlines(), place, abroad) if line.strip()]

    def __str__(self) -> str:
        return ", ".join(self.lines())


def address_of(addresses: tuple[Address, ...], *kinds: str) -> Address:
    """The first address of the first kind that is there; else the first one; else an empty one."""
    for kind in kinds:
        for address in addresses:
            if address.kind == kind:
                return address
    return addresses[0] if addresses else Address()
