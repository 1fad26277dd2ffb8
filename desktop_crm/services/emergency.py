"""The emergency folder: a zip that other programs open with its password when this program can't be had.

Sheets of all records, the papers of contracts that were sent or signed, an address book and a calendar. Nothing of it is ever
on the disk unencrypted.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from desktop_crm import disk
from desktop_crm.documents.ics import DayEvent, calendar
from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.documents.vcard import Card, vcard
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import FROZEN_STATES, Contract
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import msg
from desktop_crm.model.order import Order
from desktop_crm.model.os_errors import reason
from desktop_crm.model.states import OPEN_ORDER_STATES, ClientKind, ContractState
from desktop_crm.services import contract, contract_paper
from desktop_crm.services.emergency_sheets import SHEETS, Sheet
from desktop_crm.services.files import refuse_no_folder
from desktop_crm.storage.workspace import Workspace

if TYPE_CHECKING:
    from pyzipper import AESZipFile

Progress = Callable[[int, int], None]

_AT_ONCE: Final = 500
_PAPERS: Final = (ContractState.SENT, *sorted(FROZEN_STATES))


@dataclass(frozen=True, slots=True)
class Packed:
    """What came into an emergency folder."""

    clients: int
    orders: int
    contracts: int
    papers: int


def pack(
    workspace: Workspace,
    target: Path,
    password: str,
    language: Language,
    progress: Progress = lambda _done, _total: None,
) -> Packed:
    """Write the zip; a file that is there is replaced when the new one is whole. `progress` may raise to stop.

    Raises:
        UserError: no password, one that other programs may read differently, or no such folder.
        WorldError: the place can't be written to.
    """
    refuse_password(password)
    refuse_no_folder(target)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with workspace.read() as session, _zip(unfinished, password) as packed:
            done = _Pack(session, packed, language, progress).all()
        disk.replace(unfinished, target)
    except OSError as error:
        raise WorldError(msg("{file} can't be written: {reason}", file=target.name, reason=reason(error))) from error
    finally:
        with contextlib.suppress(OSError):
            disk.remove(unfinished)
    return done


def refuse_password(password: str) -> None:
    """UserError for a password that does not protect, or that other programs would spell otherwise."""
    if not password:
        raise UserError(msg("The emergency folder needs a password: everything you know is in it."))
    if not (password.isascii() and password.isprintable()):
        raise UserError(
            msg(
                "Use only plain letters, digits and signs in this password: other programs spell the others differently."
            )
        )


@contextlib.contextmanager
def _zip(path: Path, password: str) -> "Iterator[AESZipFile]":
    import pyzipper

    file = disk.create_anew(path)
    packed = pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES)
    try:
        packed.setpassword(password.encode())
        packed.setencryption(pyzipper.WZ_AES, nbits=256)
        yield packed
        packed.close()
        file.flush()
        os.fsync(file.fileno())
    except BaseException:
        _give_up(packed, file)
        raise
    file.close()


def _give_up(packed: "AESZipFile", file: IO[bytes]) -> None:
    """Let the file go, without an end and with nothing tried on it later; why is told."""
    packed.fp = None
    with contextlib.suppress(OSError):
        file.close()


class _Pack:
    """One emergency folder while it is filled."""

    def __init__(self, session: Session, packed: "AESZipFile", language: Language, progress: Progress) -> None:
        self._session = session
        self._packed = packed
        self._language = language
        self._progress = progress
        self._counts = {sheet: sheet.count(session) for sheet in SHEETS}
        self._papers = list(session.scalars(select(Contract.id).where(Contract.state.in_(_PAPERS))))
        self._total = sum(self._counts.values()) + len(self._papers) * 20  # a paper takes as long as many rows
        self._done = 0

    def all(self) -> Packed:
        """Everything; what explains comes first."""
        tr = self._language.tr
        self._put(tr("Read me") + ".txt", self._about().encode())
        with self._open(tr("Contacts") + ".vcf") as file:
            file.writelines(map(vcard, _cards(self._session)))
        self._put(tr("Dates") + ".ics", calendar(_events(self._session, self._language), datetime.now(UTC)))
        for sheet in SHEETS:
            self._sheet(sheet)
        for contract_id in self._papers:
            self._paper(contract_id)
        clients, _, _, orders, _, contracts = self._counts.values()
        return Packed(clients, orders, contracts, len(self._papers))

    def _sheet(self, sheet: Sheet) -> None:
        title = self._language.say(sheet.title)
        before = self._done
        with self._open(f"{title}.xlsx") as file:
            list_sheet(
                title,
                sheet.columns,
                sheet.rows(self._session, self._language),
                self._language,
                file,
                progress=lambda done: self._progress(before + done, self._total),
            )
        self._done = before + self._counts[sheet]
        self._session.expunge_all()  # what was read for a sheet is not needed any more

    def _paper(self, contract_id: int) -> None:
        """The very bytes that were signed, or the paper as it would be printed today.

        Anybody can read the names in a zip, so the client's is not among them.
        """
        record = contract.get(self._session, contract_id)
        name = plain_file_name(f"{record.number.replace('/', '-')}.pdf")
        folder = self._language.tr("Contracts")
        self._put(f"{folder}/{name}", contract_paper.make(self._session, record).pdf)
        self._done += 20
        self._progress(self._done, self._total)

    def _put(self, name: str, content: bytes) -> None:
        self._packed.writestr(name, content)

    def _open(self, name: str) -> IO[bytes]:
        entry = self._packed.zipinfo_cls(name, time.localtime()[:6])
        entry.compress_type = self._packed.compression
        file: IO[bytes] = self._packed.open(entry, "w", force_zip64=True)
        return file

    def _about(self) -> str:
        return self._language.tr(
            "These are the clients, contacts, products, orders and contracts of Desktop CRM on {day}.\n"
            "The sheets open in any spreadsheet program, contracts in any PDF reader.\n"
            "Contacts can be taken over by a telephone or a mail program, dates by a calendar.\n",
            day=datetime.now(UTC),
        )


def _cards(session: Session) -> Iterator[Card]:
    """Clients that can be reached, and every contact with their client."""
    clients = select(Client).order_by(Client.name_key).execution_options(yield_per=_AT_ONCE)
    for client in session.scalars(clients):
        yield Card(
            uid=f"desktop-crm-client-{client.id}",
            name=client.full_name,
            is_person=client.kind == ClientKind.PERSON,
            phones=tuple(phone.number for phone in client.phones),
            emails=tuple(email.address for email in client.emails),
            addresses=client.addresses,
        )
    contacts: Any = (
        select(Contact, Client.full_name)
        .join(Client, Client.id == Contact.client_id)
        .order_by(Contact.name_key)
        .execution_options(yield_per=_AT_ONCE)
    )
    for contact, company in session.execute(contacts):
        yield Card(
            uid=f"desktop-crm-contact-{contact.id}",
            name=contact.name,
            company=company,
            office=contact.office,
            phones=tuple(phone.number for phone in contact.phones),
            emails=tuple(email.address for email in contact.emails),
            birthday=contact.birthday,
        )


def _events(session: Session, language: Language) -> Iterator[DayEvent]:
    """Promised deliveries, ends of contracts, birthdays."""
    promised = select(Order).where(Order.promised_on.is_not(None), Order.state.in_(OPEN_ORDER_STATES))
    for order in session.scalars(promised.options(joinedload(Order.client)).order_by(Order.promised_on)):
        title = language.tr("Deliver order {number} to {client}", number=order.number, client=order.client.full_name)
        yield DayEvent(f"desktop-crm-order-{order.id}", _day(order.promised_on), title)
    ending = select(Contract).where(
        Contract.valid_until.is_not(None), Contract.state.in_((ContractState.SENT, ContractState.SIGNED))
    )
    for record in session.scalars(ending.options(joinedload(Contract.client)).order_by(Contract.valid_until)):
        title = language.tr(
            "Contract {number} with {client} ends", number=record.number, client=record.client.full_name
        )
        yield DayEvent(f"desktop-crm-contract-{record.id}", _day(record.valid_until), title)
    for contact in session.scalars(select(Contact).where(Contact.birthday.is_not(None))):
        title = language.tr("Birthday of {name}", name=contact.name)
        yield DayEvent(f"desktop-crm-birthday-{contact.id}", _day(contact.birthday), title, yearly=True)


def _day(day: Any) -> Any:
    assert day is not None  # asked for
    return day
