"""Which official numbers a client's form asks for: by the country of the address, and of a company or a person."""

from typing import Final

from desktop_crm.model.identifier import FOREIGN_TAX, IDENTIFIER_KINDS, REGISTRATION, Identifier
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import Message, msg
from desktop_crm.model.party_numbers import kinds_asked, numbers_of_country

_ALL: Final = (*IDENTIFIER_KINDS, Choice("other", msg("Own number")))


class NumberKinds:
    """The kinds in the order in which they are asked for, by what the country calls them."""

    def __init__(self) -> None:
        self._country = ""
        self._person = False

    @property
    def blank(self) -> Identifier:
        """What a new row begins as."""
        return Identifier(kinds_asked(self._country, person=self._person)[0], "")

    def follow(self, country: str, *, person: bool) -> bool:
        """The client is of this country; whether that changes anything."""
        if (country, person) == (self._country, self._person):
            return False
        self._country, self._person = country, person
        return True

    def choices(self) -> list[Choice]:
        """All kinds, for an old number may be of any."""
        asked = kinds_asked(self._country, person=self._person)
        known = {choice.code: Choice(choice.code, self._title(choice)) for choice in _ALL}
        return [known[code] for code in dict.fromkeys((*asked, *known))]

    def _title(self, choice: Choice) -> Message:
        words = numbers_of_country(self._country)
        if choice.code == REGISTRATION and words.registration:
            return msg("{word}", word=words.registration)
        if choice.code == FOREIGN_TAX and words.tax not in {"", words.registration}:
            return msg("{word}", word=words.tax)
        return choice.title
