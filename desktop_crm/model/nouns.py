"""The program's table of contents: every noun, in the order in which they are told. What hangs on another stands after it."""

from typing import TYPE_CHECKING, Final

from desktop_crm.model.message import msg
from desktop_crm.model.noun import Noun, Numbered

if TYPE_CHECKING:
    from desktop_crm.model.flow import Flow

_HERE: Final = "desktop_crm.model"
_LETTERS: Final = "{seq:03}/SP/{roman_month}/{year}"

NOUNS: Final[tuple[Noun, ...]] = (
    Noun(
        "client",
        f"{_HERE}.client:Client",
        msg("Clients"),
        (msg("1 client"), msg("{n} clients")),
        icon="users",
        new=msg("New client"),
        place="clients",
        is_imported=True,
    ),
    Noun(
        "contact",
        f"{_HERE}.contact:Contact",
        msg("Contacts"),
        (msg("1 contact"), msg("{n} contacts")),
        icon="contact-round",
        new=msg("New contact"),
        place="clients",
    ),
    Noun(
        "product",
        f"{_HERE}.product:Product",
        msg("Products"),
        (msg("1 product"), msg("{n} products")),
        msg("Product {code}"),
        icon="package",
        new=msg("New product"),
        place="products",
        is_imported=True,
    ),
    Noun(
        "order",
        f"{_HERE}.order:Order",
        msg("Orders"),
        (msg("1 order"), msg("{n} orders")),
        msg("Order {number}"),
        number_pattern="SO/{year}/{seq:05}",
        icon="shopping-cart",
        new=msg("New order"),
        place="orders",
        belongs_to=("client",),
        today=True,
        paper=msg("write an order as PDF"),
    ),
    Noun(
        "contract",
        f"{_HERE}.contract:Contract",
        msg("Contracts"),
        (msg("1 contract"), msg("{n} contracts")),
        msg("Contract {number}"),
        number_pattern="{seq:03}/PKS/{roman_month}/{year}",
        icon="file-text",
        new=msg("New contract from an order…"),
        place="contracts",
        belongs_to=("client", "order"),
        today=True,
        paper=msg("write a contract as PDF"),
    ),
    Noun(
        "activity",
        f"{_HERE}.activity:Activity",
        msg("Activities"),
        (msg("1 activity"), msg("{n} activities")),
        msg("“{name}”"),
        icon="message-circle",
        place="clients",
        new=msg("New activity"),
        belongs_to=("client",),
        goes_along=True,
    ),
    Noun(
        "task",
        f"{_HERE}.task:Task",
        msg("Tasks"),
        (msg("1 task"), msg("{n} tasks")),
        msg("Task “{name}”"),
        icon="list-checks",
        place="today",
        new=msg("New task"),
        belongs_to=("client", "order", "contract", "activity"),
        goes_along=True,
        is_imported=True,
        reminds=True,
        today=True,
    ),
    Noun(
        "letter",
        f"{_HERE}.letter:Letter",
        msg("Letters"),
        (msg("1 letter"), msg("{n} letters")),
        msg("Letter {number}"),
        number_pattern=_LETTERS,
        numbers=(
            Numbered("letter", msg("Outgoing letters"), _LETTERS, ("direction", "outgoing")),
            Numbered("letter_in", msg("Incoming letters"), "{seq:04}/SM/{year}", ("direction", "incoming")),
        ),
        icon="mail",
        new=msg("New letter"),
        place="letters",
        belongs_to=("client", "order", "contract"),
        begins_with_page=True,
        today=True,
        paper=msg("write a letter as PDF"),
    ),
    Noun("attachment", f"{_HERE}.attachment:Attachment", msg("Files"), (msg("1 file"), msg("{n} files"))),
    Noun(
        "tax_rule",
        f"{_HERE}.tax:TaxRule",
        msg("Tax rules"),
        (msg("1 tax rule"), msg("{n} tax rules")),
        msg("Tax rule {name}"),
    ),
)

#: The same by what the program calls them.
BY_ID: Final = {noun.id: noun for noun in NOUNS}

#: Kind of papers → the pattern of their numbers, until the settings say otherwise.
NUMBER_PATTERNS: Final = {kind.id: kind.pattern for noun in NOUNS for kind in noun.numbered}


def flow_of(noun: str) -> "Flow | None":
    """Its ways between its states."""
    return next((each.flow for each in NOUNS if each.id == noun), None)


def belonging_to(noun: str) -> tuple[Noun, ...]:
    """What is listed on its card, and goes along when it is deleted."""
    return tuple(each for each in NOUNS if noun in each.belongs_to)


#: What changes may be told under.
ALL_NOUNS: Final = frozenset(noun.id for noun in NOUNS) | {"settings"}


def noun_of(plural: str) -> Noun:
    """The noun that the command line calls `clients` or `orders`."""
    return next(noun for noun in NOUNS if noun.plural == plural)
