"""The privacy screen: one key covers what a visitor must not read, for the moment when the laptop is turned round.

What is sensitive is declared where it is described: `sensitive` of a list's column, a form's field, a row of sums, a value of the
history; `of_client` of a column that tells who a client is, which is covered unless it is the client who is open. Texts of a
screen's own go through `veil` and `veil_client`, sentences through `hush`. A dialog is covered whole unless it is `left_open`.

Papers for the client are never covered; an order or contract that is open is one: its own client may see what is ordered, for
which prices, the taxes and the total, and not what that came from. Wherever records of many stand together (lists, *Today*, the
search, choosers) every name is covered but that of the client who is open, and every total but those of their own papers; what
several papers come to is covered always.

`signals.changed` tells that something else is covered now. The state lives as long as the window and is never remembered.
"""

from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_crm.model.message import Message
from desktop_crm.ui.i18n import tr

#: What stands in place of a covered text, of whatever length that is; painters draw it as a bar (see `ui/privacy/veils.py`).
DOTS: Final = "•••••"

D = TypeVar("D", bound=QObject)

#: The mark of a dialog that needs no curtain.
_OPEN: Final = "sees-to-itself"

#: Arguments of sentences that name a client or somebody there, or may do so.
_NAMES: Final = ("client", "name", "file", "files", "records")


class _Signals(QObject):
    """Where a change of the screen is told."""

    changed = Signal()


class _State:
    """The one screen of the process."""

    on = False
    client = ""  # the client whose card is open


_state = _State()
signals = _Signals()


def is_on() -> bool:
    """Whether the screen covers anything."""
    return _state.on


def turn(*, on: bool) -> None:
    """Cover or uncover everything that is sensitive."""
    if on != _state.on:
        _state.on = on
        signals.changed.emit()


def toggle() -> None:
    """What the key does."""
    turn(on=not _state.on)


def show_client(name: str) -> None:
    """The card of this client, or one of their papers, is open; empty for none."""
    if name != _state.client:
        _state.client = name
        if _state.on:
            signals.changed.emit()


def covered(sensitive: bool = True) -> bool:
    """Whether something declared so is covered now."""
    return sensitive and _state.on


def hides(client: str) -> bool:
    """Whether this client's name is covered now: all are but the one who is open."""
    return _state.on and client != _state.client


def veil(text: str) -> str:
    """A sensitive text as it may be shown now."""
    return DOTS if _state.on and text else text


def veil_client(name: str) -> str:
    """A client's name as it may be shown now."""
    return DOTS if name and hides(name) else name


def veil_of(client: str, text: str) -> str:
    """What one paper of a client comes to, as it may be shown now."""
    return DOTS if text and hides(client) else text


def hush(message: Message, *names: str) -> Message:
    """A sentence without the names of other clients: of the arguments `names`, or of all that may name one."""
    if not _state.on:
        return message
    args = {key: _hushed(key, value, names or _NAMES) for key, value in message.args.items()}
    return Message(message.text, args)


def left_open(dialog: D) -> D:
    """Of a dialog that shows nothing sensitive, a paper for the client, or covers by itself what is (see `ui/privacy/curtains.py`)."""
    dialog.setProperty(_OPEN, True)
    return dialog


def sees_to_itself(dialog: QObject) -> bool:
    """Whether a dialog may stay as it is while the screen is on."""
    return bool(dialog.property(_OPEN))


def spoken(text: str) -> str:
    """A text as a screen reader may read it out."""
    return text.replace(DOTS, tr("covered"))


def _hushed(key: str, value: object, names: tuple[str, ...]) -> object:
    if isinstance(value, Message):
        return hush(value, *names)
    return veil_client(value) if key in names and isinstance(value, str) else value
