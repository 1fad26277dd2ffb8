"""The demonstration's tasks: what came of its calls and visits, some still open, and what its manager has to do besides."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.check_item import CheckItem
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OPEN_ORDER_STATES
from desktop_crm.model.repeat import Repeat, Unit
from desktop_crm.model.task import Promise, Task
from desktop_crm.services import task as tasks
from desktop_crm.services.demo.making import Demo, Making
from desktop_crm.storage.journal.bulk import bulk_insert

#: The days within which what came of something may still be open.
_YOUNG: Final = 14
_STEPS: Final = (
    "Kirim penawaran harga",
    "Telepon kembali",
    "Kirim katalog dan contoh",
    "Tanyakan keputusan",
    "Atur kunjungan teknisi",
    "Kirim salinan faktur",
)
_NOTHING: Final = dict.fromkeys(("rings_at", "snoozed_until", "remind_at", "remind_before", "due", "done_at"))


def _steps(making: Making, session: Session, activities: Sequence[Mapping[str, Any]]) -> None:
    """Of less than half of what was said, of more of what was said lately."""
    chance = Random(making.seed + 7 + activities[0]["id"]).random  # noqa: S311 - nothing here is a secret
    rows = (_step(making.today, each, chance) for each in activities)
    bulk_insert(session, Task, [row for row in rows if row])


def _step(today: date, activity: Mapping[str, Any], chance: Any) -> dict[str, Any]:
    day = activity["moment"].date()
    age = (today - day).days
    if chance() > 0.4 + 0.4 * (age <= _YOUNG):
        return {}
    due = _working(day + timedelta(days=1 + int(chance() * 9)))
    is_open = due >= today or (age <= _YOUNG and chance() < 0.35)
    done = datetime.combine(min(due, today), time(9 + int(chance() * 7)), UTC)
    return {
        **_NOTHING,
        "title": _STEPS[int(chance() * len(_STEPS))],
        "due": due,
        "time": "10:00" if chance() < 0.15 else "",
        "done_at": None if is_open else min(done, datetime.now(UTC)),
        "promise": Promise.OURS if chance() < 0.2 else "",
        "activity_id": activity["id"],
        **{
            name: activity[name]
            for name in ("client_id", "contact_id", "created_at", "changed_at", "client", "contact")
        },
    }


def _working(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == 6 else day


def _others(making: Making, session: Session) -> None:
    """One's own, and what is to be done about papers; some come again."""
    today = making.today
    own: list[dict[str, Any]] = [
        {
            "title": "Laporan bulanan untuk manajemen",
            "due": today.replace(day=monthrange(today.year, today.month)[1]),
            "repeats": Repeat(1, Unit.MONTH_END).kept(),
            "checklist": (CheckItem("Angka penjualan"), CheckItem("Kasus terbuka", "x"), CheckItem("Usulan")),
        },
        {"title": "Cek harga tembaga", "due": today, "time": "08:30", "repeats": Repeat(1, Unit.WORKING_DAY).kept()},
        {"title": "Perpanjang kartu pameran", "due": today + timedelta(days=40)},
        {"title": "Baca brosur panel baru"},
    ]
    orders = session.scalars(
        select(Order).where(Order.state.in_(OPEN_ORDER_STATES)).order_by(Order.id.desc()).limit(2)
    ).all()
    contracts = session.scalars(
        select(Contract).where(Contract.state == ContractState.SENT).order_by(Contract.id.desc()).limit(2)
    ).all()
    for at, order in enumerate(orders):
        own.append({"title": "Pastikan jadwal kirim", "due": today + timedelta(days=at), "order_id": order.id})
    for at, contract in enumerate(contracts):
        due = today + timedelta(days=2 + at)
        own.append(
            {"title": "Kontrak ditandatangani", "due": due, "contract_id": contract.id, "promise": Promise.THEIRS}
        )
    for values in own:
        tasks.save(session, None, values)


DEMO: Final = Demo(along={"activity": _steps}, finish=_others)
