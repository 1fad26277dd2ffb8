"""Lists of contracts, which tell how many blanks the paper of a draft has.

To count them a paper is put into words, which takes some milliseconds: it is done for the rows that are looked at, and holds until
something changes of what the paper is made of.
"""

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy.orm import Session

from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import TellableError
from desktop_crm.model.listing import Listing
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.storage import contract as storage
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace


def listing(
    workspace: Workspace, client_id: int | None = None, *, order_id: int | None = None, contact_id: int | None = None
) -> Listing:
    """All contracts, or those of a client, of an order, or that a contact signs."""
    of = {"client_id": client_id, "order_id": order_id, "contact_id": contact_id}
    where = [f"t.{name} = {int(wanted)}" for name, wanted in of.items() if wanted]
    return SqlListing(workspace, storage.CONTRACTS, where=" AND ".join(where), late={"blanks": _Blanks(workspace)})


class _Blanks:
    """Of the drafts in one list; None where a paper has none, or can't be made."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._counted: dict[int, tuple[str, int | None]] = {}  # what it was made of, and the count

    def __call__(self, made_of: Mapping[int, str], waits: bool) -> Mapping[int, int | None]:
        missing = [each for each in made_of if not self._holds(each, made_of[each])]
        if missing and waits:
            with self._workspace.read() as session:
                for each in missing:
                    self._counted[each] = made_of[each], _count(session, each)
        return {each: self._counted[each][1] for each, parts in made_of.items() if self._holds(each, parts)}

    def _holds(self, contract_id: int, made_of: str) -> bool:
        return self._counted.get(contract_id, ("", None))[0] == made_of


def _count(session: Session, contract_id: int) -> int | None:
    with suppress(TellableError):  # its page says what is wrong with it
        contract = storage.get(session, contract_id)
        if contract is not None and contract.state == ContractState.DRAFT:
            return len(contract_paper.gaps(session, contract)) or None
    return None
