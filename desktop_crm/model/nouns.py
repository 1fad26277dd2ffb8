"""The program's table of contents: every noun, in the order in which they are told."""

from typing import Final

from desktop_crm.model import attachment, client, contact, contract, order, product, tax
from desktop_crm.model.noun import Noun

NOUNS: Final[tuple[Noun, ...]] = (
    client.NOUN,
    contact.NOUN,
    product.NOUN,
    order.NOUN,
    contract.NOUN,
    attachment.NOUN,
    tax.NOUN,
)

#: Noun → the pattern of its numbers, of those that have any.
NUMBER_PATTERNS: Final = {noun.id: noun.number_pattern for noun in NOUNS if noun.number_pattern}

#: What changes are told under: the nouns whose cards show them.
TOLD_UNDER: Final = frozenset(noun.record.noun for noun in NOUNS)
