"""Where a word may be parted at the end of a line, by Liang's patterns.

pyphen, whose dictionaries these are, takes a tenth of a second to read one, half as long as a whole contract. Here a
pattern is read when a word asks for it.
"""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from typing import Final

from desktop_crm.assets import parting

_LEAST: Final = 6  # letters of a word worth parting
_MOST: Final = 60  # and of what is a word at all
_LEFT: Final = 2
_RIGHT: Final = 3
_NO_DIGITS: Final = str.maketrans("", "", "0123456789")
_FIRST_LINE: Final = 64  # bytes among which is the end of the first line, which names the encoding

#: The parts of a word, longest head first.
Parter = Callable[[str], Iterator[tuple[str, str]]]


@cache
def parter(code: str) -> Parter:
    """How words of a language are parted, as ReportLab asks for it."""
    return partial(_parted, code)


def _parted(code: str, word: str) -> Iterator[tuple[str, str]]:
    """Names stay whole, and words with a hyphen are parted there alone."""
    at = _hyphens(word) if "-" in word else _points(code, word)
    for point in reversed(at):
        yield word[:point], word[point:]


def _hyphens(word: str) -> list[int]:
    return [at for at in range(_LEFT + 1, len(word) - _RIGHT + 1) if word[at - 1] == "-"]


@lru_cache(maxsize=8_000)
def _points(code: str, word: str) -> tuple[int, ...]:
    if not _LEAST <= len(word) <= _MOST or not word.islower():
        return ()
    levels = _levels(code, f".{word}.")
    points = [at for at in range(1, len(word)) if levels[at + 1] % 2]
    # A syllable of one letter stays with what follows: meng-akhiri, not menga-khiri.
    return tuple(at for at in points if _LEFT <= at <= len(word) - _RIGHT and at - 1 not in points)


def _levels(code: str, dotted: str) -> list[int]:
    """How much each place speaks for parting (odd) or against it (even)."""
    patterns = _patterns(code)
    levels = [0] * (len(dotted) + 1)
    for start in range(len(dotted)):
        for end in range(start + 1, len(dotted) + 1):
            at = start
            for char in patterns.get(dotted[start:end], ""):
                if char.isdigit():
                    levels[at] = max(levels[at], int(char))
                else:
                    at += 1
    return levels


@cache
def _patterns(code: str) -> dict[str, str]:
    """Letters of a pattern → the pattern with its digits."""
    content = parting(code).read_bytes()
    encoding = content[:_FIRST_LINE].split(b"\n", 1)[0].strip().decode("ascii")
    text = content.decode(encoding)
    return dict(zip(text.translate(_NO_DIGITS).split("\n"), text.split("\n"), strict=True))
