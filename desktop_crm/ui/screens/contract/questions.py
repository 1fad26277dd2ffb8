"""What may be asked on a contract's page, above its tabs; in a low window in their place: squeezed together, neither could be read."""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.ui.look import theme

#: The least height (px) of the tabs below a question.
_TABS: Final = 200


class Questions(QObject):
    """Panels in the order they were added, all of them hidden until something is asked; `tabs` give way to them."""

    def __init__(self, page: QWidget, head: QWidget, tabs: QWidget) -> None:
        super().__init__(page)
        self._page, self._head, self._tabs = page, head, tabs
        self.panels: list[QWidget] = []
        self._cramped = False
        self._instead = QWidget(page)  # of the tabs
        self._instead.hide()
        self._place = QVBoxLayout()
        self._place.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, theme.PAD_8)
        lines = page.layout()
        assert isinstance(lines, QVBoxLayout)
        lines.insertLayout(lines.indexOf(tabs), self._place)
        lines.addWidget(self._instead, 1)

    def add(self, panel: QWidget) -> None:
        """Below those that are there."""
        self.panels.append(panel)
        self._place.addWidget(panel)
        panel.installEventFilter(self)

    def make_room(self) -> None:
        """As the page is high now."""
        asked = [panel for panel in self.panels if not panel.isHidden()]
        needed = sum(widget.sizeHint().height() for widget in (self._head, *asked))
        cramped = bool(asked) and self._page.height() < needed + _TABS
        if cramped != self._cramped:
            self._cramped = cramped
            self._tabs.setHidden(cramped)
            self._instead.setVisible(cramped)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self.make_room()
        return super().eventFilter(watched, event)
