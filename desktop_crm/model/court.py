"""The district court of a town: mostly of its name, but not everywhere."""

import re
from typing import Final

#: What addresses put before a town's name.
_PREFIX: Final = re.compile(r"^(?:kota administrasi|kota adm\.?|kotamadya|kodya|kota|dki)\s+", re.IGNORECASE)

#: By the first two digits of the postal code: Jakarta has five district courts and none of its own name.
_OF_JAKARTA: Final = {
    "10": "Jakarta Pusat",
    "11": "Jakarta Barat",
    "12": "Jakarta Selatan",
    "13": "Jakarta Timur",
    "14": "Jakarta Utara",
}
COURTS_OF_JAKARTA: Final = tuple(sorted(_OF_JAKARTA.values()))

#: Towns and regencies whose district court has another name.
_ELSEWHERE: Final = {
    "badung": "Denpasar",
    "bandar lampung": "Tanjungkarang",
    "bandung barat": "Bale Bandung",
    "batu": "Malang",
    "cikarang": "Cikarang",
    "cilegon": "Serang",
    "cimahi": "Bale Bandung",
    "deli serdang": "Lubuk Pakam",
    "jogja": "Yogyakarta",
    "jogjakarta": "Yogyakarta",
    "kabupaten bandung": "Bale Bandung",
    "kabupaten bekasi": "Cikarang",
    "kabupaten bogor": "Cibinong",
    "kabupaten cirebon": "Sumber",
    "kabupaten malang": "Kepanjen",
    "kabupaten semarang": "Ungaran",
    "soreang": "Bale Bandung",
    "solo": "Surakarta",
    "tangerang selatan": "Tangerang",
    "tigaraksa": "Tangerang",
    "yogya": "Yogyakarta",
}


def court_of(city: str, address: str = "") -> str:
    """The place of the district court, from a town and its address with the postal code; empty where it is not known which."""
    town = _PREFIX.sub("", " ".join(city.split()))
    plain = re.sub(r"^kab(?:upaten|\.)?\s+", "kabupaten ", town.casefold())
    if plain == "jakarta":
        codes = re.findall(r"\b(1[0-4])\d{3}\b", address)
        return _OF_JAKARTA[codes[-1]] if codes else ""
    found = _ELSEWHERE.get(plain) or _ELSEWHERE.get(plain.removeprefix("kabupaten "))
    return found or re.sub(r"^kab(?:upaten|\.)?\s+", "", town, flags=re.IGNORECASE)


def is_no_court(place: str) -> bool:
    """Whether there is certainly no district court of this name."""
    return _PREFIX.sub("", " ".join(place.split())).casefold() in {"jakarta", "indonesia"}
