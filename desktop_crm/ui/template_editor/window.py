"""The template editor in a window of its own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.template_editor.editor import TemplateEditor


class TemplateWindow(QDialog):
    """Opened at one template; Esc closes it unless something is not saved."""

    def __init__(self, desk: Desk, parent: QWidget, template_id: int) -> None:
        super().__init__(
            parent, Qt.WindowType.Dialog | Qt.WindowType.WindowMaximizeButtonHint | Qt.WindowType.WindowCloseButtonHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Template"))
        privacy.left_open(self)
        self.editor = TemplateEditor(desk, self)
        self.editor.show_template(template_id)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.editor)
        self.editor.keep_order(self)
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(1280, room.width() - 60), min(860, room.height() - 60))

    def reject(self) -> None:
        if self.editor.may_leave():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.editor.may_leave():
            super().closeEvent(event)
        else:
            event.ignore()
