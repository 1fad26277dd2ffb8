"""Calling, writing and chatting with the programs this machine has; without one the number goes to the clipboard."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.fold import digits
from desktop_crm.model.phone import display_phone
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr


def call(desk: Desk, person: Client | Contact) -> None:
    """Dial the first number that is no fax."""
    number = phone_of(person)
    if number:
        _open(desk, f"tel:{number.partition(';')[0]}", display_phone(number))


def chat(desk: Desk, person: Client | Contact) -> None:
    """WhatsApp: the number marked so, else the first mobile one."""
    number = chat_number(person)
    if number:
        _open(desk, f"https://wa.me/{digits(number.partition(';')[0])}", display_phone(number))


def write(desk: Desk, person: Client | Contact) -> None:
    """A new e-mail to the first address."""
    if person.emails:
        address = person.emails[0].address
        _open(desk, f"mailto:{address}", address)


def phone_of(person: Client | Contact) -> str:
    """The number to call, or an empty text."""
    return next((phone.number for phone in person.phones if phone.kind != "fax"), "")


def chat_number(person: Client | Contact) -> str:
    """The number to chat with, or an empty text."""
    by_kind = {phone.kind: phone.number for phone in reversed(person.phones)}
    return by_kind.get("whatsapp") or by_kind.get("mobile", "")


def _open(desk: Desk, link: str, plain: str) -> None:
    if not QDesktopServices.openUrl(QUrl(link)):
        QGuiApplication.clipboard().setText(plain)
        desk.notify.note(tr("This computer has no program for it. {what} is copied.", what=plain))
