"""argparse's own words in the language of the person at the terminal: it asks gettext for them, and gets ours."""

import argparse
from typing import Final

from desktop_crm.language import Language
from desktop_crm.model.message import msg

_WORDS: Final = (
    msg("usage: "),
    msg("positional arguments"),
    msg("options"),
    msg("show this help message and exit"),
    msg("%(prog)s: error: %(message)s\n"),
    msg("argument %(argument_name)s: %(message)s"),
    msg("the following arguments are required: %s"),
    msg("unrecognized arguments: %s"),
    msg("invalid choice: %(value)r (choose from %(choices)s)"),
    msg("invalid %(type)s value: %(value)r"),
    msg("expected one argument"),
    msg("expected at most one argument"),
    msg("expected at least one argument"),
    msg("ignored explicit argument %r"),
    msg("ambiguous option: %(option)s could match %(matches)s"),
)


def teach(language: Language) -> None:
    """Let argparse speak `language`; a sentence that we don't have stays English."""
    said = {word.text: language.say(word) for word in _WORDS}
    vars(argparse).update(
        _=lambda text: said.get(text, text),
        ngettext=lambda one, many, n: said.get(one, one) if n == 1 else said.get(many, many),
    )
