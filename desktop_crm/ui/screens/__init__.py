"""The window's places in the order of the rail; a noun's screen is one line here and its folder."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.screen import ScreenDeclaration

_HERE = "desktop_crm.ui.screens"

SCREENS: Final = (
    ScreenDeclaration("today", msg("Today"), "sun", f"{_HERE}.today.screen:TodayScreen"),
    ScreenDeclaration("client", msg("Clients"), "users", f"{_HERE}.client.screen:ClientScreen"),
    ScreenDeclaration("order", msg("Orders"), "shopping-cart", f"{_HERE}.order.screen:OrderScreen"),
    ScreenDeclaration("contract", msg("Contracts"), "file-text", f"{_HERE}.contract.screen:ContractScreen"),
    ScreenDeclaration("product", msg("Products"), "package", f"{_HERE}.product.screen:ProductScreen"),
    ScreenDeclaration("safety", msg("Safety"), "shield-check", f"{_HERE}.safety.screen:SafetyScreen"),
    ScreenDeclaration("settings", msg("Settings"), "settings", f"{_HERE}.settings.screen:SettingsScreen"),
    ScreenDeclaration("trash", msg("Trash"), "trash-2", f"{_HERE}.trash.screen:TrashScreen", rail=False),
    ScreenDeclaration("done", msg("What was done"), "history", f"{_HERE}.done.screen:DoneScreen", rail=False),
)
