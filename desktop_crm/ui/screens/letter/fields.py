"""What a letter's form asks, and what of it makes sense in which direction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from desktop_crm.model import listing
from desktop_crm.model.letter_states import CHANNELS, DIRECTIONS, LETTER_LANGUAGES, Direction
from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.fields import Choice, Date, Section, Text, Width
from desktop_crm.ui.people.paper_field import paper_field
from desktop_crm.ui.records.people import People

Choices = Callable[[], Sequence[listing.Choice]]

#: What only an outgoing letter has.
_WRITTEN: Final = ("place", "template_id", "language", "copies", "signatory_name", "signatory_office")

#: What the paper calls otherwise than the form.
_PAPER: Final = {
    "day": "letter_date",
    "their_number": "answers_id",
    "their_day": "answers_id",
    "order_number": "order_id",
    "order_day": "order_id",
    "order_total": "order_id",
    "contract_number": "contract_id",
    "contract_day": "contract_id",
    "answer_by": "answer_due",
    "client.name": "client_id",
    "client.contact": "contact_id",
    "position": "contact_id",
    "enclosed": "enclosures",
    "own.signatory.name": "signatory_name",
    "own.signatory.office": "signatory_office",
}


def of_form(path: str) -> str:
    """The form's name of what the paper lacks."""
    return _PAPER.get(path, path)


def letter_fields(desk: Desk, people: People, templates: Choices) -> Sequence[Section]:
    """The sections in reading order; `templates` gives what can be chosen now, codes are ids."""
    client, contact = people.fields()
    return (
        Section(
            None,
            (
                Choice("direction", msg("Direction"), DIRECTIONS),
                Text("number", msg("Number"), placeholder=msg("Given when it is saved")),
                Date("letter_date", msg("Date"), required=True),
                Text("place", msg("Place")),
                replace(client, required=False),
                contact,
                Text(
                    "addressee",
                    msg("Name and address"),
                    multiline=True,
                    lines=3,
                    width=Width.WIDE,
                    placeholder=msg("As on the client's card"),
                    hint=msg("Of somebody who is no client, or elsewhere than the client's card says: the name first"),
                    sensitive=True,
                ),
                Text("their_number", msg("Their number")),
                Date("their_date", msg("Their date")),
            ),
            columns=2,
        ),
        Section(
            msg("What it says"),
            (
                Choice("template_id", msg("Template"), templates, of=int, optional=True),
                Choice("language", msg("Language"), LETTER_LANGUAGES),
                Text(
                    "subject",
                    msg("Subject"),
                    width=Width.WIDE,
                    placeholder=msg("As the template says"),
                    sensitive=True,
                ),
                Text(
                    "text",
                    msg("Text"),
                    multiline=True,
                    lines=5,
                    width=Width.WIDE,
                    placeholder=msg("As the template says"),
                    hint=msg("A blank line begins a paragraph, **two stars** make words bold, 1. or - a list"),
                    sensitive=True,
                ),
                Text(
                    "enclosures",
                    msg("Attachments"),
                    multiline=True,
                    lines=2,
                    hint=msg("One a line; a number alone says how many there are"),
                    sensitive=True,
                ),
                Text("copies", msg("Copies to"), multiline=True, lines=2, hint=msg("One a line"), sensitive=True),
                Text("signatory_name", msg("Signed by")),
                Text("signatory_office", msg("Position")),
            ),
            columns=2,
        ),
        Section(
            msg("In the register"),
            (
                Choice("channel", msg("Sent by way of"), CHANNELS[1:], optional=True),
                Date("answer_due", msg("Answer due")),
                paper_field(desk, "answers_id", msg("Answers letter"), "letter"),
                paper_field(desk, "order_id", msg("Order"), "order"),
                paper_field(desk, "contract_id", msg("Contract"), "contract"),
                Text("notes", msg("For us only, never printed"), multiline=True, width=Width.WIDE, sensitive=True),
            ),
            columns=2,
        ),
    )


def shown(values: Mapping[str, Any], *, is_new: bool) -> Sequence[tuple[str, bool]]:
    """Which fields make sense."""
    written = values["direction"] != Direction.INCOMING
    return (("direction", is_new), *((name, written) for name in _WRITTEN))
