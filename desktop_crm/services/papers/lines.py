"""Priced lines on paper."""

from collections.abc import Iterable, Sequence

from desktop_crm.documents.parts import PaperLine, Phrase
from desktop_crm.model.lines import PricedLine
from desktop_crm.model.money import Money


def paper_lines(lines: Iterable[PricedLine]) -> tuple[PaperLine, ...]:
    """With their names in both languages."""
    return tuple(
        PaperLine(
            code=line.code,
            name=Phrase(line.name_id, line.name_en),
            quantity=line.quantity,
            unit=line.unit,
            price=None if line.price is None else Money(line.price, line.currency),
            discount=line.discount,
            amount=line.amount,
            note=line.note,
        )
        for line in lines
    )


def subject(lines: Sequence[PricedLine]) -> Phrase:
    """What a paper is about, in a few words: the first goods by name."""
    return Phrase(*(", ".join(dict.fromkeys(line.name(code) for line in lines[:3])) for code in ("id", "en")))
