"""E-mail addresses: their form alone is checked, nobody is asked over the network."""

import re
from typing import Final

from desktop_crm.model.message import Message, msg

# What nearly every address looks like. Whatever is unusual (other scripts, quotes, long labels) or might be
# reserved (`.local`, `.invalid`) goes to the email-validator library.
_ORDINARY: Final = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:(?![a-z0-9]{2}--)[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.)+[a-z]{2,4}",
    re.IGNORECASE | re.ASCII,
)
_RESERVED: Final = (".arpa", ".test")
_MAX_ORDINARY: Final = 64


def normalise_email(text: str) -> str:
    """The address as it is kept: no blanks or `mailto:` around it, the domain in lower case.

    The part before the @ keeps its case (some servers care); what is no address comes back merely stripped.
    """
    address = text.strip().removeprefix("mailto:").strip("<>;, ")
    local, at, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}" if at else address


def email_problem(text: str) -> Message | None:
    """Why `text` can't be an e-mail address, or None when it can."""
    ordinary = len(text) <= _MAX_ORDINARY and _ORDINARY.fullmatch(text)
    if ordinary and not text.lower().endswith(_RESERVED):
        return None
    return _careful(text)


def _careful(text: str) -> Message | None:
    from email_validator import EmailNotValidError, validate_email

    if "@" not in text:
        return msg("An e-mail address has an @ in it")
    if any(char.isspace() for char in text):
        return msg("An e-mail address has no spaces in it")
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        local, _, domain = text.rpartition("@")
        if not local or not domain:
            return msg("Something is missing beside the @")
        if "." not in domain:
            return msg("The part after the @ has no dot: {domain}", domain=domain)
        return msg("This is not an e-mail address")
    return None
