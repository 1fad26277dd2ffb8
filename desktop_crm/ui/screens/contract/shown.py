"""Which fields of a contract's form have an effect now: of its template, of what is chosen, of its languages."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from desktop_crm.model.addressee import signs_alone
from desktop_crm.services.papers.words import needs_english, understood

_TEXTS: Final = ("subject", "payment_terms", "delivery_terms", "paper_text")
_BOTH: Final = "both"


def shown(values: Mapping[str, Any], used: Collection[str] | None, person: str) -> Iterator[tuple[str, bool]]:
    """Each field that may be without effect; `used` are the terms of the template, `person` a client who is one."""
    wanted = dict(_conditions(values))
    for name in values:
        term = name.removeprefix("terms_")
        if term != name and not term.endswith("_en"):
            yield name, (used is None or term in used) and wanted.get(term, True)
    for name in _TEXTS:
        yield f"terms_{name}_en", values["language"] == _BOTH and needs_english(name, values[name])
    for side in ("client", "own"):
        for part in ("office", "authority"):
            text = values[f"{side}_{part}"]
            yield f"{side}_{part}_en", values["language"] == _BOTH and needs_english(part, text)
    alone = bool(person) and signs_alone(person, values["client_name"])
    yield "client_office", not person or bool(values["client_office"])
    yield "client_authority", not alone or bool(values["client_authority"])


def _conditions(values: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    read = understood(values["payment_terms"])
    typed = values["terms_prepayment_percent"] or Decimal(0)
    advance = Decimal(0) if read is None else typed if read.advance is None else read.advance
    yield "prepayment_percent", read is not None and read.advance is None
    yield "payment_days", read is not None and read.days is None and advance < 100
    yield "advance_days", advance > 0
    yield "advance_return", advance > 0 or read is None
    yield "penalty_limit_percent", bool(values["terms_penalty_percent"])
    court = values["terms_dispute"] == "court"
    yield "court_place", court
    for name in ("arbitration_seat", "arbitrators", "arbitration_language"):
        yield name, not court
    yield "data_roles", bool(values["terms_personal_data"])
    yield "notice_days", bool(values["terms_convenience"])
    for name in ("referral_percent", "referral_months"):
        yield name, bool(values["terms_referral"])
