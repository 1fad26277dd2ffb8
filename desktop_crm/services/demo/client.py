"""The demonstration's clients: companies and people of every status, with who signs, pays and buys there."""

from array import array
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.address import Address
from desktop_crm.model.client import Client, ClientKind, ClientStatus, Email
from desktop_crm.model.contact import Contact, Role
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.phone import Phone
from desktop_crm.services.demo.making import Demo, Making
from desktop_crm.services.demo.names import DemoClient, DemoNames, DemoPerson
from desktop_crm.storage.journal.bulk import bulk_insert

#: Official numbers of an invented client.
_NUMBERS: Final = ("npwp", "nib", "nik", "registration")
_AUTHORITIES: Final = (
    "Anggaran Dasar perusahaan",
    "Akta Pendirian Nomor 7 tanggal 14 Februari 2019",
    "Surat Kuasa Direksi Nomor 021/SK/2025",
)
_NOTES: Final = (
    "Lebih suka dihubungi lewat WhatsApp pada pagi hari.",
    "Meminta katalog terbaru setiap awal kuartal.",
    "Pembayaran selalu tepat waktu.",
    "Bertemu di pameran; tertarik pada genset dan panel.",
    "Gudang hanya menerima barang sebelum pukul 15.00.",
)


class DemoClients:
    """Writes clients batch by batch, and keeps the ids of each status for those who order."""

    def __init__(self, seed: int, today: date, active: float) -> None:
        self.names = DemoNames(seed)
        self.ids: dict[str, array[int]] = {status: array("q") for status in ClientStatus}
        self._chance = Random(seed + 1).random  # noqa: S311 - nothing here is a secret
        self._today = today
        self._active = active

    def write(self, session: Session, count: int) -> list[int]:
        """The next `count` clients with their contacts; their ids."""
        made = [self.names.client() for _ in range(count)]
        rows = [self._row(client) for client in made]
        ids = bulk_insert(session, Client, rows)
        for client_id, row in zip(ids, rows, strict=True):
            self.ids[row["status"]].append(client_id)
        bulk_insert(
            session,
            Contact,
            [
                contact
                for client_id, client in zip(ids, made, strict=True)
                if client.person
                for contact in self._contacts(client_id, client, client.person)
            ],
        )
        return list(ids)

    def _row(self, client: DemoClient) -> dict[str, Any]:
        status, place, chance = self._status(), client.place, self._chance()
        created = self._created(status)
        return {
            "kind": ClientKind.COMPANY if client.is_company else ClientKind.PERSON,
            "legal_form": client.legal_form,
            "name": client.name,
            "category": client.category,
            "status": status,
            "is_key": status == ClientStatus.ACTIVE and chance < 0.08,
            "identifiers": tuple(Identifier(kind, number) for kind in _NUMBERS if (number := getattr(client, kind))),
            "phones": (Phone(client.phone, "office" if client.is_company else "mobile"),),
            "emails": (Email(client.email),),
            "addresses": (Address(place.street, place.city, place.province, place.postal_code, place.country),),
            "language": "both" if client.registration or chance > 0.94 else "en" if chance > 0.91 else "id",
            "source": client.source,
            "notes": _NOTES[int(chance * 100) % len(_NOTES)] if 0.1 < chance < 0.3 else "",
            "created_at": created,
            "changed_at": created + (datetime.now(UTC) - created) * self._chance(),
        }

    def _status(self) -> ClientStatus:
        chance = self._chance()
        if chance < self._active:
            return ClientStatus.ACTIVE
        return ClientStatus.DORMANT if chance < self._active * 1.15 else ClientStatus.PROSPECT

    def _created(self, status: ClientStatus) -> datetime:
        """Who has ordered is known for longer than the orders go back."""
        days = self._chance() * (400 if status == ClientStatus.PROSPECT else 1500)
        return moment(self._today, days if status == ClientStatus.PROSPECT else days + 460, self._chance())

    def _contacts(self, client_id: int, client: DemoClient, person: DemoPerson) -> list[dict[str, Any]]:
        domain = client.email.partition("@")[2]
        first = self._contact(client_id, person)
        if self._chance() < 0.93:  # with the others, the check before printing has something to say
            first["roles"] = [Role.SIGNATORY, Role.DECIDER]
            first["authority"] = "" if self._chance() < 0.04 else _AUTHORITIES[int(self._chance() * len(_AUTHORITIES))]
        if self._chance() > 0.35:
            return [first]
        second = self._contact(client_id, self.names.person(domain))
        second["roles"] = [Role.PAYER] if self._chance() < 0.5 else [Role.BUYER, Role.RECEIVER]
        return [first, second]

    def _contact(self, client_id: int, person: DemoPerson) -> dict[str, Any]:
        chance = self._chance()
        return {
            "client_id": client_id,
            "name": person.name,
            "office": person.office,
            "phones": (Phone(person.phone, "whatsapp" if chance < 0.5 else "mobile"),),
            "emails": (Email(person.email),),
            "birthday": date(1965 + int(chance * 35), 1, 1) + timedelta(days=int(self._chance() * 365)),
        }


def moment(today: date, days_ago: float, chance: float) -> datetime:
    """Some moment of a working day that long ago, never in the future."""
    day = today - timedelta(days=int(days_ago))
    at = on_this_clock(datetime.combine(day, time(8))) + timedelta(seconds=int(chance * 9 * 3600))
    return min(at.astimezone(UTC), datetime.now(UTC))


def _clients(making: Making) -> None:
    """So many have ordered that there are orders for each."""
    wanted = making.wanted["client"]
    clients = DemoClients(making.seed, making.today, min(0.62, making.wanted["order"] * 0.4 / max(1, wanted)))
    making.made["client"] = clients
    making.write("client", wanted, clients.write)


DEMO: Final = Demo(_clients)
