"""The buttons below: a picture, an order, and the two ways to save."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_crm.ui.capture.picture import PictureButton
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.kept_clear import KeptClear
from desktop_crm.ui.look.keyed_button import KeyedButton


class Foot(KeptClear):
    """Left what belongs to it, right what ends it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("capture-foot")
        self.setFixedHeight(54)
        self.picture = PictureButton(desk, self)
        self.order = QPushButton(icons.icon("shopping-cart"), tr("New order"), self)
        self.order.setAutoDefault(False)
        self.order.setToolTip(tr("Save, and begin an order of this client"))
        self.again = KeyedButton(tr("Save and next"), "Ctrl+Shift+Enter", self)
        self.save = KeyedButton(tr("Save"), "Ctrl+Enter", self)
        theme.mark(self.save, "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(theme.PAD_8)
        row.addWidget(self.picture)
        row.addWidget(self.order)
        row.addStretch(1)
        row.addWidget(self.again)
        row.addWidget(self.save)

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return [self.picture.button, self.picture.remove, self.order, self.again, self.save]

    def show_keys(self, *, shown: bool) -> None:
        """Whether there is room for keys."""
        for button in (self.again, self.save):
            button.show_keys(shown=shown)
