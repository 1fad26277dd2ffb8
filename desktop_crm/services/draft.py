"""Drafts: what is typed and not saved, kept in the workspace while one types, so that it survives a crash.

Whoever types never waits for the file: a thread of its own writes, all that is waiting in one transaction, and tries
again later while the workspace is locked, busy with an import, or its disk is full.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.model.errors import TellableError
from desktop_crm.storage import draft as storage

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace

_AGAIN: Final = 2.0  # seconds, after the file could not be written

_LOG = logging.getLogger(__name__)


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

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._waiting: dict[str, Draft | None] = {}  # None: to be forgotten
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def keep(self, draft: Draft) -> None:
        """Write a draft soon, in the place of what its slot holds."""
        self._put(draft.slot, draft)

    def drop(self, slot: str) -> None:
        """Forget a draft soon."""
        self._put(slot, None)

    def of_card(self, noun: str, record_id: int | None, part: str | None = None) -> list[Draft]:
        """What was typed on a card, or into new records of a noun, the newest first; all its parts, or one."""
        with self._workspace.driver_connection() as connection:
            rows = list(storage.of_card(connection, noun, record_id))
        found = self._over(rows, lambda one: one.noun == noun and one.record_id == record_id)
        return [one for one in found if part is None or one.part == part]

    def every(self) -> list[Draft]:
        """All of them, the newest first."""
        with self._workspace.driver_connection() as connection:
            rows = list(storage.every(connection))
        return self._over(rows, lambda _one: True)

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until nothing waits to be written; False when it could not be written in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, seconds)

    def close(self, seconds: float = 5.0) -> bool:
        """Write what waits, once more at least, and end; whether all was written."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(seconds)
        return not self._waiting

    def _put(self, slot: str, draft: Draft | None) -> None:
        with self._changed:
            if self._closed:
                return
            self._waiting.pop(slot, None)
            self._waiting[slot] = draft
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="drafts", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _over(self, rows: list[storage.DraftRow], wanted: Callable[[Draft], bool]) -> list[Draft]:
        """What waits lies over what the file has."""
        with self._changed:
            waiting = dict(self._waiting)
        newest = [one for one in reversed(waiting.values()) if one is not None and wanted(one)]
        kept = [read for row in rows if row.slot not in waiting and (read := _read(row)) is not None]
        return newest + kept

    def _work(self) -> None:
        while batch := self._next():
            if not self._written(batch) and self._give_up():
                return

    def _next(self) -> dict[str, Draft | None]:
        """What waits, as soon as anything does; nothing after closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return dict(self._waiting)

    def _written(self, batch: Mapping[str, Draft | None]) -> bool:
        try:
            with self._workspace.aside() as connection:
                for slot, draft in batch.items():
                    _write(connection, slot, draft)
        except TellableError as error:
            _LOG.debug("drafts wait: %s", type(error).__name__)
            return False
        except Exception as error:  # noqa: BLE001 - typing goes on whatever it is; its text may hold what was typed
            _LOG.error("drafts wait: %s", type(error).__name__)
            return False
        with self._changed:
            for slot, draft in batch.items():
                if slot in self._waiting and self._waiting[slot] is draft:
                    del self._waiting[slot]
            self._changed.notify_all()
        return True

    def _give_up(self) -> bool:
        """After a failure: wait a little, unless the workspace is to be closed."""
        with self._changed:
            return self._changed.wait_for(lambda: self._closed, _AGAIN)


def _write(connection: Any, slot: str, draft: Draft | None) -> None:
    if draft is None:
        storage.drop(connection, slot)
        return
    content = asdict(draft)
    for column in ("slot", "noun", "record_id"):
        del content[column]
    storage.put(connection, slot, draft.noun, draft.record_id, json.dumps(content))


def _read(row: storage.DraftRow) -> Draft | None:
    """None for one that nobody can read, an empty one, or another version's."""
    try:
        draft = Draft(row.slot, row.noun, row.record_id, **json.loads(row.content))
    except (ValueError, TypeError):
        return None
    return draft if draft.typed and isinstance(draft.typed, dict) and isinstance(draft.given, dict) else None
