"""All targets, in the order of their files."""

from tests.fuzz import mails, papers, sheets, storing, window
from tests.fuzz.target import TARGETS

__all__ = ["TARGETS", "mails", "papers", "sheets", "storing", "window"]
