"""The fields that a template of letters may use, with what they mean."""

from typing import Any, Final

from desktop_crm.documents.template_fields import TemplateField, party_fields
from desktop_crm.model.message import Message, msg


class _Field(TemplateField):
    """Read from the sample letter."""

    @property
    def sample(self) -> Any:
        """The value there."""
        from desktop_crm.documents.sample_letter import sample_letter

        value: Any = sample_letter()
        for part in self.name.split("."):
            value = getattr(value, part, None)
        return value


LETTER_FIELDS: Final[tuple[TemplateField, ...]] = (
    _Field("number", msg("Number of the letter")),
    _Field("day", msg("Day of the letter")),
    _Field("place", msg("Place")),
    _Field("subject", msg("Subject")),
    *(_Field(each.name, each.title) for each in party_fields("own", msg("Your company"))),
    *(_Field(each.name, each.title) for each in party_fields("client", msg("Addressee"))),
    _Field("client.person", msg("Whether the addressee is a person")),
    _Field("position", msg("Position of the contact person")),
    _Field("enclosed", msg("Number of attachments")),
    _Field("enclosures", msg("Attachments by name")),
    _Field("their_number", msg("Number of the letter it answers")),
    _Field("their_day", msg("Day of the letter it answers")),
    _Field("order_number", msg("Number of the order")),
    _Field("order_day", msg("Order date")),
    _Field("order_total", msg("Total of the order")),
    _Field("contract_number", msg("Number of the contract")),
    _Field("contract_day", msg("Day of the contract")),
    _Field("answer_by", msg("Answer due")),
)
_TITLES: Final = {field.name: field.title for field in LETTER_FIELDS}


def title_of(path: str) -> Message:
    """What a person calls a field of a letter; the path itself for one that has no name of its own."""
    return _TITLES.get(path, msg("{field}", field=path))
