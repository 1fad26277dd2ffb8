"""Who signs a paper for one of its sides."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from desktop_crm.model.client import Client, ClientKind
from desktop_crm.model.contact import Contact


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for a party: name, office, and the basis of authority (deed of appointment, power of attorney).

    The last two in English, too, where a paper says them otherwise than the program would.
    """

    name: str = ""
    office: str = ""
    authority: str = ""
    office_en: str = ""
    authority_en: str = ""

    def to_json(self) -> dict[str, Any]:
        """The plain form for the file."""
        return {name: value for name, value in asdict(self).items() if value or not name.endswith("_en")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Signatory":
        """What `to_json` wrote, in this version or any before it."""
        return cls(**data)

    @classmethod
    def of(cls, client: Client, contact: Contact | None) -> "Signatory":
        """Who signs for a client: the contact, or a person for himself."""
        if contact is not None:
            return cls(contact.name, contact.office, contact.authority)
        return cls(client.name) if client.kind == ClientKind.PERSON else cls()
