"""The window's screens: one line here and a folder each. `place` says where it stands, among the lists in this order."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.screen import ScreenDeclaration

_HERE = "desktop_crm.ui.screens"

SCREENS: Final = (
    ScreenDeclaration("today", msg("Today"), "sun", f"{_HERE}.today.screen:TodayScreen", "today"),
    ScreenDeclaration("client", msg("Clients"), "users", f"{_HERE}.client.screen:ClientScreen", "clients"),
    ScreenDeclaration("order", msg("Orders"), "shopping-cart", f"{_HERE}.order.screen:OrderScreen", "orders"),
    ScreenDeclaration(
        "contract", msg("Contracts"), "file-text", f"{_HERE}.contract.screen:ContractScreen", "contracts"
    ),
    ScreenDeclaration("product", msg("Products"), "package", f"{_HERE}.product.screen:ProductScreen", "products"),
    ScreenDeclaration("safety", msg("Safety"), "shield-check", f"{_HERE}.safety.screen:SafetyScreen", "safety"),
    ScreenDeclaration("settings", msg("Settings"), "settings", f"{_HERE}.settings.screen:SettingsScreen", "settings"),
    ScreenDeclaration("trash", msg("Trash"), "trash-2", f"{_HERE}.trash.screen:TrashScreen"),
    ScreenDeclaration("done", msg("What was done"), "history", f"{_HERE}.done.screen:DoneScreen"),
)
