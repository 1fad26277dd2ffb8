"""The catalogue of the demonstration company: an invented trader in pumps, tools and supplies, with its services."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.product import Product, ProductKind
from desktop_crm.services import settings
from desktop_crm.services.demo.making import Demo, Making
from desktop_crm.services.demo.names import DemoProduct
from desktop_crm.storage.journal.bulk import bulk_insert

#: Code, Indonesian, English, unit, price of the smallest variant in thousands of rupiah, strengths.
_GOODS: Final = (
    (
        "PMP",
        "Pompa air sentrifugal",
        "Centrifugal water pump",
        "unit",
        1850,
        "Hemat listrik, suku cadang selalu tersedia",
    ),
    ("MTR", "Motor listrik tiga fase", "Three-phase electric motor", "unit", 3200, "Efisiensi kelas IE3"),
    ("GNS", "Genset diesel senyap", "Silent diesel generator", "unit", 42500, "Di bawah 70 dB, bergaransi dua tahun"),
    ("KMP", "Kompresor udara", "Air compressor", "unit", 4750, "Bebas oli"),
    ("VLV", "Katup bola kuningan", "Brass ball valve", "pcs", 95, "Tahan tekanan 16 bar"),
    ("PIP", "Pipa PVC tekanan", "PVC pressure pipe", "batang", 68, "Standar SNI"),
    ("KBL", "Kabel tembaga NYY", "NYY copper cable", "meter", 32, "Tembaga murni"),
    ("LMP", "Lampu industri LED", "Industrial LED lamp", "pcs", 385, "Umur 50.000 jam"),
    ("PNL", "Panel listrik distribusi", "Distribution panel", "unit", 5900, "Dirakit sesuai pesanan"),
    ("BAU", "Baut baja galvanis", "Galvanised steel bolt", "kg", 28, "Tidak berkarat"),
    ("BRG", "Bantalan bola", "Ball bearing", "pcs", 74, "Presisi tinggi"),
    ("FLT", "Saringan oli", "Oil filter", "pcs", 88, "Cocok untuk semua genset kami"),
    ("OLI", "Oli hidrolik", "Hydraulic oil", "liter", 46, "Tahan suhu tinggi"),
    ("HLM", "Helm pengaman", "Safety helmet", "pcs", 65, "Ringan, standar SNI"),
    ("SPT", "Sepatu pengaman", "Safety shoes", "pasang", 325, "Ujung baja"),
    ("SRG", "Sarung tangan kerja", "Work gloves", "pasang", 18, "Lapis nitril"),
    ("RAK", "Rak gudang", "Warehouse rack", "unit", 1450, "Beban 500 kg per tingkat"),
    ("TRL", "Troli barang", "Hand truck", "unit", 875, "Roda senyap"),
    ("TMB", "Timbangan digital", "Digital scale", "unit", 1250, "Sudah ditera"),
    ("TNK", "Tangki air", "Water tank", "unit", 2100, "Tiga lapis, antilumut"),
)
_SIZES: Final = ((10, "S"), (16, "M"), (24, "L"), (39, "XL"))
_SERVICES: Final = (
    ("JPS", "Jasa pemasangan", "Installation", "hari", 1750, "Teknisi bersertifikat"),
    ("JPR", "Jasa perawatan berkala", "Regular maintenance", "kunjungan", 950, "Laporan setelah setiap kunjungan"),
    ("JKL", "Jasa kalibrasi", "Calibration", "unit", 650, "Sertifikat dalam tiga hari"),
    ("JPL", "Pelatihan operator", "Operator training", "orang", 1200, "Di tempat pelanggan"),
    ("JKS", "Konsultasi teknik", "Engineering consultancy", "jam", 450, "Insinyur berpengalaman"),
    ("JKR", "Pengiriman dan bongkar muat", "Delivery and unloading", "rit", 850, "Diasuransikan"),
)


def demo_products() -> list[DemoProduct]:
    """All goods in four sizes, and the services."""
    goods = [
        DemoProduct(
            f"{code}-{number:03}",
            f"{name_id} {size}",
            f"{name_en} {size}",
            False,
            unit,
            _price(price, factor),
            strengths,
        )
        for code, name_id, name_en, unit, price, strengths in _GOODS
        for number, (factor, size) in enumerate(_SIZES, 1)
    ]
    services = [
        DemoProduct(f"{code}-001", name_id, name_en, True, unit, Decimal(price * 1000), strengths)
        for code, name_id, name_en, unit, price, strengths in _SERVICES
    ]
    return goods + services


def _price(thousands: int, tenths: int) -> Decimal:
    """A size's price, in rupiah, to the nearest 500."""
    return Decimal(round(thousands * tenths * 100 / 500) * 500)


def _catalogue(_making: Making, session: Session, _rows: Sequence[Any]) -> None:
    """All of it, one of which is sold no more."""
    rule = settings.tax_rules(session)[0].id
    rows = [
        {
            "code": product.code,
            "kind": ProductKind.SERVICE if product.is_service else ProductKind.GOODS,
            "name_id": product.name_id,
            "name_en": product.name_en,
            "unit": product.unit,
            "price": product.price,
            "tax_id": rule,
            "strengths": product.strengths,
            "active": product.code != "TMB-004",
        }
        for product in demo_products()
    ]
    bulk_insert(session, Product, rows)


DEMO: Final = Demo(along={"company": _catalogue})
