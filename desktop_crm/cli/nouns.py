"""What can be listed and exported: each noun's list, and its title."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message, msg
from desktop_crm.services.workspace import Workspace


def listing_of(workspace: Workspace, what: str) -> Listing:
    """The list of `clients`, `products`, `orders` or `contracts`."""
    from desktop_crm.services import client, contract, order, product

    lists = {
        "clients": client.listing,
        "products": product.listing,
        "orders": order.listing,
        "contracts": contract.listing,
    }
    return lists[what](workspace)


TITLES: dict[str, Message] = {
    "clients": msg("Clients"),
    "products": msg("Products"),
    "orders": msg("Orders"),
    "contracts": msg("Contracts"),
}
