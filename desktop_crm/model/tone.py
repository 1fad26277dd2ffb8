"""The five meanings that colours have; a module of its own, for the first paint needs nothing else of lists."""

from enum import StrEnum


class Tone(StrEnum):
    """The meaning behind a chip's or a note's colour."""

    NEUTRAL = "neutral"
    GOOD = "good"
    ATTENTION = "attention"
    DANGER = "danger"
    INFORMATION = "information"
