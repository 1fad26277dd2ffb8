"""Who is meant by a name on the command line."""

from typing import TYPE_CHECKING

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

if TYPE_CHECKING:
    from desktop_crm.services.who import Who
    from desktop_crm.services.workspace import Workspace


def client_meant(workspace: "Workspace", name: str) -> "Who":
    """The one client of that name, or with that phone. UserError where there is none, or where it may be several."""
    return _one([each for each in _known(workspace, name) if each.contact_id is None], name)


def anybody_meant(workspace: "Workspace", name: str) -> "Who":
    """The same, or one contact where no client has that name."""
    known = _known(workspace, name)
    return _one([each for each in known if each.contact_id is None] or known, name)


def _known(workspace: "Workspace", name: str) -> "list[Who]":
    from desktop_crm.services.who import who

    return who(workspace, name)


def _one(meant: "list[Who]", name: str) -> "Who":
    if len(meant) != 1 and not (meant and meant[0].sure):
        names = ", ".join(each.called for each in meant)
        raise UserError(
            msg("Several clients may be meant by {name}: {names}", name=name, names=names)
            if meant
            else msg("There is no client {name}.", name=name)
        )
    return meant[0]
