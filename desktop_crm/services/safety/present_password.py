"""The present password, asked for again before something that only its owner may do."""

from desktop_crm.model.errors import WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.storage.workspace import Workspace


def refuse_wrong(workspace: Workspace, typed: str) -> None:
    """WrongPasswordError when this is neither the password of the open workspace nor its recovery key.

    A workspace without a password takes anything.
    """
    if workspace.protected and not workspace.opens_with(typed):
        raise WrongPasswordError(msg("This is neither the current password nor the recovery key. Nothing was changed."))
