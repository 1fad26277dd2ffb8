"""Mail files become activities of the clients they belong to: looked at first, then one action keeps them.

Nobody is made a contact unasked: mails of senders who are not known wait until somebody says whose they are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from sqlalchemy.orm import Session

from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.exchange.mail.mail import Mail, MailFile, Person
from desktop_crm.exchange.mail.written import as_eml
from desktop_crm.model.activity import Activity, ActivityKind
from desktop_crm.model.client import ClientKind, Email
from desktop_crm.model.email import email_problem
from desktop_crm.model.errors import TellableError, UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.problem import Problem
from desktop_crm.services import activity, attachment
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import now
from desktop_crm.storage import activity as activities
from desktop_crm.storage import mail as storage
from desktop_crm.storage import settings
from desktop_crm.storage.mail import Owner
from desktop_crm.storage.workspace import Workspace

__all__ = [
    "Choice",
    "Look",
    "Owner",
    "Person",
    "Result",
    "State",
    "Written",
    "draft",
    "keep",
    "link",
    "look",
    "sentence",
    "told",
    "whom",
    "write",
]

Progress = Callable[[int, int], None]

#: Where anybody has an address: one there tells nothing about a company.
_PUBLIC: Final = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com", "hotmail.com", "outlook.com",
    "outlook.co.id", "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com",
    "gmx.com", "gmx.net", "gmx.de", "web.de", "mail.com", "mail.ru", "yandex.com", "yandex.ru", "zoho.com", "qq.com",
    "163.com", "126.com", "sina.com", "naver.com", "tutanota.com", "telkom.net", "indo.net.id", "cbn.net.id", "plasa.com",
})  # fmt: skip
_LONGEST_TEXT: Final = 100_000
_SMALL_PICTURE: Final = 10_000  # bytes: logos and signatures in a text, which the original has
_MAIL: Final = "mail"  # the role of the file itself
_SUGGESTED: Final = 5
_LONGEST_LINK: Final = 1_800  # what Windows hands to a mail program without cutting it
_SENT_WITHIN: Final = timedelta(days=2)  # of when it was begun here
_NOBODY: Final = Person("", "")


class State(StrEnum):
    """What can be done with a mail."""

    MATCHED = "matched"
    KNOWN = "known"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in one file; `owner` is whose it is, or why it can't be read is in `problems`.

    Of an unknown one `partner` is who is not known, and `suggested` are clients that may be meant.
    """

    path: Path
    state: State
    mail: Mail = field(default_factory=Mail)  # without the bytes of its files
    is_ours: bool = False
    partner: Person = _NOBODY
    owner: Owner | None = None
    suggested: tuple[Owner, ...] = ()
    problems: tuple[Message, ...] = ()

    @property
    def identity(self) -> str:
        """By which the same mail is known again."""
        return self.mail.message_id or self.mail.identity

    @property
    def key(self) -> str:
        """Mails of one key wait for the same answer."""
        return self.partner.address.casefold() or self.partner.name.casefold()


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose an unknown partner is: a client's new contact, or a new client of this name."""

    client_id: int | None = None
    new_client: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of each mail that was to be kept."""

    kept: tuple[int, ...]  # activities
    known: int
    left: tuple[Look, ...]  # nobody said whose they are
    broken: tuple[Look, ...]
    clients: int = 0
    contacts: int = 0


def told(looks: Sequence[Look]) -> Message:
    """What history calls keeping them."""
    if len(looks) == 1:
        return msg("Keep mail “{name}”", name=looks[0].mail.subject or looks[0].path.name)
    return msg("Keep {n} mails", n=len(looks))


def sentence(look: Look, *, is_chosen: bool = False) -> Message:
    """What becomes of a mail."""
    file = look.path.name
    if look.owner is not None:
        return msg("{file} → {client}: {subject}", file=file, client=look.owner.client, subject=look.mail.subject)
    match look.state:
        case State.KNOWN:
            return msg("{file} is here already: {subject}", file=file, subject=look.mail.subject)
        case State.BROKEN:
            return msg("{file} can't be read: {reason}", file=file, reason=look.problems[0])
    who = look.partner.address or look.partner.name or "?"
    if is_chosen:
        return msg("{file} → new contact {who}: {subject}", file=file, who=who, subject=look.mail.subject)
    return msg("{file}: nobody known has the address {who}: {subject}", file=file, who=who, subject=look.mail.subject)


def look(
    workspace: Workspace,
    paths: Sequence[Path],
    progress: Progress = lambda _done, _total: None,
    *,
    of: Owner | None = None,
) -> list[Look]:
    """Read mails and find whose they are; `of` is the client on whose page they were dropped, who gets what nobody else does."""
    found: list[Look] = []
    seen: dict[str, Look] = {}
    for at, path in enumerate(paths):
        progress(at, len(paths))
        read = _read(path)
        if isinstance(read, Look):
            found.append(read)
            continue
        with workspace.read() as session:
            told = _Known(session).told(path, read, of)
        twin = seen.get(told.identity)
        if twin is not None and _is_same(twin.mail, told.mail):
            told = replace(told, state=State.KNOWN)
        seen.setdefault(told.identity, told)
        found.append(told)
    progress(len(paths), len(paths))
    return found


def _read(path: Path) -> Mail | Look:
    try:
        return read_mail(attachment.read(path))
    except TellableError as error:
        return Look(path, State.BROKEN, problems=(error.message,))


class _Known:
    """Who is known: the company itself, its clients, and the mails that are kept already."""

    def __init__(self, session: Session) -> None:
        self._session = session
        own = settings.company(session).email.casefold()
        domain = own.rpartition("@")[2]
        self._own = own
        self._own_domain = domain if domain and domain not in _PUBLIC else ""

    def told(self, path: Path, mail: Mail, of: Owner | None) -> Look:
        """Whose a mail is."""
        is_ours = self._is_own(mail.sender.address)
        others = [person for person in (*mail.to, *mail.cc) if not self._is_own(person.address)]
        asked = others if is_ours else [mail.sender, *others]
        light = replace(
            mail, files=tuple(MailFile(file.name, file.media_type, b"", file.inline) for file in mail.files)
        )
        identity = _identity_of(self._session, mail)
        if identity is None:
            return Look(path, State.KNOWN, light, is_ours)
        light = replace(light, message_id=identity)
        owners = storage.owners(self._session, [person.address.casefold() for person in asked[:50]])
        for person in asked:
            there = owners.get(person.address.casefold(), [])
            if len({owner.client_id for owner in there}) == 1 or (
                of is not None and of.client_id in {o.client_id for o in there}
            ):
                owner = next((each for each in there if of is not None and each.client_id == of.client_id), there[0])
                return Look(path, State.MATCHED, light, is_ours, person, owner, problems=mail.problems)
        partner = next(iter(asked), _NOBODY)
        if of is not None:
            return Look(path, State.UNKNOWN, light, is_ours, partner, None, (of,), mail.problems)
        suggested = [
            *owners.get(partner.address.casefold(), []),
            *self._of_thread(mail),
            *self._of_domain(partner.address),
        ]
        unique = tuple({owner.client_id: owner for owner in reversed(suggested)}.values())[::-1]
        return Look(path, State.UNKNOWN, light, is_ours, partner, None, unique[:_SUGGESTED], mail.problems)

    def _is_own(self, address: str) -> bool:
        address = address.casefold()
        return bool(address) and (address == self._own or address.rpartition("@")[2] == self._own_domain)

    def _of_thread(self, mail: Mail) -> Iterable[Owner]:
        """Those of the mail that is answered."""
        before = activities.of_messages(self._session, [mail.in_reply_to]) if mail.in_reply_to else []
        return [Owner(record.client_id, record.client.full_name, None, "") for record in before]

    def _of_domain(self, address: str) -> Iterable[Owner]:
        domain = address.casefold().rpartition("@")[2]
        if not domain or domain in _PUBLIC:
            return []
        return [owner._replace(contact_id=None, contact="") for owner in storage.of_domain(self._session, domain)]


def _identity_of(session: Session, mail: Mail) -> str | None:
    """By what it will be known again; None for one that is kept already. Ids are given twice by bad programs, now and then."""
    for identity in dict.fromkeys((mail.identity, f"digest:{mail.digest}")):
        there = activities.of_messages(session, [identity])
        if not there:
            return identity
        if identity.startswith("digest:") or any(_is_of(mail, record) for record in there):
            return None
    return None


def _is_of(mail: Mail, record: Activity) -> bool:
    return record.subject == _subject(mail) or record.text == _text(mail)


def _is_same(one: Mail, other: Mail) -> bool:
    return one.subject == other.subject or one.text == other.text


def _subject(mail: Mail) -> str:
    return mail.subject[:500]


def _text(mail: Mail) -> str:
    return mail.text[:_LONGEST_TEXT].strip()


def keep(
    session: Session,
    looks: Sequence[Look],
    choices: Mapping[str, Choice] = MappingProxyType({}),
    progress: Progress = lambda _done, _total: None,
    about: str = "",
) -> Result:
    """Keep mails that are matched, and unknown ones for whose `key` somebody chose; each file is read once more for it.

    Those of its client are `about` the order or contract on whose page they were dropped (`order:7`), unless they answer one that
    is about another. What can't be read any more changes nothing.
    """
    return _Keeping(session, choices, about).keep(looks, progress)


class _Keeping:
    """One batch; who is made on the way is made once."""

    def __init__(self, session: Session, choices: Mapping[str, Choice], about: str) -> None:
        self._session = session
        self._choices = choices
        self._paper = about
        self._paper_of = activity.whose(session, about)
        self._made: dict[str, Owner] = {}
        self._new_clients: dict[str, int] = {}
        self._contacts = 0

    def keep(self, looks: Sequence[Look], progress: Progress) -> Result:
        kept: list[int] = []
        left: list[Look] = []
        broken = [look for look in looks if look.state is State.BROKEN]
        known = sum(look.state is State.KNOWN for look in looks)
        wanted = [look for look in looks if look.state in {State.MATCHED, State.UNKNOWN}]
        for at, look in enumerate(wanted):
            progress(at, len(wanted))
            if look.owner is None and look.key not in self._choices:
                left.append(look)
                continue
            try:
                data = attachment.read(look.path)
                mail = read_mail(data)
            except TellableError as error:
                broken.append(replace(look, state=State.BROKEN, problems=(error.message,)))
                continue
            identity = _identity_of(self._session, mail)
            if identity is None:
                known += 1
                continue
            kept.append(self._keep(look, mail, data, identity))
        progress(len(wanted), len(wanted))
        return Result(tuple(kept), known, tuple(left), tuple(broken), len(self._new_clients), self._contacts)

    def _keep(self, look: Look, mail: Mail, data: bytes, identity: str) -> int:
        owner = look.owner or self._chosen(look)
        begun = self._begun(look, mail, owner)
        record = activity.save(
            self._session,
            begun.id if begun is not None else None,
            {
                "client_id": owner.client_id,
                "contact_id": owner.contact_id,
                "kind": ActivityKind.EMAIL_OUT if look.is_ours else ActivityKind.EMAIL_IN,
                "moment": _moment(mail.moment),
                "subject": _subject(mail) or look.path.stem[:500],
                "text": _text(mail),
                "message_id": identity,
                "in_reply_to": mail.in_reply_to,
                **({} if begun is not None else self._about(mail, owner)),
            },
        )
        attachment.add(self._session, "activity", record.id, look.path.name, data, role=_MAIL)
        for file in mail.files:
            if not file.inline or len(file.content) > _SMALL_PICTURE:
                attachment.add(self._session, "activity", record.id, file.name, file.content)
        return record.id

    def _begun(self, look: Look, mail: Mail, owner: Owner) -> Activity | None:
        """The same mail as it was begun here, before the mail program sent it."""
        if not look.is_ours or not mail.subject.strip():
            return None
        moment = _moment(mail.moment)
        since, until = moment - _SENT_WITHIN, moment + timedelta(minutes=1)
        return activities.begun_mail(self._session, owner.client_id, _subject(mail), since, until)

    def _about(self, mail: Mail, owner: Owner) -> dict[str, object]:
        """What the mail that is answered is about, this one is about, too."""
        before = activities.of_messages(self._session, [mail.in_reply_to]) if mail.in_reply_to else []
        known = next((one for one in before if one.about_id is not None and one.client_id == owner.client_id), None)
        if known is None:
            return {"about": self._paper} if owner.client_id == self._paper_of else {}
        return {"about_noun": known.about_noun, "about_id": known.about_id}

    def _chosen(self, look: Look) -> Owner:
        """Whom somebody chose, made now where that is new."""
        if look.key in self._made:
            return self._made[look.key]
        choice = self._choices[look.key]
        client_id, name = self._client(choice)
        address = look.partner.address
        person = look.partner.name or address.partition("@")[0]
        contact_id = None
        if person:
            emails = (Email(address),) if address and email_problem(address) is None else ()
            contact_id = contacts.save(self._session, client_id, None, {"name": person, "emails": emails}).id
            self._contacts += 1
        self._made[look.key] = Owner(client_id, name, contact_id, person)
        return self._made[look.key]

    def _client(self, choice: Choice) -> tuple[int, str]:
        if choice.client_id is not None:
            client = clients.get(self._session, choice.client_id)
            return client.id, client.full_name
        if not choice.new_client.strip():
            raise UserError(msg("A client needs a name"))
        if choice.new_client not in self._new_clients:
            form, name = clients.split_name(choice.new_client)
            made = clients.save(self._session, None, {"kind": ClientKind.COMPANY, "legal_form": form, "name": name})
            self._new_clients[choice.new_client] = made.id
        return self._new_clients[choice.new_client], choice.new_client


def _moment(moment: datetime | None) -> datetime:
    """On this machine's clock, as all that happened is written down; a mail that tells none came now."""
    return now() if moment is None else on_this_clock(moment).replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Written:
    """A mail that is begun here: whose it is, to which address, what it says, what it is about (`order:7`)."""

    client_id: int
    contact_id: int | None
    to: Person
    subject: str
    text: str = ""
    about: str = ""


def whom(session: Session, client_id: int, contact_id: int | None = None) -> list[tuple[Person, int | None]]:
    """Who can be written to at a client, with the contact each of them is: the one whose page it is first."""
    client = clients.get(session, client_id)
    found: list[tuple[Person, int | None]] = [(Person(client.full_name, each.address), None) for each in client.emails]
    for contact in contacts.of_client(session, client_id):
        own: list[tuple[Person, int | None]] = [
            (Person(contact.name, each.address), contact.id) for each in contact.emails
        ]
        found = [*own, *found] if contact.id == contact_id else [*found, *own]
    return found


def write(session: Session, written: Written) -> Activity:
    """Keep that it was begun, and what it says so far. UserError for one about nothing."""
    if not written.subject.strip():
        raise UserError(msg("What is the mail about?"), [Problem("subject", msg("What is the mail about?"))])
    return activity.save(
        session,
        None,
        {
            "client_id": written.client_id,
            "contact_id": written.contact_id,
            "kind": ActivityKind.EMAIL_OUT,
            "subject": written.subject.strip(),
            "text": written.text.strip(),
            "about": written.about,
        },
    )


def link(written: Written) -> str | None:
    """What opens it in the mail program; None where it is longer than systems hand over: that one goes as a draft."""
    told = {"subject": written.subject.strip(), "body": written.text.strip().replace("\n", "\r\n")}
    asked = "&".join(f"{name}={quote(value)}" for name, value in told.items() if value)
    made = f"mailto:{quote(written.to.address, safe='@')}?{asked}"
    return made if len(made) <= _LONGEST_LINK else None


def own_address(session: Session) -> str:
    """Who writes."""
    return settings.company(session).email


def draft(sender: str, to: Sequence[Person], subject: str, text: str) -> bytes:
    """A mail that mail programs open ready to be sent."""
    return as_eml(Mail(sender=Person("", sender), to=tuple(to), subject=subject, text=text), is_draft=True)
