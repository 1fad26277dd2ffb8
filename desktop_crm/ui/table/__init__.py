"""Lists of any length: `Table` shows a `Listing`."""

from desktop_crm.ui.table.table import Table

__all__ = ["Table"]
