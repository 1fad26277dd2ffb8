"""Several phones or e-mail addresses in one cell: `021-5551234/35; 0812 3456 789 (Budi)`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from desktop_crm.model.email import email_problem, normalise_email
from desktop_crm.model.fold import digits
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import DEFAULT_COUNTRY, Phone, normalise_phone, phone_problem

_BETWEEN: Final = re.compile(r"\s*(?:[/;,|\n&]|\batau\b|\bor\b|\bdan\b|\band\b)\s*", re.IGNORECASE)
_LABEL: Final = re.compile(r"[a-z][a-z/.\s]*[:.]?\s*(?=[+(0-9])", re.IGNORECASE)
_NOTE: Final = re.compile(r"\(\s*([^()0-9+]{2,})\s*\)")
_KINDS: Final = re.compile(r"\s*(?:(mobile|hp|ponsel)|office|kantor)\b")
_LONGEST: Final = 500  # characters of all numbers or addresses of somebody
#: `021-5551234-36`: the last two digits of a second number.
_RANGE: Final = re.compile(r"(.*[0-9]{5,})\s*(?:[-–]|s/d|s\.d\.|sd)\s*([0-9]{1,2})", re.IGNORECASE)
_ENDING: Final = 4  # digits of 021-5551234/1235 that replace the last ones


def phones_in(
    text: str, kind: str = "", country: str = DEFAULT_COUNTRY
) -> tuple[list[Phone], list[tuple[str, Message]]]:
    """The numbers, and each part that is none with the reason. Without `kind` mobile prefixes and labels tell it."""
    if len(text) > _LONGEST:
        return [], [(text, msg("This is not a phone number"))]
    number = None if _RANGE.fullmatch(text.strip()) else normalise_phone(text, country)
    if number:
        return [Phone(number, kind or kind_of_phone(number, text))], []
    found: list[Phone] = []
    wrong: list[tuple[str, Message]] = []
    for part in _parts(text):
        if not digits(part) and found:
            found[-1] = replace(found[-1], note=f"{found[-1].note} {part}".strip())
            continue
        phone = _phone(part, kind, country)
        if isinstance(phone, Message):
            wrong.append((part, phone))
        elif all(phone.number != other.number for other in found):
            found.append(phone)
    return found, wrong


def _phone(part: str, kind: str, country: str) -> Phone | Message:
    note = _NOTE.search(part)
    bare = _NOTE.sub(" ", part).strip()
    plain = _LABEL.sub("", bare, count=1) if _LABEL.match(bare) else bare
    number = normalise_phone(plain, country) or normalise_phone(plain)  # Indonesian ones stand in any row
    if number is None:
        return phone_problem(bare, country) or msg("This is not a phone number")
    return Phone(number, kind or kind_of_phone(number, bare), note[1].strip() if note else "")


def emails_in(text: str) -> tuple[list[str], list[tuple[str, Message]]]:
    """The addresses, and each part that is none with the reason."""
    if len(text) > _LONGEST:
        return [], [(text, msg("This is not an e-mail address"))]
    whole = normalise_email(text)
    if email_problem(whole) is None:
        return [whole], []
    found: list[str] = []
    wrong: list[tuple[str, Message]] = []
    for part in re.split(r"[;,/|\s]+", text):
        address = normalise_email(part)
        if not address:
            continue
        if reason := email_problem(address):
            wrong.append((part, reason))
        elif address not in found:
            found.append(address)
    return found, wrong


def _parts(text: str) -> Iterator[str]:
    """The parts between separators that aren't blank; a short ending takes its beginning from the number before it."""
    before = ""
    for part in [text] if _RANGE.fullmatch(text.strip()) else _BETWEEN.split(text):
        if not part:
            continue
        if range_of := _RANGE.fullmatch(part.strip()):
            first, last = range_of.groups()
            yield from (first, first[: -len(last)] + last)
            before = first
            continue
        bare = digits(part)
        if before and bare == part.strip() and len(bare) <= _ENDING < len(digits(before)):
            yield before[: -len(bare)] + bare
        else:
            yield part
            before = part


def kind_of_phone(number: str, text: str) -> str:
    """By what is written with it, else by the number itself."""
    lowered = text.lower()
    if "fax" in lowered or "faks" in lowered:
        return "fax"
    if lowered.lstrip().startswith(("wa", "whatsapp")):
        return "whatsapp"
    if told := _KINDS.match(lowered):
        return "mobile" if told[1] else "office"
    return "mobile" if number.startswith("+628") and not number.startswith("+6280") else "office"
