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
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from desktop_crm import disk, fitting
from desktop_crm.documents.ics import DayEvent, calendar
from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.documents.vcard import Card, vcard
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import FROZEN_STATES, Contract
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.listing import UNREADABLE
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.os_errors import reason
from desktop_crm.model.states import OPEN_ORDER_STATES, ClientKind, ContractState
from desktop_crm.services import contract
from desktop_crm.services.files import refuse_no_folder
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.safety.sheets import CLIENTS, CONTRACTS, ORDERS, SHEETS, Sheet
from desktop_crm.storage import attachment
from desktop_crm.storage.rescue.around import part, rows_of
from desktop_crm.storage.workspace import Workspace

if TYPE_CHECKING:
    from pyzipper import AESZipFile

Progress = Callable[[int, int], None]

_PAPERS: Final = (ContractState.SENT, *sorted(FROZEN_STATES))


@dataclass(frozen=True, slots=True)
class Packed:
    """What came into an emergency folder."""

    clients: int
    orders: int
    contracts: int
    papers: int
    unreadable: tuple[Message, ...] = ()  # what could not be read, and is missing


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
    unfinished = fitting.hidden(target, f".{os.getpid()}.part")
    try:
        with workspace.read() as session, _zip(unfinished, password) as packed:
            done = _Pack(session, packed, language, progress).all()
        with workspace.driver_connection():
            """Refused where another program wrote into the file meanwhile: then not all that was read was ours."""
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
        self._names: set[str] = set()
        self._unreadable: list[Message] = []
        self._total = sum(self._counts.values()) + len(self._papers) * 20  # a paper takes as long as many rows
        self._done = 0

    def all(self) -> Packed:
        """Everything; what explains comes first."""
        tr = self._language.tr
        with self._open(tr("Contacts") + ".vcf") as file:
            file.writelines(map(vcard, _cards(self._session, self._language)))
        self._put(tr("Dates") + ".ics", calendar(_events(self._session, self._language), datetime.now(UTC)))
        for sheet in SHEETS:
            self._session.expunge_all()  # what was read for another is not needed any more
            self._sheet(sheet)
        papers = sum([self._paper(contract_id) for contract_id in self._papers])
        self._put(tr("Read me") + ".txt", self._about().encode())
        self._packed.filelist.insert(0, self._packed.filelist.pop())
        clients, orders, contracts = (self._counts[sheet] for sheet in (CLIENTS, ORDERS, CONTRACTS))
        return Packed(clients, orders, contracts, papers, tuple(self._unreadable))

    def _sheet(self, sheet: Sheet) -> None:
        title = self._language.say(sheet.title)
        before = self._done
        with self._open(f"{title}.xlsx") as file:
            list_sheet(
                title,
                sheet.columns,
                sheet.rows(self._session, self._language, self._unreadable.append),
                self._language,
                file,
                progress=lambda done: self._progress(before + done, self._total),
            )
        self._done = before + self._counts[sheet]

    def _paper(self, contract_id: int) -> bool:
        """The very bytes that were signed, or the paper as it would be printed today; False where nobody can print it.

        Anybody can read the names in a zip, so the client's is not among them.
        """
        number = part(lambda: self._of(contract_id, Contract.number), "") or f"#{contract_id}"
        pdf = self._pdf(contract_id)
        if pdf is None:
            self._unreadable.append(msg("The paper of contract {number} can't be made of its records", number=number))
        else:
            folder = self._language.tr("Contracts")
            self._put(f"{folder}/{self._name(number)}", pdf)
        self._done += 20
        self._progress(self._done, self._total)
        return pdf is not None

    def _name(self, number: str) -> str:
        """Of a file of its own, also where large and small letters are one: `1/A` and `1-a` are two contracts."""
        stem, again = number.replace("/", "-"), 2
        name = plain_file_name(f"{stem}.pdf")
        while name.casefold() in self._names:
            name, again = plain_file_name(f"{stem} ({again}).pdf"), again + 1
        self._names.add(name.casefold())
        return name

    def _pdf(self, contract_id: int) -> bytes | None:
        def make() -> bytes | None:
            return contract_paper.make(self._session, contract.get(self._session, contract_id)).pdf

        signed = attachment.bytes_of(self._session, self._of(contract_id, Contract.paper_id))
        try:
            return signed or part(make, None)
        except UserError:  # of a template that can't be read
            return None

    def _of(self, contract_id: int, column: Any) -> Any:
        return self._session.scalar(select(column).where(Contract.id == contract_id))

    def _put(self, name: str, content: bytes) -> None:
        self._packed.writestr(name, content)

    def _open(self, name: str) -> IO[bytes]:
        entry = self._packed.zipinfo_cls(name, time.localtime()[:6])
        entry.compress_type = self._packed.compression
        file: IO[bytes] = self._packed.open(entry, "w", force_zip64=True)
        return file

    def _about(self) -> str:
        about = self._language.tr(
            "These are the clients, contacts, products, orders and contracts of Desktop CRM on {day}.\n"
            "The sheets open in any spreadsheet program, contracts in any PDF reader.\n"
            "Contacts can be taken over by a telephone or a mail program, dates by a calendar.\n",
            day=datetime.now(UTC),
        )
        if not self._unreadable:
            return about
        missing = self._language.tr("This could not be read and is missing; everything else is here:")
        return "\n".join([about, missing, *map(self._language.say, self._unreadable), ""])


def _cards(session: Session, language: Language) -> Iterator[Card]:
    """Clients that can be reached, and every contact with their client; of each what can be read."""
    nameless = language.say(UNREADABLE)
    for (client,) in rows_of(session, select(Client).order_by(Client.name_key)):
        yield Card(
            uid=f"desktop-crm-client-{client.id}",
            name=_got(client, "full_name", nameless),
            is_person=_got(client, "kind", "") == ClientKind.PERSON,
            addresses=_got(client, "addresses", ()),
            **_reached(client),
        )
    contacts: Any = (
        select(Contact, Client.full_name).join(Client, Client.id == Contact.client_id).order_by(Contact.name_key)
    )
    for contact, *company in rows_of(session, contacts):
        yield Card(
            uid=f"desktop-crm-contact-{contact.id}",
            name=_got(contact, "name", nameless),
            company="".join(company),
            office=_got(contact, "office", ""),
            birthday=_got(contact, "birthday", None),
            **_reached(contact),
        )


def _reached(record: Any) -> Any:
    return {
        "phones": tuple(phone.number for phone in _got(record, "phones", ())),
        "emails": tuple(email.address for email in _got(record, "emails", ())),
    }


def _got(record: Any, names: str, usual: Any) -> Any:
    """A value along a path of attributes, or the usual one where it can't be read."""
    return part(lambda: attrgetter(names)(record), usual)


def _events(session: Session, language: Language) -> Iterator[DayEvent]:
    """Promised deliveries, ends of contracts, birthdays: those of days that can be read."""
    unreadable = language.say(UNREADABLE)

    def told(record: Any) -> dict[str, Any]:
        client = _got(record, "client.full_name", unreadable)
        return {"number": _got(record, "number", unreadable), "client": client}

    promised = select(Order).where(Order.promised_on.is_not(None), Order.state.in_(OPEN_ORDER_STATES))
    for order, day in _dated(session, promised.order_by(Order.promised_on), "promised_on", Order.client):
        title = language.tr("Deliver order {number} to {client}", **told(order))
        yield DayEvent(f"desktop-crm-order-{order.id}", day, title)
    ending = select(Contract).where(
        Contract.valid_until.is_not(None), Contract.state.in_((ContractState.SENT, ContractState.SIGNED))
    )
    for record, day in _dated(session, ending.order_by(Contract.valid_until), "valid_until", Contract.client):
        title = language.tr("Contract {number} with {client} ends", **told(record))
        yield DayEvent(f"desktop-crm-contract-{record.id}", day, title)
    for contact, day in _dated(session, select(Contact).where(Contact.birthday.is_not(None)), "birthday"):
        title = language.tr("Birthday of {name}", name=_got(contact, "name", unreadable))
        yield DayEvent(f"desktop-crm-birthday-{contact.id}", day, title, yearly=True)


def _dated(session: Session, query: Any, day: str, *clients: Any) -> Iterator[tuple[Any, Any]]:
    """The records with their day."""
    options = [joinedload(client).load_only(Client.full_name) for client in clients]
    for (record,) in rows_of(session, query, options, [lazyload(client) for client in clients]):
        if (found := _got(record, day, None)) is not None:
            yield record, found
