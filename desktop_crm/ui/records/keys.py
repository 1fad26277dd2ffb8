"""The keys of lists and forms that are no commands, for the list of shortcuts (F1)."""

from typing import Final

from desktop_crm.model.flow import NEXT
from desktop_crm.model.message import Message, msg
from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.desk.hints import Hint, hint
from desktop_crm.ui.i18n import tr

_LIST: Final = msg("In a list")
_FORM: Final = msg("In a form")

_LIST_KEYS: Final = (
    (msg("Open the page of a row"), "Return"),
    (msg("Show a row at a glance, or close that"), "Space"),
    (msg("Into the fields of the page"), "F2"),
    (msg("From the page back to the list"), "Esc"),
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


def list_hints(noun: str, actions: Actions, *, is_open: bool, finds: bool) -> list[Hint]:
    """While the keyboard is in the list, with the peek open or not, or in the field that `finds` in it."""
    if finds:
        return [Hint("↓", tr("to the rows")), Hint("Esc", tr("clear"))]
    return [
        Hint("↑↓", tr("choose")),
        Hint("Enter", tr("open page")),
        Hint(tr("Space"), tr("close peek") if is_open else tr("peek")),
        Hint(tr("type"), tr("find")),
        *hint(actions, f"{noun}.done", tr("done")),
        *hint(actions, f"{noun}.later", tr("later")),
        *hint(actions, f"{noun}.new", tr("new")),
        *hint(actions, "go.turn+1", tr("next list")),
    ]


def typing_hints(noun: str, actions: Actions) -> list[Hint]:
    """In the fields of a record's page."""
    return [
        Hint("Tab", tr("next field")),
        Hint("Esc", tr("undo")),
        *hint(actions, f"{noun}.save", tr("save")),
    ]


def page_hints(noun: str, actions: Actions, *, notes: bool, facts: bool, locked: bool) -> list[Hint]:
    """On a record's page; `notes` where letters begin one, `facts` where Tab leads to them, `locked` what is shown."""
    return [
        *([Hint(tr("type"), tr("note"))] if notes else []),
        *([Hint("Tab", tr("facts"))] if facts else []),
        Hint("F2", tr("why locked") if locked else tr("edit")),
        *hint(actions, f"{noun}.{NEXT}", tr("next step")),
        *hint(actions, f"{noun}.done", tr("done")),
        *hint(actions, f"{noun}.later", tr("later")),
        *hint(actions, "go.turn+1", tr("next tab")),
        Hint("Esc", tr("back to list")),
    ]


def _tell(actions: Actions, group: Message, keys: tuple[tuple[Message, str], ...]) -> None:
    for text, shortcut in keys:
        actions.tell(group, text, shortcut)
