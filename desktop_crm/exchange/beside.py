"""What is known of a table beside its cells."""

from dataclasses import dataclass

from desktop_crm.model.message import Message


@dataclass(frozen=True, slots=True)
class Note:
    """What must be told of a table as a whole, or of one of its rows (its number in the file, 0 for the whole)."""

    row: int
    message: Message


@dataclass(frozen=True, slots=True)
class Beside:
    """Rows by their numbers in the file, columns counted from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    total_rows: frozenset[int] = frozenset()
    bars: frozenset[int] = frozenset()  # rows of cells that are joined across
    notes: tuple[Note, ...] = ()
    encoding: str = ""  # of a text that is no Unicode: guessed, or chosen
