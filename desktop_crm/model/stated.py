"""What a contract's paper states of the records behind it: kept with the paper when it is signed, compared ever after."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop_crm.model.contract import Contract
from desktop_crm.model.lines import SAID

_OF_CONTRACT: Final = (
    *(
        "number",
        "language",
        "contract_date",
        "place",
        "valid_until",
        "delivery_date",
        "delivery_place",
        "delivery_terms",
    ),
    *(
        "payment_terms",
        "terms",
        "subject",
        "paper_text",
        "own_signatory",
        "client_signatory",
        "signed_on",
        "total_minor",
        "currency",
    ),
)
_OF_ORDER: Final = (
    *("number", "ordered_on", "currency", "discount", "delivery_terms", "payment_terms", "total_minor"),
)
_OWN_TERMS: Final = frozenset({"delivery_terms", "payment_terms"})


def stated(contract: Contract) -> dict[str, Any]:
    """Figures, terms, persons and lines as plain values; needs the order with its lines."""
    order = contract.order
    return {
        **_plain_of(contract, _OF_CONTRACT),
        "order": _plain_of(order, _OF_ORDER),
        "lines": [_plain_of(line, SAID) for line in order.lines],
    }


def on_paper(contract: Contract) -> dict[str, Any]:
    """The same of one that is not signed: the terms are its own, whatever its order says, and so are client and template."""
    told = stated(contract)
    order = {name: value for name, value in told["order"].items() if name not in _OWN_TERMS}
    return {**told, "order": order, "client": contract.client_id, "template": contract.template_id}


def agrees(kept: Any, now: Any) -> bool:
    """Whether what was kept still holds; what a later version states beyond that is no contradiction."""
    if isinstance(kept, Mapping) and isinstance(now, Mapping):
        return all(agrees(value, now[name]) for name, value in kept.items() if name in now)
    if isinstance(kept, list) and isinstance(now, list):
        return len(kept) == len(now) and all(map(agrees, kept, now))
    return bool(kept == now)


def _plain_of(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: Any) -> Any:
    """12.50 is 12.5."""
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case Mapping():
            return {name: _plain(item) for name, item in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _plain(asdict(value))
        case _:
            return value
