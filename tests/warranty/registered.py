"""Registers the trial noun before anything reads the table of contents: `pytest -p tests.warranty.registered`."""

import gettext

from desktop_crm.model import nouns
from tests.warranty.noun import NOUN
from tests.warranty.words import WORDS


class _Words(gettext.NullTranslations):
    """As a catalogue has them that was made by command."""

    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)


nouns.NOUNS = (*nouns.NOUNS, NOUN)  # type: ignore[misc] # as one more line of the table of contents would
nouns.BY_ID[NOUN.id] = NOUN
nouns.ALL_NOUNS |= {NOUN.id}  # type: ignore[misc]  # the same
nouns.NUMBER_PATTERNS |= {noun.id: noun.number_pattern for noun in (NOUN,) if noun.number_pattern}  # type: ignore[misc]  # the same

from desktop_crm.language import language  # noqa: E402 - which reads nothing of it, but comes after it like all others

language("id").catalogue.add_fallback(_Words())
