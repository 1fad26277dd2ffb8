"""What is printed of an order adds up: on its sheet, in its contract and in Excel."""

from pathlib import Path

from tests import printed_sums
from tests.rounds import rounds


def test_what_is_printed_adds_up(tmp_path: Path) -> None:
    orders = rounds(4, 8)
    assert printed_sums.run(orders, 1, tmp_path) > 7.5 * orders
