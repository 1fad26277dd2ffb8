"""Which tax rule a sheet means: by its code or name, by its rate, or none at all."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from desktop_crm.exchange.product_sheet import ProductRow
from desktop_crm.model.fold import fold
from desktop_crm.model.message import Message, msg
from desktop_crm.model.tax import TaxRule

#: As `fold` leaves them, the tax's own name taken away: `Non PPN`, `bebas pajak`, `tax free`.
_NONE: Final = frozenset(
    {
        "non",
        "no",
        "tanpa",
        "bebas",
        "tidak",
        "tidak kena",
        "tdk kena",
        "tdk",
        "bukan",
        "free",
        "exempt",
        "none",
        "nihil",
    }
    | {
        "non bkp",
        "non taxable",
        "zero rated",
        "without",
        "tidak ada",
        "tidak dikenakan",
        "dibebaskan",
        "n",
        "false",
        "salah",
    }
)
_USUAL: Final = frozenset(
    {
        "",
        "ya",
        "y",
        "yes",
        "kena",
        "bkp",
        "dengan",
        "taxable",
        "true",
        "benar",
        "x",
        "v",
        "standard",
        "normal",
        "dikenakan",
    }
)
_NAME: Final = re.compile(r"\b(?:ppn|pajak|vat|tax|gst|pertambahan nilai|taxes)\b")
_RATE: Final = re.compile(r"[^0-9]*([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*%?\s*")


class Taxes:
    """The rules of this workspace; `usual` is taken where a sheet says nothing."""

    def __init__(self, rules: Sequence[TaxRule], usual: int | None) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._named = {fold(name): rule.id for rule in reversed(rules) for name in (rule.code, rule.title)}
        self._usual = usual

    def of(self, row: ProductRow) -> int | None:
        """The rule of a new product, None for no tax."""
        return self.instead_of(self._usual, row)

    def instead_of(self, now: int | None, row: ProductRow) -> int | None:
        """The rule of a product that has one (or none) now."""
        found = self._meant(row.tax, self._usual) if row.tax else now
        chosen = now if found == _UNKNOWN else found
        return self._as_priced(chosen, row) if row.price is not None else chosen

    def problem(self, row: ProductRow) -> Message | None:
        """What must be told of the tax a row names, or of its price with or without tax."""
        if row.tax and self._meant(row.tax, self._usual) == _UNKNOWN:
            return msg("{tax} is no tax rule here; the usual one is taken", tax=row.tax)
        rule = self._rules.get(self.of(row) or 0)
        if rule and rule.rate and row.price is not None and row.tax_included not in (None, rule.included):
            with_tax = msg("The price is with tax, but {rule} adds it", rule=rule.name)
            without = msg("The price is without tax, but {rule} takes it as included", rule=rule.name)
            return with_tax if row.tax_included else without
        return None

    def _meant(self, text: str, usual: int | None) -> int | None:
        if (named := self._named.get(fold(text))) is not None:
            return named
        words = " ".join(_NAME.sub(" ", fold(text)).split())
        if words in _NONE:
            return None
        if words in _USUAL:
            return usual
        rate = _RATE.fullmatch(text)
        return self._by_rate(rate[1], text, usual) if rate else _UNKNOWN

    def _by_rate(self, number: str, text: str, usual: int | None) -> int | None:
        """The rule that takes so many percent of the price, else the one that is called so; 0.11 is 11 percent."""
        rate = Decimal(number.replace(",", "."))
        if 0 < rate < 1 and "%" not in text:
            rate *= 100
        like = self._rules.get(usual or 0)
        ranked = sorted(
            (
                (
                    float(rule.tax().effective) * 100 != float(rate),
                    not rule.active,
                    rule.included != bool(like and like.included),
                    key,
                )
                for key, rule in self._rules.items()
                if rate in (rule.rate, round(Decimal(float(rule.tax().effective) * 100), 4))
            ),
        )
        if ranked:
            return ranked[0][-1]
        return None if rate == 0 else _UNKNOWN

    def _as_priced(self, chosen: int | None, row: ProductRow) -> int | None:
        """The same tax, in the price or on top of it as the price's title says."""
        rule = self._rules.get(chosen or 0)
        if rule is None or row.tax_included in (None, rule.included):
            return chosen
        same = (
            key
            for key, other in self._rules.items()
            if other.active and other.included == row.tax_included and other.tax().effective == rule.tax().effective
        )
        return next(same, chosen)


_UNKNOWN: Final = -1
