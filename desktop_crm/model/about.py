"""What a column tells of itself: read by history, check and whoever else names fields."""

from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.model.listing import Choice
from desktop_crm.model.message import Message

_KEY: Final = "about"


@dataclass(frozen=True, slots=True)
class About:
    """A column's `title`, and what can be chosen in it (or in each value of its list).

    The privacy screen covers what is `sensitive`, and the names of other clients where it is `of_client`.
    """

    title: Message
    choices: tuple[Choice, ...] = ()
    sensitive: bool = False
    of_client: bool = False
    holds_bytes: bool = False  # it points to a file's contents


def about(
    title: Message,
    *,
    choices: tuple[Choice, ...] = (),
    sensitive: bool = False,
    of_client: bool = False,
    holds_bytes: bool = False,
) -> dict[str, Any]:
    """For `mapped_column(info=…)`; a column without it is `DERIVED` or `HIDDEN`."""
    return {_KEY: About(title, choices, sensitive, of_client, holds_bytes)}


def about_of(column: Any) -> About | None:
    """What a table's column tells; None where it tells nothing to a person."""
    found: About | None = None if column is None else column.info.get(_KEY)
    return found
