"""Characters that no font of a paper can draw, told with the field that holds them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Final

from desktop_crm.documents.kit.fonts import FamilyName, missing
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem, Severity

#: A party that is named by a box is not named.
_NAME: Final = re.compile(r"(own|client)(\.signatory)?\.name")


def texts_of(facts: Any) -> str:
    """All that a paper's facts say, so that faces for strange letters can be made ready."""
    return "\n".join(text for _, text in _texts("", facts))


def undrawn(facts: Any, family: FamilyName, words: str = "") -> Iterator[Problem]:
    """One for each field of a paper's facts that holds some; `text` for what stands in `words`, the whole text, alone.

    In a party's name it is an error, elsewhere a warning.
    """
    held = list(_texts("", facts))
    strange = missing(f"{words}\n{''.join(text for _, text in held)}", family)
    told: set[str] = set()
    for path, text in held:
        here = [char for char in dict.fromkeys(text) if char in strange]
        if here:
            told.update(here)
            yield Problem(path, _no_glyph(here), Severity.ERROR if _NAME.fullmatch(path) else Severity.WARNING)
    rest = [char for char in strange if char not in told]
    if rest:
        yield Problem("text", _no_glyph(rest), Severity.WARNING)


def _no_glyph(chars: Sequence[str]) -> Message:
    return msg("The font has no {characters}: print would show a box", characters=" ".join(chars[:12]))


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text of the facts with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _texts(f"{path}.{at}", item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(f"{path}.{part.name}".lstrip("."), getattr(value, part.name))
