"""Between a contract's record and its flat form, and from a problem's path to what mends it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, Final

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.problem import Problem
from desktop_crm.model.signatory import Signatory
from desktop_crm.ui.records.remedies import Remedy, of_party

_SIGNATORIES: Final = {"client": "client_signatory", "own": "own_signatory"}
_PARTS: Final = tuple(item.name for item in fields(Signatory))
_TERMS: Final = {item.name: item.default for item in fields(ContractTerms)}
_PLAIN: Final = (
    *("number", "template_id", "language", "contract_date", "place", "valid_until", "subject", "delivery_date"),
    *("delivery_place", "delivery_terms", "payment_terms", "contact_id", "paper_text", "notes"),
)

#: What the paper calls otherwise than the form.
_PAPER: Final = {
    "day": "contract_date",
    "starts_on": "contract_date",
    "ends_on": "valid_until",
    "delivery_day": "delivery_date",
    "languages": "language",
}
_OF_ORDER: Final = ("lines", "totals", "order_number", "order_day", "currency")
_OF_TEMPLATE: Final = ("template", "clauses", "text")


def flat(contract: Contract) -> dict[str, Any]:
    """The form's values of a record."""
    values = {name: getattr(contract, name) for name in _PLAIN}
    for side, attribute in _SIGNATORIES.items():
        values |= {f"{side}_{part}": getattr(getattr(contract, attribute), part) for part in _PARTS}
    for name in _TERMS:
        value = getattr(contract.terms, name)
        whole = isinstance(value, int) and not isinstance(value, bool)
        values[f"terms_{name}"] = Decimal(value) if whole else value
    return values


def record_values(contract: Contract, values: Mapping[str, Any]) -> dict[str, Any]:
    """The record's attributes for some of the form's values."""
    found = {name: value for name, value in values.items() if name in _PLAIN}
    for side, attribute in _SIGNATORIES.items():
        parts = {part: values[f"{side}_{part}"] for part in _PARTS if f"{side}_{part}" in values}
        if parts:
            found[attribute] = replace(getattr(contract, attribute), **parts)
    terms = {
        name: _term(default, values[f"terms_{name}"]) for name, default in _TERMS.items() if f"terms_{name}" in values
    }
    if terms:
        found["terms"] = replace(contract.terms, **terms)
    return found


def remedy(path: str) -> Remedy:
    """Where a problem of the record or of its paper is mended."""
    head, _, rest = path.partition(".")
    if head == "terms":
        return Remedy("", f"terms_{rest}")
    if head in _SIGNATORIES and rest.startswith("signatory"):
        return Remedy("", f"{head}_{rest.partition('.')[2] or 'name'}")
    if head in _SIGNATORIES.values():
        return Remedy("", f"{head.partition('_')[0]}_{rest or 'name'}")
    if party := of_party(path):
        return party
    if head in _OF_ORDER:
        return Remedy("order", path if head == "lines" else "lines")
    if head in _OF_TEMPLATE:
        return Remedy("template", path)
    return Remedy("", _PAPER.get(head, head))


def in_form(problem: Problem) -> Problem:
    """The same problem under the form's name of the field."""
    there = remedy(problem.field)
    return problem if there.noun else Problem(there.field, problem.message, problem.severity)


def _term(default: Any, value: Any) -> Any:
    """A number that was cleared gets the usual value back."""
    if value is None:
        return default
    return type(default)(value)
