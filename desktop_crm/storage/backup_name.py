"""What backups are called, and the folder they lie in."""

import re
from pathlib import Path
from typing import Final

#: The file in a folder of backups that says so.
MARK: Final = ".workspace"

STAMP: Final = "%Y-%m-%d %H%M"
NAME: Final = re.compile(r"(?P<stem>.+) (?P<stamp>\d{4}-\d\d-\d\d \d{4})(?: \(\d+\))?", re.DOTALL)


def looks_like_backup(path: Path) -> bool:
    """Whether a file lies where backups do and is called as they are; those of earlier versions say no more."""
    return NAME.fullmatch(path.stem) is not None and (path.parent / MARK).is_file()
