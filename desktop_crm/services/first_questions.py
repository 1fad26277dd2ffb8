"""What cards ask of the file first, asked before somebody waits for it: SQLAlchemy puts each question into SQL only once."""

from contextlib import suppress

from desktop_crm.model.errors import TellableError
from desktop_crm.model.listing import Listing, Query
from desktop_crm.model.nouns import NOUNS
from desktop_crm.services.facets import facets_of
from desktop_crm.storage.workspace import Workspace


def ask(workspace: Workspace) -> None:
    """As each noun's card would of some record; of a noun without one, or with one that can't be read, nothing (more)."""
    every = [facets_of(noun) for noun in NOUNS if noun.is_searched]
    some = [(facets.first, _some(facets.listing(workspace))) for facets in every if facets.first and facets.listing]
    with workspace.read() as session:
        for first, record_id in some:
            if record_id is not None:
                with suppress(TellableError):
                    first(session, record_id)


def _some(listing: Listing) -> int | None:
    page = listing.page(Query(), 0, 1)
    return page[0][0] if page else None
