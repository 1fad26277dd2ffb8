"""What hangs on a record, like a client's orders and contracts: how much there is of it, and taking it away with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import NOUNS, belonging_to
from desktop_crm.services import attachment
from desktop_crm.services.facets import facets_of
from desktop_crm.storage.journal.links import LINKS
from desktop_crm.storage.loading import loaded, tied
from desktop_crm.storage.tables import table_of


@dataclass(frozen=True, slots=True)
class Dependents:
    """How much would go with a record, by noun; `refusal` says why nothing may, if that is so.

    It is false where there is nothing that has to be asked about.
    """

    counts: Mapping[str, int]
    refusal: Message | None = None

    def __bool__(self) -> bool:
        return any(self.counts.get(noun.id, 0) for noun in NOUNS if not noun.goes_along)

    def told(self) -> Message:
        """All of it: `2 orders and 1 contract`."""
        return _together([noun.told(n) for noun in NOUNS if (n := self.counts.get(noun.id, 0))])


def of(session: Session, noun: str, record_id: int, name: str = "") -> Dependents:
    """What hangs on a record; `name` is what the refusal calls it."""
    hanging = [(each, _of_parent(each, noun) == record_id) for each in belonging_to(noun)]
    counts = {
        each.id: session.scalar(select(func.count()).select_from(each.record).where(which)) or 0
        for each, which in hanging
    }
    refusals = (_refusal(session, each, which, name) for each, which in hanging)
    return Dependents(counts, next((told for told in refusals if told is not None), None))


def delete_all(session: Session, noun: str, record_id: int, name: str) -> None:
    """Take away what hangs on a record, with its files and what hangs on that; UserError while something of it has to stay."""
    if (refusal := of(session, noun, record_id, name).refusal) is not None:
        raise UserError(refusal)
    for each in reversed(belonging_to(noun)):
        _delete(session, each, _of_parent(each, noun) == record_id)


def _delete(session: Session, noun: Noun, which: ColumnElement[bool]) -> None:
    record = noun.record
    for each in reversed(belonging_to(noun.id)):
        _delete(session, each, _of_parent(each, noun.id).in_(select(record.id).where(which)))
    found = [tied(one) for one in session.scalars(loaded(record).where(which))]
    attachment.delete_all(session, noun.id, [one.id for one in found])
    for one in found:
        session.delete(one)
    session.flush()


def _refusal(session: Session, noun: Noun, which: ColumnElement[bool], name: str) -> Message | None:
    stays = facets_of(noun).stays
    return None if stays is None else stays(session, which, name)


def _of_parent(noun: Noun, parent: str) -> ColumnElement[int]:
    """The column that names the record it belongs to."""
    table = next(each.table for each in NOUNS if each.id == parent)
    column = next(link.column for link in LINKS if (link.table, link.parent) == (noun.table, table))
    return table_of(noun.record).columns[column]


def _together(parts: Sequence[Message]) -> Message:
    """As one says several things in a row."""
    *some, last = parts
    if not some:
        return last
    first = reduce(lambda before, one: msg("{some}, {more}", some=before, more=one), some)
    return msg("{some} and {last}", some=first, last=last)
