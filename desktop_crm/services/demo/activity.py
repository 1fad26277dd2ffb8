"""The demonstration's activities: a year of calls, messages, visits and notes."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.activity import Activity, ActivityKind
from desktop_crm.model.client import Client, ClientStatus
from desktop_crm.model.contact import Contact
from desktop_crm.model.moments import on_this_clock
from desktop_crm.services.clock import now
from desktop_crm.services.demo.making import DATA, Demo, Making
from desktop_crm.storage.journal.bulk import bulk_insert

T = TypeVar("T")

#: How far back they go, and how many are written at once.
_SPAN: Final = 365
_BATCH: Final = 5000

_SAID: Final = {
    ActivityKind.CALL_IN: (
        "Meminta harga kabel NYY 4 × 16, sekitar 2 km. Tender ditutup minggu depan.",
        "Menanyakan kapan sisa pesanan dikirim. Gudang hanya menerima sebelum pukul 15.00.",
        "Meminta salinan faktur bulan lalu; bagian keuangan belum menerimanya.",
        "Pompa di gedung B bergetar. Meminta teknisi datang secepatnya.",
    ),
    ActivityKind.CALL_OUT: (
        "Menanyakan tanggapan atas penawaran. Masih dibandingkan dengan pemasok lain.",
        "Mengingatkan jatuh tempo. Dijanjikan dibayar hari Jumat.",
        "Memberi tahu perubahan jadwal kirim; disetujui.",
    ),
    ActivityKind.MESSAGE: (
        "Mengirim foto papan nama genset untuk dicarikan suku cadang.",
        "Katalog terbaru sudah diterima. Tertarik pada panel 63 A.",
        "Minta nomor rekening untuk uang muka.",
    ),
    ActivityKind.EMAIL_IN: (
        "Mohon penawaran untuk daftar terlampir, franko gudang kami di Cikarang.",
        "Terlampir pesanan pembelian bulan ini. Mohon konfirmasi tanggal kirim.",
    ),
    ActivityKind.EMAIL_OUT: (
        "Terlampir penawaran harga, berlaku 14 hari.",
        "Terlampir sertifikat uji dan daftar kemasan.",
    ),
    ActivityKind.LETTER: ("Surat pengantar sampel dan katalog dikirim lewat kurir.",),
    ActivityKind.MEETING: ("Membahas jadwal kirim tahun depan dan batas kredit; notulen menyusul.",),
    ActivityKind.CONSULTATION: ("Menjelaskan pasal keterlambatan kirim dan dendanya.",),
    ActivityKind.VISIT: (
        "Melihat lokasi pemasangan. Ruang panel sempit, perlu pintu samping.",
        "Bertemu bagian pembelian dan teknik. Sepakat uji coba satu unit.",
    ),
    ActivityKind.NOTE: (
        "Anggaran tahun depan diputuskan bulan Oktober.",
        "Direktur baru; tanda tangan kontrak lewat bagian hukum.",
    ),
}
#: What mails are about, by how they begin.
_SUBJECTS: Final = {
    "Mohon": "Permintaan penawaran",
    "Terlampir pesanan": "Pesanan pembelian",
    "Terlampir penawaran": "Penawaran harga",
    "Terlampir sertifikat": "Sertifikat dan daftar kemasan",
}
_OUTCOMES: Final = {ActivityKind.MEETING: "Sepakat, menunggu tertulis", ActivityKind.CONSULTATION: "Klien puas"}
_MINUTES: Final = {ActivityKind.CALL_IN: 6, ActivityKind.CALL_OUT: 9, ActivityKind.MEETING: 60, ActivityKind.VISIT: 90}
_KINDS: Final = (
    (0.3, ActivityKind.CALL_IN),
    (0.58, ActivityKind.CALL_OUT),
    (0.68, ActivityKind.MESSAGE),
    (0.75, ActivityKind.EMAIL_IN),
    (0.82, ActivityKind.EMAIL_OUT),
    (0.83, ActivityKind.LETTER),
    (0.86, ActivityKind.MEETING),
    (0.92, ActivityKind.VISIT),
    (0.93, ActivityKind.CONSULTATION),
    (1.0, ActivityKind.NOTE),
)


class DemoActivities:
    """Writes activities batch by batch, oldest first; more often with some clients than with others."""

    def __init__(self, making: Making, count: int) -> None:
        self._chance = Random(making.seed + 3).random  # noqa: S311 - nothing here is a secret
        self._making = making
        self._today = making.today
        self._count = count
        self._made = 0
        ids = making.made["client"].ids
        self._clients = [*ids[ClientStatus.ACTIVE], *ids[ClientStatus.PROSPECT], *ids[ClientStatus.DORMANT]]

    def write(self, session: Session, count: int) -> None:
        """The next `count` activities."""
        chosen = [self._clients[int(self._chance() ** 1.7 * len(self._clients))] for _ in range(count)]
        clients = _known(session, Client, Client.id, chosen)
        contacts = _known(session, Contact, Contact.client_id, chosen)
        rows = [self._row(clients[client_id], contacts.get(client_id)) for client_id in chosen]
        ids = bulk_insert(session, Activity, rows)
        self._making.along(session, "activity", [{**row, "id": row_id} for row_id, row in zip(ids, rows, strict=True)])

    def _row(self, client: Any, contact: Any) -> dict[str, Any]:
        age = _SPAN - _SPAN * self._made // max(1, self._count)
        self._made += 1
        moment = self._moment(age)
        chance = self._chance()
        kind = next(kind for share, kind in _KINDS if chance <= share)
        created = min(moment.astimezone(UTC) + timedelta(minutes=3), datetime.now(UTC))
        text = self._one(_SAID[kind])
        usual = _MINUTES.get(kind)
        return {
            "kind": kind,
            "moment": moment,
            "client_id": client.id,
            "contact_id": contact and contact.id,
            "subject": next((subject for begin, subject in _SUBJECTS.items() if text.startswith(begin)), ""),
            "text": text,
            "minutes": usual and usual - usual // 3 + moment.minute % usual,
            "outcome": _OUTCOMES.get(kind, ""),
            "created_at": created,
            "changed_at": created,
            "client": client,
            "contact": contact,
        }

    def _moment(self, age: int) -> datetime:
        """In working hours, never in the future."""
        day = self._today - timedelta(days=age)
        if day.weekday() == 6:
            day -= timedelta(days=1)
        at = datetime.combine(day, time(8)) + timedelta(minutes=int(self._chance() * 9 * 60))
        return min(on_this_clock(at), now())

    def _one(self, choices: Sequence[T]) -> T:
        return choices[int(self._chance() * len(choices))]


def _known(session: Session, kind: Any, by: Any, ids: Sequence[int]) -> dict[int, Any]:
    """The first record of each id."""
    columns = (kind.id, kind.full_name, kind.name_key) if kind is Client else (kind.id, kind.name, kind.client_id)
    rows = session.execute(select(*columns).where(by.in_(set(ids))).order_by(kind.id.desc()))
    return {row.id if kind is Client else row.client_id: row for row in rows}


def _own(making: Making) -> None:
    wanted = min(making.wanted["order"], 6 * making.wanted["client"])
    made = DemoActivities(making, wanted)
    for start in range(0, wanted, _BATCH):
        with making.workspace.write(DATA, undoable=False) as session:
            made.write(session, min(_BATCH, wanted - start))


DEMO: Final = Demo(_own)
