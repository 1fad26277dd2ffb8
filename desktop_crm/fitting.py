"""Names that are made of a file's own: where a disk takes none so long, the file's part of it is cut at a letter.

The disk is asked: most take 255 bytes, some 255 letters, encrypted ones fewer. Windows may count the folders, too, and
SQLite always does.
"""

import errno
import os
from hashlib import sha256
from pathlib import Path
from typing import Final

#: What SQLite puts behind the name of a file; nothing that lies beside an open one is longer.
_BEHIND: Final = "-journal"
#: What no disk takes more of, as Windows counts.
_LETTERS: Final = 255
#: Bytes that SQLite takes of a whole path.
_PATH: Final = 1040 if os.name == "nt" else 512
#: Windows' BUFFER_OVERFLOW and FILENAME_EXCED_RANGE.
_WINDOWS: Final = frozenset({111, 206})
#: Its PATH_NOT_FOUND, which it tells of a path that is too long as well as of one without its folder.
_NO_PATH: Final = 3
#: Letters that tell two files apart whose names begin alike.
_MARK: Final = 8


def is_too_long(path: Path) -> bool:
    """Whether its disk has no room for the names of what lies beside an open file."""
    return not _takes(Path(f"{path}{_BEHIND}"))


def cut(folder: Path, stem: str, added: str) -> str:
    """As much of `stem` as leaves room for what is added, for what is made in its place, and for what lies beside that."""
    kept = stem[:_LETTERS]
    while len(kept) > 1 and is_too_long(folder / f"..{kept}{added}.part"):
        kept = kept[:-1]
    return kept if kept == stem else kept.rstrip() or kept


def named(folder: Path, stem: str, added: str) -> Path:
    """A file called so, with something added."""
    return folder / f"{cut(folder, stem, added)}{added}"


def hidden(path: Path, ending: str) -> Path:
    """What is made to take a file's place, or kept meanwhile: `.name` with this ending, and always the same of one file."""
    whole = path.with_name(f".{path.name}{ending}")
    if not is_too_long(whole):
        return whole
    mark = sha256(os.fsencode(path.name)).hexdigest()[:_MARK]
    return named(path.parent, f".{path.name}", f"~{mark}{ending}")


def _takes(path: Path) -> bool:
    """Whether a name is not too long for the disk. One that tells something else, or nothing, takes it."""
    if len(path.name.encode("utf-16-le", "surrogatepass")) > 2 * _LETTERS or len(os.fsencode(path.absolute())) > _PATH:
        return False
    try:
        os.lstat(path)
    except OSError as error:
        code = getattr(error, "winerror", None)
        if code == _NO_PATH:
            return not path.parent.is_dir()
        return error.errno != errno.ENAMETOOLONG and code not in _WINDOWS
    return True
