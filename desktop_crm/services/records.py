"""What all nouns share: taking values into a record, and refusing what is wrong or stale."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from desktop_crm.model.base import Record
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.services.codes import unknown_codes

R = TypeVar("R", bound=Record)

#: Hears a sentence for the person about what else an action has changed.
Tell = Callable[[Message], object]


def found(record: R | None, what: Message) -> R:
    """The record; UserError when it is gone."""
    if record is None:
        raise UserError(msg("{what} is no longer there.", what=what))
    return record


def refuse_stale(record: Record, version: int | None) -> None:
    """UserError when the record was saved by somebody else since `version` was shown."""
    if version is not None and record.version != version:
        raise UserError(msg("Not saved: changed elsewhere meanwhile. Look at it, then save."))


def made(record: type[R], /, **values: Any) -> R:
    """A new record. UserError for a code that stands for nothing."""
    refuse_problems(unknown_codes(record(), values))
    return record(**values)


def take(record: Record, values: Mapping[str, Any]) -> None:
    """Set the attributes that differ, so that only real changes reach the journal. UserError as of `made`."""
    refuse_problems(unknown_codes(record, values))
    for name, value in values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)


def refuse_problems(problems: list[Problem]) -> None:
    """UserError carrying the errors among `problems`; warnings pass."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise UserError(errors[0].message, errors)
