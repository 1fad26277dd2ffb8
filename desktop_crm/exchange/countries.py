"""Countries as lists name them, in either language."""

from functools import cache

from desktop_crm.model.fold import fold
from desktop_crm.model.phone import DEFAULT_COUNTRY

_SHORT = {
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
    "ina": "ID",
    "ri": "ID",
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


def country_code(text: str) -> str:
    """The ISO code of a country's name; ours where it is none or not known."""
    return _names().get(fold(text), DEFAULT_COUNTRY) if text else DEFAULT_COUNTRY


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for language in ("id", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[fold(name)] = code
                found[fold(code)] = code
    return {**found, **_SHORT}
