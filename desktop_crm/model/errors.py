"""The three kinds of errors; the third (ours) is every exception that is neither of these."""

from collections.abc import Sequence

from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem


class TellableError(Exception):
    """An error whose message is a sentence for a person."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class UserError(TellableError):
    """What was asked can't be done as asked; shown where it was typed. `problems` names the fields, if any."""

    def __init__(self, message: Message, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class WorldError(TellableError):
    """Something outside failed (file locked, disk full, printer gone): says what happened, what is safe, what to do."""


class PasswordNeededError(UserError):
    """The workspace is protected, and no password was given."""


class WrongPasswordError(UserError):
    """What was given opens nothing."""


class BackupError(UserError):
    """The file is a backup: it stays as it is, and a copy of it is worked in."""


class LockedError(WorldError):
    """The workspace is locked; nothing is read or written until it is unlocked."""


class DamagedError(WorldError):
    """The workspace's file is damaged, so that only a backup, or what can be rescued of it, helps."""


class StrangeError(DamagedError):
    """The workspace's file holds what another program put there, which could change or hide what a person sees."""


class UnreadableError(WorldError):
    """A record holds a value that nobody can read; the file and its other records are sound."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "A value of this record can't be read. The record is left as it is; all others are safe."
                " The check of the file (Safety) says which value it is."
            )
        )


class HeldError(WorldError):
    """Another program has the workspace open."""
