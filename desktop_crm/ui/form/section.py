"""How fields lie on the page: a label above each editor, two columns where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.message import Message
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form.editor import PASSING, Editor
from desktop_crm.ui.form.fact import Fact, hop
from desktop_crm.ui.form.fields import Field, Flag, Many, Picture, Section, Width
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce
from desktop_crm.ui.privacy.veils import Veil

_COLUMN = 210  # px below which a column is too narrow to type in
_SHORT = 190
_LABEL = 112  # px beside a value that is read
_LAST_ROW = 9
_DOWN = 5  # px that a label beside a value is lower


class FieldBox(QWidget):
    """Label, editor, problems. Where a form is read, the value stands beside the label until somebody edits it."""

    moved = Signal(int)  # to the field so many further

    _reading = _edits = _wrong = _alone = False  # Qt asks before there is more of it

    def __init__(self, field: Field, editor: Editor, parent: QWidget, called: str = "") -> None:
        """`called`: what a screen reader calls it, where its label alone could mean another field, too."""
        super().__init__(parent)
        self.field = field
        self._called = called or say(field.label)
        self.editor = editor
        self._label = QLabel("" if isinstance(field, Flag) else say(field.label), self)
        self._label.setBuddy(editor.inputs()[0])
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._problem: ProblemLabel | None = None  # made when first needed
        self._veil: Veil | None = None  # made when first needed
        self._fact: Fact | None = None  # made when first read
        self._below: list[QWidget] = []
        self._announced: list[str] = []
        self._arranged: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.PAD_4)
        self._grid.setVerticalSpacing(3)
        self._grid.setRowStretch(_LAST_ROW, 1)  # below all there is
        self._name()
        if field.width is Width.SHORT:
            editor.setFixedWidth(_SHORT)
        editor.chain_changed.connect(self._watch)
        self._watch()
        self._arrange()
        if field.sensitive:
            privacy.signals.changed.connect(self._follow_privacy)
            self._follow_privacy()

    # Reading

    @property
    def is_read(self) -> bool:
        """Whether its value is read now, not edited."""
        return self._reading and not self._edits and not self._wrong

    def set_reading(self, reading: bool) -> None:
        """Read the value, until somebody edits it; a picture can only be looked at in its editor."""
        reading = reading and not isinstance(self.field, Picture)
        if reading != self._reading:
            self._reading, self._edits = reading, False
            self._arrange()
        self.tell()

    def is_empty(self) -> bool:
        """Whether there is nothing to be read; nobody learns that of what is covered."""
        if privacy.covered(self.field.sensitive):
            return False
        told = self._problem is not None and not self._problem.isHidden()
        return self.is_read and not told and not self.editor.told()

    def tell(self) -> None:
        """The value may be another one."""
        if self._fact is not None:
            self._fact.tell(self.editor.told(), covered=privacy.covered(self.field.sensitive))
            self._fact.set_locked(self.editor.read_only)

    def tell_saved(self) -> None:
        """What was typed is in the file."""
        if self._fact is not None and self._reading:
            self.tell()
            self._fact.tell_saved()

    def edit(self) -> None:
        """Let it be typed into; a locked one is read only."""
        if self._reading and not self._edits and not self.editor.read_only:
            self._edits = True
            self._arrange()

    def end_edit(self) -> None:
        """Read it again, the keyboard on it if that was inside."""
        if not self._edits:
            return
        focused = QApplication.focusWidget()
        inside = focused is not None and (focused is self._veil or self.editor.isAncestorOf(focused))
        self._edits = False
        self._arrange()
        self.tell()
        if inside and self._fact is not None and self.is_read:
            self._fact.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Esc ends the editing of a fact before it leaves the page."""
        if not self._edits or event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._edits and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.editor.commit()
            self.end_edit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if not self._edits:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and not event.modifiers():
                self.editor.take_back()
                self.end_edit()
                return True
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            hop(event.reason())
            if event.reason() not in PASSING:
                QTimer.singleShot(0, self, self._left)
        return False

    def _watch(self) -> None:
        """Those that came since, too; Qt lets nobody listen twice."""
        for widget in self.editor.inputs():
            widget.installEventFilter(self)

    def _left(self) -> None:
        focused = QApplication.focusWidget()
        if self._edits and not (focused is not None and self.isAncestorOf(focused)):
            self.end_edit()

    def _made_fact(self) -> Fact:
        if self._fact is None:
            self._fact = Fact(self._called, self)
            self._fact.wanted.connect(lambda: self.focus_part(""))
            self._fact.moved.connect(self.moved)
        return self._fact

    def _arrange(self) -> None:
        """Label above the editor; beside it where the value is read, and where it is edited in its place."""
        covered = privacy.covered(self.field.sensitive)
        if covered and self._veil is None and not self.is_read:
            self._veil = self._made_veil()
        now = (self._reading, self._edits, self.is_read, covered, self._problem, self._veil, len(self._below))
        if now == self._arranged:
            return
        self._arranged = now
        for widget in (self._label, self.editor, *filter(None, (self._problem, self._veil, self._fact)), *self._below):
            self._grid.removeWidget(widget)
        beside = self._reading and not (self._edits and isinstance(self.field, Many))
        look = "muted" if beside else "small"
        if self._label.property("look") != look:
            theme.mark(self._label, look)
        self._label.setFont(theme.font(theme.BASE if beside else theme.SMALL))
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._label.setWordWrap(beside)
        self._grid.setColumnMinimumWidth(0, _LABEL if beside else 0)
        if isinstance(self.field, Flag):
            self._label.setText(say(self.field.label) if self.is_read else "")
            self._label.setVisible(self.is_read or not self._alone)
        first, column = (0, 1) if beside else (1, 0)
        self._grid.setColumnStretch(column, 1)
        self._grid.setColumnStretch(1 - column, 0)
        self._grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._label.setContentsMargins(0, _DOWN if beside else 0, 0, 0)
        read = self.is_read
        if read:
            self._grid.addWidget(self._made_fact(), first, column)
        if self._fact is not None:
            self._fact.setVisible(read)
        side = Qt.AlignmentFlag.AlignLeft if self.field.width is Width.SHORT else Qt.AlignmentFlag(0)
        self._grid.addWidget(self.editor, first, column, side)
        self.editor.setVisible(not read and not covered)
        if self._veil is not None:
            self._grid.addWidget(self._veil, first, column, side)
            self._veil.setVisible(covered and not read)
        for row, widget in enumerate([*filter(None, (self._problem,)), *self._below], first + 1):
            self._grid.addWidget(widget, row, column)
        self.editor.chain_changed.emit()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Parts beside themselves, the rest below the editor."""
        name = self.field.name
        inner = [Problem(item.field.removeprefix(f"{name}."), item.message, item.severity) for item in problems]
        rest = self.editor.show_parts(inner)
        self._wrong = any(item.severity is Severity.ERROR for item in problems)
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
        if self._problem is not None:
            self._problem.show_problems(problems)
        if self._reading or problems:
            self._arrange()

    def add_below(self, widget: QWidget) -> None:
        """Something more below the problems."""
        self._below.append(widget)
        self._arrange()

    def hide_label(self) -> None:
        """What it is can be seen from where it stands."""
        self._label.hide()

    def stand_alone(self, alone: bool) -> None:
        """A box to tick needs no room for a label above it when nothing stands beside it."""
        self._alone = alone
        if isinstance(self.field, Flag):
            self._label.setVisible(not alone or self.is_read)

    def is_covered(self) -> bool:
        """Whether the privacy screen hides the editor."""
        return self._veil is not None and not self._veil.isHidden()

    def inputs(self) -> list[QWidget]:
        """What takes the keyboard now."""
        if self.is_read and self._fact is not None:
            return [self._fact]
        return [self._veil] if self._veil is not None and self.is_covered() else self.editor.inputs()

    def focus_part(self, path: str) -> None:
        """Lead the keyboard to a part of the editor, or to what covers it; a locked fact is read."""
        self.edit()
        if self.is_read and self._fact is not None:
            self._fact.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._veil is not None and self.is_covered():
            self._veil.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.editor.focus_part(path)

    def set_read_only(self, read_only: bool) -> None:
        """Freeze the editor."""
        self.editor.set_read_only(read_only)
        self.tell()

    def _follow_privacy(self) -> None:
        """Cover the editor or show it; what is typed stays in it, and the keyboard in this place."""
        covered = privacy.covered(self.field.sensitive)
        if self.is_read:
            self.tell()
            return
        if covered == self.is_covered():
            return
        if self._veil is None:
            self._veil = self._made_veil()
        focused = QApplication.focusWidget()
        before, after = (self.editor, self._veil) if covered else (self._veil, self.editor)
        had_keyboard = focused is not None and (focused is before or before.isAncestorOf(focused))
        after.setVisible(True)
        if had_keyboard:
            self._veil.setFocus() if covered else self.editor.focus_part("")
        before.setVisible(False)
        self.editor.chain_changed.emit()

    def _made_veil(self) -> Veil:
        veil = Veil(say(self.field.label), self)
        veil.hide()
        veil.installEventFilter(self)
        if self.field.width is Width.SHORT:
            veil.setFixedWidth(_SHORT)
        self._grid.addWidget(veil, *((0, 1) if self._reading else (1, 0)))
        return veil

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
        self._folded: set[FieldBox] = set()
        self._reading = False
        self._most = section.columns
        self._narrowest = section.narrowest
        self._row = section.row
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

    def set_reading(self, reading: bool) -> None:
        """One below the other, close together."""
        if reading != self._reading:
            self._reading = reading
            self._grid.setVerticalSpacing(0 if reading else theme.PAD_12)
            self._columns = 0
            self._flow(self._fitting(self.width()))

    def fold(self, *, empty: bool) -> list[str]:
        """Hide the fields without a value, if they are meant to be; the labels of those that have none."""
        if not self._reading and not self._folded:
            return []
        found = [box for box in self._boxes if box not in self._hidden and box.is_empty()]
        folded = set(found) if empty else set()
        if folded != self._folded:
            for box in folded ^ self._folded:
                box.setVisible(box not in folded and box not in self._hidden)
            self._folded = folded
            columns, self._columns = self._columns, 0
            self._flow(columns or self._most)
        self.setVisible(len(self._folded | self._hidden) < len(self._boxes))
        return [say(box.field.label) for box in found]

    def fill(self, boxes: Sequence[FieldBox]) -> None:
        """These fields, once."""
        self._boxes = boxes
        self._flow(self._most)

    def minimumSizeHint(self) -> QSize:
        """So narrow that there is one column, however many there are now."""
        return QSize(_COLUMN + theme.PAD_24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow(self._fitting(event.size().width()))

    def _fitting(self, width: int) -> int:
        if self._reading:
            return 1
        if self._row and width >= self._row_needs():
            return len(self._row)
        return max(1, min(self._most, width // self._narrowest))

    def _row_needs(self) -> int:
        """Px at which all fields stand in one line."""
        gaps = (len(self._row) - 1) * self._grid.horizontalSpacing()
        return sum(width or self._narrowest for width in self._row) + gaps

    def _widths(self, columns: int) -> Sequence[int]:
        """Of the columns, 0 for those that share what there is."""
        in_row = bool(self._row) and columns == len(self._row)
        for at, box in enumerate(self._boxes):
            if self._row and box.field.width is Width.SHORT:
                box.editor.setFixedWidth(self._row[at] if in_row else _SHORT)
        return self._row if in_row else [0] * columns

    def show_box(self, box: FieldBox, *, shown: bool) -> None:
        """Hide one or show it; the others close up."""
        if shown == (box not in self._hidden):
            return
        self._hidden ^= {box}
        box.setVisible(shown and box not in self._folded)
        columns, self._columns = self._columns, 0
        self._flow(columns or self._most)

    def _flow(self, columns: int) -> None:
        if columns == self._columns:
            return
        for box in self._boxes:
            self._grid.removeWidget(box)
        widths = self._widths(columns)
        for column in range(max(self._most, len(self._row))):
            shares = column < columns and not widths[column]
            self._grid.setColumnStretch(column, 1 if shares else 0)
            self._grid.setColumnMinimumWidth(column, widths[column] if column < columns else 0)
        self._columns = columns
        row = column = 0
        for box in self._boxes:
            if box in self._hidden or box in self._folded:
                continue
            box.stand_alone(columns == 1)
            span = columns if box.field.width is Width.WIDE else 1
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, span)
            column += span
