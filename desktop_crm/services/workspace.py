"""Opening, making and closing the workspace, for the window and the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_crm.storage.file.replacing import remove_file
from desktop_crm.storage.opening import create_workspace, is_protected, open_workspace
from desktop_crm.storage.workspace import SUFFIX, Workspace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Session  # noqa: PLC0414  # the window names it, and never loads it

__all__ = [
    "SUFFIX",
    "Workspace",
    "create",
    "discard",
    "entry_of",
    "is_protected",
    "open_workspace",
    "opened",
    "prepare",
]


def create(path: Path, *, language: str = "id", currency: str = "IDR", password: str = "") -> Workspace:
    """A new workspace with Indonesia's tax rules, number series, and the contract templates; protected if given a password.

    Raises:
        UserError: a file is there already, or there is no such folder.
        WorldError: the place can't be written to.
    """
    from desktop_crm.services import settings

    return create_workspace(
        path, lambda session: settings.fill_new(session, language=language, currency=currency), password
    )


def discard(workspace: Workspace) -> None:
    """Close a workspace that could not be made to its end, and take its file away."""
    workspace.close()
    remove_file(workspace.path)


def entry_of(session: "Session") -> int | None:
    """The history's id of the action that a session writes or has written, see `take_back`; None when it changed nothing."""
    from desktop_crm.storage.journal.writing import unit_of

    return unit_of(session).entry_id


def prepare(workspace: Workspace) -> None:
    """Load what the screens need after the first one, so that a click need not wait; in any thread.

    What cards ask first is asked, see `first_questions`.
    """
    from desktop_crm.services import exporting, first_questions, search, settings  # noqa: F401  # loading is all

    with workspace.read() as session:
        settings.company(session)
    first_questions.ask(workspace)


@contextmanager
def opened(path: Path, typed: str = "") -> Iterator[Workspace]:
    """A workspace for the length of a command; `typed` is its password or recovery key, if it has one."""
    workspace = open_workspace(path, typed)
    try:
        yield workspace
    finally:
        workspace.close()
