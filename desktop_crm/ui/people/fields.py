"""What is asked of a person, whose page or line it may be."""

from collections.abc import Sequence
from typing import Final

from desktop_crm.model.client import Email
from desktop_crm.model.contact import ROLES
from desktop_crm.model.message import msg
from desktop_crm.model.phone import PHONE_KINDS, Phone
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Choice, Date, Field, Many, Own, Section, Text, Width
from desktop_crm.ui.i18n import say
from desktop_crm.ui.people.check_list import CheckListEditor
from desktop_crm.ui.people.number_editors import PhoneEditor

#: Px that two fields beside each other need at least, where one is a telephone number.
ROOM_FOR_PHONE: Final = 350
_AUTHORITIES: Final = (
    msg("Articles of Association"),
    msg("Power of attorney"),
    msg("Deed of establishment"),
    msg("Decision of the shareholders"),
)


def contact_fields() -> Sequence[Field | Section]:
    """What is asked of a person at a client."""
    return (
        Section(
            None,
            (
                Text("name", msg("Name"), required=True),
                Text("office", msg("Position"), placeholder=msg("Director, purchasing…")),
                Own("roles", msg("Roles"), lambda: CheckListEditor(ROLES), width=Width.WIDE),
                Text(
                    "authority",
                    msg("Basis of authority"),
                    width=Width.WIDE,
                    suggestions=lambda: [say(item) for item in _AUTHORITIES],
                    hint=msg(
                        "What lets this person sign: the articles of association, a power of attorney with its number"
                    ),
                ),
                phones(),
                emails(),
                Date("birthday", msg("Birthday")),
                Text("notes", msg("Notes"), multiline=True, lines=2, width=Width.WIDE, sensitive=True),
            ),
            columns=2,
            narrowest=ROOM_FOR_PHONE,
        ),
    )


def phones() -> Many:
    """Telephone numbers, the first one being the one that is called."""
    number = Text("number", msg("Number"))
    return Many(
        "phones",
        msg("Phones"),
        Phone(""),
        (
            Own("number", msg("Number"), lambda: _phone(number)),
            Choice("kind", msg("Kind"), PHONE_KINDS, width=Width.SHORT),
        ),
        msg("Add phone"),
        keep=msg("Save phones"),
        width=Width.COLUMN,
    )


def emails() -> Many:
    """E-mail addresses."""
    return Many(
        "emails",
        msg("E-mails"),
        Email(""),
        (Text("address", msg("Address"), placeholder=msg("name@company.co.id")),),
        msg("Add e-mail"),
        keep=msg("Save e-mails"),
        width=Width.COLUMN,
    )


def _phone(field: Text) -> Editor:
    return PhoneEditor(field)
