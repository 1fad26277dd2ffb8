"""The versions of the file's schema that this program knows: the files of `migrations/versions`, by the numbers in their names.

Beside the tables of each noun's package, so that a noun brings its own.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from desktop_crm.model.nouns import NOUNS

_DIGEST: Final = re.compile(r'^digest = "(\w+)"$', re.MULTILINE)


def _folders() -> list[Path]:
    packages = dict.fromkeys(noun.at.partition(".model.")[0] for noun in NOUNS)
    specs = [find_spec(package) for package in packages]
    homes = dict.fromkeys(Path(home) for spec in specs if spec for home in spec.submodule_search_locations or ())
    return [versions for home in homes if (versions := home / "storage" / "migrations" / "versions").is_dir()]


#: Where they are.
FOLDERS: Final = tuple(_folders())

_FILES: Final = {path.name[:4]: path for folder in FOLDERS for path in folder.glob("[0-9]*.py")}

#: Every revision this program can upgrade from, oldest first.
KNOWN: Final = tuple(sorted(_FILES))

#: The newest.
HEAD: Final = KNOWN[-1]


def before(revision: str) -> str:
    """The one that came before."""
    return KNOWN[KNOWN.index(revision) - 1]


@cache
def digest_of(revision: str) -> str:
    """What `strange.digest` gives for a file as this revision makes it; empty where its file does not tell."""
    told = _DIGEST.search(_FILES[revision].read_text("utf-8")) if revision in _FILES else None
    return told[1] if told else ""
