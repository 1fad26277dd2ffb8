"""How fields lie on the page: a label above each editor, two columns where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.message import Message
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Field, Flag, Section, Width
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce
from desktop_crm.ui.privacy.veils import Veil

_COLUMN = 210  # px below which a column is too narrow to type in
_SHORT = 190


class FieldBox(QWidget):
    """Label, editor, problems."""

    def __init__(self, field: Field, editor: Editor, parent: QWidget, called: str = "") -> None:
        """`called`: what a screen reader calls it, where its label alone could mean another field, too."""
        super().__init__(parent)
        self.field = field
        self._called = called or say(field.label)
        self.editor = editor
        self._label = QLabel("" if isinstance(field, Flag) else say(field.label), self)
        theme.mark(self._label, "small")
        self._label.setFont(theme.font(theme.SMALL))
        self._label.setBuddy(editor.inputs()[0])
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._problem: ProblemLabel | None = None  # made when first needed
        self._veil: Veil | None = None  # made when first needed
        self._announced: list[str] = []
        self._name()
        if field.width is Width.SHORT:
            editor.setMaximumWidth(_SHORT)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self._label)
        box.addWidget(editor)
        box.addStretch()
        if field.sensitive:
            privacy.signals.changed.connect(self._follow_privacy)
            self._follow_privacy()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Parts beside themselves, the rest below the editor."""
        name = self.field.name
        inner = [Problem(item.field.removeprefix(f"{name}."), item.message, item.severity) for item in problems]
        rest = self.editor.show_parts(inner)
        self._tell(rest)
        self.editor.mark_invalid(any(item.severity is Severity.ERROR for item in rest))
        self._describe(rest)

    def show_trouble(self) -> None:
        """At once what can't be read; what the record thinks of it comes a moment later."""
        trouble = self.editor.told_trouble()
        if trouble is None and not self.editor.property("troubled"):
            return
        self.editor.setProperty("troubled", trouble is not None)
        self.show_problems([Problem(self.field.name, trouble)] if trouble else ())

    def tell_refused(self, why: Message) -> None:
        """What could not be taken; no problem of the record."""
        self._tell([Problem(self.field.name, why, Severity.WARNING)])

    def _tell(self, problems: Sequence[Problem]) -> None:
        if self._problem is None and problems:
            self._problem = ProblemLabel(self)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(layout.indexOf(self.editor) + 1, self._problem)
        if self._problem is not None:
            self._problem.show_problems(problems)

    def add_below(self, widget: QWidget) -> None:
        """Something more below the problems."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, widget)

    def stand_alone(self, alone: bool) -> None:
        """A box to tick needs no room for a label above it when nothing stands beside it."""
        if isinstance(self.field, Flag):
            self._label.setVisible(not alone)

    def is_covered(self) -> bool:
        """Whether the privacy screen hides the editor."""
        return self._veil is not None and not self._veil.isHidden()

    def inputs(self) -> list[QWidget]:
        """What takes the keyboard now."""
        return [self._veil] if self._veil is not None and self.is_covered() else self.editor.inputs()

    def focus_part(self, path: str) -> None:
        """Lead the keyboard to a part of the editor, or to what covers it."""
        if self._veil is not None and self.is_covered():
            self._veil.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.editor.focus_part(path)

    def set_read_only(self, read_only: bool) -> None:
        """Freeze the editor."""
        self.editor.set_read_only(read_only)

    def _follow_privacy(self) -> None:
        """Cover the editor or show it; what is typed stays in it, and the keyboard in this place."""
        covered = privacy.covered(self.field.sensitive)
        if covered == self.is_covered():
            return
        if self._veil is None:
            self._veil = Veil(say(self.field.label), self)
            self._insert(self._veil)
        focused = QApplication.focusWidget()
        before, after = (self.editor, self._veil) if covered else (self._veil, self.editor)
        had_keyboard = focused is not None and (focused is before or before.isAncestorOf(focused))
        after.setVisible(True)
        if had_keyboard:
            self._veil.setFocus() if covered else self.editor.focus_part("")
        before.setVisible(False)
        self.editor.chain_changed.emit()

    def _insert(self, veil: Veil) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        veil.hide()
        if self.field.width is Width.SHORT:
            veil.setMaximumWidth(_SHORT)
        layout.insertWidget(layout.indexOf(self.editor), veil)

    def _name(self) -> None:
        hint = say(self.field.hint) if self.field.hint else ""
        if self.field.required:
            text = self._label.text()
            self._label.setText(f"{text} <span style='color: palette(bright-text)'>*</span>")
            hint = ". ".join(part for part in (tr("Required"), hint) if part)
        self.editor.name_for_readers(self._called, hint)
        if self.field.hint:
            self.setToolTip(hint)
        elif not isinstance(self.field, Flag):
            self._label.setToolTip(say(self.field.label))

    def _describe(self, problems: Sequence[Problem]) -> None:
        """So that a screen reader tells what is wrong, too."""
        if problems or self.editor.property("described"):
            self.editor.setProperty("described", bool(problems))
            told = [say(item.message) for item in problems]
            hint = say(self.field.hint) if self.field.hint else ""
            required = tr("Required") if self.field.required else ""
            self.editor.name_for_readers(self._called, ". ".join(filter(None, (*told, required, hint))))
        self._announce([say(item.message) for item in problems if item.severity is Severity.ERROR])

    def _announce(self, errors: Sequence[str]) -> None:
        """What is wrong since now; a hint at what should be looked at is in the description alone."""
        new = [text for text in errors if text not in self._announced]
        self._announced = list(errors)
        if new and self.isVisible() and not self.is_covered():
            announce(self, f"{self._called}: {'. '.join(new)}", urgent=True)


class SectionView(QWidget):
    """A title and its fields in columns; `fill` puts them in."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self._boxes: Sequence[FieldBox] = ()
        self._hidden: set[FieldBox] = set()
        self._most = section.columns
        self._narrowest = section.narrowest
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.PAD_16)
        self._grid.setVerticalSpacing(theme.PAD_12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.PAD_8)
        if section.title is not None:
            self.setAccessibleName(say(section.title))
            title = QLabel(say(section.title), self)
            theme.mark(title, "strong")
            outer.addWidget(title)
        outer.addLayout(self._grid)

    def fill(self, boxes: Sequence[FieldBox]) -> None:
        """These fields, once."""
        self._boxes = boxes
        self._flow(self._most)

    def minimumSizeHint(self) -> QSize:
        """So narrow that there is one column, however many there are now."""
        return QSize(_COLUMN + theme.PAD_24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow(max(1, min(self._most, event.size().width() // self._narrowest)))

    def show_box(self, box: FieldBox, *, shown: bool) -> None:
        """Hide one or show it; the others close up."""
        if shown == (box not in self._hidden):
            return
        self._hidden ^= {box}
        box.setVisible(shown)
        columns, self._columns = self._columns, 0
        self._flow(columns or self._most)

    def _flow(self, columns: int) -> None:
        if columns == self._columns:
            return
        for box in self._boxes:
            self._grid.removeWidget(box)
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._grid.setColumnMinimumWidth(column, 0)
        self._columns = columns
        row = column = 0
        for box in self._boxes:
            if box in self._hidden:
                continue
            box.stand_alone(columns == 1)
            span = columns if box.field.width is Width.WIDE else 1
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, span)
            column += span
