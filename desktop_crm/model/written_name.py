"""Names as people write them, in a sheet or into a form, taken apart: `Nama: PT. Maju Jaya Tbk` is the form PT and the name Maju Jaya Tbk."""

import re
from typing import Final

#: As they are written on paper, by what `_key` makes of them.
_BEFORE: Final = {
    "pt": "PT",
    "cv": "CV",
    "ud": "UD",
    "pd": "PD",
    "fa": "Fa",
    "firma": "Firma",
    "nv": "NV",
    "koperasi": "Koperasi",
    "yayasan": "Yayasan",
    "perum": "Perum",
    "perumda": "Perumda",
}
_AFTER: Final = {
    "ltd": "Ltd",
    "limited": "Ltd",
    "pteltd": "Pte Ltd",
    "ptyltd": "Pty Ltd",
    "coltd": "Co Ltd",
    "inc": "Inc",
    "llc": "LLC",
    "llp": "LLP",
    "plc": "PLC",
    "corp": "Corp",
    "gmbh": "GmbH",
    "bv": "BV",
    "sdnbhd": "Sdn Bhd",
    "pt": "PT",
    "cv": "CV",
    "ud": "UD",
    "pd": "PD",
}
#: What a form proposes, the likeliest first.
LEGAL_FORMS: Final = tuple(dict.fromkeys((*_BEFORE.values(), *_AFTER.values())))
_TITLES: Final = {
    "bpk": "Bpk",
    "bapak": "Bpk",
    "ibu": "Ibu",
    "bp": "Bpk",
    "sdr": "Sdr",
    "sdri": "Sdri",
    "mr": "Mr",
    "mrs": "Mrs",
}

_LONGEST: Final = 300  # characters of a name that has a form
_LABEL: Final = re.compile(r"(?:nama(?: perusahaan)?|name|company|perusahaan)\s*:\s*", re.IGNORECASE)
_FIRST: Final = re.compile(r"(?P<form>(?:[A-Za-z]\.\s?){2}|[A-Za-z]{2,8}\b\.?)[\s,]*(?P<name>\S.*)", re.DOTALL)
_LAST: Final = re.compile(
    r"(?P<name>.*?\S)[\s,]+\(?(?P<form>(?:pte|pty|co|sdn)\b[\s.,]*(?:ltd|bhd)|[A-Za-z]{2,8}|(?:[A-Za-z]\.){2})\.?\)?",
    re.IGNORECASE | re.DOTALL,
)


def split_legal_form(text: str) -> tuple[str, str]:
    """The legal form as it is written on paper (empty if none is there) and the name without it."""
    name = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    name = " ".join(name.split())
    if len(name) > _LONGEST:
        return "", name
    first = _FIRST.fullmatch(name)
    if first and (form := _BEFORE.get(_key(first["form"]))):
        return form, first["name"]
    last = _LAST.fullmatch(name)
    if last and (form := _AFTER.get(_key(last["form"]))):
        return form, last["name"].rstrip(" ,(")
    return "", name


def is_legal_form(text: str) -> bool:
    """Whether it is only a legal form, without a name."""
    return _key(text) in {*_BEFORE, *_AFTER}


def without_form(name: str, form: str) -> str:
    """The name without a legal form that is written at either end of it; the same name when it is not."""
    for end in (f"{form} ", f" {form}"):
        if form and end.startswith(" ") and name.endswith(end):
            return name.removesuffix(end).rstrip(" ,")
        if form and not end.startswith(" ") and name.startswith(end):
            return name.removeprefix(end)
    return name


def split_title(text: str) -> tuple[str, str]:
    """The title of a person (Bpk, Ibu; empty if none is there) and the name without it."""
    name = " ".join(text.split())
    first = _FIRST.fullmatch(name) if len(name) <= _LONGEST else None
    title = _TITLES.get(_key(first["form"])) if first else None
    return (title, first["name"]) if first and title else ("", name)


def _key(form: str) -> str:
    return "".join(char for char in form.lower() if char.isalpha())
