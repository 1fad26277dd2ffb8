"""What the imports of clients and of products share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_crm.exchange.client_sheet import ContactRow
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg

#: Called with (rows done, rows in all); may raise to stop, and nothing is written then.
Progress = Callable[[int, int], None]

#: So many rows are written by one statement.
BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Double:
    """A row that is known already: by what (`name`, `phone`, `npwp`, `code`), and whom.

    Id 0 is an earlier row of the sheet, with which it is put together.
    """

    row: int
    name: str
    by: str
    known_id: int
    known_name: str

    def told(self) -> Message:
        """The sentence for the list."""
        same = {
            "name": msg("same name"),
            "phone": msg("same phone"),
            "npwp": msg("same NPWP"),
            "code": msg("same code"),
        }
        if self.known_id == 0:
            return msg(
                "Row {row}: {name} is put together with {known}, further up in the sheet ({why})",
                row=self.row,
                name=self.name,
                known=self.known_name,
                why=same[self.by],
            )
        return msg(
            "Row {row}: {name} is known as {known} ({why})",
            row=self.row,
            name=self.name,
            known=self.known_name,
            why=same[self.by],
        )


@dataclass(frozen=True, slots=True)
class Joining:
    """Persons of a row who join a client that is known."""

    row: int
    client_id: int
    client: str
    people: tuple[ContactRow, ...]

    def told(self) -> Message:
        """The sentence for the list."""
        names = ", ".join(person.name for person in self.people)
        return msg("Row {row}: {people} joins {client}", row=self.row, people=names, client=self.client)


def need(mapping: Mapping[str, int], fields: Sequence[str], otherwise: Message) -> None:
    """UserError unless one of the fields has its column."""
    if not any(field in mapping for field in fields):
        raise UserError(otherwise)
