"""The terms of any paper: what it begins with, what it takes over from the one before it, how they are put into words."""

from decimal import Decimal
from typing import Any, Final, Protocol

from desktop_crm.documents import wording
from desktop_crm.model.company import Company

TERMS: Final = ("delivery_terms", "payment_terms")


class Agreed(Protocol):
    """What tells on which terms."""

    @property
    def delivery_terms(self) -> str:
        """How it is delivered, and at whose cost."""

    @property
    def payment_terms(self) -> str:
        """When it is paid."""


def usual(company: Company) -> dict[str, Any]:
    """What a paper begins with: our currency and terms, no discount."""
    return {"currency": company.currency, "discount": Decimal(0), **_of(company)}


def taken_over(before: Agreed, company: Company) -> dict[str, str]:
    """The terms of the paper that another is made from; ours where it says nothing."""
    ours = _of(company)
    return {name: said or ours[name] for name, said in _of(before).items()}


def printed(paper: Agreed) -> dict[str, Any]:
    """In both languages, where the program knows the words."""
    return {
        "delivery_terms": wording.delivery_terms(paper.delivery_terms),
        "payment_terms": wording.payment_terms(paper.payment_terms),
    }


def _of(paper: Agreed) -> dict[str, str]:
    return {name: getattr(paper, name) for name in TERMS}
