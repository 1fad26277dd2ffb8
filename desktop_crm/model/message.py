"""Sentences for a person, kept untranslated until somebody reads them.

Problems, errors and history are written as `msg("Order {number} is confirmed", number=n)`. The English text is the
key of the translation; the arguments are kept apart, so that history can be read in either language later.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_PLACE: Final = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*)\}")


#: The argument of a sentence in the history that says why; it has no place in the sentence and is told after it.
REASON: Final = "because"


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with `{named}` places and the values for them."""

    text: str
    args: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence, for logs and tests; a window goes through `Language.say`."""
        return self.text.format(**self.args) if self.args else self.text

    def to_json(self) -> dict[str, Any]:
        """The plain form in which the journal keeps it."""
        return {"text": self.text, "args": {name: _plain(value) for name, value in self.args.items()}}

    @classmethod
    def from_json(cls, data: Any) -> "Message":
        """The message that `to_json` wrote; from a damaged or strange file, one that says it can't be read."""
        text, args = (data.get("text"), data.get("args") or {}) if isinstance(data, Mapping) else (None, {})
        return cls(text, args) if isinstance(text, str) and _fits(text, args) else _UNREADABLE

    @classmethod
    def from_text(cls, text: str | bytes) -> "Message":
        """The same of the JSON text in the file, or of its bytes where it may be none."""
        try:
            return cls.from_json(json.loads(text))
        except (ValueError, RecursionError):
            return _UNREADABLE


def msg(text: str, /, **args: Any) -> Message:
    """Mark `text` for translation and bind its arguments (the translation check looks for calls of this name)."""
    return Message(text, args)


_UNREADABLE: Final = msg("A sentence that can't be read")


def _fits(text: str, args: Any) -> bool:
    """Whether each place is a bare name with a plain value: anything more could fill the memory, or look around."""
    if not isinstance(args, Mapping) or not all(isinstance(value, str | int | bool | None) for value in args.values()):
        return False
    names = {name for name in _PLACE.findall(text) if name}
    return not args or (names <= set(args) and not set("{}") & set(_PLACE.sub("", text)))


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else str(value)
