"""What was done: the actions of the whole file, newest first, and taking any of them back."""

from collections.abc import Callable

from desktop_crm.storage.past.done import BACK, OLD, Done, Way
from desktop_crm.storage.workspace import Workspace

__all__ = ["BACK", "OLD", "Done", "Way", "listing"]


def listing(workspace: Workspace, say: Callable[[str], str] = str) -> Done:
    """The list; a row's id is for `Workspace.take_back`. `say` puts English texts into the language they are searched in."""
    return Done(workspace, say)
