"""The day it is, on this machine."""

from datetime import date, datetime


def today() -> date:
    """The local calendar day."""
    return datetime.now().astimezone().date()
