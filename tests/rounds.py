"""How long a proof goes on: a short form in every run, the whole of it when `packaging/test.py --long` asks for that."""

import os
from collections.abc import Iterable
from typing import TypeVar

_Case = TypeVar("_Case")

LONG = "DESKTOP_CRM_LONG" in os.environ


def rounds(short: int, whole: int) -> int:
    """How many examples, records or turns."""
    return whole if LONG else short


def some(cases: Iterable[_Case], short: int) -> list[_Case]:
    """So many of the cases, evenly from the first to the last: always the same ones."""
    every = list(cases)
    if LONG or short >= len(every):
        return every
    return [every[at * (len(every) - 1) // max(1, short - 1)] for at in range(short)]


#: Rows of a long list.
MANY = rounds(100_000, 1_000_000)
