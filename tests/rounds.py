"""How long a proof goes on: a short form in every run, the whole of it when `packaging/test.py --long` asks for that."""

import os

LONG = "DESKTOP_CRM_LONG" in os.environ


def rounds(short: int, whole: int) -> int:
    """How many examples, records or turns."""
    return whole if LONG else short


#: Rows of a long list.
MANY = rounds(100_000, 1_000_000)
