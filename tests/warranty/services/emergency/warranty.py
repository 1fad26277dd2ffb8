"""Warranties in the emergency archive."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from desktop_crm.model.client import Client
from desktop_crm.model.listing import Kind
from desktop_crm.model.message import msg
from desktop_crm.services.emergency.parts import Emergency, Sheet, client_of, own, read
from tests.warranty.model.warranty import WARRANTY_STATES, Warranty

WARRANTIES: Final = Sheet(
    msg("Warranties"),
    Warranty,
    select(Warranty).order_by(Warranty.until, Warranty.id),
    (
        own("number", msg("Number")),
        read("client", msg("Client"), client_of("client")),
        own("state", msg("Status"), Kind.STATE, WARRANTY_STATES),
        own("until", msg("Warranted until"), Kind.DATE),
        own("most", msg("Most that is paid"), Kind.MONEY),
        own("note", msg("Note")),
        own("cause", msg("Cause of the claim")),
    ),
    (joinedload(Warranty.client).load_only(Client.full_name),),
    (lazyload(Warranty.client),),
)

EMERGENCY: Final = Emergency((WARRANTIES,))
