"""What is left of a secret that nobody has any more."""

import ctypes
import sys

import pytest

from desktop_crm import secrecy

pytestmark = pytest.mark.skipif(sys.implementation.name != "cpython", reason="another keeper of memory")


@pytest.mark.parametrize("letters", [8, 12, 24, 25, 64, 120, 400])
def test_a_freed_text_is_overwritten(letters):
    """Texts among thousands of their size that are still there: the last place that is used again."""
    texts = [f"{number:0{letters}d}" for number in range(20_000)]
    places = [id(text) + sys.getsizeof(text) - letters - 1 for text in texts[500::1_000]]
    expected = [text.encode() for text in texts[500::1_000]]
    del texts[500::1_000]
    assert set(expected) & {ctypes.string_at(place, letters) for place in places}
    secrecy.overwrite_freed()
    assert not set(expected) & {ctypes.string_at(place, letters) for place in places}


def test_and_it_takes_no_memory_for_good():
    secrecy.overwrite_freed()
    before = sys.getallocatedblocks()
    secrecy.overwrite_freed()
    assert abs(sys.getallocatedblocks() - before) < 100
