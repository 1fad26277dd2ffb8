"""Invented warranties: for the first clients."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.services.demo.making import DATA, Demo, Making
from tests.warranty.services import warranty


def _own(making: Making) -> None:
    with making.workspace.write(DATA, undoable=False) as session:
        for at, client_id in enumerate(session.scalars(select(Client.id).order_by(Client.id).limit(5)).all()):
            values = {"until": making.today + timedelta(days=20 * at), "amount": Decimal(1_000_000 * (at + 1))}
            warranty.save(session, None, {"client_id": client_id, "note": "Pompa air", **values})


DEMO: Final = Demo(_own)
