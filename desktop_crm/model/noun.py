"""A noun's declaration: facts only, read by whoever walks `nouns.NOUNS`."""

from dataclasses import dataclass

from desktop_crm.model.base import Record
from desktop_crm.model.message import Message


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of thing that people know by its name, miss when it was deleted, and count.

    What its rows are called, whose card tells of them, and what each column means stands on its `record`.
    """

    id: str
    record: type[Record]
    many: Message  # all of them
    counted: tuple[Message, Message]  # one, and `{n}` of them
    number_pattern: str = ""  # of the numbers that are given to it, until the settings say otherwise

    @property
    def table(self) -> str:
        """Where its rows stand."""
        return str(self.record.__tablename__)

    @property
    def is_searched(self) -> bool:
        """Whether words lead to it; its table has an index `…_fts` then."""
        return "search_key" in self.record.__table__.columns

    @property
    def is_setting(self) -> bool:
        """Whether it belongs to the settings, not to a client or what is sold."""
        return self.record.noun == "settings"
