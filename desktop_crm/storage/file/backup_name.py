"""What backups are called, and the folder they lie in."""

import os
import re
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

from desktop_crm import fitting
from desktop_crm.model.file_name import WORKSPACE

#: The file in a folder of backups that says so.
MARK: Final = ".workspace"

STAMP: Final = "%Y-%m-%d %H%M"
NAME: Final = re.compile(r"(?P<stem>.+) (?P<stamp>\d{4}-\d\d-\d\d \d{4})(?: \(\d+\))?", re.DOTALL)

#: What no backup's name has more of behind the file's.
_ADDED: Final = f" 2026-11-25 0930 (9999){WORKSPACE}"


def stem_in(folder: Path, stem: str) -> str:
    """What a file's backups are called after: as much of its name as there is room for, the same for all in a folder."""
    return fitting.cut(folder, stem, _ADDED)


def free_name(folder: Path, stem: str, moment: datetime) -> Path:
    """Never that of another: a clock that stands still, or went back, gives two the same minute."""
    begins = f"{stem_in(folder, stem)} {moment:{STAMP}}"
    names = (f"{begins}{'' if number == 1 else f' ({number})'}{WORKSPACE}" for number in count(1))
    return next(folder / name for name in names if not os.path.lexists(folder / name))


def looks_like_backup(path: Path) -> bool:
    """Whether a file lies where backups do and is called as they are; those of earlier versions say no more."""
    return NAME.fullmatch(path.stem) is not None and (path.parent / MARK).is_file()
