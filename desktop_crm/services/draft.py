"""Drafts: what is typed and not saved, kept in the workspace while one types, so that it survives a crash."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from desktop_crm.services.beside import Beside
from desktop_crm.storage import draft as storage

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into one form: `typed` by field, as plain JSON.

    `noun` and `record_id` name the card, None for a new record, which began with what was `given`. `part` is a form of
    its own on that card; `version` is the record's when it was typed.
    """

    slot: str
    noun: str
    record_id: int | None = None
    part: str = ""
    version: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)


class Drafts:
    """The drafts of one workspace, as they will be in its file in a moment; asked by any thread."""

    def __init__(self, workspace: "Workspace", beside: Beside) -> None:
        self._workspace = workspace
        self._beside = beside

    def keep(self, draft: Draft) -> None:
        """Write a draft soon, in the place of what its slot holds."""
        self._beside.put(f"draft {draft.slot}", _Change(draft.slot, draft))

    def drop(self, slot: str) -> None:
        """Forget a draft soon."""
        self._beside.put(f"draft {slot}", _Change(slot, None))

    def of_card(self, noun: str, record_id: int | None, part: str | None = None) -> list[Draft]:
        """What was typed on a card, or into new records of a noun, the newest first; all its parts, or one."""
        waiting = self._waiting()
        with self._workspace.driver_connection() as connection:
            rows = list(storage.of_card(connection, noun, record_id))
        found = _over(rows, waiting, lambda one: one.noun == noun and one.record_id == record_id)
        return [one for one in found if part is None or one.part == part]

    def every(self) -> list[Draft]:
        """All of them, the newest first."""
        waiting = self._waiting()
        with self._workspace.driver_connection() as connection:
            rows = list(storage.every(connection))
        return _over(rows, waiting, lambda _one: True)

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until all of them are in the file; False when they could not be written in time."""
        return self._beside.settle(seconds)

    def _waiting(self) -> dict[str, Draft | None]:
        """By slot; asked before the file, or what is written meanwhile would be in neither."""
        return {one.slot: one.draft for one in self._beside.waiting().values() if isinstance(one, _Change)}


def _over(
    rows: list[storage.DraftRow], waiting: Mapping[str, Draft | None], wanted: Callable[[Draft], bool]
) -> list[Draft]:
    """What waits lies over what the file has."""
    newest = [one for one in reversed(list(waiting.values())) if one is not None and wanted(one)]
    kept = [read for row in rows if row.slot not in waiting and (read := _read(row)) is not None]
    return newest + kept


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """What becomes of one slot: None forgets it."""

    slot: str
    draft: Draft | None

    def __call__(self, connection: Any) -> None:
        if self.draft is None:
            storage.drop(connection, self.slot)
            return
        content = asdict(self.draft)
        for column in ("slot", "noun", "record_id"):
            del content[column]
        storage.put(connection, self.slot, self.draft.noun, self.draft.record_id, json.dumps(content))


def _read(row: storage.DraftRow) -> Draft | None:
    """None for one that nobody can read, an empty one, or another version's."""
    try:
        draft = Draft(row.slot, row.noun, row.record_id, **json.loads(row.content))
    except (ValueError, TypeError):
        return None
    return draft if draft.typed and isinstance(draft.typed, dict) and isinstance(draft.given, dict) else None
