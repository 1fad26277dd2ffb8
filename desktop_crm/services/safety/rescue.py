"""Rescuing what is readable of a damaged workspace into a new file, and telling what is not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage.rescue.rescue import Fate
from desktop_crm.storage.rescue.rescue import rescue as write_readable

_SHOWN: Final = 5  # ranges

#: What is in each table, for a person.
TITLES: Final[dict[str, Message]] = {
    **{noun.table: noun.many for noun in NOUNS},
    "blobs": msg("Contents of files"),
    "company": msg("Your company"),
    "drafts": msg("Drafts"),
    "habits": msg("Filters and saved views"),
    "identity": msg("What the file says of itself"),
    "journal_changes": msg("History"),
    "journal_entries": msg("Actions in the history"),
    "journal_rows": msg("History of imports"),
    "number_counters": msg("Last numbers given"),
    "number_series": msg("Numbers"),
    "order_lines": msg("Lines of orders"),
    "templates": msg("Templates"),
}

#: What somebody counts who wants to know whether all is there.
_COUNTED: Final = tuple(noun.table for noun in NOUNS if not noun.is_setting)


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a rescue came to: what the new file holds, what is not in it, and what still is wrong there."""

    path: Path
    kept: tuple[tuple[Message, int], ...]
    lost: tuple[Message, ...]
    wrong: tuple[Message, ...]


def rescue(
    damaged: Path, new: Path, typed: str = "", progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Rescued:
    """Make a new workspace, under the same password, of what is readable of a damaged one, which is only read.

    Raises:
        PasswordNeededError, WrongPasswordError: as in opening.
        UserError: no such file, the new one is there already, or nothing of this program's can be read.
        WorldError: the damaged file is open somewhere, or the new place can't be written to.
    """
    fates = write_readable(damaged, new, typed, progress)
    with opened(new, typed) as workspace:
        wrong = check(workspace)
    kept = {fate.table: fate.kept for fate in fates}
    return Rescued(
        new,
        tuple((TITLES[table], kept.get(table, 0)) for table in _COUNTED),
        tuple(sentence for fate in fates for sentence in _told(fate)),
        tuple(wrong),
    )


def _told(fate: Fate) -> Iterator[Message]:
    """What became of a table's rows, as far as they are not as they were."""
    what = TITLES.get(fate.table) or msg("{what}", what=fate.table)
    if fate.unsure:
        yield msg(
            "{what}: a part could not be read; how many are missing is not known ({ranges})",
            what=what,
            ranges=_ranges(fate),
        )
    if fate.unread:
        yield msg("{what}: {n} could not be read ({ranges})", what=what, n=fate.unread, ranges=_ranges(fate))
    if fate.refused:
        yield msg("{what}: {n} were damaged beyond use", what=what, n=fate.refused)
    if fate.alone:
        yield msg("{what}: {n} were left out, because what they belong to is lost", what=what, n=fate.alone)
    if fate.stand_ins:
        yield msg("{what}: {n} of the lost ones are kept by name only, marked with “?”", what=what, n=fate.stand_ins)
    if fate.mended:
        yield msg("{what}: {n} are kept with a damaged value", what=what, n=fate.mended)
    if fate.remembered:
        yield msg("{what}: {n} were brought back from the history", what=what, n=fate.remembered)


def _ranges(fate: Fate) -> str:
    """The places of rows in their table, which are the order in which they were made."""
    found = [_range(*each) for each in fate.ranges[:_SHOWN]]
    return ", ".join([*found, *(["…"] if len(fate.ranges) > _SHOWN else [])])


def _range(first: int, last: int | None) -> str:
    return str(first) if first == last else f"{first}–{'' if last is None else last}"
