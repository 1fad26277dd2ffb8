"""What a table's rows gather of others that hang on them, as its noun's file of storage says it in `GATHERED`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Gathered:
    """`table` (`t`) has these `columns`, as `read` gives them for what is `asked` of each row.

    `hanging` are the tables whose rows are gathered, with the column of each that names whose they are.
    """

    table: str
    columns: tuple[str, ...]
    asked: tuple[str, ...]
    read: Callable[..., tuple[Any, ...]]
    hanging: Mapping[str, str]
