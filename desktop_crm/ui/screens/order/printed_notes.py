"""Says below the notes of an older order that they are printed, as they were until now, and what can be made of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme

MOVE: Message = msg("Move the notes to the text for the paper")


class PrintedNotes(QWidget):
    """Hidden for notes that are our own."""

    moved = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = ProblemLabel()
        self.moves = QPushButton(tr("Move to the text for the paper"))
        self.keeps = QPushButton(tr("No longer print them"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.PAD_4)
        box.addWidget(self.text)
        for button, signal in ((self.moves, self.moved), (self.keeps, self.kept)):
            theme.mark(button, "quiet")
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def tell(self, *, printed: bool, may_keep: bool) -> None:
        """Whether the notes are printed, and whether the paper may still change."""
        told = tr("These notes are printed on the order sheet, as they were until now.")
        self.text.show_text(told if printed else "")
        self.keeps.setVisible(may_keep)
        self.setVisible(printed)
