"""Calling, writing and chatting with the programs this machine has; without one the number goes to the clipboard."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.fold import digits
from desktop_crm.model.message import msg
from desktop_crm.model.phone import display_phone
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.sheet import load_sheet
from desktop_crm.ui.i18n import tr

Person: TypeAlias = Client | Contact


def actions(
    desk: Desk, noun: str, shown: Callable[[], Person | None], window: Callable[[], QWidget]
) -> tuple[Action, ...]:
    """The commands on whoever is shown: `client.call` and so on; what is asked lies over the `window`."""

    def write_to(desk: Desk, person: Person) -> None:
        write(desk, person, window())

    def ready(number: Callable[[Person], str]) -> Callable[[], bool]:
        def able() -> bool:
            person = shown()
            return person is not None and bool(number(person))

        return able

    def run(way: Callable[[Desk, Person], None]) -> Callable[[], None]:
        def go() -> None:
            person = shown()
            if person is not None:
                way(desk, person)

        return go

    return (
        Action(f"{noun}.call", msg("Call"), run(call), "", "phone", ready(phone_of), RECORD, separated=True),
        Action(f"{noun}.chat", msg("WhatsApp"), run(chat), "", "message-circle", ready(chat_number), RECORD),
        Action(f"{noun}.write", msg("New mail"), run(write_to), "", "mail", ready(email_of), RECORD),
    )


def buttons(desk: Desk, noun: str, person: Person, parent: QWidget) -> list[QWidget]:
    """The same as buttons of a card, of those that there is a number for."""
    ways = (("call", phone_of), ("chat", chat_number), ("write", email_of))
    return [desk.actions.button(f"{noun}.{way}", parent) for way, number in ways if number(person)]


def call(desk: Desk, person: Person) -> None:
    """Dial the first number that is no fax."""
    number = phone_of(person)
    if number:
        _open(desk, f"tel:{number.partition(';')[0]}", display_phone(number))


def chat(desk: Desk, person: Person) -> None:
    """WhatsApp: the number marked so, else the first mobile one."""
    number = chat_number(person)
    if number:
        _open(desk, f"https://wa.me/{digits(number.partition(';')[0])}", display_phone(number))


def write(desk: Desk, person: Person, window: QWidget) -> None:
    """A new mail to one of the addresses, the first one proposed."""
    client_id, contact_id = (person.id, None) if isinstance(person, Client) else (person.client_id, person.id)
    load_sheet("desktop_crm.ui.mail.new_mail:show")(desk, window, client_id, contact_id)


def phone_of(person: Person) -> str:
    """The number to call, or an empty text."""
    return next((phone.number for phone in person.phones if phone.kind != "fax"), "")


def chat_number(person: Person) -> str:
    """The number to chat with, or an empty text."""
    by_kind = {phone.kind: phone.number for phone in reversed(person.phones)}
    return by_kind.get("whatsapp") or by_kind.get("mobile", "")


def email_of(person: Person) -> str:
    """The address to write to, or an empty text."""
    return person.emails[0].address if person.emails else ""


def _open(desk: Desk, link: str, plain: str) -> bool:
    """Whether a program took it."""
    opened = QDesktopServices.openUrl(QUrl(link))
    if not opened:
        QGuiApplication.clipboard().setText(plain)
        desk.notify.note(tr("{what} copied: no program here opens it.", what=plain))
    return opened
