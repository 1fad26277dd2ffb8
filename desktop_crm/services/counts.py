"""How many rows the list of a noun has."""

from desktop_crm.model.listing import Query
from desktop_crm.model.nouns import BY_ID
from desktop_crm.services.facets import facets_of
from desktop_crm.storage.workspace import Workspace


def rows_listed(workspace: Workspace, noun: str) -> int | None:
    """All of them; None of what has no such list."""
    known = BY_ID.get(noun)
    listing = facets_of(known).listing if known is not None and known.is_listed else None
    return None if listing is None else listing(workspace).count(Query())
