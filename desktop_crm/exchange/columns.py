"""Which column of a foreign sheet is which field of ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop_crm.model.fold import fold
from desktop_crm.model.message import Message

_TYPO: Final = 86  # below this share of equal letters two words are two words
_SHORTEST_TYPO: Final = 5
_SHORTEST_PART: Final = 4


class ValueKind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    CODE = "code"  # digits and letters that are no quantity: phones, tax numbers, article codes
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that can be imported.

    `synonyms` are names that mean it for certain, in both languages; `weak` ones count only where nothing better has
    taken the column (`Nama` is the client, unless `Nama Perusahaan` stands beside it).
    """

    id: str
    title: Message
    synonyms: tuple[str, ...]
    weak: tuple[str, ...] = ()
    required: bool = False
    kind: ValueKind = ValueKind.TEXT


def match(header: Sequence[str], fields: Sequence[ImportField]) -> dict[str, int]:
    """Field id → column, each used once; the surest pairs first, earlier fields and columns first among equals."""
    pairs = [
        (-score, order, column, field.id)
        for order, field in enumerate(fields)
        for column, title in enumerate(header)
        if (score := likeness(title, field))
    ]
    found: dict[str, int] = {}
    for _, _, column, field_id in sorted(pairs):
        if field_id not in found and column not in found.values():
            found[field_id] = column
    return found


def known_names(fields: Iterable[ImportField]) -> frozenset[str]:
    """All names of all fields, folded: what a header row is recognised by."""
    return frozenset(fold(name) for field in fields for name in _names(field))


def by_title(header: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Field id → column for titles given by hand; a title that the sheet does not have raises KeyError with it."""
    places = {fold(title) or title: at for at, title in reversed(list(enumerate(header)))}
    return {field: places[fold(title) or title] for field, title in wanted.items()}


def likeness(title: str, field: ImportField) -> int:
    """0 when the column can't be the field, 100 when its title is one of the field's names."""
    names = [folded for text in (title, title.partition("(")[0]) if (folded := fold(text))]
    sure = [fold(name) for name in (field.id, str(field.title), *field.synonyms)]
    weak = [fold(name) for name in field.weak]
    return max((_likeness(name, sure, weak) for name in names), default=0)


def _likeness(name: str, sure: list[str], weak: list[str]) -> int:
    from rapidfuzz import fuzz

    bare = name.replace(" ", "")
    if name in sure or bare in {other.replace(" ", "") for other in sure}:
        return 100
    if name in weak:
        return 80
    alike = max(fuzz.ratio(name, other) for other in sure) if len(name) >= _SHORTEST_TYPO else 0
    if alike >= _TYPO:
        return 60 + int(alike - _TYPO)
    words = set(name.split())
    parts = [other for other in sure if len(other) >= _SHORTEST_PART and words.issuperset(other.split())]
    return 30 + min(25, max(map(len, parts))) if parts else 0


def _names(field: ImportField) -> tuple[str, ...]:
    return (field.id, str(field.title), *field.synonyms, *field.weak)
