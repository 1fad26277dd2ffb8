"""What of a contract's paper went to a printer, which places were left on it for the pen, and what was written there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final

from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg


class Counterpart(StrEnum):
    """The three that a contract is printed as: an original for each party, and a copy."""

    FIRST = "original_1"
    SECOND = "original_2"
    COPY = "copy"


COUNTERPARTS: Final = (
    Choice(Counterpart.FIRST, msg("Original 1")),
    Choice(Counterpart.SECOND, msg("Original 2")),
    Choice(Counterpart.COPY, msg("A copy")),
)


@dataclass(frozen=True, slots=True)
class Printed:
    """`sheets` are those that came out saying what has the digest `said`: once the contract says otherwise, none has.

    `blanks` are the paths of the values that were left open on the paper the client has, `written` what was written there
    by hand, as it was typed in when the contract was signed.
    """

    sheets: tuple[str, ...] = ()
    said: str = ""
    blanks: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)

    def with_sheet(self, sheet: Counterpart, said: str) -> "Printed":
        """After one more has come out."""
        before = self.sheets if said == self.said else ()
        return replace(self, sheets=tuple(dict.fromkeys((*before, sheet))), said=said)

    def to_json(self) -> dict[str, Any]:
        """The plain form for the file."""
        kept = {item.name: getattr(self, item.name) for item in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value
            for name, value in kept.items()
            if value
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Printed":
        """What `to_json` wrote."""
        return cls(
            sheets=_texts(data.get("sheets", ())),
            said=str(data.get("said", "")),
            blanks=_texts(data.get("blanks", ())),
            written={str(path): str(text) for path, text in dict(data.get("written", {})).items()},
        )


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(map(str, values))
