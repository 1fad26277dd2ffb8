"""The left side of a screen: heading, commands, list."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.ui import theme
from desktop_crm.ui.table.table import Table


class ListPane(QWidget):
    """A heading with buttons over a table."""

    def __init__(self, title: str, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(title, self)
        theme.mark(heading, "heading")
        self._last: QWidget = heading
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(theme.PAD_12, theme.PAD_16, theme.PAD_12, theme.PAD_8)
        self._tools.setSpacing(theme.PAD_4)
        self._tools.addWidget(heading, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(self._tools)
        lines.addWidget(table, 1)

    def add_tool(self, button: QWidget) -> None:
        """A button beside the heading; Tab reaches it before the list."""
        self._tools.addWidget(button)
        QWidget.setTabOrder(self._last, button)
        self._last = button
