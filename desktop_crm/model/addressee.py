"""A client as a paper names it: name, address and numbers of the day on which it was agreed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Addressee:
    """Texts as they stand on paper; `address` may have several lines.

    `numbers` are all official numbers but the NPWP, each with its name in Indonesian and in English.
    """

    name: str
    address: str = ""
    city: str = ""
    npwp: str = ""
    nib: str = ""
    phone: str = ""
    email: str = ""
    person: bool = False
    abroad: bool = False
    numbers: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The plain form for the file; empty parts are left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Addressee":
        """What `to_json` wrote, in any version."""
        known = {item.name for item in fields(cls)}
        texts = {name: value for name, value in data.items() if name in known}
        numbers = tuple((told[0], told[1]) for told in data.get("numbers", ()))
        return cls(**{"name": "", **texts, "numbers": numbers})


def signs_alone(person: str, signatory: str) -> bool:
    """Whether a person, who may be named with a title, signs in the own name: nobody else is named to sign."""
    return signatory.strip().casefold() in person.casefold()
