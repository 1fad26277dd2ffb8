"""The day it is, for the window: asking the clock of the services would load the file's part of the program first."""

from datetime import date, datetime


def today() -> date:
    """This machine's."""
    return datetime.now().astimezone().date()
