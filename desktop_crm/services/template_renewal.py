"""New wording of the contract templates: a workspace's untouched copies take it by themselves, edited ones clause by clause.

What is done by itself is done once for each wording, so that who takes it back is left alone; and it is an action like any
other, with its history and Undo.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from desktop_crm.documents import template_history as texts
from desktop_crm.model.contract import Template
from desktop_crm.model.message import Message, msg
from desktop_crm.services import settings
from desktop_crm.services.template import CODES, original, templates
from desktop_crm.services.workspace import entry_of
from desktop_crm.storage import habit

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Workspace

Difference = texts.Difference

#: Among the habits: for which wording this was done, and which templates are to stay as they are for it.
_DONE: Final = "templates.renewed"
_KEPT: Final = "templates.kept"

#: What the history calls it.
RENEW: Final = msg("Renew the contract templates")
ADD: Final = msg("Add new templates")


@dataclass(frozen=True, slots=True)
class Renewal:
    """What was found at opening: those that were renewed, the history's id of that, and edited ones that have earlier words."""

    renewed: tuple[Template, ...] = ()
    entry_id: int | None = None
    edited: tuple[Template, ...] = ()


def renew(workspace: "Workspace") -> Renewal:
    """Give untouched copies the words of today, once; a copy that was edited in either language stays as it is."""
    with workspace.read() as session:
        behind = [each for each in templates(session) if is_behind(each)]
    if not behind or _habits(workspace).get(_DONE) == _wording():
        return Renewal()
    untouched = [each.id for each in behind if _is_untouched(each)]
    renewed, entry_id = _write(workspace, untouched) if untouched else ((), None)
    with workspace.aside() as connection:
        habit.put(connection, _DONE, _wording())
    return Renewal(renewed, entry_id, tuple(each for each in behind if each.id not in untouched))


def add_missing(workspace: "Workspace") -> None:
    """Files of earlier versions have none of the templates that came since."""
    with workspace.read() as session:
        missing = settings.missing_templates(session)
    if missing:
        with workspace.write(ADD, undoable=False) as session:
            settings.add_templates(session)


def is_behind(template: Template) -> bool:
    """Whether words of an earlier version stand in it."""
    return any(texts.is_behind(name, template.text(code)) for code, name in _names(template).items())


def differences(template: Template, typed: Mapping[str, str]) -> list[Difference]:
    """What the program words otherwise than the texts in an editor, clause by clause."""
    return texts.differences(_origin(template), typed)


def merged(template: Template, typed: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """Those texts with the program's clauses in place of their own, where they are taken."""
    wanted = list(taken)
    return {code: texts.merged(_origin(template), code, text, wanted) for code, text in typed.items()}


def kept_as(template: Template) -> tuple[str, str]:
    """The habit, and its value, by which a template is to stay as it is until the words change again."""
    return f"{_KEPT}.{template.id}", _wording()


def told_renewed(renewal: Renewal, language: str) -> Message:
    """What was done, in a sentence."""
    return msg(
        "{names}: words renewed. Sent contracts stay as they were.",
        names=named(renewal.renewed, language),
    )


def named(found: Iterable[Template], language: str) -> str:
    """Templates by their names."""
    return ", ".join(each.title(language) for each in found)


def _write(workspace: "Workspace", ids: list[int]) -> tuple[tuple[Template, ...], int | None]:
    with workspace.write(RENEW) as session:
        found = tuple(_renewed(session, template_id) for template_id in ids)
    return found, entry_of(session)


def _renewed(session: Session, template_id: int) -> Template:
    record = session.get_one(Template, template_id)
    now = original(record)
    record.text_id, record.text_en = now["id"], now["en"]
    session.flush()
    return record


def _is_untouched(template: Template) -> bool:
    return all(texts.came_with(name, template.text(code)) for code, name in _names(template).items())


def _origin(template: Template) -> str:
    return template.code.partition("-")[0]


def _names(template: Template) -> dict[str, str]:
    """Its texts' names by language; of a template that never came with the program there are none."""
    named_so = {code: f"{_origin(template)}.{code}" for code in CODES}
    return {code: name for code, name in named_so.items() if name in texts.names()}


def _wording() -> str:
    return texts.digest("".join(texts.digest(texts.today(name)) for name in sorted(texts.names())))


def _habits(workspace: "Workspace") -> dict[str, str]:
    with workspace.driver_connection() as connection:
        return habit.every(connection)
