"""Several values in one cell as our own sheets write them, so that they come back as they were."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from desktop_crm.exchange.client_words import ADDRESS_KIND
from desktop_crm.exchange.contact_points import kind_of_phone
from desktop_crm.exchange.words import code_of
from desktop_crm.model.address import Address
from desktop_crm.model.identifier import IDENTIFIER_KINDS, Identifier, normalise_identifier
from desktop_crm.model.phone import Phone, display_phone

_PARTS: Final = 5
_BETWEEN: Final = re.compile(r"(?<!\\)\|")
_ESCAPED: Final = re.compile(r"\\(.)")
_LABELS: Final = {"fax": "Fax", "whatsapp": "WhatsApp", "office": "Office", "mobile": "Mobile"}
_KNOWN: Final = tuple(choice.code for choice in IDENTIFIER_KINDS)


def written_addresses(addresses: Iterable[Address], title: Callable[[str], str]) -> str:
    """A line an address: `Legal: Jl. Braga 1 | Bandung | Jawa Barat | 40111 | Indonesia`; `title` is that of a kind."""
    lines = []
    for one in addresses:
        parts = (one.street, one.city, one.province, one.postal_code, one.country)
        lines.append(f"{title(one.kind)}: {' | '.join(map(_escaped, parts))}")
    return "\n".join(lines)


def read_addresses(text: str) -> tuple[Address, ...]:
    """What `written_addresses` wrote; nothing when this is some other text."""
    found = []
    for line in text.splitlines():
        kind, colon, rest = line.partition(": ")
        code = code_of(kind, ADDRESS_KIND)
        parts = [_plain(part) for part in _BETWEEN.split(rest)]
        if not colon or code is None or len(parts) != _PARTS:
            return ()
        street, city, province, postal_code, country = parts
        found.append(Address(street, city, province, postal_code, country, code))
    return tuple(found)


def written_identifiers(identifiers: Iterable[Identifier]) -> str:
    """A line a number: `NPWP: 0123456789012345`."""
    return "\n".join(f"{item.kind.upper()}: {item.number}" for item in identifiers)


def read_identifiers(text: str) -> tuple[list[Identifier], list[str]]:
    """What `written_identifiers` wrote, or the same without colons; and the lines that are no such number."""
    found, left = [], []
    for line in filter(str.strip, text.splitlines()):
        kind, colon, number = line.partition(":")
        if not colon:
            kind, _, number = line.strip().partition(" ")
        if number.strip() and (colon or kind.lower() in _KNOWN):
            found.append(normalise_identifier(kind, number))
        else:
            left.append(line.strip())
    return found, left


def written_phones(phones: Iterable[Phone]) -> str:
    """A line a number; its kind only where the number itself does not tell it."""
    return "\n".join(map(_written_phone, phones))


def _written_phone(phone: Phone) -> str:
    shown = display_phone(phone.number)
    label = _LABELS.get(phone.kind, "") if phone.kind != kind_of_phone(phone.number, "") else ""
    note = f" ({phone.note})" if phone.note else ""
    return f"{label}: {shown}{note}" if label else f"{shown}{note}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text.strip())
