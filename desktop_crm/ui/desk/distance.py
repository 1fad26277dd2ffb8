"""How far a day is, as one would say it."""

from datetime import date

from desktop_crm.ui.i18n import ntr, tr


def distance(day: date, today: date, *, late: bool = True) -> str:
    """Today, tomorrow, in 3 days; of a past one 5 days late, or 5 days ago where it is not `late` any more."""
    days = (day - today).days
    if days == 0:
        return tr("today")
    if days == 1:
        return tr("tomorrow")
    if days > 1:
        return ntr("in {n} day", "in {n} days", days)
    return ntr("{n} day late", "{n} days late", -days) if late else ntr("{n} day ago", "{n} days ago", -days)
