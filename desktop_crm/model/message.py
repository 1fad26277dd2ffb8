"""Sentences for a person, kept untranslated until somebody reads them.

Problems, errors and history are written as `msg("Order {number} is confirmed", number=n)`. The English text is the
key of the translation; the arguments are kept apart, so that history can be read in either language later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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
    def from_json(cls, data: Mapping[str, Any]) -> "Message":
        """The message that `to_json` wrote."""
        return cls(data["text"], data.get("args") or {})


def msg(text: str, /, **args: Any) -> Message:
    """Mark `text` for translation and bind its arguments (the translation check looks for calls of this name)."""
    return Message(text, args)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else str(value)
