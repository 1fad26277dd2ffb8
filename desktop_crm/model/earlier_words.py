"""Sentences that the history of a file may hold as earlier versions of the program worded them, and as it words them now."""

from collections.abc import Mapping
from typing import Final

#: Whoever rewords the sentence of an action adds a line: its English text is what the file keeps.
EARLIER: Final[Mapping[str, str]] = {
    "Forget the details of history before {day}": "Delete the details of history before {day}",
    "Take back the signing of contract {number}": "Undo the signing of contract {number}",
}
