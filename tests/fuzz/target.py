"""What is fuzzed: one function a reader. It takes bytes or a text and may only read them or refuse them in a sentence."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_crm.model.errors import TellableError

CORPUS = Path(__file__).resolve().parent / "corpus"

#: The bytes of a kept input, some randomness, the most bytes there may be, words → other bytes like them.
Mutator = Callable[[bytes, random.Random, int, tuple[bytes, ...]], bytes]
#: Takes bytes, or a text.
_Reader = TypeVar("_Reader", bound=Callable[[Any], None])


@dataclass(frozen=True)
class Target:
    """A reader under fire; `words` are what its inputs are made of, `slow` ones get fewer inputs in the tests."""

    name: str
    run: Callable[[bytes], None]
    text: bool
    words: tuple[str, ...]
    slow: bool
    most: int
    mutate: Mutator | None
    guided: bool
    long: Callable[[bytes], None]

    def kept(self) -> dict[str, bytes]:
        """The corpus by the files' names."""
        return {path.name: path.read_bytes() for path in sorted((CORPUS / self.name).iterdir())}


TARGETS: dict[str, Target] = {}


def target(
    *,
    text: bool = False,
    words: Sequence[str] = (),
    slow: bool = False,
    most: int = 4096,
    mutate: Mutator | None = None,
    guided: bool = True,
    long: Callable[[bytes], None] | None = None,
) -> Callable[[_Reader], _Reader]:
    """Make a function a target of its name; where it reads a text, what is no UTF-8 comes as half characters.

    `most` are the bytes of an input; `long` stands in for the function where it runs for minutes; what it reaches can't
    be seen where it is not `guided`.
    """

    def declare(function: _Reader) -> _Reader:
        def run(data: bytes) -> None:
            function(data.decode(errors="surrogateescape") if text else data)

        name = function.__name__
        TARGETS[name] = Target(name, run, text, tuple(words), slow, most, mutate, guided, long or run)
        return function

    return declare


@contextmanager
def refused_or_read() -> Iterator[None]:
    """A refusal in a sentence is what a hostile input should get."""
    try:
        yield
    except TellableError as error:
        if not str(error):
            raise


_FOLDER = Path(tempfile.mkdtemp(prefix="desktop-crm-fuzz-"))


def file_of(data: bytes, name: str) -> Path:
    """The input as a file; the same place each time."""
    path = _FOLDER / name
    path.write_bytes(data)
    return path
