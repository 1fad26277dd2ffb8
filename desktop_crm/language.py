"""One language with its country's habits: sentences, numbers, money and dates.

The window, the command line and each document have a `Language` of their own. English is written in the code; other
catalogues are `resources/translations/<code>.po`, compiled into the user's cache when they change.
"""

import gettext
import os
import struct
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from desktop_crm import assets, disk
from desktop_crm.model.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from desktop_crm.model.earlier_words import EARLIER
from desktop_crm.model.message import Message
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.money import PRICE_PLACES, Money, Sums, decimals, digits, to_places

#: Code → name in the language itself.
LANGUAGES: Final = {"en": "English", "id": "Bahasa Indonesia"}

#: The country's habits behind each language; English is written the international way (12 Mar 2026, 1,234.50).
_LOCALES: Final = {"en": "en_GB", "id": "id_ID"}
_SYMBOLS: Final = {
    "IDR": "Rp",
    "USD": "US$",
    "EUR": "€",
    "SGD": "S$",
    "CNY": "CN¥",
    "JPY": "¥",
    "MYR": "RM",
    "AUD": "A$",
}


class Language:
    """Says messages and formats values; made through `language(code)`."""

    def __init__(self, code: str) -> None:
        if code not in LANGUAGES:
            raise ValueError(f"no language {code!r}")
        self.code = code
        self.locale = _LOCALES[code]
        self.catalogue = _catalogue(code)  # what the program's own English is called in it

    def tr(self, text: str, /, **args: Any) -> str:
        """`text` in this language, its `{places}` filled with formatted `args`."""
        said = self.catalogue.gettext(text)
        return said.format(**{name: self.value(value) for name, value in args.items()}) if args else said

    def ntr(self, one: str, many: str, /, n: int, **args: Any) -> str:
        """Singular or plural by `n`, which is itself the place `{n}`."""
        said = self.catalogue.ngettext(one, many, n)
        return said.format(n=self.value(n), **{name: self.value(value) for name, value in args.items()})

    def say(self, message: Message) -> str:
        """A message in this language; one that an earlier version wrote, in the words of today."""
        return self.tr(EARLIER.get(message.text, message.text), **message.args)

    def value(self, value: Any) -> str:
        """Any plain value as a person of this language writes it; None is empty."""
        match value:
            case None:
                return ""
            case Message():
                return self.say(value)
            case bool():
                return self.tr("Yes") if value else self.tr("No")
            case Money():
                return self.money(value)
            case Sums():
                return " + ".join(map(self.money, value.amounts))
            case int() | Decimal():
                return self.number(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case _:
                return str(value)

    def number(self, value: Decimal | int, decimals: int | None = None) -> str:
        """With the language's separators; `decimals` fixes the digits after the point."""
        point, group = (",", ".") if self.code == "id" else (".", ",")
        text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
        if decimals is None and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace(",", "\0").replace(".", point).replace("\0", group)

    def amount(self, money: Money) -> str:
        """The number alone, with the currency's decimals; a price may have more, and shows them."""
        places = max(digits(money.currency), min(decimals(money.amount), PRICE_PLACES))
        return self.number(to_places(money.amount, places), places)

    def money(self, money: Money) -> str:
        """With its currency: Rp 1.250.000 (a space that does not break)."""
        sign = "-" if money.amount < 0 else ""
        return f"{sign}{_SYMBOLS.get(money.currency, money.currency)}\xa0{self.amount(Money(abs(money.amount), money.currency))}"

    def percent(self, value: Decimal) -> str:
        """`Decimal("12.5")` as 12.5%."""
        return f"{self.number(value)}%"

    def day(self, value: date) -> str:
        """Short: 12 Mar 2026."""
        return f"{value.day} {SHORT_MONTHS[self.code][value.month - 1]} {value.year}"

    def day_soon(self, value: date) -> str:
        """A near one, by its name: Wed 2 Dec, Rab, 2 Des."""
        comma = "," if self.code == "id" else ""
        return f"{self.weekday(value)[:3]}{comma} {value.day} {SHORT_MONTHS[self.code][value.month - 1]}"

    def time(self, value: datetime) -> str:
        """The time of day on this machine's clock: 10:42, 10.42."""
        return f"{on_this_clock(value):%H:%M}" if self.code == "en" else f"{on_this_clock(value):%H.%M}"

    def day_of_year(self, value: date) -> str:
        """Where the year says nothing: 12 Mar."""
        return f"{value.day} {SHORT_MONTHS[self.code][value.month - 1]}"

    def month(self, value: date) -> str:
        """Of a year: Mar 2026."""
        return f"{SHORT_MONTHS[self.code][value.month - 1]} {value.year}"

    def day_long(self, value: date) -> str:
        """For paper: 12 March 2026."""
        return f"{value.day} {MONTHS[self.code][value.month - 1]} {value.year}"

    def weekday(self, value: date) -> str:
        """Monday, Senin."""
        return WEEKDAYS[self.code][value.weekday()]

    def moment(self, value: datetime) -> str:
        """Date and time on this machine's clock; a moment without zone is taken for UTC, as the file keeps it."""
        local = on_this_clock(value if value.tzinfo else value.replace(tzinfo=UTC))
        return (
            f"{self.day(local.date())} {local:%H:%M}"
            if self.code == "en"
            else f"{self.day(local.date())} {local:%H.%M}"
        )


@cache
def language(code: str) -> Language:
    """The language of a code; ValueError when the program does not have it."""
    return Language(code)


def system_language() -> str:
    """The code that fits this machine's settings: Indonesian where the system speaks it, else English."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"))
    first = next((name for name in names if name), "") or _spoken_by_windows()
    return "id" if first.lower().startswith(("id", "ms_id")) else "en"


if sys.platform == "win32":

    def _spoken_by_windows() -> str:
        """Windows sets none of the variables."""
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")

else:

    def _spoken_by_windows() -> str:
        return ""


def _catalogue(code: str) -> gettext.NullTranslations:
    """From the user's cache, where it is kept compiled; made anew whenever the `.po` changes."""
    if code == "en":
        return gettext.NullTranslations()
    kept = _kept(code)
    with suppress(OSError, ValueError, struct.error):  # it is not there yet, or was spoiled when the power went
        return gettext.GNUTranslations(BytesIO(kept.read_bytes()))
    made = _compiled(code)
    with suppress(OSError):  # a cache that can't be written to only costs time
        _keep(kept, made)
    return gettext.GNUTranslations(BytesIO(made))


def _kept(code: str) -> Path:
    from platformdirs import user_cache_path

    stat = assets.path(f"translations/{code}.po").stat()
    return user_cache_path("desktop-crm", appauthor=False) / f"{code}-{stat.st_mtime_ns}-{stat.st_size}.mo"


def _compiled(code: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with assets.path(f"translations/{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    catalogue.creation_date = datetime(1970, 1, 1, tzinfo=UTC)  # the same bytes in whichever minute they are made
    made = BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def _keep(target: Path, content: bytes) -> None:
    """Whole or not at all, and in the place of older ones."""
    disk.make_folder(target.parent)
    unfinished = target.with_suffix(f".{os.getpid()}")
    with disk.create_anew(unfinished) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    disk.replace(unfinished, target)
    for older in target.parent.glob(f"{target.name.partition('-')[0]}-*.mo"):
        if older != target:
            disk.remove(older)
