"""Opening, making and closing the workspace, for the window and the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from desktop_crm.services import settings
from desktop_crm.storage.workspace import SUFFIX, Workspace, create_workspace, remove_file
from desktop_crm.storage.workspace import open_workspace as open_file

__all__ = ["SUFFIX", "Session", "Workspace", "create", "discard", "open_workspace", "opened"]


def create(path: Path, *, language: str = "id", currency: str = "IDR") -> Workspace:
    """A new workspace with Indonesia's tax rules, number series, and the contract templates.

    Raises:
        UserError: a file is there already, or there is no such folder.
        WorldError: the place can't be written to.
    """
    return create_workspace(path, lambda session: settings.fill_new(session, language=language, currency=currency))


def discard(workspace: Workspace) -> None:
    """Close a workspace that could not be made to its end, and take its file away."""
    workspace.close()
    remove_file(workspace.path)


def open_workspace(path: Path) -> Workspace:
    """Open a workspace; the manager's name, if the file knows it, signs what is written from now on."""
    workspace = open_file(path)
    try:
        with workspace.read() as session:
            workspace.user = settings.company(session).manager or workspace.user
    except BaseException:
        workspace.close()
        raise
    return workspace


@contextmanager
def opened(path: Path) -> Iterator[Workspace]:
    """A workspace for the length of a command."""
    workspace = open_workspace(path)
    try:
        yield workspace
    finally:
        workspace.close()
