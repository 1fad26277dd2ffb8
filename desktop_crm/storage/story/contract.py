"""When a contract was made, sent, signed and ended, as entries of a story."""

from collections.abc import Callable
from typing import Final

from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.story import PAPERS, Cover, Told, muted, strong
from desktop_crm.storage.story.source import Source

_JOINS: Final = "LEFT JOIN clients c ON c.id = t.client_id"
_OF: Final = {"client": "t.client_id = :id", "contact": "t.contact_id = :id", "order": "t.order_id = :id"}


def _made(number: str, total: int, currency: str) -> Told:
    worth = muted(Money.of_minor(total, currency), Cover.CLIENT)
    return Told("file-text", (strong(msg("Contract {number}", number=number)), worth))


def _sent(number: str) -> Told:
    return Told("send", (strong(msg("Contract {number} sent", number=number)),))


def _signed(number: str) -> Told:
    return Told("pen-line", (strong(msg("Contract {number} signed", number=number)),))


def _ended(number: str, state: str, reason: str) -> Told:
    fulfilled = state == ContractState.FULFILLED
    said: Message = (
        msg("Contract {number} fulfilled", number=number)
        if fulfilled
        else msg("Contract {number} ended", number=number)
    )
    return Told("check-check" if fulfilled else "circle-x", (strong(said), muted(reason, Cover.TEXT)))


def _source(id: str, when: str, columns: tuple[str, ...], told: Callable[..., Told]) -> Source:
    of = {noun: f"{condition} AND t.{when} IS NOT NULL" for noun, condition in _OF.items()}
    return Source(id, PAPERS, "contract", "contracts", when, of, columns, told, joins=_JOINS, client="c.full_name")


STORY: Final = (
    _source("made", "contract_date", ("t.number", "t.total_minor", "t.currency"), _made),
    _source("sent", "sent_on", ("t.number",), _sent),
    _source("signed", "signed_on", ("t.number",), _signed),
    _source("ended", "ended_on", ("t.number", "t.state", "t.end_reason"), _ended),
)
