"""How long a proof goes on: a short form in every run, the whole of it when `packaging/test.py --long` asks for that."""

import os
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, TypeVar
from zlib import crc32

import pytest

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


def crossed(*tables: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Each case of each table with each of the others; in a short run so few that each is in one of them."""
    if LONG:
        return list(product(*tables))
    return [tuple(table[at % len(table)] for table in tables) for at in range(max(map(len, tables)))]


class _InTurn(list[Any]):
    """Cases of a fixture of which each test gets one."""


def turns(**cases: Any) -> list[Any]:
    """The `params` of a fixture that gives `turn(request)`: each test has all of these, in a short run one by its name."""
    every = [pytest.param(case, id=name) for name, case in cases.items()]
    return every if LONG else [pytest.param(_InTurn(cases.values()), id="in turn")]


def turn(request: pytest.FixtureRequest) -> Any:
    """The case of this test."""
    if not isinstance(request.param, _InTurn):
        return request.param
    return request.param[crc32(request.node.nodeid.encode()) % len(request.param)]


#: Rows of a long list.
MANY = rounds(100_000, 1_000_000)
