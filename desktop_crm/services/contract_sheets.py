"""Two originals and a copy: each is kept as printed or not, so that after a jam what is missing can be printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.printed import Counterpart
from desktop_crm.services import contract as contracts
from desktop_crm.services import contract_steps
from desktop_crm.services.clock import today
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers.contract import Paper

_ALL: Final = tuple(Counterpart)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Those a contract is printed as now, and which of them came out saying what it says."""

    wanted: tuple[Counterpart, ...]
    done: tuple[Counterpart, ...]

    @property
    def left(self) -> tuple[Counterpart, ...]:
        """What is still to print."""
        return tuple(sheet for sheet in self.wanted if sheet not in self.done)


def state(session: Session, contract_id: int) -> Sheets:
    """How far the printing of a contract is. Originals are what is signed: of a signed one only copies are made."""
    record = contracts.get(session, contract_id)
    wanted = (Counterpart.COPY,) if record.is_frozen() else _ALL
    done = record.printed.sheets if record.printed.said == contract_paper.said(session, record) else ()
    return Sheets(wanted, tuple(sheet for sheet in wanted if sheet in done))


def make(
    session: Session, contract_id: int, sheets: Sequence[Counterpart | None], *, blanks: bool = False
) -> list[tuple[Counterpart | None, Paper]]:
    """The papers of these sheets (None: one that says nothing of originals), in the contract's own language.

    With `blanks` what is missing is left for the pen.
    """
    record = contracts.get(session, contract_id)
    return [(sheet, contract_paper.make(session, record, sheet=sheet, blanks=blanks)) for sheet in sheets]


def message(contract: Contract, sheet: Counterpart | None) -> Message:
    """What is done by `keep`."""
    number = contract.number
    match sheet:
        case None:
            return msg("Print contract {number} with blanks", number=number)
        case Counterpart.FIRST:
            return msg("Print original 1 of contract {number}", number=number)
        case Counterpart.SECOND:
            return msg("Print original 2 of contract {number}", number=number)
        case Counterpart.COPY:
            return msg("Print a copy of contract {number}", number=number)


def keep(
    session: Session,
    contract_id: int,
    sheet: Counterpart | None,
    said: str,
    *,
    blanks: bool = False,
    day: date | None = None,
) -> Contract:
    """A sheet has come out that says what has this digest, or (None) a paper that says nothing of originals.

    What was printed with `blanks` is with the client from then on: what it says is kept, and which values it left open.

    Raises:
        UserError: the contract was changed meanwhile, so that it says something else.
    """
    record = contracts.get(session, contract_id)
    refuse_changed(session, record, said)
    if blanks and record.state == ContractState.DRAFT:
        contract_steps.leave_blank(session, record, day or today())
    if sheet is not None:
        record.printed = record.printed.with_sheet(sheet, said)
    session.flush()
    return record


def refuse_changed(session: Session, contract: Contract, said: str) -> None:
    """UserError when the contract no longer says what was printed."""
    if contract_paper.said(session, contract) != said:
        raise UserError(
            msg(
                "Contract {number} was changed while it was being printed. Throw away what came out, and print it again.",
                number=contract.number,
            )
        )
