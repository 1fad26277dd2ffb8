"""The left side of a screen: heading, commands, list."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.table.table import Table


class ListPane(QWidget):
    """A heading with buttons over a table. Made in this order, for so goes Tab: the pane, its buttons, the table.

    Without a title both stand elsewhere: where a place has several lists, beside their tabs.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        if title:
            self._put_heading(title)

    def _put_heading(self, title: str) -> None:
        heading = QLabel(title, self)
        theme.mark(heading, "heading")
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(theme.PAD_12, theme.PAD_16, theme.PAD_12, theme.PAD_8)
        self._tools.setSpacing(theme.PAD_4)
        self._tools.addWidget(heading, 1)
        self._lines.addLayout(self._tools)

    def add_tool(self, button: QWidget) -> None:
        """A button beside the heading."""
        self._tools.addWidget(button)

    def put(self, table: Table) -> None:
        """The list below."""
        self._lines.addWidget(table, 1)
