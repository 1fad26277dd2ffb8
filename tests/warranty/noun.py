"""A trial noun, as the program's table of contents would have it: it proves that a noun is added by adding files."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.model.noun import Noun

NOUN: Final = Noun(
    "warranty",
    "tests.warranty.model.warranty:Warranty",
    msg("Warranties"),
    (msg("1 warranty"), msg("{n} warranties")),
    msg("Warranty {number}"),
    number_pattern="GAR/{year}/{seq:04}",
    icon="shield",
    new=msg("New warranty"),
    place="orders",
    belongs_to=("client",),
    today=True,
    is_imported=True,
    paper=msg("write a warranty as PDF"),
)
