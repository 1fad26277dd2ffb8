"""Is the file whole, and does what stands in it keep the rules?"""

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.services import contract, contract_paper, order
from desktop_crm.services.field_titles import ROW_TITLES
from desktop_crm.storage import check as storage
from desktop_crm.storage.workspace import Workspace

_LIMIT: Final = 20


def check(workspace: Workspace, progress: Callable[[int, int], None] = lambda _done, _total: None) -> list[Message]:
    """Everything that is wrong, as sentences; empty when all is well. Long for a large file: call it from a job."""
    steps = (_integrity, _references, _search, _totals, _papers)
    found: list[Message] = []
    for done, step in enumerate(steps):
        progress(done, len(steps))
        try:
            with workspace.read() as session:
                found.extend(step(session))
        except WorldError as error:
            found.append(error.message)
        except (
            DatabaseError,
            ValueError,
            ArithmeticError,
            LookupError,
            TypeError,
            AttributeError,
        ) as error:  # what damaged values lead to
            found.append(msg("Something in the file can't be read ({what})", what=type(error).__name__))
    progress(len(steps), len(steps))
    return [each for at, each in enumerate(found) if each not in found[:at]]  # a damaged page stands in many ways


def _integrity(session: Session) -> Iterator[Message]:
    for sentence in storage.integrity(session):
        yield msg("The file is damaged: {what}", what=sentence)


def _references(session: Session) -> Iterator[Message]:
    for table, row_id, other in storage.broken_references(session)[:_LIMIT]:
        yield msg(
            "Row {row} of {table} points to a row of {other} that is gone",
            row=row_id,
            table=_named(table),
            other=_named(other),
        )


def _named(table: str) -> Message | str:
    return ROW_TITLES.get(table, table)


def _search(session: Session) -> Iterator[Message]:
    for table, rows, indexed in storage.search_gaps(session):
        yield msg(
            "The search index of {table} knows {indexed} of {rows} rows",
            table=_named(table),
            indexed=indexed,
            rows=rows,
        )


def _totals(session: Session) -> Iterator[Message]:
    """Kept totals against the lines, for a sample spread over the file when it is large."""
    for order_id in storage.sample(session, "orders"):
        record = order.get(session, order_id)
        computed = record.totals().total
        if computed != record.total:
            yield msg(
                "Order {number} says {kept}, its lines add up to {computed}",
                number=record.number,
                kept=record.total,
                computed=computed,
            )


def _papers(session: Session) -> Iterator[Message]:
    for contract_id in storage.sample(session, "contracts"):
        record = contract.get(session, contract_id)
        if not record.is_frozen() and record.total != Money(record.order.total.amount, record.order.currency):
            yield msg("Contract {number} has another total than its order", number=record.number)
        if wrong := contract_paper.contradiction(session, record):
            yield wrong
    for sha256 in storage.damaged_blobs(session):
        yield msg("A file inside the workspace is damaged ({sha})", sha=sha256[:12])
