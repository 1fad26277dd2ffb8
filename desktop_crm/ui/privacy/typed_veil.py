"""What was typed into a search field may name anybody: while the privacy screen is on it is shown as dots."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from desktop_crm.ui.privacy import privacy


class TypedVeil(QObject):
    """Watches one field. What is typed while the screen is on can be read until another client is opened."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        privacy.signals.changed.connect(self._follow)
        field.textChanged.connect(lambda text: None if text else self._show(QLineEdit.EchoMode.Normal))

    def _follow(self) -> None:
        hidden = privacy.is_on() and bool(self._field.text())
        self._show(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)

    def _show(self, mode: QLineEdit.EchoMode) -> None:
        if self._field.echoMode() != mode:
            self._field.setEchoMode(mode)
