"""What the dialog remembers: the last folder, and for each head of a sheet the columns chosen by hand."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from desktop_crm.services.importing.plan import kind
from desktop_crm.ui.desk.settings import Settings

_FOLDER = "import/folder"


def folder(settings: Settings) -> str:
    """Where sheets were found last; the downloads at first."""
    kept = settings.get(_FOLDER, "")
    if isinstance(kept, str) and kept and Path(kept).is_dir():
        return kept
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)


def keep_folder(settings: Settings, path: Path) -> None:
    """The next file is looked for beside this one."""
    settings.set(_FOLDER, str(path.absolute().parent))


def mapping(settings: Settings, what: str, header: Sequence[str]) -> dict[str, int] | None:
    """The columns chosen by hand for sheets with this head; None when that never happened."""
    kept = settings.get(_key(what, header))
    if not isinstance(kept, dict):
        return None
    known = {field.id for field in kind(what).fields}
    return {
        field: column
        for field, column in kept.items()
        if field in known and isinstance(column, int) and 0 <= column < len(header)
    }


def keep_mapping(settings: Settings, what: str, header: Sequence[str], chosen: Mapping[str, int] | None) -> None:
    """Remember the columns; None forgets them."""
    settings.set(_key(what, header), None if chosen is None else dict(chosen))


def _key(what: str, header: Sequence[str]) -> str:
    signature = hashlib.sha256("\x1f".join(header).encode()).hexdigest()[:16]
    return f"import/{what}/columns/{signature}"
