"""Letters of the East and of Arabic on the screen: lent from the papers' fonts where the system has none."""

from functools import cache

from PySide6.QtGui import QFontDatabase

from desktop_crm.assets import script_font

_System = QFontDatabase.WritingSystem

#: What a system must have a font for, and which of ours stands in.
_SYSTEMS = {
    _System.SimplifiedChinese: "Sc",
    _System.TraditionalChinese: "Tc",
    _System.Japanese: "Jp",
    _System.Korean: "Kr",
    _System.Arabic: "Ar",
}


@cache
def lend() -> tuple[str, ...]:
    """Register what the system lacks, once; the fonts' short names. Takes some milliseconds: Qt maps the files."""
    lent = tuple(name for system, name in _SYSTEMS.items() if not QFontDatabase.families(system))
    for name in lent:
        QFontDatabase.addApplicationFont(str(script_font(name)))
    return lent
