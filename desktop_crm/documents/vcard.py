"""Address book cards (vCard 4.0, RFC 6350): what telephones and mail programs take over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_crm.documents.content_lines import escaped, line
from desktop_crm.model.address import Address

_INTERNATIONAL: Final = re.compile(r"\+[0-9]{4,15}(;ext=[0-9]{1,7})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A company, or a person with the company they work for."""

    uid: str
    name: str
    is_person: bool = True
    company: str = ""
    office: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    birthday: date | None = None
    note: str = ""


def vcard(card: Card) -> bytes:
    """One card; any number of them one after the other are a file."""
    return b"".join(_lines(card))


def _lines(card: Card) -> Iterator[bytes]:
    yield line("BEGIN", "VCARD")
    yield line("VERSION", "4.0")
    yield line("UID", escaped(card.uid))
    yield line("KIND", "individual" if card.is_person else "org")
    yield line("FN", escaped(card.name))
    if card.company:
        yield line("ORG", escaped(card.company))
    if card.office:
        yield line("TITLE", escaped(card.office))
    for phone in card.phones:
        yield _phone(phone)
    for email in card.emails:
        yield line("EMAIL", escaped(email))
    for address in card.addresses:
        yield _address(address)
    if card.birthday:
        yield line("BDAY", f"{card.birthday.year:04}{card.birthday:%m%d}")
    if card.note:
        yield line("NOTE", escaped(card.note))
    yield line("END", "VCARD")


def _phone(number: str) -> bytes:
    if _INTERNATIONAL.fullmatch(number):
        return line("TEL;VALUE=uri", f"tel:{number}")
    return line("TEL;VALUE=text", escaped(number))


def _address(address: Address) -> bytes:
    """Box and flat are empty, as the standard recommends."""
    parts = ("", "", address.street, address.city, address.province, address.postal_code, address.country)
    return line("ADR", ";".join(map(escaped, parts)))
