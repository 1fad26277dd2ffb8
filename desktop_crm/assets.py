"""The only reader of `resources/`, beside the package in a checkout, inside it when installed; and where packaged data lies."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_INSTALLED = Path(__file__).parent / "_resources"
_CHECKOUT = Path(__file__).parent.parent / "resources"


@cache
def root() -> Path:
    """The folder that holds every resource."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def path(name: str) -> Path:
    """A resource's file, `name` relative to the folder (`templates/sale.id.md`)."""
    return root() / name


def text(name: str) -> str:
    """A resource's text."""
    return path(name).read_text(encoding="utf-8")


#: Letters that few typefaces have: a short name for each of their fonts, its package and file.
_SCRIPT_FONTS = {
    "Jp": ("justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf"),
    "Kr": ("justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf"),
    "Sc": ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    "Tc": ("justmytype_intl_cjk", "fonts/ofl/notosanstc/NotoSansTC[wght].ttf"),
    "Ar": ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
}


def script_font(name: str) -> Path:
    """The font of a script: Jp, Kr, Sc and Tc (simplified and traditional Chinese), Ar."""
    package, file = _SCRIPT_FONTS[name]
    return package_folder(package) / file


#: Language → dictionary.
_PARTINGS = {"id": "hyph_id_ID.dic", "en": "hyph_en_GB.dic"}


def parting(code: str) -> Path:
    """The dictionary of where a language's words may be parted at the end of a line."""
    return package_folder("pyphen") / "dictionaries" / _PARTINGS[code]


@cache
def package_folder(package: str) -> Path:
    """Where an installed package lies, found without loading it; RuntimeError when it is not there."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the package {package} is not installed")
    return Path(spec.origin).parent
