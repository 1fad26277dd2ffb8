"""A demonstration workspace: everything in it is invented, and the same for the same seed and day."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.product import Product
from desktop_crm.model.states import ContractState, OrderState, ProductKind
from desktop_crm.services import contract as contract_service
from desktop_crm.services import order as order_service
from desktop_crm.services import settings
from desktop_crm.services.clock import today
from desktop_crm.services.demo.clients import DemoClients
from desktop_crm.services.demo.contracts import DemoContracts
from desktop_crm.services.demo.goods import demo_products
from desktop_crm.services.demo.names import DemoNames
from desktop_crm.services.demo.orders import DemoOrders
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.workspace import Workspace, create, discard
from desktop_crm.storage import settings as stored
from desktop_crm.storage.journal.bulk import bulk_insert

#: Called with (records done, records in all); may raise to stop, and nothing is left behind.
Progress = Callable[[int, int], None]

_BATCH: Final = 5000
_TRIED: Final = 8  # newest drafts, one of which is sent
_DATA: Final = msg("Demonstration data")


def make(
    path: Path,
    *,
    clients: int = 260,
    orders: int = 900,
    contracts: int = 150,
    seed: int = 1,
    progress: Progress = lambda _done, _total: None,
) -> Workspace:
    """A new workspace full of invented records, open.

    Raises:
        UserError: a file is there already, there is no such folder, or the numbers can't be.
        WorldError: the place can't be written to.
    """
    _refuse_impossible(clients, orders, contracts)
    workspace = create(path)
    try:
        _fill(workspace, (clients, orders, contracts), seed, progress)
    except BaseException:
        discard(workspace)
        raise
    return workspace


def _refuse_impossible(clients: int, orders: int, contracts: int) -> None:
    if min(clients, orders, contracts) < 0:
        raise UserError(msg("A number of records can't be negative."))
    if orders and not clients:
        raise UserError(msg("Orders need clients: ask for some."))
    if contracts > orders:
        raise UserError(msg("Contracts are made from orders: ask for at least as many orders."))


def _fill(workspace: Workspace, counts: tuple[int, int, int], seed: int, progress: Progress) -> None:
    day = today()
    clients, wanted, agreements = counts
    total, done = clients + wanted, 0
    _basics(workspace, seed)
    parties = DemoClients(seed, day, active=min(0.62, wanted * 0.4 / max(1, clients)))
    for size in _batches(clients):
        with workspace.write(_DATA, undoable=False) as session:
            parties.write(session, size)
        progress(done := done + size, total)
    makers = DemoOrders(seed, day, parties, wanted), DemoContracts(seed, day, agreements, wanted)
    for size in _batches(wanted):
        with workspace.write(_DATA, undoable=False) as session:
            makers[1].write(session, makers[0].write(session, size))
        progress(done := done + size, total)
    _finish(workspace, *makers, day)


def _batches(count: int) -> list[int]:
    return [min(_BATCH, count - start) for start in range(0, count, _BATCH)]


def _basics(workspace: Workspace, seed: int) -> None:
    """The own company, and what it sells."""
    names = DemoNames(seed + 100)
    with workspace.write(_DATA, undoable=False) as session:
        settings.save_company(session, _company(names))
        rule = settings.tax_rules(session)[0].id
        rows = [
            {
                "code": product.code,
                "kind": ProductKind.SERVICE if product.is_service else ProductKind.GOODS,
                "name_id": product.name_id,
                "name_en": product.name_en,
                "unit": product.unit,
                "price": product.price,
                "tax_id": rule,
                "strengths": product.strengths,
                "active": product.code != "TMB-004",
            }
            for product in demo_products()
        ]
        bulk_insert(session, Product, rows)


def _company(names: DemoNames) -> dict[str, Any]:
    party = next(client for client in iter(names.client, None) if client.is_company)
    return {
        "legal_form": "PT",
        "name": "Nusa Peraga Teknik",
        "street": "Jl. Contoh Raya No. 17",
        "city": "Jakarta Selatan",
        "province": "DKI Jakarta",
        "postal_code": "12345",
        "npwp": party.npwp,
        "nib": party.nib,
        "phone": "+62211000017",
        "email": "halo@nusaperaga.example.com",
        "website": "www.nusaperaga.example.com",
        "bank_name": "Bank Contoh Indonesia",
        "bank_account": "000 123 4567",
        "bank_holder": "PT Nusa Peraga Teknik",
        "signatory_name": names.person().name,
        "signatory_office": "Direktur Utama",
        "signatory_authority": "Akta Pendirian Nomor 17 tanggal 3 Maret 2014",
        "manager": names.person().name,
        "payment_terms": "30 hari setelah faktur diterima",
        "delivery_terms": "franko gudang pembeli",
    }


def _finish(workspace: Workspace, made: DemoOrders, agreed: DemoContracts, day: date) -> None:
    """Numbers go on where they stopped, some signed contracts get their paper, and the last steps are real ones."""
    with workspace.write(_DATA, undoable=False) as session:
        for kind, last in (("order", made.last), ("contract", agreed.last)):
            for year, seq in last.items():
                stored.given_until(session, kind, year, seq)
        for contract_id in agreed.with_paper:
            record = contract_service.get(session, contract_id)
            contract_paper.freeze(session, record, record.signed_on or day)
    with workspace.read() as session:
        workspace.user = settings.company(session).manager
        drafts = _newest(session, Order, OrderState.DRAFT, 2)
        unsent = _newest(session, Contract, ContractState.DRAFT, _TRIED)
    for order_id, number in drafts:
        with workspace.write(msg("Confirm order {number}", number=number)) as session:
            order_service.step(session, order_id, OrderState.CONFIRMED)
    for contract_id, number in unsent:
        with suppress(UserError), workspace.write(msg("Send contract {number}", number=number)) as session:
            contract_service.step(session, contract_id, ContractState.SENT)
            break  # those before it have empty places, like any real drafts
    workspace.tidy()


def _newest(session: Session, noun: type[Order] | type[Contract], state: str, count: int) -> list[tuple[int, str]]:
    found = select(noun.id, noun.number).where(noun.state == state).order_by(noun.id.desc()).limit(count)
    return list(session.execute(found))
