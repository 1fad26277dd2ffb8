"""Codes behind the words that lists use for them, in both languages."""

from collections.abc import Mapping, Sequence

from desktop_crm.model.fold import fold
from desktop_crm.model.listing import Choice


def codes(choices: Sequence[Choice], others: Mapping[str, str]) -> Mapping[str, str]:
    """Word → code: the code itself, what the program calls it, and `others` (`barang|produk` → code)."""
    own = {fold(word): choice.code for choice in choices for word in (choice.code, str(choice.title)) if word}
    return {**own, **{word: code for words, code in others.items() for word in words.split("|")}}


def code_of(text: str, codes: Mapping[str, str]) -> str | None:
    """The code behind a word, or None."""
    return codes.get(fold(text))
