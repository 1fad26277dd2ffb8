"""Which words of a contract need to be written in a second language, where its paper has two."""

from desktop_crm.documents.wording import delivery_terms, is_named, payment_terms
from desktop_crm.model.payment_terms import Payment, payment


def needs_english(part: str, text: str) -> bool:
    """Whether the program can't say this text in English by itself; `part` is the field's name."""
    if not text.strip():
        return False
    if part == "payment_terms":
        return payment(text) is None and isinstance(payment_terms(text), str)
    if part == "delivery_terms":
        return isinstance(delivery_terms(text), str)
    if part in {"office", "authority"}:
        return not is_named(text)
    return True


def understood(text: str) -> Payment | None:
    """What typed terms of payment say of an advance and days; None where they stand alone."""
    return payment(text)
