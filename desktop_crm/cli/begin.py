"""What the program does before all else, with a window or without: light, because a window is painted right after it."""

import os
from typing import Final

from desktop_crm import secrecy

PASSWORD: Final = "DESKTOP_CRM_PASSWORD"  # noqa: S105  # the name of a variable
NEW_PASSWORD: Final = "DESKTOP_CRM_NEW_PASSWORD"  # noqa: S105  # the name of a variable

#: The passwords that were in the environment, by variable.
given: Final[dict[str, str]] = {}


def begin() -> None:
    """Nothing written goes astray, no dump is left behind, no program we start reads our passwords."""
    _fill_descriptors()
    secrecy.forbid_dumps()
    _take_variables()


def _fill_descriptors() -> None:
    """Where the caller has closed one of the three, the next file that is opened would get what is written to it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _take_variables() -> None:
    """Passwords out of the environment, before anything else is started that could read them there."""
    given.clear()
    for name in (PASSWORD, NEW_PASSWORD):
        found = secrecy.taken(name)
        if found is not None:
            given[name] = found
