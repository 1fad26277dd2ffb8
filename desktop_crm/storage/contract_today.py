"""What of contracts asks for attention today."""

from datetime import date, timedelta
from typing import Final

from desktop_crm.model.contract_flow import SIGN
from desktop_crm.model.contract_states import ENDING_SOON, ContractState
from desktop_crm.model.message import msg
from desktop_crm.storage.today import SOON, TODAY, WEEK, Rule, Span, Verb, week_end


def _always(_day: date) -> tuple[Span, ...]:
    return (Span(TODAY, None, date.max),)


def _ending(day: date) -> tuple[Span, ...]:
    day_after, week = day + timedelta(days=1), week_end(day)
    return (
        Span(TODAY, day, day),
        Span(WEEK, day_after, week),
        Span(SOON, week + timedelta(days=1), day + ENDING_SOON),
    )


def _towards_signing(state: str) -> Verb | None:
    if state == ContractState.DRAFT:
        return Verb(msg("Print contract"), command="contract.print")
    return Verb(SIGN.text, command=f"contract.{SIGN.id}")


def _renewing(_state: str) -> Verb:
    return Verb(msg("Renew"), command="contract.renew")


RULES: Final = (
    Rule(
        "sign",
        "contract",
        table="contracts",
        day="contract_date",
        states=(ContractState.DRAFT, ContractState.SENT),
        spans=_always,
        kind=msg("Papers"),
        icon="pen-line",
        title=msg("Get {number} signed"),
        late=(msg("1 more contract to sign"), msg("{n} more contracts to sign")),
        more=(msg("1 more contract to sign"), msg("{n} more contracts to sign")),
        verb=_towards_signing,
        waits=True,
    ),
    Rule(
        "ending",
        "contract",
        table="contracts",
        day="valid_until",
        states=(ContractState.SIGNED,),
        spans=_ending,
        kind=msg("Papers"),
        icon="file-text",
        title=msg("Contract {number} ends"),
        late=(msg("1 more contract that ends"), msg("{n} more contracts that end")),
        more=(msg("1 more contract that ends"), msg("{n} more contracts that end")),
        verb=_renewing,
    ),
)
