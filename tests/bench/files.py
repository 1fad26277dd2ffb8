"""Demonstration workspaces, made once and kept in the user's cache, and copies of them to write into."""

import os
import shutil
from pathlib import Path

from platformdirs import user_cache_path

from desktop_crm.services.demo.demo import make
from desktop_crm.services.demo.order import SPAN
from desktop_crm.storage.file.revisions import HEAD
from tests.bench.figures import say

#: Numbers of the demonstration's rules: another set is another file.
_KIND = f"{HEAD}-{SPAN}-1"


def demo_file(clients: int) -> Path:
    """A workspace of so many clients, three times as many orders up to 300,000, and contracts for a tenth of these."""
    folder = user_cache_path("desktop-crm-bench", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{clients}-{_KIND}.crm"
    if not path.exists():
        orders = min(3 * clients, 300_000)
        say(f"Making {clients:,} clients and {orders:,} orders, only once: {path}")
        unfinished = path.with_name(f"unfinished-{path.name}")
        for leftover in folder.glob(f"{unfinished.name}*"):
            leftover.unlink()
        make(unfinished, clients=clients, orders=orders, contracts=orders // 10).close()
        unfinished.rename(path)
    return path


def copy_of(path: Path, folder: Path, name: str = "copy.crm") -> Path:
    """One to write into; on the disk before anything is measured, or the first commit would wait for all of it."""
    copy = Path(shutil.copyfile(path, folder / name))
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    return copy
