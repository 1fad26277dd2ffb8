"""A filter as a chip, and the small window in which it is edited."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop_crm.model.listing import Column, Filter
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.table.editors import editor

_HEIGHT = 30
_LONGEST = 320  # px


class Chip(QFrame):
    """Words that open the editor, and a cross that takes the filter away."""

    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.text = QToolButton()
        self.text.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _LONGEST))
        self.text.setToolTip(tr("Change this filter"))
        self.text.setAccessibleName(text)
        self.text.clicked.connect(self.edit_wanted)
        self.cross = QToolButton()
        self.cross.setIcon(icons.icon("x"))
        self.cross.setIconSize(QSize(14, 14))
        self.cross.setToolTip(tr("Remove this filter"))
        self.cross.setAccessibleName(tr("Remove filter {filter}", filter=text))
        self.cross.clicked.connect(self.remove_wanted)
        for button in (self.text, self.cross):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.PAD_4, 0, 2, 0)
        layout.setSpacing(0)
        layout.addWidget(self.text)
        layout.addWidget(self.cross)
        self.setFixedHeight(_HEIGHT)
        self._color()
        theme.signals.changed.connect(self._color)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _color(self) -> None:
        colors = theme.colors()
        self.setStyleSheet(
            f"#chip {{ background: {colors.accent_soft}; border-radius: {_HEIGHT // 2}px; }}"
            f"#chip QToolButton {{ color: {colors.text}; padding: 2px; }}"
            f"#chip QToolButton:hover {{ background: {colors.raised}; }}"
            f"#chip QToolButton:focus {{ border: 2px solid {colors.accent}; padding: 1px; }}"
        )


class FilterPopup(QFrame):
    """One filter's editor; what is chosen holds at once, Esc or a click elsewhere closes."""

    changed = Signal(object)  # Filter or None

    def __init__(self, column: Column, now: Filter | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.mark(self, "card")
        self.editor = editor(column, now)
        self.editor.changed.connect(self.changed)
        title = QLabel(say(column.title))
        theme.mark(title, "strong")
        self.setAccessibleName(tr("Filter by {column}", column=say(column.title)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        layout.setSpacing(theme.PAD_8)
        layout.addWidget(title)
        layout.addWidget(self.editor)

    def show_at(self, place: QPoint) -> None:
        """Show it with its corner there, but inside the screen, the first field ready to type."""
        self.adjustSize()
        screen = self.screen().availableGeometry()
        x = max(screen.left(), min(place.x(), screen.right() - self.width()))
        y = max(screen.top(), min(place.y(), screen.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.editor.focusNextChild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.close()
        elif event.key() == Qt.Key.Key_Escape:
            self.editor.blockSignals(True)  # what is typed does not count
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()  # what is typed counts, also after a click elsewhere
        super().closeEvent(event)
