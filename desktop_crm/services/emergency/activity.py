"""Activities in the emergency archive."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from desktop_crm.language import Language
from desktop_crm.model.activity import ACTIVITY_KINDS, TOUCH_CHOICES, Activity
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.listing import Kind
from desktop_crm.model.message import msg
from desktop_crm.services.emergency.parts import Emergency, Sheet, client_of, own, read


def _contact(record: Activity, _language: Language) -> str:
    return record.contact.name if record.contact else ""


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
    ),
    (joinedload(Activity.client).load_only(Client.full_name), joinedload(Activity.contact).load_only(Contact.name)),
    (lazyload(Activity.client), lazyload(Activity.contact)),
)

EMERGENCY: Final = Emergency((ACTIVITIES,))
