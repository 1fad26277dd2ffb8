"""What the manager may set for a contract: percentages, days, court, options, and English words for its own texts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final, Literal

#: Terms of delivery of the International Chamber of Commerce, 2020.
INCOTERMS: Final = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")

#: Where a few things can be chosen.
CHOSEN: Final[Mapping[str, tuple[str, ...]]] = {
    "dispute": ("court", "bani"),
    "arbitrators": ("1", "3"),
    "arbitration_language": ("id", "en"),
    "data_roles": ("each", "processor"),
    "incoterm": ("", *INCOTERMS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """The defaults are those usual in Indonesian trade.

    Percentages as `Decimal("0.1")`; days are calendar days. `dispute` is `court` (of `court_place`, empty for that of the
    own company's town) or `bani` (arbitration by the national board). `liability_percent` of the price, 0 for no limit.
    What ends in `_en` is the English of a text of the contract itself.
    """

    penalty_percent: Decimal = Decimal("0.1")
    penalty_limit_percent: Decimal = Decimal(5)
    payment_days: int = 30
    prepayment_percent: Decimal = Decimal(0)
    advance_days: int = 7
    claim_days: int = 7
    replacement_days: int = 14
    warranty_months: int = 12
    acceptance_days: int = 7
    notice_days: int = 30
    cure_days: int = 14
    force_majeure_days: int = 7
    force_majeure_limit_days: int = 60
    confidentiality_years: int = 2
    negotiation_days: int = 30
    dispute: Literal["court", "bani"] = "court"
    court_place: str = ""
    arbitration_seat: str = "Jakarta"
    arbitrators: Literal["1", "3"] = "3"
    arbitration_language: Literal["id", "en"] = "id"
    personal_data: bool = True
    data_roles: Literal["each", "processor"] = "each"
    referral: bool = False
    referral_percent: Decimal = Decimal(2)
    referral_months: int = 12
    anti_corruption: bool = True
    electronic_signature: bool = True
    liability_percent: Decimal = Decimal(0)
    retention_of_title: bool = False
    advance_return: bool = True
    convenience: bool = False
    incoterm: str = ""
    subject_en: str = ""
    delivery_terms_en: str = ""
    payment_terms_en: str = ""
    paper_text_en: str = ""

    def of_any(self) -> "ContractTerms":
        """Without what belongs to one contract alone."""
        return replace(self, subject_en="", delivery_terms_en="", payment_terms_en="", paper_text_en="")

    def to_json(self) -> dict[str, Any]:
        """The plain form for the file."""
        return {
            item.name: str(value) if isinstance(value, Decimal) else value
            for item in fields(self)
            if (value := getattr(self, item.name)) != item.default
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ContractTerms":
        """What `to_json` wrote; what an older version did not know gets its default."""
        kinds: dict[str, Any] = {item.name: type(item.default) for item in fields(cls)}
        return cls(**{name: kinds[name](value) for name, value in data.items() if name in kinds})
