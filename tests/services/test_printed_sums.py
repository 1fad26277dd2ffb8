"""What is printed of an order adds up: on its sheet, in its contract and in Excel."""

from pathlib import Path

from tests import printed_sums


def test_what_is_printed_adds_up(tmp_path: Path) -> None:
    assert printed_sums.run(8, 1, tmp_path) > 60
