"""The demonstration's letters: some sent, a draft, and some that came in, of which a few wait for an answer."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Template, TemplateKind
from desktop_crm.model.letter_states import LetterState
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.services import letter as letters
from desktop_crm.services.demo.making import DATA, Demo, Making

#: How many days ago, and what: a template's code with a subject and a text of its own where it has one.
_SENT: Final[tuple[tuple[int, str, str, str, str], ...]] = (
    (118, "letter_thanks", "", "", ""),
    (96, "letter_cover", "Pengantar sertifikat uji", "", "Sertifikat uji\nBuku petunjuk"),
    (74, "letter_offer", "Penawaran kabel NYY 4 × 16", "offer", "Daftar harga\nKatalog kabel"),
    (52, "letter_reminder_1", "", "", ""),
    (40, "letter_invitation", "Undangan pameran teknik listrik", "invitation", ""),
    (33, "letter_reminder_2", "", "", ""),
    (21, "letter_complaint", "Jawaban atas keluhan kemasan", "complaint", "Laporan pemeriksaan"),
    (12, "letter_apology", "Permohonan maaf atas keterlambatan", "apology", ""),
    (5, "letter_cover", "Pengantar daftar harga terbaru", "", "Daftar harga\nKatalog\nSurat keagenan"),
)
#: How many days ago, about what, the sender's number, within how many days it is to be answered, and how it stands.
_CAME: Final[tuple[tuple[int, str, str, int | None, str], ...]] = (
    (110, "Permintaan profil perusahaan", "045/PRC/{month}", 7, LetterState.FILED),
    (80, "Permintaan penawaran kabel", "112/LOG-PO/{month}", 10, LetterState.RECEIVED),
    (45, "Perubahan alamat penagihan", "7/KEU/{month}", None, LetterState.FILED),
    (27, "Keluhan kemasan rusak", "203/GDG/{month}", 7, LetterState.RECEIVED),
    (16, "Permohonan perpanjangan waktu pembayaran", "88/DIR/{month}", 14, LetterState.RECEIVED),
    (8, "Permintaan jadwal kunjungan teknisi", "19/TEK/{month}", 5, LetterState.RECEIVED),
    (4, "Undangan rapat koordinasi pemasok", "310/UM/{month}", 4, LetterState.RECEIVED),
    (1, "Permintaan salinan faktur pajak", "52/KEU/{month}", 9, LetterState.RECEIVED),
)
_TEXTS: Final = {
    "offer": "Menindaklanjuti permintaan yang kami terima, dengan ini kami menyampaikan penawaran sebagai berikut.\n\n"
    "**Barang yang ditawarkan:** kabel NYY 4 × 16, 2.000 meter\n**Harga:** sesuai daftar harga terlampir\n"
    "**Penyerahan:** franko gudang pembeli, 14 hari\n**Pembayaran:** 30 hari setelah faktur diterima\n\n"
    "Besar harapan kami penawaran ini dapat diterima.",
    "invitation": "Kami mengundang Bapak/Ibu untuk hadir di stan kami pada pameran teknik listrik.\n\n"
    "**Tempat:** Balai Pameran Contoh, Jakarta, stan B-17\n**Pukul:** 10.00 sampai dengan 17.00\n\n"
    "Tim kami akan memperagakan panel hubung bagi terbaru dan menjawab pertanyaan teknis.\n\n"
    "Atas perhatian dan kehadirannya, kami ucapkan terima kasih.",
    "complaint": "Surat Saudara mengenai kemasan yang rusak telah kami terima. Terima kasih atas masukan yang disampaikan.\n\n"
    "Hasil pemeriksaan kami menunjukkan bahwa dus bagian bawah tertekan selama pengangkutan. Isi kemasan tidak rusak.\n\n"
    "Kami mengganti seluruh dus yang rusak tanpa biaya dan menambah palet pada pengiriman berikutnya.\n\n"
    "Kami mohon maaf atas ketidaknyamanan yang timbul.",
    "apology": "Kami menyampaikan permohonan maaf yang sebesar-besarnya atas keterlambatan pengiriman.\n\n"
    "Hal tersebut terjadi karena kapal pengangkut tertahan di pelabuhan selama tiga hari.\n\n"
    "Sisa barang kami kirim dengan angkutan darat, dan biaya tambahannya kami tanggung.",
}
#: By the key of a text: what it answers.
_ANSWERS: Final = {"offer": "Permintaan penawaran kabel", "complaint": "Keluhan kemasan rusak"}
_CHANNELS: Final = ("post", "courier", "email", "hand")
_DRAFT: Final = "letter_offer"


class _Letters:
    """All of them, the oldest first, so that their numbers rise with the days."""

    def __init__(self, making: Making, session: Session) -> None:
        self._session = session
        self._today = making.today
        self._chance = Random(making.seed + 5).random  # noqa: S311 - nothing here is a secret
        found = session.execute(
            select(Order.client_id, Order.id, Order.ordered_on)
            .where(Order.state.not_in((OrderState.DRAFT, OrderState.CANCELLED)))
            .order_by(Order.id.desc())
            .limit(120)
        )
        self._orders = list(found)
        self._came: dict[str, int] = {}
        self._written: set[int] = set()
        self._templates = {
            row.code: row.id
            for row in session.execute(
                select(Template.id, Template.code).where(Template.kind == TemplateKind.LETTER).order_by(Template.id)
            )
        }

    def write(self) -> None:
        """Nothing where nobody has ordered anything."""
        if not self._orders:
            return
        for _, values, state in sorted(self._all(), key=lambda each: each[0]):
            if (answered := self._came.get(_ANSWERS.get(values.pop("key", ""), ""))) is not None:
                about = letters.answer_to(self._session, answered)
                values |= {name: about[name] for name in ("client_id", "contact_id", "answers_id")}
            record = letters.save(self._session, None, values)
            if record.is_incoming:
                self._came[record.subject] = record.id
            day = values["letter_date"]
            if not record.is_incoming:
                letters.step(self._session, record.id, LetterState.SENT, day)
            if state != record.state:
                letters.step(self._session, record.id, state, min(day + timedelta(days=4), self._today))
        values = self._to(0, _DRAFT) | {"letter_date": self._today}
        letters.save(self._session, None, values)

    def _all(self) -> Iterator[tuple[date, dict[str, Any], str]]:
        for age, code, subject, text, enclosures in _SENT:
            day = self._day(age)
            more = {"subject": subject, "text": _TEXTS.get(text, ""), "enclosures": enclosures, "letter_date": day}
            due = day + timedelta(days=self._grace(age)) if "reminder" in code else None
            state: str = LetterState.FILED if code == "letter_reminder_1" else LetterState.SENT
            yield day, self._to(age, code) | more | {"answer_due": due, "key": text}, state
        for age, subject, number, within, state in _CAME:
            day = self._day(age)
            client, _, _ = self._order(age)
            yield (
                day,
                {
                    "direction": "incoming",
                    "client_id": client,
                    "contact_id": self._contact(client),
                    "subject": subject,
                    "their_number": number.format(month=f"{day:%m/%Y}"),
                    "their_date": day - timedelta(days=2),
                    "letter_date": day,
                    "answer_due": None if within is None else day + timedelta(days=within),
                    "channel": self._one(_CHANNELS),
                },
                state,
            )

    def _to(self, age: int, code: str) -> dict[str, Any]:
        client, order, ordered_on = self._order(age)
        about = ordered_on <= self._day(age) and code in {"letter_thanks", "letter_reminder_1", "letter_reminder_2"}
        needs = "reminder" in code or about
        return {
            "client_id": client,
            "contact_id": self._contact(client),
            "order_id": order if needs else None,
            "template_id": self._templates.get(code),
            "language": "id",
            "channel": self._one(_CHANNELS),
        }

    def _order(self, age: int) -> Any:
        """The newest of that time, so that it may be written about."""
        old = [each for each in self._orders if each.ordered_on <= self._day(age)] or self._orders[-1:]
        found = next((each for each in old if each.client_id not in self._written), old[0])
        self._written.add(found.client_id)
        return found

    def _contact(self, client_id: int) -> int | None:
        return self._session.scalar(select(Contact.id).where(Contact.client_id == client_id).order_by(Contact.id))

    def _day(self, age: int) -> date:
        day = self._today - timedelta(days=age)
        return day - timedelta(days=max(0, day.weekday() - 4))

    @staticmethod
    def _grace(age: int) -> int:
        """Within so many days an answer is awaited; it is late by one."""
        return age - 1

    def _one(self, choices: Sequence[str]) -> str:
        return choices[int(self._chance() * len(choices))]


def _own(making: Making) -> None:
    with making.workspace.write(DATA, undoable=False) as session:
        _Letters(making, session).write()


DEMO: Final = Demo(_own)
