"""A section of the settings, declared: its words are found without its page, which is made when it is first looked at.

The settings' own ones stand in `ui/screens/settings/sections/`; a noun brings more as `SECTIONS` of a `sections.py` beside its screen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.i18n import say

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk
    from desktop_crm.ui.form.fields import Section as FormSection
    from desktop_crm.ui.sections.page import Page

COMPANY: Final = msg("Company")
PAPERS: Final = msg("Papers")
WORK: Final = msg("Work")
PROGRAM: Final = msg("Program")
#: In the order in which they stand.
GROUPS: Final = (COMPANY, PAPERS, WORK, PROGRAM)


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set: `field` is what its page calls it, `more` are words it is found by, too."""

    field: str
    label: Message
    more: tuple[Message, ...] = ()


def _none() -> Sequence[Setting]:
    return ()


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """`id` leads to it from elsewhere (`navigate("settings", field=id)`); `page` is `module:Class`, called with the desk."""

    id: str
    title: Message
    group: Message
    page: str
    settings: Callable[[], Sequence[Setting]] = _none

    def make(self, desk: "Desk") -> "Page":
        """Build its page."""
        module, name = self.page.split(":")
        made: Page = getattr(import_module(module), name)(desk)
        made.setAccessibleName(say(self.title))
        return made


def in_groups(found: Iterable[SettingsSection]) -> tuple[SettingsSection, ...]:
    """Group by group, in each as they were given."""
    return tuple(sorted(found, key=lambda section: GROUPS.index(section.group)))


def of_fields(sections: "Iterable[FormSection]") -> tuple[Setting, ...]:
    """The fields of a form."""
    made = []
    for section in sections:
        for field in section.fields:
            more = (section.title, field.hint, getattr(field, "placeholder", None))
            made.append(Setting(field.name, field.label, tuple(each for each in more if each is not None)))
    return tuple(made)
