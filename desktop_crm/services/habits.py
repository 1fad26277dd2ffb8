"""Habits: filters and saved views of lists. They name clients, so they are kept in the workspace."""

from functools import cached_property
from typing import TYPE_CHECKING

from desktop_crm.services.beside import Beside
from desktop_crm.storage import habit as storage

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace


class Habits:
    """Texts by their key, read once and written soon."""

    def __init__(self, workspace: "Workspace", beside: Beside) -> None:
        self._workspace = workspace
        self._beside = beside

    def get(self, key: str) -> str:
        """What is kept; empty when nothing is."""
        return self._kept.get(key, "")

    def put(self, key: str, content: str) -> None:
        """Keep this; an empty text forgets it. Half characters become what a file can keep."""
        if content == self.get(key):
            return
        from desktop_crm.model.base import whole_text

        self._kept[key] = content
        kept = whole_text(key), whole_text(content) or None
        self._beside.put(f"habit {key}", lambda connection: storage.put(connection, *kept))

    @cached_property
    def _kept(self) -> dict[str, str]:
        with self._workspace.driver_connection() as connection:
            return storage.every(connection)
