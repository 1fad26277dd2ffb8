"""Queries about contracts and templates."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from desktop_crm.model.base import whole_text
from desktop_crm.model.client import Client
from desktop_crm.model.contract import FROZEN_STATES, Contract, Template, TemplateKind
from desktop_crm.model.contract_states import CONTRACT_STATES, ENDING, ENDING_SOON, TERM, ContractState
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.journal import JournalEntry
from desktop_crm.model.listing import Kind, Part, Role
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.signatory import Signatory
from desktop_crm.model.tone import Tone
from desktop_crm.storage import numbering
from desktop_crm.storage.contact import signatory_of
from desktop_crm.storage.lists.listing import SqlSource, choice_column, sql_column
from desktop_crm.storage.loading import tied
from desktop_crm.storage.next_step import next_step
from desktop_crm.storage.order import refuse_torn

_VALID = Part(Role.WHEN, lambda day: msg("valid until {day}", day=day), (ContractState.SIGNED,), late=False)

_BLANKS = Part(
    Role.SIDE,
    lambda count: msg("1 blank") if count == "1" else msg("{n} blanks", n=count),
    tone=lambda _count: Tone.ATTENTION,
    is_figure=True,
)

#: Of a draft, all that its paper is made of: each row's version, which a change makes a higher one.
_MADE_OF = f"""CASE t.state WHEN '{ContractState.DRAFT}' THEN
 t.version || ' ' || c.version || ' ' || p.version || ' ' || coalesce((SELECT max(version) FROM company), '') || ' ' || o.version || ' '
 || coalesce((SELECT group_concat(l.id || '.' || l.version) FROM order_lines l WHERE l.order_id = t.order_id), '') END"""

_TERM = (
    f"CASE WHEN t.state = '{ContractState.SIGNED}' AND t.valid_until <= date({{today}}, '+{ENDING_SOON.days} days')"
    f" THEN '{ENDING}' ELSE '' END"
)

CONTRACTS = SqlSource(
    noun="contract",
    table="contracts",
    order="t.contract_date DESC",
    prefix_key="client_key",
    joins="LEFT JOIN clients c ON c.id = t.client_id LEFT JOIN orders o ON o.id = t.order_id"
    " LEFT JOIN templates p ON p.id = t.template_id",
    columns=(
        sql_column("number", msg("Number"), sort="t.number", width=150, part=Role.TITLE),
        sql_column(
            "client",
            msg("Client"),
            "c.full_name",
            sort="t.client_key",
            width=186,
            of_client=True,
            joined=True,
            part=Role.PARTY,
        ),
        choice_column(
            "state", msg("Status"), CONTRACT_STATES, sort="t.state, t.valid_until", width=114, part=Role.STATE
        ),
        sql_column("blanks", msg("Blanks"), _MADE_OF, kind=Kind.NUMBER, width=96, part=_BLANKS, late=True),
        sql_column("valid_until", msg("Valid until"), kind=Kind.DATE, sort="t.valid_until", width=116, part=_VALID),
        sql_column(
            "total",
            msg("Total"),
            "t.total_minor",
            "t.currency",
            kind=Kind.MONEY,
            sort="t.total_minor",
            summable=True,
            of_client=True,
            width=170,
            part=Role.MONEY,
        ),
        choice_column("term", msg("Term"), TERM, _TERM, hidden=True, width=92),
        sql_column("contract_date", msg("Date"), kind=Kind.DATE, sort="t.contract_date", width=116),
        sql_column("order", msg("Order"), "o.number", width=136, joined=True),
        sql_column("template", msg("Template"), "p.title_id", hidden=True, width=200, joined=True),
        choice_column("language", msg("Language"), DOCUMENT_LANGUAGES, hidden=True, width=140),
        sql_column("signed_on", msg("Signed on"), kind=Kind.DATE, hidden=True, width=120),
        next_step(),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", hidden=True, width=150),
    ),
)


def get(session: Session, contract_id: int) -> Contract | None:
    """One contract with client, template and the order with its lines."""
    found = session.scalars(
        select(Contract)
        .where(Contract.id == contract_id)
        .options(
            joinedload(Contract.client),
            joinedload(Contract.template),
            joinedload(Contract.order).options(selectinload(Order.lines), joinedload(Order.client)),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is not None:
        refuse_torn(found, "client", "order", "template")
        refuse_torn(found.order, "client")
        tied(found.order)
    return found


def by_number(session: Session, number: str) -> Contract | None:
    """One contract by its number."""
    found = session.scalar(select(Contract.id).where(Contract.number == whole_text(number)))
    return None if found is None else get(session, found)


def with_number_like(session: Session, number: str, except_id: int | None = None) -> str | None:
    """The number of another contract that people would read as this one."""
    return numbering.with_number_like(session, Contract, number, except_id)


def signing_entry(session: Session, contract_id: int) -> int | None:
    """The entry of the history that made a contract signed last; None when the history does not tell."""
    return (
        session.connection()
        .exec_driver_sql(
            "SELECT max(entry_id) FROM journal_changes WHERE noun = 'contract' AND noun_id = ? AND table_name = 'contracts'"
            " AND row_id = ? AND op = 'update' AND json_extract(after, '$.state') = 'signed'"
            " AND json_extract(before, '$.state') IN ('draft', 'sent')",
            (contract_id, contract_id),
        )
        .scalar()
    )


def signed_at(session: Session, contract_id: int) -> datetime | None:
    """When that was done."""
    entry_id = signing_entry(session, contract_id)
    return None if entry_id is None else session.scalar(select(JournalEntry.at).where(JournalEntry.id == entry_id))


def take_party(session: Session, contract: Contract, client: Client) -> None:
    """Make a contract one with this client: nobody of the former one signs it, and nothing is delivered to their place."""
    former = session.get(Client, contract.client_id)
    contract.client = client
    contact = signatory_of(session, client)
    contract.contact_id = contact.id if contact else None
    contract.client_signatory = Signatory.of(client, contact)
    contract.delivery_place = str(client.address("delivery", "legal"))
    if former is not None and contract.language == former.language:
        contract.language = client.language


def signed_among(session: Session, which: ColumnElement[bool], limit: int) -> Sequence[str]:
    """The numbers of some contracts that are signed, the first ones."""
    signed = select(Contract.number).where(which, Contract.state.in_(FROZEN_STATES)).order_by(Contract.id)
    return session.scalars(signed.limit(limit)).all()


def follow(session: Session, contract: Contract) -> Message | None:
    """Bring a contract up to its client and, while it is not signed, its order; told when it was sent and is a draft again."""
    before = _on_paper(contract)
    if not contract.is_frozen() and contract.client is not contract.order.client:
        take_party(session, contract, contract.order.client)
    contract.derive()
    return contract.told_revised() if _on_paper(contract) != before and contract.revise() else None


def _on_paper(contract: Contract) -> tuple[int, int, str]:
    return contract.client.id, contract.total_minor, contract.currency


def templates(session: Session) -> list[Template]:
    """Those of contracts."""
    return list(session.scalars(select(Template).where(Template.kind == TemplateKind.CONTRACT).order_by(Template.id)))


def every_template(session: Session) -> list[Template]:
    """Those of letters, too, behind them."""
    return list(session.scalars(select(Template).order_by(Template.kind, Template.id)))
