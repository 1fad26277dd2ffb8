"""New words of the contract templates, told once at opening: what was renewed, and what a person edited and can compare."""

from typing import TYPE_CHECKING

from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import speak, tr

if TYPE_CHECKING:
    from desktop_crm.services.template_renewal import Renewal
    from desktop_crm.ui.desk.desk import Desk
    from desktop_crm.ui.desk.jobs import Job


def look(desk: "Desk") -> None:
    """In the background; a file that can't be written to is renewed another time."""
    workspace = desk.workspace

    def work(_job: "Job") -> "Renewal":
        from desktop_crm.services import template_renewal

        template_renewal.add_missing(workspace)
        return template_renewal.renew(workspace)

    desk.jobs.latest("templates", work, lambda found: _tell(desk, found), lambda _error: None, parent=desk)


def _tell(desk: "Desk", found: "Renewal") -> None:
    from desktop_crm.services import template_renewal

    code = speak().code
    if found.renewed:
        desk.tell_now(NowTrue(template_renewal.told_renewed(found, code)), found.entry_id)
    if found.edited:
        text = tr(
            "Not renewed: you edited {names}.",
            names=template_renewal.named(found.edited, code),
        )
        first = f"templates.{found.edited[0].id}"
        desk.notify.note(
            text,
            tone=Tone.ATTENTION,
            action=(tr("Compare…"), lambda: desk.navigate("settings", field=first)),
            stays=True,
        )
