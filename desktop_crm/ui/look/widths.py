"""How wide the window is, in px, from which it is laid out in another way."""

from typing import Final

NARROW: Final = 960  # below, there is no room for two things beside each other
WORDS: Final = 1180  # from here on there is room for words in the rail
LARGE: Final = 1600  # and from here on for a third column, and for columns beside a peek
