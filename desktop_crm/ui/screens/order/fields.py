"""What an order's form asks."""

from desktop_crm.model.message import msg
from desktop_crm.ui.form.fields import Date, Section, Text
from desktop_crm.ui.lines.fields import currency_field, discount_field, terms_fields
from desktop_crm.ui.records.people import People


def head(people: People) -> Section:
    """Who and when, and what all lines have in common."""
    return Section(
        None,
        (
            *people.fields(),
            Date("ordered_on", msg("Order date"), required=True),
            Date("promised_on", msg("Promised for")),
            currency_field(),
            discount_field(msg("Order discount")),
        ),
        columns=3,
    )


def foot() -> Section:
    """Terms and texts."""
    return Section(
        None,
        (
            *terms_fields(),
            Text(
                "paper_text",
                msg("Text for the paper"),
                multiline=True,
                lines=2,
                hint=msg("Printed on the order sheet, below the terms"),
            ),
            Text(
                "notes",
                msg("Notes for us"),
                multiline=True,
                lines=2,
                sensitive=True,
                hint=msg("For us only, never printed"),
            ),
        ),
        columns=4,
    )
