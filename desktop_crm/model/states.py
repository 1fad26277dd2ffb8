"""States, categories and roles: their codes in the file, their words, their meaning, and the steps between them."""

from enum import StrEnum
from typing import Final

from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.tone import Tone


class ClientKind(StrEnum):
    """Who the client is in law."""

    COMPANY = "company"
    PERSON = "person"


class ClientStatus(StrEnum):
    """Where the client stands: a prospect has not ordered yet, a dormant one no longer does."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    DORMANT = "dormant"


class OrderState(StrEnum):
    """An order's way from draft to fulfilled."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    IN_DELIVERY = "in_delivery"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"


class ContractState(StrEnum):
    """A contract's way from draft to fulfilled; from SIGNED on its paper is frozen."""

    DRAFT = "draft"
    SENT = "sent"
    SIGNED = "signed"
    FULFILLED = "fulfilled"
    TERMINATED = "terminated"


class ProductKind(StrEnum):
    """Goods are delivered, services performed."""

    GOODS = "goods"
    SERVICE = "service"


class Role(StrEnum):
    """What a contact does at the client."""

    SIGNATORY = "signatory"
    PAYER = "payer"
    DECIDER = "decider"
    BUYER = "buyer"
    RECEIVER = "receiver"
    TECHNICAL = "technical"


CLIENT_KINDS: Final = (
    Choice(ClientKind.COMPANY, msg("Company")),
    Choice(ClientKind.PERSON, msg("Person")),
)

CLIENT_STATUSES: Final = (
    Choice(ClientStatus.PROSPECT, msg("Prospect"), Tone.INFORMATION),
    Choice(ClientStatus.ACTIVE, msg("Active"), Tone.GOOD),
    Choice(ClientStatus.DORMANT, msg("Dormant"), Tone.NEUTRAL),
)

CLIENT_CATEGORIES: Final = (
    Choice("", msg("Not set")),
    Choice("corporate", msg("Corporate buyer")),
    Choice("small_chain", msg("Small chain")),
    Choice("large_retail", msg("Large retailer")),
    Choice("distributor", msg("Distributor")),
    Choice("government", msg("Government")),
    Choice("private", msg("Private person")),
)

ORDER_STATES: Final = (
    Choice(OrderState.DRAFT, msg("Draft"), Tone.NEUTRAL),
    Choice(OrderState.CONFIRMED, msg("Confirmed"), Tone.INFORMATION),
    Choice(OrderState.IN_DELIVERY, msg("In delivery"), Tone.ATTENTION),
    Choice(OrderState.FULFILLED, msg("Fulfilled"), Tone.GOOD),
    Choice(OrderState.CANCELLED, msg("Cancelled"), Tone.DANGER),
)

#: An open order whose promised day has passed.
OVERDUE: Final = "overdue"
LATENESS: Final = (Choice(OVERDUE, msg("Overdue"), Tone.DANGER),)

CONTRACT_STATES: Final = (
    Choice(ContractState.DRAFT, msg("Draft"), Tone.NEUTRAL),
    Choice(ContractState.SENT, msg("Sent"), Tone.INFORMATION),
    Choice(ContractState.SIGNED, msg("Signed"), Tone.GOOD),
    Choice(ContractState.FULFILLED, msg("Fulfilled"), Tone.GOOD),
    Choice(ContractState.TERMINATED, msg("Terminated"), Tone.DANGER),
)

PRODUCT_KINDS: Final = (
    Choice(ProductKind.GOODS, msg("Goods")),
    Choice(ProductKind.SERVICE, msg("Service")),
)

ROLES: Final = (
    Choice(Role.SIGNATORY, msg("Signatory")),
    Choice(Role.PAYER, msg("Payer")),
    Choice(Role.DECIDER, msg("Decision maker")),
    Choice(Role.BUYER, msg("Buyer")),
    Choice(Role.RECEIVER, msg("Receiver of goods")),
    Choice(Role.TECHNICAL, msg("Technical")),
)

DOCUMENT_LANGUAGES: Final = (
    Choice("id", msg("Indonesian")),
    Choice("en", msg("English")),
    Choice("both", msg("Indonesian and English side by side")),
)

ADDRESS_KINDS: Final = (
    Choice("legal", msg("Legal")),
    Choice("postal", msg("Postal")),
    Choice("delivery", msg("Delivery")),
)

PHONE_KINDS: Final = (
    Choice("mobile", msg("Mobile")),
    Choice("office", msg("Office phone")),
    Choice("whatsapp", msg("WhatsApp")),
    Choice("fax", msg("Fax")),
)

#: From each state, the states an order may go to; taking a step back is what Undo is for.
ORDER_STEPS: Final[dict[str, frozenset[str]]] = {
    OrderState.DRAFT: frozenset({OrderState.CONFIRMED, OrderState.CANCELLED}),
    OrderState.CONFIRMED: frozenset({OrderState.DRAFT, OrderState.IN_DELIVERY, OrderState.CANCELLED}),
    OrderState.IN_DELIVERY: frozenset({OrderState.FULFILLED, OrderState.CANCELLED}),
    OrderState.FULFILLED: frozenset(),
    OrderState.CANCELLED: frozenset({OrderState.DRAFT}),
}

CONTRACT_STEPS: Final[dict[str, frozenset[str]]] = {
    ContractState.DRAFT: frozenset({ContractState.SENT, ContractState.SIGNED}),
    ContractState.SENT: frozenset({ContractState.DRAFT, ContractState.SIGNED}),
    ContractState.SIGNED: frozenset({ContractState.FULFILLED, ContractState.TERMINATED}),
    ContractState.FULFILLED: frozenset(),
    ContractState.TERMINATED: frozenset(),
}

#: States in which a promised date can still be missed.
OPEN_ORDER_STATES: Final = (OrderState.CONFIRMED, OrderState.IN_DELIVERY)


def title_of(choices: tuple[Choice, ...], code: str) -> Choice:
    """The choice of a code; an unknown code (of a newer or foreign file) is shown as it is."""
    return next((choice for choice in choices if choice.code == code), Choice(code, msg("{code}", code=code)))
