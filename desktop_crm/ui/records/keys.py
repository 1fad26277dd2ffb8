"""The keys of lists and forms that are no commands, for the list of shortcuts (F1)."""

from typing import Final

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.desk.actions import Actions

_LIST: Final = msg("In a list")
_FORM: Final = msg("In a form")

_LIST_KEYS: Final = (
    (msg("Open the card in the whole width"), "Return"),
    (msg("Into the fields of the card"), "F2"),
    (msg("From the card back to the list"), "Esc"),
    (msg("First row, last row"), "Home, End"),
    (msg("Select more rows"), "Shift+Down, Shift+Up"),
    (msg("Select all rows"), "Ctrl+A"),
    (msg("Copy the selected rows"), "Ctrl+C"),
    (msg("See the columns further left or right"), "Left, Right"),
)
_FORM_KEYS: Final = (
    (msg("Undo what is typed in a field"), "Esc"),
    (msg("Next field, field before"), "Tab, Shift+Tab"),
    (msg("A day later, a day earlier (in a date)"), "Up, Down"),
    (msg("Calendar (in a date)"), "F4, Alt+Down"),
    (msg("Next entry (in phones, e-mails, addresses)"), "Return"),
    (msg("Move an entry (in phones, e-mails, addresses)"), "Alt+Up, Alt+Down"),
    (msg("Remove an entry (in phones, e-mails, addresses)"), "Ctrl+Del"),
)


def tell_list_and_form(actions: Actions) -> None:
    """The keys of every screen with a list and a card."""
    _tell(actions, _LIST, _LIST_KEYS)
    _tell(actions, _FORM, _FORM_KEYS)


def _tell(actions: Actions, group: Message, keys: tuple[tuple[Message, str], ...]) -> None:
    for text, shortcut in keys:
        actions.tell(group, text, shortcut)
