"""In which languages a paper can be written."""

from typing import Final

from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg

DOCUMENT_LANGUAGES: Final = (
    Choice("id", msg("Indonesian")),
    Choice("en", msg("English")),
    Choice("both", msg("Indonesian and English side by side")),
)
