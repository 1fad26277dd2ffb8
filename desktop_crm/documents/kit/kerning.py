"""Pairs of letters that stand closer than their widths say, such as AV and To, in measuring and in drawing.

ReportLab does this by shaping every word, which takes three times as long as all else. Here the pairs of each face are read
from a table made of its font by `tests/kerning.py`.
"""

import json
from functools import cache, lru_cache
from typing import Any, Final

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.textobject import PDFTextObject

from desktop_crm import assets

_THOUSAND: Final = 1000


def kerned(face: str, font: Any) -> None:
    """Let a font measure its texts with these pairs; each text once, for a contract says the same words again and again."""
    bare, pairs = font.stringWidth, _pairs(face)

    @lru_cache(maxsize=20_000)
    def width(text: str, size: float, encoding: str = "utf8") -> float:
        whole: float = bare(text, size, encoding)
        cuts = _cuts(pairs, text)
        return whole + sum([by for _, by in cuts]) * size / _THOUSAND if cuts else whole

    font.stringWidth = width


class KernedText(PDFTextObject):
    """Text whose pairs stand as far apart as they were measured."""

    _fontname: str
    _fontsize: float
    _leading: float
    _curSubset: int  # noqa: N815  # ReportLab's name
    _canvas: Any

    def _formatText(self, text: str) -> str:  # noqa: N802  # ReportLab's name
        cuts = _cuts_of(self._fontname, text)
        if not cuts:
            return str(super()._formatText(text))  # type: ignore[misc]  # which its types leave out
        document: Any = self._canvas._doc  # noqa: SLF001  # as ReportLab itself does here
        font: Any = getFont(self._fontname)
        parts: list[str] = []
        begun = 0
        for subset, codes in font.splitString(text, document):
            if subset != self._curSubset:
                name = font.getSubsetInternalName(subset, document)
                parts.append(f"{name} {fp_str(self._fontsize)} Tf {fp_str(self._leading)} TL")
                self._curSubset = subset
            parts.append(_shown(codes, begun, cuts))
            begun += len(codes)
        return " ".join(parts)


def _shown(codes: bytes, begun: int, cuts: list[tuple[int, int]]) -> str:
    """The codes of letters from `begun` on with the gaps that fall within them."""
    pieces: list[str] = []
    done = 0
    for at, by in cuts:
        if begun < at < begun + len(codes):
            pieces.append(f"({escapePDF(codes[done : at - begun])}) {-by}")
            done = at - begun
    return f"[{' '.join(pieces)} ({escapePDF(codes[done:])})] TJ"


@lru_cache(maxsize=5_000)
def _cuts_of(face: str, text: str) -> list[tuple[int, int]]:
    """A preview draws the same lines again and again."""
    return _cuts(_pairs(face), text)


def _cuts(pairs: dict[str, int], text: str) -> list[tuple[int, int]]:
    """Before which letters, and by how many thousandths of the size."""
    if not pairs:
        return []
    return [(at, pairs[pair]) for at in range(1, len(text)) if (pair := text[at - 1 : at + 1]) in pairs]


@cache
def _pairs(face: str) -> dict[str, int]:
    """None of a face that only lends letters."""
    file = assets.path(f"kerning/{face}.json")
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}
