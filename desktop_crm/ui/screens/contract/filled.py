"""Where on a contract's paper stands what was filled into its gaps: near the place where the gap was."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from desktop_crm.model.identifier import Identifier, display_identifier
from desktop_crm.model.spot import Spot
from desktop_crm.services.contract_gaps import Gap
from desktop_crm.ui.preview.pages import Hit, Pages

_PAGE: Final = 842.0  # pt of height
_FAR: Final = 200.0  # pt: what is farther off stands there for another reason

#: The places of gaps by their paths, as they were when last seen; one for each language.
Places = Mapping[str, Sequence[Spot]]


def places_of(spots: Sequence[Spot]) -> dict[str, list[Spot]]:
    """The beginning of each gap: one that goes on in the next line is one."""
    found: dict[str, list[Spot]] = {}
    before = None
    for spot in spots:
        if spot.path != before:
            found.setdefault(spot.path, []).append(spot)
        before = spot.path
    return found


def filled(pdf: bytes, gaps: Sequence[Gap], left: Collection[str], places: Places) -> tuple[Spot, ...]:
    """The pieces of what was filled in; in a thread."""
    wanted = [gap for gap in gaps if gap.path not in left and gap.path in places]
    if not wanted:
        return ()
    pages = Pages(pdf)
    try:
        return tuple(spot for gap in wanted for spot in _of(pages, gap, places[gap.path]))
    finally:
        pages.close()


def _of(pages: Pages, gap: Gap, places: Sequence[Spot]) -> Iterator[Spot]:
    texts = _told(gap)
    hits = next((hits for text in texts if (hits := pages.find(text))), [])
    met = list[Hit]()
    for place in places:
        near = [hit for hit in hits if hit not in met and _distance(hit, place) <= _FAR]
        if near:
            met.append(min(near, key=lambda hit: _distance(hit, place)))
    for hit in met:
        for area in hit.areas:
            yield Spot(gap.path, hit.page, area.x(), area.y(), area.width(), area.height())


def _told(gap: Gap) -> list[str]:
    """As it may be written on the paper, the likeliest first."""
    if not isinstance(gap.value, str) or not gap.value:
        return []
    kind = gap.path.rpartition(".")[2]
    return list(dict.fromkeys([display_identifier(Identifier(kind, gap.value)), gap.value]))


def _distance(hit: Hit, place: Spot) -> float:
    """Pt down the paper; of two in one line the one that is nearer to the left edge of the gap."""
    area = hit.areas[0]
    down = abs((hit.page - place.page) * _PAGE + area.y() - place.top)
    return down + abs(area.x() - place.left) / 1000
