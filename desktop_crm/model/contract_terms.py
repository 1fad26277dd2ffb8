"""What the manager may set for a contract: percentages, days, court, options."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """The defaults are those usual in Indonesian trade.

    Percentages as `Decimal("0.1")`; days are calendar days unless the name says `working`. `dispute` is `court`
    (of `court_place`, empty for the seat of the own company) or `bani` (arbitration by the national board).
    """

    penalty_percent: Decimal = Decimal("0.1")
    penalty_limit_percent: Decimal = Decimal(5)
    payment_days: int = 30
    prepayment_percent: Decimal = Decimal(0)
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
    personal_data: bool = True
    referral: bool = False
    referral_percent: Decimal = Decimal(2)
    referral_months: int = 12

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
