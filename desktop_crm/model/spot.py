"""Where something stands on a paper."""

from typing import NamedTuple


class Spot(NamedTuple):
    """A piece of a line of a page, in points from the page's top left; pages count from 0. `path` is the value it is for."""

    path: str
    page: int
    left: float
    top: float
    width: float
    height: float
