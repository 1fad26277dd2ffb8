"""Phone numbers: kept as E.164 (`+628123456789`, an extension as `;ext=12`), shown as the country writes them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from desktop_crm.model.fold import digits
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import Message, msg

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

PHONE_KINDS: Final = (
    Choice("mobile", msg("Mobile")),
    Choice("office", msg("Office phone")),
    Choice("whatsapp", msg("WhatsApp")),
    Choice("fax", msg("Fax")),
)

DEFAULT_COUNTRY: Final = "ID"
MAX_DIGITS: Final = 15  # of E.164, the country's code included

_SEPARATORS: Final = str.maketrans("", "", " -.()\t\xa0\u2010\u2011\u2012\u2013")
# What Indonesians write: 0812…, 62812…, +62 21 …, and 812… where a spreadsheet ate the zero. All lengths that
# the numbering plan knows; anything else is left to the phonenumbers library.
_INDONESIAN: Final = re.compile(r"(?:(?:\+?62|0)([2-9][0-9]{7,10})|(8[1-35-9][0-9]{7,10}))")
#: Numbers that are dialled as they stand, from anywhere in the country: emergency calls and services of banks.
_SHORT: Final = re.compile(r"11[0-9]|129|14[0-9]{3}|150[0-9]{3,4}")
_FIRST: Final = re.compile(r"\s*\(?([1-9][0-9]{0,2})\)?[ .\-\xa0]")
_LONG: Final = 10  # digits from which on a number may be one of another country, its plus left out
_WRITTEN_SO: Final = re.compile(r"\+?[0-9][0-9 ().\-\xa0\u2010-\u2013]*")
_LABEL: Final = re.compile(
    r"\s*(?:(?:tel|telp|telepon|telephone|phone|hp|mobile|wa|whatsapp|fax|faks|no)\b[\s.:/]*)+", re.IGNORECASE
)
_EXTENSION: Final = re.compile(
    r"[\s,;(]*(?:ext(?:ension)?|ekst|pesawat|psw|x|#)[\s.:=]*([0-9]{1,7})\)?\s*$", re.IGNORECASE
)
# Area codes of two digits, then those of three; what else there is (toll-free, short numbers) goes to the library.
_KEPT_LANDLINE: Final = re.compile(r"\+62(?:(2[124]|[36]1)([0-9]{5,9})|([2-79][0-9]{2})([0-9]{5,8}))")
_KEPT_MOBILE: Final = re.compile(r"\+628(?:[1-35-9][0-9]{7,10}|[0-9]{10,11})")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number of somebody: `number` as `normalise_phone` gives it, `kind` a code of PHONE_KINDS."""

    number: str
    kind: str = "mobile"
    note: str = ""


def normalise_phone(text: str, country: str = DEFAULT_COUNTRY) -> str | None:
    """The number as it is kept, read as somebody in `country` (ISO code) would dial it; None if it is no number.

    Only the length is checked, not whether the prefix is in use: new prefixes appear faster than programs.
    """
    if country == DEFAULT_COUNTRY and _WRITTEN_SO.fullmatch(text):
        bare = text.translate(_SEPARATORS)
        if _SHORT.fullmatch(bare):
            return bare
        usual = _INDONESIAN.fullmatch(bare)
        if usual and (usual[1] or _country_first(text) is None):
            return f"+62{usual[1] or usual[2]}"
    parsed = _parse(text, country)
    if isinstance(parsed, Message):
        return None
    number = f"+{parsed.country_code}{'0' * _zeros(parsed)}{parsed.national_number}"
    return f"{number};ext={parsed.extension}" if parsed.extension else number


def phone_problem(text: str, country: str = DEFAULT_COUNTRY) -> Message | None:
    """Why `text` can't be a phone number, or None when it can."""
    if normalise_phone(text, country) is not None:
        return None
    parsed = _parse(text, country)
    return parsed if isinstance(parsed, Message) else None


@lru_cache(maxsize=4096)  # a list reads the same page anew after each change
def display_phone(e164: str) -> str:
    """A kept number as people read it: `+62 812-3456-789`; what is no kept number comes back as it is."""
    length = len(e164)
    mobile = _KEPT_MOBILE.fullmatch(e164) if 12 <= length <= 15 else None
    if mobile:
        middle = 4 if length > 12 else 3  # 9 digits go 3-3-3, 10 go 3-4-3, more go 3-4-the rest
        return f"+62 {e164[3:6]}-{e164[6 : 6 + middle]}-{e164[6 + middle :]}"
    landline = _KEPT_LANDLINE.fullmatch(e164)
    if landline:
        return f"+62 {landline[1] or landline[3]} {landline[2] or landline[4]}"
    return _display_any(e164)


def phone_needle(text: str) -> str:
    """The digits by which a typed number is found inside kept ones: `0812 34` → `81234`, `+62 (0)812` → `62812`."""
    found = digits(text.replace("(0)", ""))
    return found.lstrip("0") if not text.lstrip().startswith("+") else found


def _display_any(kept: str) -> str:
    import phonenumbers

    number, _, extension = kept.partition(";ext=")
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return kept
    shown: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{shown} ext. {extension}" if extension else shown


def _parse(text: str, country: str) -> "PhoneNumber | Message":
    import phonenumbers

    number, extension = _split_extension(_LABEL.sub("", text, count=1) if _LABEL.match(text) else text)
    if len(digits(number)) < 3 or any(char.isalpha() for char in number):
        return msg("This is not a phone number")
    if "/" in number or ";" in number:
        return msg("Write one phone number at a time")
    try:
        parsed = phonenumbers.parse(_dialled(number), country)
    except phonenumbers.NumberParseException as error:
        return _REASONS.get(error.error_type, msg("This is not a phone number"))
    parsed = _from_abroad(number, parsed) or parsed
    parsed.extension = extension or parsed.extension
    return _length_problem(parsed) or parsed


def _from_abroad(number: str, parsed: "PhoneNumber") -> "PhoneNumber | None":
    """The number read with the plus that was left out: `65 6123 4567`, or `14155552671` where it is none of this country."""
    import phonenumbers

    bare = digits(number)
    if number.lstrip(" (").startswith(("+", "0")) or len(bare) < _LONG:
        return None
    if phonenumbers.is_valid_number(parsed) and _country_first(number) is None:
        return None
    return _with_plus(bare)


def _country_first(text: str) -> "PhoneNumber | None":
    """The number of another country whose code stands apart from the rest of it, without a plus."""
    first = _FIRST.match(text)
    other = _with_plus(digits(text)) if first else None
    return other if first and other and str(other.country_code) == first[1] else None


def _with_plus(bare: str) -> "PhoneNumber | None":
    import phonenumbers

    try:
        other = phonenumbers.parse(f"+{bare}")
    except phonenumbers.NumberParseException:
        return None
    return other if phonenumbers.is_valid_number(other) else None


def _split_extension(text: str) -> tuple[str, str | None]:
    found = _EXTENSION.search(text)
    return (text[: found.start()], found[1]) if found else (text, None)


def _dialled(number: str) -> str:
    """`0065 …` and `(+65) …` as `+65 …`; the zero in `+62 (0)21` left out."""
    bare = number.strip().lstrip("(").replace("(0)", "")
    return f"+{bare[2:]}" if bare.startswith("00") else bare


def _length_problem(parsed: "PhoneNumber") -> Message | None:
    import phonenumbers

    reason = phonenumbers.is_possible_number_with_reason(parsed)
    length = len(str(parsed.country_code)) + _zeros(parsed) + len(str(parsed.national_number))
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE:
        return msg("The phone number is too long") if length > MAX_DIGITS else None
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return msg("The phone number is too long")
    if reason == phonenumbers.ValidationResult.INVALID_COUNTRY_CODE:
        return msg("No country has this dialling code")
    if reason in (phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return msg("The phone number is too short; write it with its area code")
    return msg("This is not a phone number")


def _zeros(parsed: "PhoneNumber") -> int:
    return (parsed.number_of_leading_zeros or 1) if parsed.italian_leading_zero else 0


#: By phonenumbers' error_type: 0 unknown country code, 2 and 3 too short, 4 too long.
_REASONS: Final = {
    0: msg("No country has this dialling code"),
    2: msg("The phone number is too short; write it with its area code"),
    3: msg("The phone number is too short; write it with its area code"),
    4: msg("The phone number is too long"),
}
