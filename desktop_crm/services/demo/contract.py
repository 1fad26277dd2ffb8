"""The demonstration's contracts, made from its orders: to sign, signed, ending soon, fulfilled, terminated."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.contract import FROZEN_STATES, Contract, Template
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.numbering import number_of
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import contract as contracts
from desktop_crm.services.demo.client import moment
from desktop_crm.services.demo.making import Demo, Making
from desktop_crm.services.demo.order import MadeOrder
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.storage import settings
from desktop_crm.storage.journal.bulk import bulk_insert

#: So many of the newest signed contracts keep a real paper; making one takes a tenth of a second.
PAPERS: Final = 16

_AGREED: Final = frozenset({OrderState.CONFIRMED, OrderState.IN_DELIVERY, OrderState.FULFILLED})
_YOUNG: Final = 24
_TRIED: Final = 8  # newest drafts, one of which is sent
_TERMS: Final = (365, 365, 365, 180, 60, 45)


class DemoContracts:
    """Writes contracts for the orders of a batch, so many that `count` are reached with the last order."""

    def __init__(self, seed: int, today: date, count: int, orders: int) -> None:
        self.last: dict[date, int] = {}  # in each month
        self._counted: dict[int, int] = {}  # in each year
        self.with_paper: deque[int] = deque(maxlen=PAPERS)
        self._chance = Random(seed + 3).random  # noqa: S311 - nothing here is a secret
        self._today = today
        self._count = count
        self._orders = orders
        self._seen = 0
        self.made = 0

    def write(self, session: Session, orders: Sequence[MadeOrder]) -> None:
        """The contracts of these orders."""
        templates = {row.code: row.id for row in session.execute(select(Template.id, Template.code))}
        company = settings.company(session)
        common = {"place": company.city, "own_signatory": company.signatory}
        rows = [{**common, **row} for order in orders for row in self._of(order, templates)]
        ids = bulk_insert(session, Contract, rows)
        self.with_paper.extend(row_id for row_id, row in zip(ids, rows, strict=True) if row["state"] in FROZEN_STATES)

    def _of(self, order: MadeOrder, templates: dict[str, int]) -> Iterator[dict[str, Any]]:
        self._seen += 1
        if order.state not in _AGREED:
            return
        while self.made < self._wanted():
            row = self._row(order, templates)
            if row is None:
                return
            self.made += 1
            yield row

    def _wanted(self) -> int:
        """How many should be made by now: a third of them in the last tenth, which is what one looks at."""
        part = min(1.0, self._seen / self._orders / 0.97)
        return math.ceil(self._count * (part * 0.72 + max(0.0, part - 0.9) * 2.8))

    def _row(self, order: MadeOrder, templates: dict[str, int]) -> dict[str, Any] | None:
        day = min(order.day + timedelta(days=2), self._today)
        ends = day + timedelta(days=_TERMS[int(self._chance() * len(_TERMS))])
        state = self._state(order, (self._today - day).days, ends)
        if state in FROZEN_STATES and order.buyer.signatory is None:
            return None  # nobody could have signed
        frozen = state in FROZEN_STATES
        age = (self._today - day).days
        return {
            "number": self._number(day),
            "client_id": order.client_id,
            "order_id": order.id,
            "template_id": templates["services" if order.only_services else "sale"],
            "contact_id": order.buyer.contact_id if order.buyer.signatory else None,
            "language": order.buyer.language,
            "state": state,
            "contract_date": day,
            "valid_until": ends,
            "delivery_date": max(order.promised, day),
            "delivery_place": str(order.buyer.address),
            "delivery_terms": order.values["delivery_terms"],
            "payment_terms": order.values["payment_terms"],
            "terms": ContractTerms(prepayment_percent=Decimal(30)) if self._chance() < 0.2 else ContractTerms(),
            "client_signatory": order.buyer.signatory or Signatory(),
            "sent_on": None if state == ContractState.DRAFT else day,
            "signed_on": min(day + timedelta(days=int(self._chance() * 9)), self._today) if frozen else None,
            **self._ending(state, day, ends),
            "created_at": moment(self._today, age, self._chance()),
            "changed_at": moment(self._today, age * self._chance(), self._chance()),
            "total_minor": order.totals.total.minor,
            "currency": order.currency,
            "client": order.buyer,
            "is_frozen": lambda: True,  # the total above stands
        }

    def _ending(self, state: ContractState, day: date, ends: date) -> dict[str, Any]:
        if state not in {ContractState.FULFILLED, ContractState.TERMINATED}:
            return {}
        ended = min(ends, max(day, self._today - timedelta(days=int(self._chance() * 60))))
        reason = "Disepakati kedua belah pihak." if state == ContractState.TERMINATED else ""
        return {"ended_on": ended, "end_reason": reason}

    def _state(self, order: MadeOrder, age: int, ends: date) -> ContractState:
        chance = self._chance()
        if age <= _YOUNG or (order.buyer.signatory is None and age <= 3 * _YOUNG):
            if chance < 0.3 or order.buyer.signatory is None:
                return ContractState.DRAFT
            return ContractState.SENT if chance < 0.6 else ContractState.SIGNED
        if chance > 0.97:
            return ContractState.TERMINATED
        if order.state != OrderState.FULFILLED or (ends >= self._today and chance < 0.5):
            return ContractState.SIGNED
        return ContractState.FULFILLED

    def _number(self, day: date) -> str:
        seq = self._counted[day.year] = self._counted.get(day.year, 0) + 1
        self.last[day.replace(day=1)] = seq
        return number_of(NUMBER_PATTERNS["contract"], seq, day)


def _of_orders(making: Making, session: Session, orders: Sequence[MadeOrder]) -> None:
    made = making.made.get("contract")
    if made is None:
        made = DemoContracts(making.seed, making.today, making.wanted["contract"], making.wanted["order"])
        making.made["contract"] = made
    made.write(session, orders)


def _finish(making: Making, session: Session) -> None:
    """Numbers go on where they stopped, and some signed contracts get their paper."""
    made = making.made.get("contract")
    if made is None:
        return
    for month, seq in made.last.items():
        settings.given_until(session, "contract", month, seq)
    for contract_id in made.with_paper:
        record = contracts.get(session, contract_id)
        contract_paper.freeze(session, record, record.signed_on or making.today)


def _send(making: Making) -> None:
    """The newest draft that can be; those before it have empty places, like any real drafts."""
    with making.workspace.read() as session:
        draft = select(Contract.id, Contract.number).where(Contract.state == ContractState.DRAFT)
        unsent = session.execute(draft.order_by(Contract.id.desc()).limit(_TRIED)).all()
    for contract_id, number in unsent:
        with suppress(UserError), making.workspace.write(msg("Send contract {number}", number=number)) as session:
            contracts.step(session, contract_id, ContractState.SENT)
            break


DEMO: Final = Demo(along={"order": _of_orders}, finish=_finish, last=_send)
