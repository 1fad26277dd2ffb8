"""Faces for scripts that the papers' own lack: Chinese, Japanese, Korean, Arabic.

Their fonts hold tens of thousands of letters. Of each only those that a paper needs are cut out, in its regular or bold
weight, and registered under a name of their own. There are no italics in these scripts.
"""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache, lru_cache
from io import BytesIO
from itertools import count
from typing import Any, Final, NamedTuple

from desktop_crm.assets import script_font

#: Tables of a font for what no paper of ours does: rules of setting, and columns of letters. The widths are in others, too.
_NO_USE: Final = ("GSUB", "GPOS", "GDEF", "BASE", "DSIG", "HVAR", "VVAR", "VORG", "vhea", "vmtx")
_REGULAR: Final = 400
_BOLD: Final = 600


class Script(NamedTuple):
    """A font by its name among the assets, and the letters that only it should draw."""

    name: str
    letters: re.Pattern[str]


_HAN: Final = re.compile(
    "[\u2e80-\u303f\u3100-\u312f\u31a0-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe]")
_JAPANESE: Final = Script("Jp", re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]"))
_KOREAN: Final = Script("Kr", re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]"))
_CHINESE: Final = Script("Sc", _HAN)
_TRADITIONAL: Final = Script("Tc", _HAN)
_OF_ARABIC: Final = Script("Ar", _ARABIC)
_FOREIGN: Final = re.compile("|".join(each.letters.pattern for each in (_JAPANESE, _KOREAN, _CHINESE, _OF_ARABIC)))
_EAST: Final = (_JAPANESE, _KOREAN, _CHINESE, _TRADITIONAL)

#: The text of the paper that is being made.
_PAPER: Final = ContextVar("the paper's text", default="")

_number: Final = count(1)

#: (font, weight, letter) → the registered face that has it.
_faces: dict[tuple[str, int, str], str] = {}


def faces_for(letters: Iterable[str], text: str, *, bold: bool) -> dict[str, str]:
    """For each of these letters of `text` that some script's font can draw, the registered face that has it."""
    weight, found = _BOLD if bold else _REGULAR, {}
    for script, needed in _by_script(letters, text).items():
        _have(script, weight, needed)
        found.update({letter: _faces[script.name, weight, letter] for letter in needed})
    return found


def ready(text: str) -> None:
    """Cut out all that a paper of this text will ask for, so that it is one face a weight and not one a line.

    Han in any of its lines is then drawn as the language of the whole paper writes it.
    """
    _PAPER.set(text if _FOREIGN.search(text) else "")
    text = text.encode(errors="ignore").decode()  # half characters are in nobody's font
    shown = "\n".join(map(displayed, text.split("\n"))) if has_right_to_left(text) else text
    for script, needed in _by_script(set(_FOREIGN.findall(shown)), text).items():
        for weight in (_REGULAR, _BOLD):
            _have(script, weight, needed)


def drawable(letters: Iterable[str], text: str) -> set[str]:
    """Those of the letters that some script's font can draw."""
    return {letter for needed in _by_script(letters, text).values() for letter in needed}


def has_right_to_left(text: str) -> bool:
    """Whether any of it is written from the right."""
    return not text.isascii() and _ARABIC.search(text) is not None


def displayed(text: str) -> str:
    """A line as it is set from the left: Arabic joined and in the order it is seen, in one piece that breaks nowhere."""
    if not has_right_to_left(text):
        return text
    from bidi import get_display

    seen: Any = get_display(_reshape(text), base_dir="L")
    return _SPAN.sub(lambda span: span[0].replace(" ", "\xa0"), str(seen))


_SPAN: Final = re.compile(f"{_ARABIC.pattern}(?:.*{_ARABIC.pattern})?")


def _reshape(text: str) -> str:
    from arabic_reshaper import reshape

    return str(reshape(text))


def _by_script(letters: Iterable[str], text: str) -> dict[Script, set[str]]:
    """Which font draws which of the letters. Han is drawn as the language around it writes it."""
    found: dict[Script, set[str]] = {}
    for letter in filter(_FOREIGN.match, letters):
        scripts = (_OF_ARABIC,) if _ARABIC.match(letter) else _east(_PAPER.get() or text)
        script = next((each for each in scripts if letter in _letters_of(each)), None)
        if script:
            found.setdefault(script, set()).add(letter)
    return found


@lru_cache(maxsize=64)
def _east(text: str) -> list[Script]:
    """The fonts of the East, that of the text's own letters first and those of other languages last."""
    rank = {True: 0, False: 2}
    return sorted(_EAST, key=lambda script: 1 if script.letters is _HAN else rank[bool(script.letters.search(text))])


def _have(script: Script, weight: int, letters: set[str]) -> None:
    """Register a face for those letters that have none yet."""
    missing = sorted(letter for letter in letters if (script.name, weight, letter) not in _faces)
    if missing:
        face = _registered(script, weight, missing)
        _faces.update({(script.name, weight, letter): face for letter in missing})


def _registered(script: Script, weight: int, letters: list[str]) -> str:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    face = f"Paper{script.name}{weight}-{next(_number)}"
    registerFont(TTFont(face, _cut(script, weight, letters, face)))
    return face


def _cut(script: Script, weight: int, letters: list[str], face: str) -> BytesIO:
    """A static font of these letters alone, under a name of its own: a PDF keeps one file a name."""
    from fontTools.subset import Options, Subsetter
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options(layout_features=[], drop_tables=[*_NO_USE], notdef_outline=True)
    cutter, out = Subsetter(options), BytesIO()
    cutter.populate(text="".join(letters))
    with _opened(script) as font:
        font.setGlyphOrder([f"g{number}" for number in range(font["maxp"].numGlyphs)])  # or it looks for better names
        cutter.subset(font)
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        instantiateVariableFont(font, {**axes, "wght": weight}, inplace=True)
        font["name"].setName(face, 6, 3, 1, 0x409)
        font.save(out)
    out.seek(0)
    return out


def _opened(script: Script) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(script_font(script.name), lazy=True)


@cache
def _letters_of(script: Script) -> frozenset[str]:
    with _opened(script) as font:
        return frozenset(map(chr, font.getBestCmap()))
