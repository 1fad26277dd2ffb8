"""One contract from the file, and what is known beside it."""

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.services import attachment
from desktop_crm.services import contact as contacts
from desktop_crm.services.records import found
from desktop_crm.storage import contract as storage

#: The role of a file that shows what was signed.
SIGNED: Final = "signed"


def get(session: Session, contract_id: int) -> Contract:
    """One contract with client, order, lines and template; UserError when it is gone."""
    return found(storage.get(session, contract_id), msg("The contract"))


def by_number(session: Session, number: str) -> Contract:
    """One contract by its number; UserError when there is none."""
    contract = storage.by_number(session, number)
    if contract is None:
        raise UserError(msg("There is no contract {number}.", number=number))
    return contract


def has_signed_scan(session: Session, contract: Contract) -> bool:
    """Whether a scan of what was signed is kept; that of a version whose signing was taken back shows another paper."""
    moments = [file.created_at for file in attachment.files_of(session, "contract", contract.id) if file.role == SIGNED]
    since = None
    if contract.is_frozen() and 0 < contract.withdrawn < contract.revision:
        since = storage.signed_at(session, contract.id)
    return any(since is None or moment >= since for moment in moments)


def contacts_of(session: Session, contract: Contract) -> list[Contact]:
    """The people who may sign for the client, those who do first."""
    return sorted(contacts.of_client(session, contract.client_id), key=lambda contact: not contact.is_signatory())
