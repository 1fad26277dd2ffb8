"""The fields of templates in a list over the text, found by typing; Enter puts one in, Esc goes back."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_crm.services import template as templates
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme

_WIDTH = 340
_HEIGHT = 320


class FieldPicker(QFrame):
    """A popup; `picked` gives the field's name."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, kind: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Fields of templates"))
        self.finder = _Finder(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Fields of templates"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListWidget::item { padding: 4px 8px; }")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for field in templates.fields(kind):
            item = QListWidgetItem(say(field.title), self.list)
            item.setData(Qt.ItemDataRole.UserRole, field.name)
            item.setToolTip(f"{{{{ {field.name} }}}}")
        self.finder.setPlaceholderText(tr("Find a field"))
        self.finder.setAccessibleName(tr("Find a field"))
        self.finder.textChanged.connect(self._filter)
        self.finder.moved.connect(self._move)
        self.finder.returnPressed.connect(lambda: self._pick(self.list.currentItem()))
        self.list.itemClicked.connect(self._pick)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*[theme.PAD_8] * 4)
        lines.setSpacing(theme.PAD_4)
        lines.addWidget(self.finder)
        lines.addWidget(self.list)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._filter("")

    def open_at(self, place: QPoint) -> None:
        """Below a place of the screen, or above it where there is no room."""
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        y = place.y() if place.y() + _HEIGHT <= room.bottom() else max(room.top(), place.y() - _HEIGHT - 24)
        self.move(max(room.left(), min(place.x(), room.right() - _WIDTH)), y)
        self.show()
        self.finder.setFocus(Qt.FocusReason.PopupFocusReason)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown = -1
        for at in range(self.list.count()):
            item = self.list.item(at)
            told = f"{item.text()} {item.data(Qt.ItemDataRole.UserRole)}".casefold()
            hidden = not all(word in told for word in words)
            item.setHidden(hidden)
            if not hidden and shown < 0:
                shown = at
        self.list.setCurrentRow(shown)

    def _move(self, by: int) -> None:
        at = self.list.currentRow() + by
        while 0 <= at < self.list.count():
            if not self.list.item(at).isHidden():
                self.list.setCurrentRow(at)
                return
            at += by

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            name = item.data(Qt.ItemDataRole.UserRole)
            self.close()
            self.picked.emit(name)


class _Finder(QLineEdit):
    """Up and down go through the list."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)
