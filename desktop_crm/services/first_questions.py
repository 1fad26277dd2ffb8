"""What cards ask of the file first, asked before somebody waits for it: SQLAlchemy puts each question into SQL only once."""

from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.model.errors import TellableError
from desktop_crm.model.listing import Query
from desktop_crm.services import client, contract, order, product
from desktop_crm.services.limits import limits_of
from desktop_crm.storage.workspace import Workspace


def ask(workspace: Workspace) -> None:
    """As each noun's card would of some record; of a noun without one, or with one that can't be read, nothing (more)."""
    some = {noun: _some(noun.listing(workspace)) for noun in (client, order, contract, product)}
    with workspace.read() as session:
        for noun, record_id in some.items():
            if record_id is not None:
                with suppress(TellableError):
                    _ASKED[noun](session, record_id)


def _some(listing: Any) -> int | None:
    page = listing.page(Query(), 0, 1)
    return page[0][0] if page else None


def _as_clients_card(session: Session, record_id: int) -> None:
    client.facts(session, record_id)
    client.get(session, record_id)


def _as_orders_card(session: Session, record_id: int) -> None:
    record = order.get(session, record_id)
    order.contracts_of(session, record_id)
    order.hold_on(session, record_id)
    limits_of(session, [line.product_id for line in record.lines])
    order.taxes_to_choose(session)
    order.taxes_by_id(session, record)


def _as_contracts_card(session: Session, record_id: int) -> None:
    record = contract.get(session, record_id)
    contract.templates(session)
    contract.contacts_of(session, record)
    contract.has_signed_scan(session, record)
    contract.number_pattern(session)


def _as_products_card(session: Session, record_id: int) -> None:
    code = product.shown(session, record_id).code
    product.code_problems(session, record_id, code)


_ASKED = {client: _as_clients_card, order: _as_orders_card, contract: _as_contracts_card, product: _as_products_card}
