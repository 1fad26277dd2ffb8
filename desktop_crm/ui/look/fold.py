"""A line that shows what is below it, or folds it away."""

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_crm.ui.look import icons, theme


class Fold(QPushButton):
    """Folded at first. `folded` and `unfolded` are its words."""

    def __init__(self, below: QWidget, folded: str, unfolded: str, parent: QWidget) -> None:
        super().__init__(folded, parent)
        self._below, self._folded, self._unfolded = below, folded, unfolded
        theme.mark(self, "quiet")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, self.sizePolicy().verticalPolicy())
        self.toggled.connect(self._show)
        self._show(unfolds=False)

    def _show(self, unfolds: bool) -> None:
        self._below.setVisible(unfolds)
        self.setText(self._unfolded if unfolds else self._folded)
        self.setIcon(icons.icon("chevron-down" if unfolds else "chevron-right"))
