"""Rows read so far: the pages looked at last, the others are read again when they are wanted."""

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from desktop_crm.ui.table.cells import Row
from desktop_crm.ui.table.feed import PAGE
from desktop_crm.ui.table.spans import Ids

_PAGES: Final = 64

Page = list[Row | None]  # None: the row is gone since the ids were read


class Pages:
    """The pages of one answer, at most 64 of 128 rows."""

    def __init__(self, ids: "Ids[int]" = array("q")) -> None:  # noqa: B008  # never changed, only replaced
        self.ids = ids
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._number = -1
        self._page: Page = []

    def get(self, row: int) -> tuple[bool, Row | None]:
        """Whether the row has been read, and the row (None when it is gone)."""
        number = row // PAGE
        if number != self._number:
            page = self._pages.get(number)
            if page is None:
                return False, None
            self._pages.move_to_end(number)
            self._number, self._page = number, page
        place = row % PAGE
        return (True, self._page[place]) if place < len(self._page) else (False, None)

    def wanted(self, number: int) -> "Ids[int]":
        """The ids on a page."""
        return self.ids[number * PAGE : (number + 1) * PAGE]

    def put(self, number: int, rows: Sequence[Row]) -> None:
        """Keep the rows of a page; missing ones are gone."""
        known = {row[0]: row for row in rows}
        self._pages[number] = [known.get(one) for one in self.wanted(number)]
        self._pages.move_to_end(number)
        self._number = -1
        while len(self._pages) > _PAGES:
            self._pages.popitem(last=False)

    def put_from(self, start: int, rows: Sequence[Row]) -> None:
        """Keep rows that begin at the row `start`, a page's first."""
        first, count = start // PAGE, -(-len(rows) // PAGE)
        for number in range(first, first + count):
            self.put(number, rows)
