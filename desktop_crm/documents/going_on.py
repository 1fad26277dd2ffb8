"""Making a paper can be given up: whoever asks for it in a thread lends a check, which raises once nobody wants it any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_CHECK: Final[ContextVar[Callable[[], object] | None]] = ContextVar("check", default=None)


@contextmanager
def checked_by(check: Callable[[], object]) -> Iterator[None]:
    """What is made in here asks it for each paragraph, when that is made, laid out and drawn."""
    token = _CHECK.set(check)
    try:
        yield
    finally:
        _CHECK.reset(token)


def go_on() -> None:
    """Raises what the check raises."""
    if (check := _CHECK.get()) is not None:
        check()
