"""How much closer or wider pairs of letters stand, as the papers' fonts say: `python tests/kerning.py` writes it for the program.

Asking the fonts takes longer than a whole contract, so that the program reads what is written here once.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parent.parent))

from desktop_crm import assets
from desktop_crm.documents.kit.fonts import _FILES

KEPT = assets.path("kerning")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,;:-–()“”‘’"
#: Less than this, in thousandths of the size, is seen by nobody.
LEAST = 20


def pairs(file: Path) -> dict[str, int]:
    """Two letters → thousandths of the size; of several rules the first counts."""
    with TTFont(file, lazy=True) as font:
        unit, names = font["head"].unitsPerEm, font.getBestCmap()
        letters = {letter: names[ord(letter)] for letter in LETTERS}
        tables = list(_tables(font["GPOS"].table))
        found = {}
        for left, first in letters.items():
            for right, second in letters.items():
                told = (_told(table, first, second) for table in tables)
                value = round(next((each for each in told if each is not None), 0) * 1000 / unit)
                if abs(value) >= LEAST:
                    found[left + right] = value
    return found


def _tables(positions: Any) -> Iterator[Any]:
    kinds = [each.Feature for each in positions.FeatureList.FeatureRecord if each.FeatureTag == "kern"]
    for at in sorted({index for kind in kinds for index in kind.LookupListIndex}):
        for table in positions.LookupList.Lookup[at].SubTable:
            yield table.ExtSubTable if hasattr(table, "ExtSubTable") else table


def _told(table: Any, first: str, second: str) -> int | None:
    if first not in table.Coverage.glyphs:
        return None
    if table.Format == 1:
        records = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
        return next((_advance(each.Value1) for each in records if each.SecondGlyph == second), None)
    left, right = (each.classDefs.get(name, 0) for each, name in ((table.ClassDef1, first), (table.ClassDef2, second)))
    return _advance(table.Class1Record[left].Class2Record[right].Value1)


def _advance(value: Any) -> int:
    return getattr(value, "XAdvance", 0) if value else 0


def faces() -> dict[str, dict[str, int]]:
    """Of each face, by its name."""
    return {
        f"{stem}-{face}": pairs(assets.package_folder(package) / "files" / f"{stem}-{face}.ttf")
        for package, stem, names in _FILES.values()
        for face in names
    }


if __name__ == "__main__":
    for name, told in faces().items():
        (KEPT / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
