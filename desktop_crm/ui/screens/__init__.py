"""The window's screens: those of the nouns with a place, and a line here for each of the others; a folder for every one."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import NOUNS
from desktop_crm.ui.desk.screen import ScreenDeclaration

_HERE = "desktop_crm.ui.screens"


def _of(noun: Noun) -> ScreenDeclaration:
    """`ClientScreen` in `client/screen.py`, beside its record `Client`."""
    factory = f"{noun.module('ui.screens')}.screen:{noun.at.split(':')[1]}Screen"
    return ScreenDeclaration(noun.id, noun.many, noun.icon, factory, noun.place)


SCREENS: Final = (
    ScreenDeclaration("today", msg("Today"), "sun", f"{_HERE}.today.screen:TodayScreen", "today"),
    *(_of(noun) for noun in NOUNS if noun.place),
    ScreenDeclaration("safety", msg("Safety"), "shield-check", f"{_HERE}.safety.screen:SafetyScreen", "safety"),
    ScreenDeclaration("settings", msg("Settings"), "settings", f"{_HERE}.settings.screen:SettingsScreen", "settings"),
    ScreenDeclaration("trash", msg("Trash"), "trash-2", f"{_HERE}.trash.screen:TrashScreen"),
    ScreenDeclaration("done", msg("Action history"), "history", f"{_HERE}.done.screen:DoneScreen"),
)
