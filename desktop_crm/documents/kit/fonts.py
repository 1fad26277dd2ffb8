"""The typefaces of papers, embedded as subsets, and what their letters cover."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from desktop_crm.assets import package_folder
from desktop_crm.documents.kit import scripts

FamilyName = Literal["serif", "sans"]

#: Style → (package, file) of each family; Noto stands in for letters the others lack.
_FILES: Final = {
    "serif": ("font_source_serif_pro", "SourceSerifPro", ("Regular", "Bold", "It", "BoldIt")),
    "sans": ("fontpkg_fira_sans", "FiraSans", ("Regular", "SemiBold", "Italic", "SemiBoldItalic")),
}
_FALLBACK_FILE: Final = ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf")
_FALLBACK: Final = "PaperFallback"

#: Characters that direct the text and are not drawn, so that no font needs them.
UNDRAWN: Final = frozenset("\n\r\t \xa0\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")


class Family(NamedTuple):
    """A family's faces by their names in ReportLab; each is read and registered when it is first asked for."""

    name: FamilyName

    @property
    def regular(self) -> str:
        """The face of running text."""
        return _registered(self.name, 0)

    @property
    def bold(self) -> str:
        """The face of heads."""
        return _registered(self.name, 1)

    @property
    def italic(self) -> str:
        """The face of translations and asides."""
        return _registered(self.name, 2)

    @property
    def bold_italic(self) -> str:
        """The face of stress inside an aside."""
        return _registered(self.name, 3)

    @property
    def fallback(self) -> str:
        """The face of letters that the family lacks."""
        return _registered_fallback()

    def face(self, *, bold: bool, italic: bool) -> str:
        """The face of a run."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular


@cache
def _registered(name: FamilyName, at: int) -> str:
    package, stem, faces = _FILES[name]
    face = f"{stem}-{faces[at]}"
    return _register(face, package_folder(package) / "files" / f"{face}.ttf")


@cache
def _registered_fallback() -> str:
    package, file = _FALLBACK_FILE
    return _register(_FALLBACK, package_folder(package) / "files" / file)


@cache
def covered(face: str) -> frozenset[str]:
    """The characters a registered face can draw, and those that need no drawing."""
    from reportlab.pdfbase.pdfmetrics import getFont

    font: Any = getFont(face)
    return frozenset(map(chr, font.face.charToGlyph)) | UNDRAWN


def missing(text: str, name: FamilyName) -> list[str]:
    """The characters of `text` that no face of papers can draw, in order of appearance."""
    fonts = Family(name)
    strange = set(text) - covered(fonts.regular)
    strange = strange and strange - covered(fonts.fallback)
    strange = strange and strange - scripts.drawable(strange, text)
    return [char for char in dict.fromkeys(text) if char in strange]


def pieces(text: str, fonts: Family, *, bold: bool = False, italic: bool = False) -> Iterator[tuple[str, str]]:
    """A text cut into pieces with the face that can draw each; letters that none has stay with the family's."""
    face = fonts.face(bold=bold, italic=italic)
    strange = set(text) - covered(face)
    if not strange:
        yield face, text
        return
    others = dict.fromkeys(strange & covered(fonts.fallback), fonts.fallback)
    others.update(scripts.faces_for(strange - others.keys(), text, bold=bold))
    for name, chars in groupby(text, key=lambda char: others.get(char, face)):
        yield name, "".join(chars)


def _register(face: str, file: Path) -> str:
    from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    from desktop_crm.documents.kit.kerning import kerned

    if face not in getRegisteredFontNames():
        font = TTFont(face, str(file))
        kerned(face, font)
        registerFont(font)
    return face
