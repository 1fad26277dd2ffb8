"""Who somebody is, as it is typed in one line while they are on the phone: a name, a company, a phone, in any order."""

import re
from dataclasses import dataclass
from typing import Final

from desktop_crm.model.fold import digits
from desktop_crm.model.phone import normalise_phone
from desktop_crm.model.written_name import split_legal_form

#: Of fewer digits no phone is made.
_FEWEST: Final = 5
_PHONE: Final = re.compile(r"(?<![\w+])\+?\(?\d[\d\s().\-\u2010-\u2013]*\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Typed:
    """`Dewi, UD Sentosa 0812 3456 7890`: what is not there is empty; `phone` is as it was typed."""

    name: str = ""
    company: str = ""
    phone: str = ""

    @property
    def words(self) -> str:
        """All but the phone."""
        return " ".join(filter(None, (self.name, self.company)))

    @property
    def kept_phone(self) -> str:
        """The phone as it is kept; empty for what is none (yet)."""
        return normalise_phone(self.phone) or "" if self.phone else ""


def read_who(text: str) -> Typed:
    """Take a line apart: the part behind a comma is the company, or that which has a legal form."""
    phone = next((found for found in _PHONE.finditer(text) if len(digits(found[0])) >= _FEWEST), None)
    rest = text if phone is None else f"{text[: phone.start()]} {text[phone.end() :]}"
    name, _, company = (" ".join(part.split()) for part in rest.partition(","))
    if company and split_legal_form(name)[0] and not split_legal_form(company)[0]:
        name, company = company, name
    return Typed(name, company, "" if phone is None else phone[0].strip())
