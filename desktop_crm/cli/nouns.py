"""What can be listed, exported and imported: the nouns by what the command line calls all of them."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.nouns import noun_of
from desktop_crm.services.facets import facets_of
from desktop_crm.services.workspace import Workspace


def listing_of(workspace: Workspace, what: str) -> Listing:
    """Its list."""
    listing = facets_of(noun_of(what)).listing
    assert listing is not None
    return listing(workspace)
