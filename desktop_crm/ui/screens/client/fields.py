"""What a client's form asks."""

from collections.abc import Sequence

from desktop_crm.model.message import msg
from desktop_crm.model.phone import Phone
from desktop_crm.model.states import PHONE_KINDS
from desktop_crm.ui.form.fields import Choice, Field, Many, Section, Text, Width


def client_fields() -> Sequence[Field | Section]:
    """The sections of the form in reading order."""
    return (
        Section(
            msg("Identity"),
            (
                Text("name", msg("Name"), required=True),
                Many(
                    "phones",
                    msg("Phones"),
                    Phone(""),
                    (Text("number", msg("Number")), Choice("kind", msg("Kind"), PHONE_KINDS, width=Width.SHORT)),
                    msg("Add phone"),
                ),
            ),
        ),
    )
