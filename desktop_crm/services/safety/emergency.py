"""The emergency archive: a zip that other programs open with its password when this program can't be had.

Sheets of all records, papers, an address book and a calendar, of each noun what it declares in `services/emergency`. Nothing of
it is ever on the disk unencrypted.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm import disk, fitting
from desktop_crm.documents.ics import DayEvent, calendar
from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.documents.vcard import vcard
from desktop_crm.language import Language
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import Message, msg
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import BY_ID, NOUNS
from desktop_crm.model.os_errors import reason
from desktop_crm.services.emergency.parts import Papers, Sheet
from desktop_crm.services.facets import declared, facets_of
from desktop_crm.services.files import refuse_no_folder
from desktop_crm.storage.rescue.around import part
from desktop_crm.storage.workspace import Workspace

if TYPE_CHECKING:
    from pyzipper import AESZipFile

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Packed:
    """What came into an emergency archive: how many records and papers, by the tables of their nouns."""

    counts: Mapping[str, int]
    papers: Mapping[str, int]
    unreadable: tuple[Message, ...] = ()  # what could not be read, and is missing

    def told(self) -> Message:
        """How much of what people look for first: `260 clients, 900 orders and 150 papers of contracts`."""
        papers = self.papers["contracts"]
        return msg(
            "{clients}, {orders} and {papers}",
            clients=BY_ID["client"].told(self.counts["clients"]),
            orders=BY_ID["order"].told(self.counts["orders"]),
            papers=msg("1 paper of a contract") if papers == 1 else msg("{n} papers of contracts", n=papers),
        )


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
        raise UserError(msg("The emergency archive needs a password: all your data is in it."))
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
    """One emergency archive while it is filled."""

    def __init__(self, session: Session, packed: "AESZipFile", language: Language, progress: Progress) -> None:
        self._session = session
        self._packed = packed
        self._language = language
        self._progress = progress
        self._parts = {
            noun: found for noun in NOUNS if (found := declared(noun.module("services.emergency"), "EMERGENCY"))
        }
        self._counts = {sheet: sheet.count(session) for part in self._parts.values() for sheet in part.sheets}
        self._papers = {noun: part.papers.ids(session) for noun, part in self._parts.items() if part.papers}
        self._names: set[tuple[str, str]] = set()
        self._unreadable: list[Message] = []
        self._total = (
            sum(self._counts.values()) + sum(map(len, self._papers.values())) * 20
        )  # a paper takes as long as many rows
        self._done = 0

    def all(self) -> Packed:
        """Everything; what explains comes first."""
        tr = self._language.tr
        with self._open(tr("Contacts") + ".vcf") as file:
            for part in self._parts.values():
                file.writelines(map(vcard, part.cards(self._session, self._language)))
        self._put(tr("Dates") + ".ics", calendar(self._events(), datetime.now(UTC)))
        for sheet in self._counts:
            self._session.expunge_all()  # what was read for another is not needed any more
            self._sheet(sheet)
        papers = {noun.table: sum([self._paper(noun, each) for each in ids]) for noun, ids in self._papers.items()}
        self._put(tr("Read me") + ".txt", self._about().encode())
        self._packed.filelist.insert(0, self._packed.filelist.pop())
        counts = {sheet.record.__tablename__: count for sheet, count in self._counts.items()}
        return Packed(counts, papers, tuple(self._unreadable))

    def _events(self) -> list[DayEvent]:
        """What comes every year last."""
        events = (each for part in self._parts.values() for each in part.events(self._session, self._language))
        return sorted(events, key=lambda event: event.yearly)

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

    def _paper(self, noun: Noun, record_id: int) -> bool:
        """One paper; False where nobody can print it. Anybody can read the names in a zip, so the client's is not among them."""
        papers, record = self._parts[noun].papers, noun.record
        assert papers is not None
        asked = select(record.number).where(record.id == record_id)  # type: ignore[attr-defined]  # what has papers has numbers
        number = part(lambda: self._session.scalar(asked), "") or f"#{record_id}"
        pdf = self._pdf(noun, papers, record_id)
        if pdf is None:
            self._unreadable.append(papers.missing(number))
        else:
            folder = self._language.say(noun.many)
            self._put(f"{folder}/{self._name(folder, number)}", pdf)
        self._done += 20
        self._progress(self._done, self._total)
        return pdf is not None

    def _name(self, folder: str, number: str) -> str:
        """Of a file of its own, also where large and small letters are one: `1/A` and `1-a` are two contracts."""
        stem, again = number.replace("/", "-"), 2
        name = plain_file_name(f"{stem}.pdf")
        while (folder, name.casefold()) in self._names:
            name, again = plain_file_name(f"{stem} ({again}).pdf"), again + 1
        self._names.add((folder, name.casefold()))
        return name

    def _pdf(self, noun: Noun, papers: Papers, record_id: int) -> bytes | None:
        make = papers.pdf or partial(_printed, noun)
        try:
            return part(lambda: make(self._session, record_id), None)
        except UserError:  # of a template that can't be read
            return None

    def _put(self, name: str, content: bytes) -> None:
        self._packed.writestr(name, content)

    def _open(self, name: str) -> IO[bytes]:
        entry = self._packed.zipinfo_cls(name, time.localtime()[:6])
        entry.compress_type = self._packed.compression
        file: IO[bytes] = self._packed.open(entry, "w", force_zip64=True)
        return file

    def _about(self) -> str:
        *others, last = [self._language.say(noun.many).lower() for noun in self._parts]
        about = self._language.tr(
            "These are the {others} and {last} of Desktop CRM on {day}.\n"
            "The sheets open in any spreadsheet program, contracts in any PDF reader.\n"
            "Contacts can be taken over by a telephone or a mail program, dates by a calendar.\n",
            others=", ".join(others),
            last=last,
            day=datetime.now(UTC),
        )
        if not self._unreadable:
            return about
        missing = self._language.tr("This could not be read and is missing; everything else is here:")
        return "\n".join([about, missing, *map(self._language.say, self._unreadable), ""])


def _printed(noun: Noun, session: Session, record_id: int) -> bytes | None:
    """What the noun prints everywhere else."""
    print_, record = facets_of(noun).paper, session.get(noun.record, record_id)
    return None if print_ is None or record is None else print_(session, record, None)[0]
