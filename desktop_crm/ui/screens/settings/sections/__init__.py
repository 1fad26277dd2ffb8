"""The settings' own sections: a file for each, which declares it as `SECTION`; and those that nouns bring."""

from collections.abc import Iterator
from typing import Final

from desktop_crm.model.nouns import NOUNS
from desktop_crm.services.facets import declared
from desktop_crm.ui.sections.section import SettingsSection, in_groups

#: Their files, in the order in which they stand in their groups.
OWN: Final = (
    *("company", "signs", "bank", "letterhead"),
    *("numbers", "taxes", "templates", "amounts"),
    *("orders", "today"),
    *("look", "keyboard", "program", "history"),
)


def sections() -> tuple[SettingsSection, ...]:
    """All of them, group by group."""
    return in_groups(_all())


def _all() -> Iterator[SettingsSection]:
    for name in OWN:
        yield declared(f"{__name__}.{name}", "SECTION")
    for noun in NOUNS:
        yield from declared(f"{noun.module('ui.screens')}.sections", "SECTIONS") or ()
