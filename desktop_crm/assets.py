"""The only reader of `resources/`: beside the package in a checkout, inside it when installed."""

from functools import cache
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
