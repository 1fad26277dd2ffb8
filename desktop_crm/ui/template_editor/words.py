"""What fields and locked pieces of a template are called on their chips."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from desktop_crm.model.contract import TemplateKind
from desktop_crm.model.message import Message
from desktop_crm.model.template_text import Kind, Part
from desktop_crm.services import template as templates
from desktop_crm.ui.i18n import say, tr

#: Filters that write a value in words.
_IN_WORDS: Final = frozenset({"words", "percent_words", "day_words"})
_EACH: Final = re.compile(r"\w+\s+in\s+(?P<what>[\w.]+)")
_PLAIN: Final = re.compile(r"(?P<no>not\s+)?(?P<name>[\w.]+)")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Names:
    """`clause` leads from the key of a clause to its title, `kind` says of which papers the template is."""

    clause: Callable[[str], str]
    kind: str = TemplateKind.CONTRACT


def chip(part: Part, names: Names) -> str:
    """What stands on it."""
    words = _locked(part, names.kind) if part.kind is Kind.LOCKED else _field(part, names)
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def field_title(name: str, kind: str = TemplateKind.CONTRACT) -> str:
    """What a person calls a field; its name where it has no other."""
    found = _titles(kind).get(name)
    return say(found) if found is not None else name


@cache
def _titles(kind: str) -> dict[str, Message]:
    return {field.name: field.title for field in templates.fields(kind)}


def _field(part: Part, names: Names) -> str:
    if part.clause:
        return tr("Number of the clause {title}", title=names.clause(part.clause) or part.clause)
    if not part.name:
        return part.source.strip("{}- ")
    title = field_title(part.name, names.kind)
    return tr("{field}, in words", field=title) if part.filter in _IN_WORDS else title


def _locked(part: Part, kind: str) -> str:
    match part.word:
        case "if":
            return tr("if: {what}", what=_asked(part.rest, kind))
        case "elif":
            return tr("or if: {what}", what=_asked(part.rest, kind))
        case "else":
            return tr("otherwise")
        case "for" if each := _EACH.fullmatch(part.rest):
            return tr("for each: {what}", what=field_title(each["what"], kind))
        case "endif" | "endfor":
            return tr("end")
        case _:
            return part.source


def _asked(rest: str, kind: str) -> str:
    """A condition in words where it is about one field, else as it is written."""
    found = _PLAIN.fullmatch(rest)
    if found is None:
        return rest
    title = field_title(found["name"], kind)
    return tr("not: {what}", what=title) if found["no"] else title
