"""The password around the workspace: how good it is, the recovery key on paper, wrong tries, the system's key ring."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.storage.workspace import Workspace

_LOG = logging.getLogger(__name__)

#: The name of our entries in the system's key ring.
_SERVICE: Final = "Desktop CRM"
#: zxcvbn looks at no more: longer ones are good anyway, and would take it long.
_LONGEST: Final = 72

#: A weaker password would only look like protection.
_LEAST: Final = 2

#: A guess after so many wrong ones has to wait: seconds are doubled from the third on, up to a minute.
_FREE_TRIES: Final = 2
_LONGEST_WAIT: Final = 60

_WORDS: Final = (
    msg("Very weak: guessed at once"),
    msg("Weak: guessed within hours"),
    msg("Fair: holds against a curious finder"),
    msg("Good: holds against somebody who means it"),
    msg("Strong"),
)
_ADD_WORDS: Final = msg("Add another word or two. Uncommon words are better.")
#: A part of zxcvbn's warnings → ours.
_WARNINGS: Final = {
    "common password": msg("Many people use this password, or nearly this one."),
    "commonly used": msg("Many people use this password, or nearly this one."),
    "rows of keys": msg("Keys that lie side by side are easy to guess."),
    "keyboard patterns": msg("Keys that lie side by side are easy to guess."),
    "Repeats": msg("Repeated letters or words are easy to guess."),
    "Sequences": msg("Sequences like abc or 6543 are easy to guess."),
    "Recent years": msg("Years and dates are easy to guess."),
    "Dates": msg("Years and dates are easy to guess."),
    "word by itself": msg("A word by itself is easy to guess."),
    "names": msg("Names are easy to guess."),
}


@dataclass(frozen=True, slots=True)
class Strength:
    """How well a password withstands guessing: `score` from 0 to 4, said by `words`; what is wrong, and what would help."""

    score: int
    words: Message
    warning: Message | None = None
    hints: tuple[Message, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether it protects a laptop that was stolen."""
        return self.score >= 3


def strength(password: str, words: Iterable[str] = ()) -> Strength:
    """Judge a password; `words` are known about its owner (company, name) and help a guesser."""
    from zxcvbn import zxcvbn

    if not password:
        return Strength(0, _WORDS[0])
    told_of = list(words)  # the name with and without what it begins with (PT, a first name)
    known = [part for word in told_of for part in (*word.split(), "".join(word.split()), "".join(word.split()[1:]))]
    found: dict[str, Any] = zxcvbn(password[:_LONGEST], user_inputs=known)
    score = int(found["score"])
    told = str(found["feedback"]["warning"])
    warning = next((sentence for part, sentence in _WARNINGS.items() if part.lower() in told.lower()), None)
    return Strength(score, _WORDS[score], warning, (_ADD_WORDS,) if score < 3 else ())


def refuse_weak(password: str, again: str) -> None:
    """UserError for a password that is too easily guessed, or was not typed twice alike."""
    if password != again:
        raise UserError(msg("The two passwords differ. Type the same one twice."))
    if strength(password).score < _LEAST:
        raise UserError(msg("This password is too easy to guess. Take a few words that do not belong together."))


def recovery_sheet(workspace: Workspace, day: date, code: str) -> bytes:
    """The recovery key on paper, as PDF in one language; UserError for a workspace without a password."""
    from desktop_crm.documents.recovery_sheet import recovery_pdf

    if not workspace.protected:
        raise UserError(msg("{name} has no password, so it has no recovery key.", name=workspace.name))
    return recovery_pdf(workspace.path.name, workspace.recovery_key, day, code)


class Attempts:
    """Wrong passwords for one file: counted, and each has to wait longer for the next."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._again_at = 0.0
        self.count = 0

    @property
    def wait_seconds(self) -> float:
        """How long until the next try; 0 when it may be made now."""
        return max(0.0, self._again_at - self._clock())

    def failed(self) -> None:
        """A wrong one."""
        self.count += 1
        more = self.count - _FREE_TRIES
        if more > 0:
            self._again_at = self._clock() + min(2.0**more, _LONGEST_WAIT)

    def succeeded(self) -> None:
        """The right one."""
        self.count, self._again_at = 0, 0.0


def can_remember() -> bool:
    """Whether the system has a key ring that keeps secrets from other users."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return float(keyring.get_keyring().priority) >= 1
    except (KeyringError, RuntimeError, OSError):
        return False


def remember(path: Path, password: str) -> bool:
    """Keep the password in the system's key ring; whether it could be kept."""
    return _ring("set_password", path, password) is not _FAILED


def remembered(path: Path) -> str | None:
    """The password from the system's key ring; None when it has none for this file."""
    found = _ring("get_password", path)
    return found if isinstance(found, str) and found else None


def forget(path: Path) -> None:
    """Take the password out of the system's key ring."""
    if remembered(path) is not None:
        _ring("delete_password", path)


_FAILED: Final = object()


def _ring(verb: str, path: Path, *rest: str) -> object:
    """What the key ring answers; a ring that is closed or broken only costs the convenience."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return getattr(keyring, verb)(_SERVICE, str(path), *rest)
    except (KeyringError, RuntimeError, OSError) as error:
        _LOG.warning("the key ring did not answer: %s", type(error).__name__)
        return _FAILED
