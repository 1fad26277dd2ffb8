"""What the imports of all nouns share: what each declares, what is found in a sheet, and the plan made of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.exchange.client_sheet import ContactRow
from desktop_crm.exchange.columns import ImportField
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Choice, title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Severity

#: Called with (rows done, rows in all); may raise to stop, and nothing is written then.
Progress = Callable[[int, int], None]

#: So many rows are written by one statement.
BATCH: Final = 1000


#: By what a row may be known: in a sentence, and alone.
SAME: Final = {
    "name": (msg("same name"), msg("Same name")),
    "phone": (msg("same phone"), msg("Same phone")),
    "npwp": (msg("same NPWP"), msg("Same NPWP")),
    "code": (msg("same code"), msg("Same code")),
    "number": (msg("same number"), msg("Same number")),
}


@dataclass(frozen=True, slots=True)
class Double:
    """A row that is known already: by what (of `SAME`), and whom.

    Id 0 is an earlier row of the sheet, with which it is put together.
    """

    row: int
    name: str
    by: str
    known_id: int
    known_name: str

    def told(self) -> Message:
        """The sentence for the list."""
        why, _ = SAME[self.by]
        if self.known_id == 0:
            return msg(
                "Row {row}: {name} is put together with {known}, further up in the sheet ({why})",
                row=self.row,
                name=self.name,
                known=self.known_name,
                why=why,
            )
        return msg(
            "Row {row}: {name} is already here as {known} ({why})",
            row=self.row,
            name=self.name,
            known=self.known_name,
            why=why,
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


class Found(NamedTuple):
    """What of a sheet can be written, each with its number there as `row`, what is wrong with the rest, and what is known."""

    rows: Sequence[Any]
    problems: Sequence[RowProblem]
    doubles: Sequence[Double] = ()
    joining: tuple[Joining, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. Nothing is written until `apply`."""

    what: str
    file: str
    sheets: tuple[str, ...]
    sheet: Sheet
    mapping: Mapping[str, int]
    rows: tuple[Any, ...]
    problems: tuple[RowProblem, ...]
    doubles: tuple[Double, ...]
    joining: tuple[Joining, ...] = ()

    @property
    def errors(self) -> int:
        """How many rows are left out because something is wrong."""
        return len({problem.row for problem in self.problems if problem.severity is Severity.ERROR})

    @property
    def known(self) -> dict[int, Double]:
        """Row → the record of the base that it is."""
        return {double.row: double for double in self.doubles if double.known_id}

    @property
    def new(self) -> int:
        """How many records are neither wrong nor known."""
        return len(self.rows) - len(self.known)

    @property
    def people(self) -> int:
        """How many persons join clients that are known."""
        return sum(len(one.people) for one in self.joining)


class Shown(NamedTuple):
    """A column of the preview: the fields it needs one of, how a row fills it, its title where it is not the first field's."""

    needs: tuple[str, ...]
    cell: Callable[[Any], Any]
    title: Message | None = None


def plain(name: str) -> Callable[[Any], Any]:
    """A row's own value."""
    return lambda row: getattr(row, name)


def coded(name: str, choices: tuple[Choice, ...]) -> Callable[[Any], Any]:
    """The word for a row's code."""
    return lambda row: title_of(choices, getattr(row, name)).title if getattr(row, name) else ""


def counted(n: int, one: Message, more: Message) -> Message:
    """The sentence that fits the number."""
    return one if n == 1 else more


class Words(NamedTuple):
    """What the dialog says of a noun: `take` what is known, too; how many are new, known, and people on its `button`."""

    title: Message
    take: Message
    hint: Message
    action: Callable[[str], Message]  # of a file's name, for the history
    button: Callable[[int, int, int], Message]
    done: Callable[[int, int], Message]  # records, people


@dataclass(frozen=True, slots=True)
class Import:
    """How sheets become records of a noun: `IMPORT` of `services/importing/<noun>.py`.

    `write` is given a plan, whether what is known is written, too, and how to tell the progress; it says how many records were
    made or changed. The privacy screen covers a `private` one.
    """

    fields: tuple[ImportField, ...]
    read: Callable[[Session, Sheet, Mapping[str, int]], Found]
    write: Callable[[Session, Plan, bool, Progress], int]
    shown: tuple[Shown, ...]
    words: Words
    private: bool = True


def need(mapping: Mapping[str, int], fields: Sequence[str], otherwise: Message) -> None:
    """UserError unless one of the fields has its column."""
    if not any(field in mapping for field in fields):
        raise UserError(otherwise)
