"""Which official numbers name a party: of a company here its NPWP, of a person the NIK, abroad those of the country.

PMK 112/PMK.03/2022: an old NPWP of 15 digits has become the NIK of a resident person, and that number with a zero before it of
a legal person's head office. A branch has kept none (its NITKU has the head office's), and a firm that is no legal person has
its owner's. So only where the 16 digits are known, or follow, are they told; else the old form stands as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desktop_crm.model.country import country_of, is_abroad
from desktop_crm.model.fold import fold
from desktop_crm.model.identifier import (
    FOREIGN_TAX,
    NIB,
    NIK,
    NITKU,
    NPWP,
    PASSPORT,
    REGISTRATION,
    Identifier,
    display_identifier,
    normalise_identifier,
    npwp_16,
)

#: The NIK where it is the NPWP, too.
NIK_NPWP: Final = "nik_npwp"

#: Firms that are their owner in law (PD is a *perusahaan dagang*, too).
_OWNED: Final = frozenset({"ud", "u d", "pd", "p d", "toko", "tb", "usaha dagang", "perusahaan dagang"})
_HEAD_OFFICE: Final = "000"
_OLD_DIGITS: Final = 15
_NEW_DIGITS: Final = 16
_PLACE_DIGITS: Final = 22
_OF_TAXPAYER: Final = 9  # the first digits of an old NPWP; tax office and branch follow


@dataclass(frozen=True, slots=True)
class CountryNumbers:
    """What people of a country call a company's number in the register, and that of its taxes; empty without a known word."""

    registration: str = ""
    tax: str = ""


#: By ISO code.
_COUNTRIES: Final = MappingProxyType(
    {
        "AE": CountryNumbers("Trade Licence", "TRN"),
        "AT": CountryNumbers("FN", "UID"),
        "AU": CountryNumbers("ACN", "ABN"),
        "BE": CountryNumbers("KBO/BCE", "BTW/TVA"),
        "BR": CountryNumbers("NIRE", "CNPJ"),
        "CA": CountryNumbers("", "BN"),
        "CH": CountryNumbers("UID", "MWST"),
        "CN": CountryNumbers("USCC", "USCC"),
        "DE": CountryNumbers("HRB", "USt-IdNr."),
        "DK": CountryNumbers("CVR", "CVR"),
        "ES": CountryNumbers("", "NIF"),
        "FI": CountryNumbers("Y-tunnus", "ALV"),
        "FR": CountryNumbers("SIREN", "TVA"),
        "GB": CountryNumbers("Companies House", "VAT"),
        "HK": CountryNumbers("CRN", "BRN"),
        "IE": CountryNumbers("CRO", "VAT"),
        "IN": CountryNumbers("CIN", "GSTIN"),
        "IT": CountryNumbers("REA", "P. IVA"),
        "JP": CountryNumbers("Corporate Number", "T-Number"),
        "KR": CountryNumbers("Corporate Registration", "Business Registration"),
        "MX": CountryNumbers("", "RFC"),
        "MY": CountryNumbers("SSM", "TIN"),
        "NL": CountryNumbers("KvK", "BTW"),
        "NO": CountryNumbers("Org.nr.", "MVA"),
        "NZ": CountryNumbers("NZBN", "IRD"),
        "PH": CountryNumbers("SEC", "TIN"),
        "PL": CountryNumbers("KRS", "NIP"),
        "RU": CountryNumbers("OGRN", "INN"),
        "SA": CountryNumbers("CR", "VAT"),
        "SE": CountryNumbers("Org.nr.", "VAT"),
        "SG": CountryNumbers("UEN", "GST"),
        "TH": CountryNumbers("DBD", "TIN"),
        "TR": CountryNumbers("MERSIS", "VKN"),
        "TW": CountryNumbers("UBN", "UBN"),
        "US": CountryNumbers("", "EIN"),
        "VN": CountryNumbers("ERC", "MST"),
        "ZA": CountryNumbers("CIPC", "VAT"),
    }
)


@dataclass(frozen=True, slots=True)
class PartyNumber:
    """One number as papers write it; `word` is what its country calls it."""

    kind: str
    number: str
    word: str = ""


def numbers_of_country(country: str) -> CountryNumbers:
    """The words of the country of an address."""
    return _COUNTRIES.get(country_of(country), CountryNumbers())


def word_of(kind: str, country: str) -> str:
    """What a country calls its number of this kind."""
    words = numbers_of_country(country)
    return {REGISTRATION: words.registration, FOREIGN_TAX: words.tax}.get(kind, "")


def kinds_asked(country: str, *, person: bool) -> tuple[str, ...]:
    """The kinds of numbers a client there is asked for, the first one first."""
    if is_abroad(country):
        return (PASSPORT, FOREIGN_TAX, NPWP) if person else (REGISTRATION, FOREIGN_TAX, NPWP, NITKU)
    return (NIK, NPWP, NITKU, NIB) if person else (NPWP, NITKU, NIB, NIK)


def of_one_taxpayer(npwp: str, nitku: str) -> bool:
    """Whether a NITKU may be of this NPWP. An old one of a person has become a NIK, of which nothing can be told."""
    if len(npwp) == _OLD_DIGITS and nitku.startswith("0"):
        return nitku[1 : 1 + _OF_TAXPAYER] == npwp[:_OF_TAXPAYER]
    return len(npwp) != _NEW_DIGITS or nitku.startswith(npwp)


def party_numbers(
    identifiers: Sequence[Identifier], country: str, *, person: bool, legal_form: str = ""
) -> tuple[PartyNumber, ...]:
    """The numbers that name a party, in the order of papers; one of each kind."""
    kept = [normalise_identifier(item.kind, item.number) for item in reversed(identifiers)]
    held = {item.kind: item.number for item in kept if item.number}
    own = person or fold(legal_form) in _OWNED
    npwp, nik = _npwp(held, own=own), held.get(NIK, "")
    found = []
    if nik and npwp and _is_of(nik, npwp):
        found.append(PartyNumber(NIK_NPWP, _shown(NIK, nik)))
    else:
        parts = [(NPWP, npwp), (NIK, nik)]
        found += [PartyNumber(kind, _shown(kind, number)) for kind, number in parts[:: -1 if person else 1] if number]
    found += [
        PartyNumber(kind, _shown(kind, held[kind]), word_of(kind, country))
        for kind in (NITKU, NIB, REGISTRATION, FOREIGN_TAX, PASSPORT)
        if kind in held
    ]
    return tuple(found)


def _npwp(held: dict[str, str], *, own: bool) -> str:
    """With 16 digits where they are known, or follow from the old ones or from the NITKU."""
    number, place = held.get(NPWP, ""), held.get(NITKU, "")
    if len(number) == _OLD_DIGITS and not own and number.endswith(_HEAD_OFFICE):
        return npwp_16(number)
    if len(number) != _NEW_DIGITS and len(place) == _PLACE_DIGITS and of_one_taxpayer(number, place):
        return place[:_NEW_DIGITS]
    return number


def _is_of(nik: str, npwp: str) -> bool:
    """Whether this NPWP is the NIK of the same person: the same number, or an old one that has become it."""
    return npwp == nik or (len(npwp) == _OLD_DIGITS and npwp.isdecimal())


def _shown(kind: str, number: str) -> str:
    """No line of a paper ends within it."""
    return display_identifier(Identifier(kind, number)).replace(" ", "\xa0")
