"""Activities in the emergency archive."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from desktop_crm.documents.ics import DayEvent
from desktop_crm.language import Language
from desktop_crm.model.activity import ACTIVITY_KINDS, TOUCH_CHOICES, Activity
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.listing import Kind
from desktop_crm.model.message import msg
from desktop_crm.services.emergency.parts import Emergency, Sheet, client_of, dated, got, own, read


def _contact(record: Activity, _language: Language) -> str:
    return record.contact.name if record.contact else ""


def _steps(session: Session, language: Language) -> Iterator[DayEvent]:
    """What comes next and is not done."""
    wanted = select(Activity).where(Activity.due.is_not(None), Activity.done_at.is_(None), Activity.next_step != "")
    for record, day in dated(session, wanted, "due", Activity.client):
        client = got(record, "client.full_name", "")
        title = language.tr("{step}, {client}", step=got(record, "next_step", ""), client=client)
        yield DayEvent(f"desktop-crm-step-{record.id}", day, title)


ACTIVITIES: Final = Sheet(
    msg("Activities"),
    Activity,
    select(Activity).order_by(Activity.moment, Activity.id),
    (
        own("moment", msg("When"), Kind.MOMENT),
        own("kind", msg("Kind"), Kind.STATE, ACTIVITY_KINDS),
        read("client", msg("Client"), client_of("client")),
        read("contact", msg("Contact"), _contact),
        own("subject", msg("Subject")),
        own("text", msg("What was said")),
        own("minutes", msg("Minutes"), Kind.NUMBER),
        own("outcome", msg("Outcome")),
        own("touch", msg("Counts as contact"), Kind.STATE, TOUCH_CHOICES),
        own("next_step", msg("Next step")),
        own("due", msg("Step due"), Kind.DATE),
        own("done_at", msg("Step done"), Kind.MOMENT),
    ),
    (joinedload(Activity.client).load_only(Client.full_name), joinedload(Activity.contact).load_only(Contact.name)),
    (lazyload(Activity.client), lazyload(Activity.contact)),
)

EMERGENCY: Final = Emergency((ACTIVITIES,), events=_steps)
