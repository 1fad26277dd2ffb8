"""Papers by their numbers, as people read these."""

import re

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop_crm.model.contract import Contract
from desktop_crm.model.letter import Letter
from desktop_crm.model.numbering import number_key


def with_number_like(
    session: Session, kind: type[Contract] | type[Letter], number: str, except_id: int | None = None
) -> str | None:
    """The number of another one that people would read as this one.

    SQL passes over those of plain letters that have others at the same place: reading each of many numbers takes long.
    """
    wanted = number_key(number)
    may_be = or_(kind.number.op("GLOB")("*[^!-~]*"), kind.number.like(re.sub("[^a-z0-9]", "_", wanted)))
    numbers = session.execute(select(kind.id, kind.number).where(may_be))
    return next((row.number for row in numbers if row.id != except_id and number_key(row.number) == wanted), None)
