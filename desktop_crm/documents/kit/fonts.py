"""The typefaces of papers, embedded as subsets, and what their letters cover."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

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


@dataclass(frozen=True, slots=True)
class Family:
    """The registered names of a family's four faces, ready for ReportLab."""

    regular: str
    bold: str
    italic: str
    bold_italic: str
    fallback: str = _FALLBACK

    def face(self, *, bold: bool, italic: bool) -> str:
        """The face of a run."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular


@cache
def family(name: FamilyName) -> Family:
    """Register a family on first use."""
    package, stem, faces = _FILES[name]
    folder = _folder(package)
    names = [f"{stem}-{face}" for face in faces]
    for face in names:
        _register(face, folder / f"{face}.ttf")
    fallback_package, fallback_file = _FALLBACK_FILE
    _register(_FALLBACK, _folder(fallback_package) / fallback_file)
    return Family(*names)


@cache
def covered(face: str) -> frozenset[str]:
    """The characters a registered face can draw, and those that need no drawing."""
    from reportlab.pdfbase.pdfmetrics import getFont

    font: Any = getFont(face)
    return frozenset(map(chr, font.face.charToGlyph)) | UNDRAWN


def missing(text: str, name: FamilyName) -> list[str]:
    """The characters of `text` that neither the family nor its fallback can draw, in order of appearance."""
    fonts = family(name)
    strange = set(text) - covered(fonts.regular) - covered(fonts.fallback)
    return [char for char in dict.fromkeys(text) if char in strange]


@cache
def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the font package {package} is not installed")
    return Path(spec.origin).parent / "files"


def _register(face: str, file: Path) -> None:
    from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    if face not in getRegisteredFontNames():
        font: Any = TTFont(face, str(file))
        # A contract says the same words again and again; measuring each once saves a tenth of the time.
        font.stringWidth = lru_cache(maxsize=20_000)(font.stringWidth)
        registerFont(font)
