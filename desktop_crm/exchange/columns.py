"""Which column of a foreign sheet is which field of ours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
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
    for title in wanted.values():
        if (fold(title) or title) not in places:
            raise KeyError(title)
    return {field: places[fold(title) or title] for field, title in wanted.items()}


def likeness(title: str, field: ImportField) -> int:
    """0 when the column can't be the field, 100 when its title is one of the field's names."""
    names = [folded for text in (title, title.partition("(")[0]) if (folded := fold(text))]
    known = _folded((field.id, str(field.title), *field.synonyms), field.weak)
    return max((_likeness(name, known) for name in names), default=0)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A field's names as they are compared."""

    sure: tuple[str, ...]
    bare: frozenset[str]
    weak: frozenset[str]


@cache
def _folded(names: tuple[str, ...], weak: tuple[str, ...]) -> _Folded:
    sure = tuple(map(fold, names))
    return _Folded(sure, frozenset(name.replace(" ", "") for name in sure), frozenset(map(fold, weak)))


def _likeness(name: str, known: _Folded) -> int:
    from rapidfuzz import fuzz, process

    sure = known.sure
    if name in sure or name.replace(" ", "") in known.bare:
        return 100
    if name in known.weak:
        return 80
    alike = (
        process.extractOne(name, sure, scorer=fuzz.ratio, score_cutoff=_TYPO) if len(name) >= _SHORTEST_TYPO else None
    )
    if alike:
        return 60 + int(alike[1] - _TYPO)
    words = set(name.split())
    parts = [other for other in sure if len(other) >= _SHORTEST_PART and words.issuperset(other.split())]
    return 30 + min(25, max(map(len, parts))) if parts else 0


def _names(field: ImportField) -> tuple[str, ...]:
    return (field.id, str(field.title), *field.synonyms, *field.weak)
