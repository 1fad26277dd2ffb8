"""The field that names a paper, found by what is typed of its number or name."""

from collections.abc import Callable, Sequence

from desktop_crm.model.message import Message, msg
from desktop_crm.services import numbered
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.fields import Field, Found, Record


def paper_field(
    desk: Desk, name: str, label: Message, noun: str, client_id: Callable[[], int | None] = lambda: None
) -> Field:
    """Of the client that is known by then, where one is."""

    def search(typed: str) -> Sequence[Found]:
        return [Found(*each) for each in numbered.find(desk.workspace, noun, typed, client_id())]

    return Record(
        name,
        label,
        search,
        lambda record_id: desk.read(lambda session: numbered.number(session, noun, record_id)),
        open=lambda record_id: desk.navigate(noun, record_id),
        placeholder=msg("Number or name"),
    )
