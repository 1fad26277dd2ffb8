"""A demonstration workspace: everything in it is invented, and the same for the same seed and day."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.services import settings
from desktop_crm.services.clock import today
from desktop_crm.services.demo.making import DATA, Making
from desktop_crm.services.demo.names import DemoNames
from desktop_crm.services.facets import declared
from desktop_crm.services.workspace import Workspace, create, discard

#: Called with (records done, records in all); may raise to stop, and nothing is left behind.
Progress = Callable[[int, int], None]


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
        _fill(workspace, {"client": clients, "order": orders, "contract": contracts}, seed, progress)
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


def _fill(workspace: Workspace, wanted: Mapping[str, int], seed: int, progress: Progress) -> None:
    total, done = wanted["client"] + wanted["order"], 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    parts = {noun.id: found for noun in NOUNS if (found := declared(noun.module("services.demo"), "DEMO"))}
    making = Making(workspace, today(), seed, wanted, tell, parts)
    with workspace.write(DATA, undoable=False) as session:
        settings.save_company(session, _company(DemoNames(seed + 100)))
        making.along(session, "company", ())
    for part in parts.values():
        part.own(making)
    with workspace.write(DATA, undoable=False) as session:
        for part in parts.values():
            part.finish(making, session)
    with workspace.read() as session:
        workspace.user = settings.company(session).manager
    for part in parts.values():
        part.last(making)
    workspace.tidy()


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
