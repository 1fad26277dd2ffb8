"""The raw material of demonstration data: Indonesian companies, people, places and goods, all invented.

Words are put together by chance, phone numbers lie where no subscriber has one, mail goes to `example.com` (RFC 2606),
postal codes fit their cities, and tax numbers belong to an office that does not exist.
The same seed gives the same data.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Final

_FIRST_MEN: Final = (
    *("Adi", "Agus", "Andi", "Arif", "Bagus", "Bambang", "Bayu", "Budi", "Dedi", "Dimas", "Eko", "Fajar", "Galih"),
    *("Hadi", "Hendra", "Indra", "Irfan", "Joko", "Kurnia", "Lukman", "Made", "Nanda", "Oki", "Putu", "Rahmat"),
    *("Reza", "Rizki", "Satria", "Surya", "Teguh", "Tri", "Umar", "Wahyu", "Wayan", "Yoga", "Yusuf", "Zainal"),
)
_FIRST_WOMEN: Final = (
    *("Ayu", "Citra", "Dewi", "Dian", "Endang", "Fitri", "Gita", "Hana", "Indah", "Intan", "Kartika", "Komang"),
    *("Larasati", "Lestari", "Maya", "Mega", "Nia", "Novita", "Nur", "Putri", "Rani", "Ratna", "Rina", "Sari"),
    *("Sinta", "Siti", "Sri", "Tuti", "Utami", "Vina", "Wulan", "Yanti", "Yuli"),
)
_LAST: Final = (
    *("Adiputra", "Anggraini", "Aritonang", "Budiman", "Cahyono", "Darmawan", "Firmansyah", "Ginting", "Gunawan"),
    *("Hakim", "Halim", "Handoko", "Hidayat", "Hutapea", "Iskandar", "Kusuma", "Lubis", "Mahendra", "Maulana"),
    *("Nasution", "Nugroho", "Pane", "Pangestu", "Permana", "Prasetyo", "Pratama", "Purnomo", "Ramadhan", "Saputra"),
    *("Santoso", "Setiawan", "Siregar", "Situmorang", "Subagyo", "Sudrajat", "Suharto", "Sulistyo", "Suryadi"),
    *("Susanto", "Sutrisno", "Syahputra", "Tanjung", "Utomo", "Wibowo", "Widodo", "Wijaya", "Winata", "Yuwono"),
)
_COMPANY_FIRST: Final = (
    *(
        "Abadi",
        "Agung",
        "Aneka",
        "Anugerah",
        "Armada",
        "Artha",
        "Bahtera",
        "Bina",
        "Bintang",
        "Buana",
        "Bumi",
        "Cahaya",
    ),
    *(
        "Cakra",
        "Cipta",
        "Citra",
        "Daya",
        "Delta",
        "Dharma",
        "Duta",
        "Dwi",
        "Fajar",
        "Gema",
        "Graha",
        "Harapan",
        "Indah",
    ),
    *(
        "Inti",
        "Jaya",
        "Karya",
        "Kencana",
        "Kreasi",
        "Lestari",
        "Lintas",
        "Mandala",
        "Mandiri",
        "Mega",
        "Mitra",
        "Mulia",
    ),
    *("Multi", "Nusa", "Pelita", "Perdana", "Permata", "Pilar", "Prima", "Putra", "Rajawali", "Samudra", "Sarana"),
    *("Sentosa", "Sinar", "Sumber", "Surya", "Tata", "Tirta", "Tri", "Tunas", "Utama", "Wahana", "Wira", "Zamrud"),
)
_COMPANY_LAST: Final = (
    *(
        "Abadi",
        "Agrindo",
        "Anugrah",
        "Baja",
        "Bangun",
        "Berkah",
        "Bersama",
        "Boga",
        "Cemerlang",
        "Dinamika",
        "Elektrindo",
    ),
    *(
        "Fortuna",
        "Gemilang",
        "Globalindo",
        "Harmoni",
        "Indonusa",
        "Insani",
        "Jayaraya",
        "Kimia",
        "Konstruksi",
        "Laksana",
    ),
    *(
        "Lestari",
        "Logistik",
        "Makmur",
        "Medika",
        "Mekar",
        "Mesindo",
        "Niaga",
        "Nusantara",
        "Pangan",
        "Perkasa",
        "Persada",
    ),
    *(
        "Plastindo",
        "Pratama",
        "Putra",
        "Raya",
        "Rejeki",
        "Sakti",
        "Sarana",
        "Sejahtera",
        "Semesta",
        "Sentosa",
        "Sukses",
    ),
    *("Teknik", "Tekstil", "Teknologi", "Tunggal", "Unggul", "Utama", "Wisesa", "Yasa"),
)
_FORMS: Final = ("PT", "PT", "PT", "PT", "PT", "CV", "CV", "UD")
_STREETS: Final = (
    *("Anggrek", "Cempaka", "Cendana", "Dahlia", "Flamboyan", "Gajah Mada", "Garuda", "Jenggala", "Kartini", "Kenanga"),
    *("Kutilang", "Mawar", "Melati", "Merak", "Merpati", "Nusa Indah", "Pahlawan", "Pattimura", "Pemuda", "Rajawali"),
    *("Seroja", "Teratai", "Veteran", "Wijaya Kusuma", "Industri Raya", "Pelabuhan", "Pergudangan", "Stasiun"),
)
#: City, province, first three digits of its postal codes, area code.
_CITIES: Final = (
    ("Jakarta Selatan", "DKI Jakarta", "121", "21"),
    ("Jakarta Barat", "DKI Jakarta", "114", "21"),
    ("Jakarta Utara", "DKI Jakarta", "142", "21"),
    ("Jakarta Timur", "DKI Jakarta", "132", "21"),
    ("Bekasi", "Jawa Barat", "171", "21"),
    ("Bogor", "Jawa Barat", "161", "251"),
    ("Bandung", "Jawa Barat", "402", "22"),
    ("Tangerang", "Banten", "151", "21"),
    ("Semarang", "Jawa Tengah", "501", "24"),
    ("Surakarta", "Jawa Tengah", "571", "271"),
    ("Yogyakarta", "DI Yogyakarta", "552", "274"),
    ("Surabaya", "Jawa Timur", "602", "31"),
    ("Sidoarjo", "Jawa Timur", "612", "31"),
    ("Malang", "Jawa Timur", "651", "341"),
    ("Denpasar", "Bali", "802", "361"),
    ("Mataram", "Nusa Tenggara Barat", "831", "370"),
    ("Medan", "Sumatera Utara", "202", "61"),
    ("Padang", "Sumatera Barat", "251", "751"),
    ("Pekanbaru", "Riau", "282", "761"),
    ("Batam", "Kepulauan Riau", "294", "778"),
    ("Palembang", "Sumatera Selatan", "301", "711"),
    ("Bandar Lampung", "Lampung", "351", "721"),
    ("Pontianak", "Kalimantan Barat", "781", "561"),
    ("Banjarmasin", "Kalimantan Selatan", "701", "511"),
    ("Balikpapan", "Kalimantan Timur", "761", "542"),
    ("Makassar", "Sulawesi Selatan", "902", "411"),
    ("Manado", "Sulawesi Utara", "951", "431"),
    ("Ambon", "Maluku", "971", "911"),
)
_OFFICES: Final = (
    *("Direktur", "Direktur Utama", "Manajer Pembelian", "Manajer Operasional", "Kepala Gudang", "Manajer Keuangan"),
    *("Staf Pembelian", "Sekretaris Direksi", "Manajer Teknik"),
)
_SOURCES: Final = ("Pameran", "Referensi", "Situs web", "Telepon masuk", "Kunjungan", "Asosiasi")


#: Every so manyth client is abroad.
_ABROAD_EACH: Final = 25


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A street in a city."""

    street: str
    city: str
    province: str
    postal_code: str
    country: str = "Indonesia"


#: Places that do not exist, the legal form of the country, and its code for telephones.
_ABROAD: Final = (
    (DemoPlace("17 Example Road", "Singapore", "", "000017", "Singapore"), "Pte Ltd", "65"),
    (DemoPlace("Jalan Contoh 17", "Kuala Lumpur", "", "00017", "Malaysia"), "Sdn Bhd", "60"),
    (DemoPlace("Beispielweg 17", "Hamburg", "", "00017", "Germany"), "GmbH", "49"),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person with an office; `is_woman` for the form of address."""

    name: str
    is_woman: bool
    office: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A company, or a person (then without legal form and with no `person`)."""

    is_company: bool
    legal_form: str
    name: str
    phone: str
    email: str
    place: DemoPlace
    npwp: str
    nib: str
    person: DemoPerson | None
    category: str
    source: str
    nik: str = ""
    registration: str = ""


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """Goods or a service with its price in rupiah."""

    code: str
    name_id: str
    name_en: str
    is_service: bool
    unit: str
    price: Decimal
    strengths: str


class DemoNames:
    """A spring of invented clients; the nth of a seed is always the same one."""

    def __init__(self, seed: int = 1) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing here is a secret
        self._made = 0

    def client(self) -> DemoClient:
        """The next client: four of five are companies."""
        self._made += 1
        chance = self._random.random
        if chance() < 0.2:
            return self._private()
        name = f"{self._one(_COMPANY_FIRST)} {self._one(_COMPANY_LAST)}"
        if chance() < 0.8:
            name = f"{name} {self._one(_COMPANY_LAST)}"
        domain = f"{name.lower().replace(' ', '')}.example.com"
        place, area = self._place()
        made = DemoClient(
            is_company=True,
            legal_form=self._one(_FORMS),
            name=name,
            phone=f"+62{area}{1000000 + self._made % 1000000}",  # subscribers' numbers don't begin with 1
            email=f"info@{domain}",
            place=place,
            npwp=self._npwp("0" + self._one("123")),
            nib=f"{9990000000000 + self._made:013}",
            person=self.person(domain),
            category=self._one(("corporate", "corporate", "small_chain", "large_retail", "distributor", "government")),
            source=self._one(_SOURCES),
        )
        return self._abroad(made) if self._made % _ABROAD_EACH == 0 else made

    def person(self, domain: str = "mail.example.com") -> DemoPerson:
        """Somebody who works at `domain`."""
        is_woman = self._random.random() < 0.45
        first, last = self._one(_FIRST_WOMEN if is_woman else _FIRST_MEN), self._one(_LAST)
        email = f"{first.lower()}.{last.lower()}@{domain}"
        return DemoPerson(f"{first} {last}", is_woman, self._one(_OFFICES), self._mobile(), email)

    def _private(self) -> DemoClient:
        person = self.person()
        return DemoClient(
            is_company=False,
            legal_form="",
            name=person.name,
            phone=person.phone,
            email=person.email,
            place=self._place()[0],
            npwp="",
            nib="",
            person=None,
            category="private",
            source=self._one(_SOURCES),
            nik=f"999999{1 + self._made % 28:02}{1 + self._made % 12:02}90{self._made % 10_000:04}",  # of no region
        )

    def _abroad(self, client: DemoClient) -> DemoClient:
        """The same in another country, where nobody has an NPWP; telephone numbers there don't begin with 1, either."""
        home, form, code = _ABROAD[self._made // _ABROAD_EACH % len(_ABROAD)]
        return replace(
            client,
            legal_form=form,
            phone=f"+{code}1{self._made % 10_000_000:07}",
            place=home,
            npwp="",
            nib="",
            registration=f"2099{self._made:05}X",
        )

    def _one(self, words: tuple[str, ...] | str) -> str:
        # Several times faster than Random.choice, and the same on every Python.
        return words[int(self._random.random() * len(words))]

    def _place(self) -> tuple[DemoPlace, str]:
        city, province, postal, area = _CITIES[int(self._random.random() * len(_CITIES))]
        number = int(self._random.random() * 180) + 1
        street = f"Jl. {self._one(_STREETS)} No. {number}"
        return DemoPlace(street, city, province, f"{postal}{number % 90 + 10:02}"), area

    def _mobile(self) -> str:
        # 0840 is a mobile prefix that has not been given to any operator.
        return f"+62840{int(self._random.random() * 10**8):08}"

    def _npwp(self, kind: str) -> str:
        """15 digits with the right check digit, of tax office 999, which does not exist."""
        body = f"{kind}{int(self._random.random() * 10**6):06}"
        total = 0
        for at, char in enumerate(body):
            value = int(char) * (1 + at % 2)
            total += value - 9 if value > 9 else value
        return f"{body}{-total % 10}999000"
