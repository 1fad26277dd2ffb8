"""Which column of a foreign sheet is which field of ours: by its title as a whole, and by what its cells look like."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

from desktop_crm.exchange.cells import Cell
from desktop_crm.exchange.column_looks import TELLING, Look, contradict, share
from desktop_crm.exchange.title_words import HARMLESS, OF_OFFICE, OTHER
from desktop_crm.model.fold import fold
from desktop_crm.model.message import Message, msg

_TYPO: Final = 80  # below this share of equal letters two words are two words
_SHORTEST_TYPO: Final = 5
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FITTING: Final = 0.5  # of the cells, where the title alone is not enough

_SURE, _NEAR, _OFFICE, _LOOSE, _WEAK, _LIKELY = 100, 80, 60, 50, 40, 30


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
    taken the column (`Nama` is the client, unless `Nama Perusahaan` stands beside it). `look` is what its cells look like.
    A field that may stand in several columns has one of its own `further` for each, whose `of` is the first one's id.
    """

    id: str
    title: Message
    synonyms: tuple[str, ...]
    weak: tuple[str, ...] = ()
    required: bool = False
    kind: ValueKind = ValueKind.TEXT
    look: Look = Look.ANY
    of: str = ""


def further(field: ImportField, columns: int) -> tuple[ImportField, ...]:
    """A field that may stand in so many columns: `Telepon 1`, `Telepon 2`."""
    others = (
        replace(
            field,
            id=f"{field.id}.{at}",
            title=msg("{field} ({n})", field=field.title, n=at),
            required=False,
            of=field.id,
        )
        for at in range(2, columns + 1)
    )
    return (field, *others)


@dataclass(frozen=True, slots=True)
class Question:
    """Columns that have the same claim on one field: none is taken before somebody has chosen."""

    field: ImportField
    columns: tuple[int, ...]

    def told(self, header: Sequence[str]) -> Message:
        """The sentence that asks."""
        names = ", ".join(f"“{header[at]}”" for at in self.columns)
        return msg("{columns} may each be: {field}. Choose the column", columns=names, field=self.field.title)


@dataclass(frozen=True, slots=True)
class Matching:
    """Field id → column, each used once, and what must be asked."""

    mapping: Mapping[str, int]
    questions: tuple[Question, ...] = ()


Cells = Callable[[int], Sequence[Cell]]


def match(header: Sequence[str], fields: Sequence[ImportField], cells: Cells | None = None) -> dict[str, int]:
    """`matching` without what must be asked."""
    return dict(matching(header, fields, cells).mapping)


def matching(
    header: Sequence[str],
    fields: Sequence[ImportField],
    cells: Cells | None = None,
    left: AbstractSet[int] = frozenset(),
) -> Matching:
    """The columns of the fields; the surest pairs first, earlier fields and columns first among equals.

    `cells` gives the first cells of a column that aren't blank; `left` are columns that are not looked at.
    """
    claims = _claims(header, [field for field in fields if not field.of], cells or (lambda _at: ()), left)
    found: dict[str, int] = {}
    for _, _, column, field in claims:
        if field.id not in found and column not in found.values():
            found[field.id] = column
    questions = _questions(header, claims, found, {field.of for field in fields})
    for question in questions:
        del found[question.field.id]
    for further_field in (field for field in fields if field.of in found):
        taken = {*found.values(), *(at for question in questions for at in question.columns)}
        free = (
            at for score, _, at, field in claims if field.id == further_field.of and at not in taken and -score != _WEAK
        )
        if (at := next(free, None)) is not None:
            found[further_field.id] = at
    return Matching(found, questions)


_Claim = tuple[int, int, int, ImportField]


def _claims(header: Sequence[str], fields: Sequence[ImportField], cells: Cells, left: AbstractSet[int]) -> list[_Claim]:
    words = _vocabulary(tuple(_names(field) for field in fields))
    found: list[_Claim] = []
    for column, title in enumerate(header):
        scores = [
            (score, order, field) for order, field in enumerate(fields) if (score := likeness(title, field, words))
        ]
        if not scores or column in left:
            continue
        seen = cells(column)
        for score, order, field in scores:
            telling = field.look in TELLING and bool(seen) and share(seen, field.look) >= _FITTING
            if not contradict(seen, field.look) and (score > _LIKELY or telling):
                found.append((-score, order, column, field))
    return sorted(found, key=lambda claim: claim[:3])


def _questions(
    header: Sequence[str], claims: Sequence[_Claim], found: Mapping[str, int], several: AbstractSet[str]
) -> tuple[Question, ...]:
    asked = []
    for field_id, column in found.items():
        best = next(claim for claim in claims if claim[3].id == field_id and claim[2] == column)
        same = [
            at
            for score, _, at, field in claims
            if field.id == field_id and score == best[0] and (at == column or at not in found.values())
        ]
        numbered = {_without_number(header[at]) for at in same}
        if (
            -best[0] != _WEAK
            and len(same) > 1
            and field_id not in several
            and (len(numbered) > 1 or len({header[at] for at in same}) == 1)
        ):
            asked.append(Question(best[3], tuple(same)))
    return tuple(asked)


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


def likeness(title: str, field: ImportField, vocabulary: AbstractSet[str] = frozenset()) -> int:
    """0 when the column can't be the field, 100 when its title is one of the field's names."""
    known = _folded((field.id, str(field.title), *field.synonyms), field.weak)
    texts = (title, title.partition("(")[0], _HUMP.sub(" ", title))
    return max((_likeness(name, known, vocabulary) for text in dict.fromkeys(texts) if (name := fold(text))), default=0)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A field's names as they are compared."""

    sure: frozenset[str]
    bare: frozenset[str]
    weak: frozenset[str]
    words: tuple[tuple[str, ...], ...]
    id: frozenset[str]


@cache
def _folded(names: tuple[str, ...], weak: tuple[str, ...]) -> _Folded:
    less = frozenset(map(fold, weak))
    sure = tuple(name for name in dict.fromkeys(map(fold, names)) if name not in less)
    bare = frozenset(name.replace(" ", "") for name in sure)
    return _Folded(
        frozenset(sure), bare, less, tuple(tuple(name.split()) for name in sure), frozenset(fold(names[0]).split())
    )


@cache
def _vocabulary(fields: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """Words that mean something by themselves: none of them is another one mistyped."""
    return frozenset(word for names in fields for name in names for word in fold(name).split()) | OTHER


def _without_number(title: str) -> str:
    """`E-mail 2 - Value` → `e mail value`."""
    return " ".join(word for word in fold(title).split() if not (word.isdecimal() and len(word) < 3))


def _likeness(name: str, known: _Folded, vocabulary: AbstractSet[str]) -> int:
    bare = _without_number(name) or name
    if name in known.sure or bare in known.sure or bare.replace(" ", "") in known.bare:
        return _SURE
    if bare in known.weak:
        return _WEAK
    words = bare.split()
    given = frozenset(words)
    best = 0
    for other in known.words:
        if given == known.id and given == set(other):
            continue  # `Last contact` is no `contact_last`
        if given.issuperset(other):
            best = max(best, _with_more(given.difference(other), other))
        elif len(words) == len(other) and best < _NEAR and _mistyped(words, other, vocabulary):
            best = _NEAR
    return best


def _with_more(more: AbstractSet[str], name: tuple[str, ...]) -> int:
    """What a title is that has more words than a field's name."""
    if not more:
        return _SURE
    if more & OTHER:
        return 0
    if more <= HARMLESS | OF_OFFICE:
        return _OFFICE + len(name) if more & OF_OFFICE else _LOOSE + len(name)
    return _LIKELY


def _mistyped(words: Sequence[str], other: Sequence[str], vocabulary: AbstractSet[str]) -> bool:
    """Whether one word is nearly that of the name, and the others are the same."""
    from rapidfuzz import fuzz

    apart = [(word, right) for word, right in zip(words, other, strict=True) if word != right]
    if len(apart) != 1:
        return False
    word, right = apart[0]
    near = len(word) >= _SHORTEST_TYPO and word[0] == right[:1] and word not in vocabulary
    return near and fuzz.ratio(word, right) >= _TYPO


def _names(field: ImportField) -> tuple[str, ...]:
    return (field.id, str(field.title), *field.synonyms, *field.weak)
