"""What can be seen of a form: its fields with what is told below them, and the list below a line that suggests."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QWidget

from desktop_crm.ui.form.field_box import FieldBox
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.form.record_form import RecordForm


def box_of(form: RecordForm, name: str) -> FieldBox:
    """Label, editor and problems of a field."""
    box = form.editor(name).parentWidget()
    assert isinstance(box, FieldBox)
    return box


def told_below(form: RecordForm, name: str) -> str:
    """What is said to be wrong with a field."""
    return told_in(box_of(form, name))


def told_in(widget: QWidget) -> str:
    """What is said in a part of the window to be wrong; not in its parts."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return "\n".join(
        label.text() for label in widget.findChildren(ProblemLabel, options=direct) if not label.isHidden()
    )


def suggestions(line: QWidget) -> Any:
    """The list that is open below a line."""
    lists = line.window().findChildren(QListView, "suggestions")
    [shown] = [each for each in lists if each.isVisible()]
    return shown
