"""What capture says."""

from datetime import date
from typing import Final

from desktop_crm.model.activity import ActivityKind
from desktop_crm.model.promised import promises
from desktop_crm.services.clock import today
from desktop_crm.ui.i18n import ntr, speak, tr
from desktop_crm.ui.privacy import privacy

_NAME: Final = 28  # letters in a note, which is one line

KIND_ICONS: Final = {
    ActivityKind.CALL_IN: "phone-incoming",
    ActivityKind.CALL_OUT: "phone-outgoing",
    ActivityKind.MESSAGE: "message-circle",
    ActivityKind.EMAIL_IN: "mail",
    ActivityKind.EMAIL_OUT: "send",
    ActivityKind.LETTER: "mailbox",
    ActivityKind.FAX: "printer",
    ActivityKind.MEETING: "handshake",
    ActivityKind.VISIT: "users",
    ActivityKind.CONSULTATION: "scale",
    ActivityKind.NOTE: "sticky-note",
}


def kept(kind: str, name: str, client: str, text: str, due: date | None = None) -> str:
    """What is now true, and what comes next: *Call with Dewi Lestari kept. Next step Wed 2 Dec*, or what its text promises."""
    name = privacy.veil_of(client, name if len(name) <= _NAME else f"{name[:_NAME].rstrip()}…")
    match kind:
        case ActivityKind.CALL_IN | ActivityKind.CALL_OUT:
            told = tr("Call with {name} kept.", name=name)
        case ActivityKind.MESSAGE:
            told = tr("Message of {name} kept.", name=name)
        case ActivityKind.VISIT:
            told = tr("Visit with {name} kept.", name=name)
        case _:
            told = tr("Note on {name} kept.", name=name)
    given = promises(text, today())
    promised = ntr("{n} promise is now a task.", "{n} promises are now tasks.", len(given)) if given else ""
    step = tr("Next step {day}.", day=speak().day_soon(due)) if due is not None else ""
    return " ".join(part for part in (told, step, promised) if part)
