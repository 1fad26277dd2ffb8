"""Countries as lists name them, in either language."""

from functools import cache
from typing import Final

from desktop_crm.model.fold import fold

#: Ours.
HOME: Final = "ID"

_SHORT: Final = {
    "usa": "US",
    "united states of america": "US",
    "amerika": "US",
    "amerika serikat": "US",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "inggris": "GB",
    "uae": "AE",
    "korea": "KR",
    "south korea": "KR",
    "korea selatan": "KR",
    "cina": "CN",
    "china": "CN",
    "rrc": "CN",
    "prc": "CN",
    "tiongkok": "CN",
    "hong kong": "HK",
    "hongkong": "HK",
    "taiwan": "TW",
    "vietnam": "VN",
    "indonesia": "ID",
    "ina": "ID",
    "ri": "ID",
    "nkri": "ID",
    "indo": "ID",
    "republik indonesia": "ID",
    "republic of indonesia": "ID",
    "sgp": "SG",
    "mys": "MY",
    "aus": "AU",
    "jpn": "JP",
    "chn": "CN",
    "idn": "ID",
    "deu": "DE",
    "nld": "NL",
    "belanda": "NL",
    "holland": "NL",
}


def country_of(text: str) -> str:
    """The ISO code of a country's name in either language; empty where it is none or not known."""
    name = fold(text)
    return _SHORT.get(name) or _names().get(name, "") if name else ""


def is_abroad(country: str) -> bool:
    """Whether an address there is abroad; one that names no country is at home."""
    return bool(country.strip()) and country_of(country) != HOME


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for language in ("id", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[fold(name)] = code
                found[fold(code)] = code
    return found
