"""The first start."""

from desktop_crm.ui.screens.welcome.welcome import Welcome

__all__ = ["Welcome"]
