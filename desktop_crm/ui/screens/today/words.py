"""The sentences of Today: what a row says, when it is due, and why it stands where it does."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from desktop_crm.model.message import Message
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.money import Money
from desktop_crm.services.today import LATE, SOON, TODAY, WEEK, Fold, Item, Rule, week_end
from desktop_crm.ui.desk.distance import distance
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.privacy import privacy

_WEEK: Final = 7


def day_of(day: date) -> str:
    """Monday, 30 November."""
    return f"{speak().weekday(day)}, {speak().day_long(day).removesuffix(f' {day.year}')}"


def title_of_group(group: str, day: date) -> str:
    """Of a day's groups."""
    if group == WEEK:
        is_last = (week_end(day) - day).days == _WEEK  # what comes is of the next one
        return tr("Within seven days") if is_last else tr("This week")
    return {LATE: tr("Late"), TODAY: tr("Today"), SOON: tr("Within 30 days")}[group]


def title(rule: Rule, item: Item) -> str:
    """What is to be done with which record."""
    number = privacy.veil(item.number) if rule.sensitive else item.number
    return say(Message(rule.title.text, {"number": number})) if number and rule.title else number


def folded(rule: Rule, fold: Fold) -> str:
    """How many more there are."""
    one, many = rule.late if fold.span.group == LATE else rule.more
    return say(one if fold.count == 1 else Message(many.text, {"n": fold.count}))


def due(rule: Rule, group: str, day: date | None, today: date) -> str:
    """When: as a distance while that says more than the day itself."""
    if day is None:
        return ""
    if rule.waits:
        return tr("since {day}", day=short_day(day, today))
    if group in {LATE, TODAY}:
        return distance(day, today)
    return short_weekday(day) if group == WEEK else short_day(day, today)


def due_of_fold(rule: Rule, fold: Fold, today: date) -> str:
    """From when to when."""
    first, last, group = fold.first, fold.last, fold.span.group
    if first is None or last is None or first == last:
        return due(rule, group, first, today)
    if rule.waits:
        return tr("since {day}", day=short_day(first, today))
    if group == LATE:
        return tr("{least} to {most} days late", least=(today - last).days, most=(today - first).days)
    return (
        f"{short_weekday(first)} – {short_weekday(last)}"
        if group == WEEK
        else tr("until {day}", day=short_day(last, today))
    )


def short_day(day: date, today: date) -> str:
    """Without its year where that is this one."""
    said = speak().day(day)
    return said.removesuffix(f" {day.year}") if day.year == today.year else said


def short_weekday(day: date) -> str:
    """Thu, 3 Dec."""
    said = speak().day(day)
    return f"{speak().weekday(day)[:3]}, {said.removesuffix(f' {day.year}')}"


def moment(at: datetime | None, today: date) -> str:
    """When something was done: of today its time, else the day."""
    if at is None:
        return ""
    local = on_this_clock(at if at.tzinfo else at.replace(tzinfo=UTC))
    return speak().moment(at).split(" ")[-1] if local.date() == today else short_day(local.date(), today)


def why(group: str, item: Item) -> str:
    """What it counts: days late × money × what its client is worth."""
    urgent = item.urgency
    parts = [ntr("{n} day late", "{n} days late", urgent.days)] if group == LATE and urgent.days else []
    worth = speak().money(urgent.worth)
    if urgent.stands_for_money and item.total is not None:
        worth = tr(
            "{money} as for a call, for there is no rate of {currency}", money=worth, currency=item.total.currency
        )
    elif urgent.stands_for_money:
        worth = tr("{money} as for a call", money=worth)
    parts.append(worth)
    said = " × ".join(parts)
    return tr("{reckoned}, key client × {times}", reckoned=said, times=urgent.times) if urgent.times > 1 else said


def sums(found: Sequence[Money]) -> str:
    """The largest first, which is the home currency as a rule; never added."""
    return " + ".join(speak().money(money) for money in sorted(found, key=lambda money: -money.amount))
