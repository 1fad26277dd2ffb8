"""One field on the page: a label above its editor; where the record is read, its value beside the label until it is edited."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QSizePolicy, QWidget

from desktop_crm.model.message import Message
from desktop_crm.model.problem import Problem
from desktop_crm.ui.desk.hints import Hint
from desktop_crm.ui.form import compound
from desktop_crm.ui.form.compound import CompoundFoot
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fact import Fact
from desktop_crm.ui.form.fact_keys import FactKeys
from desktop_crm.ui.form.field_problems import FieldProblems
from desktop_crm.ui.form.fields import Field, Flag, Many, Picture, Width
from desktop_crm.ui.form.many_editor import ManyEditor
from desktop_crm.ui.form.text_editor import LongTextEditor
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import Veil

SHORT = 190
_LABEL = 112  # px beside a value that is read
_LONG_LABEL = 200
_WIDE = 560  # px from which a label may be long
_LAST_ROW = 9
_DOWN = 5  # px that a label beside a value is lower


class FieldBox(QWidget):
    """Label, editor, problems. A fact of several parts is edited in a small form, which keeps all of them at once."""

    moved = Signal(int)  # to the field so many further
    opened = Signal()  # it is edited, which may need more room
    kept = Signal()  # what is typed was left: whatever is wrong with it should be told now

    _reading = _edits = _alone = False  # Qt asks before there is more of it

    def __init__(self, field: Field, editor: Editor, parent: QWidget, called: str = "") -> None:
        """`called`: what a screen reader calls it, where its label alone could mean another field, too."""
        super().__init__(parent)
        self.field = field
        self.editor = editor
        self._called = called or say(field.label)
        self._label = QLabel("" if isinstance(field, Flag) else say(field.label), self)
        self._label.setBuddy(editor.inputs()[0])
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._problems = FieldProblems(field, editor, self._called, self)
        self._veil: Veil | None = None  # made when first needed
        self._fact: Fact | None = None  # made when first read
        self._foot: CompoundFoot | None = None  # made when first edited
        self._below: list[QWidget] = []
        self._arranged: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(theme.PAD_4)
        self._grid.setVerticalSpacing(3)
        self._grid.setRowStretch(_LAST_ROW, 1)  # below all there is
        self._keys = FactKeys(lambda: self._edits, self, whole=isinstance(editor, ManyEditor))
        self._keys.entered.connect(self._enter)
        self._keys.kept.connect(self._keep)
        self._keys.taken_back.connect(self._take_back)
        self._keys.left.connect(lambda: QTimer.singleShot(0, self, self._left))
        self._name()
        if field.width is Width.SHORT:
            editor.setFixedWidth(SHORT)
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
        return self._reading and not self._is_open()

    def set_reading(self, reading: bool) -> None:
        """Read the value, until somebody edits it; a picture can only be looked at in its editor."""
        reading = reading and not isinstance(self.field, Picture)
        if reading != self._reading:
            self._reading = reading
            self._set_edits(on=False)
        self.tell()

    def is_empty(self) -> bool:
        """Whether there is nothing to be read; nobody learns that of what is covered."""
        if privacy.covered(self.field.sensitive):
            return False
        return self.is_read and not self._problems.is_told() and not self.editor.told()

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

    # Editing

    def edit(self) -> None:
        """Let it be typed into; a locked one is read only."""
        if self._reading and not self._edits and not self.editor.read_only:
            self._set_edits(on=True)
            self.opened.emit()

    def _enter(self) -> None:
        """What is wrong stands open, whoever comes to it."""
        if self._problems.is_wrong:
            self.edit()

    def end_edit(self) -> None:
        """Read it again, the keyboard on it if that was inside."""
        if not self._edits:
            return
        focused = QApplication.focusWidget()
        inside = focused is not None and focused is not self._fact and self.isAncestorOf(focused)
        self._set_edits(on=False)
        self.tell()
        if inside and self._fact is not None and self.is_read:
            self._fact.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """What ends the editing of a fact does nothing else to the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keys.claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._edits and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._keep()
        else:
            super().keyPressEvent(event)

    def _is_open(self) -> bool:
        """What is wrong stays so until it is mended."""
        return self._reading and (self._edits or self._problems.is_wrong)

    def _is_compound(self) -> bool:
        return self._is_open() and isinstance(self.editor, ManyEditor)

    def _set_edits(self, *, on: bool) -> None:
        self._edits = on
        if isinstance(self.editor, ManyEditor):
            self.editor.gather(on=on)
            self._problems.tell(parts_seen=not self.is_read)
        self._arrange()

    def _keep(self) -> None:
        """All that is typed; what is wrong with it is told, and the keyboard led there."""
        self.editor.commit()
        if not isinstance(self.editor, ManyEditor):
            self.end_edit()
            return
        self.kept.emit()
        if self._problems.is_wrong:
            self.editor.focus_wrong()
        else:
            self.end_edit()

    def _take_back(self) -> None:
        if self.editor.take_back():
            self.show_problems(())
        self.end_edit()

    def _left(self) -> None:
        focused = QApplication.focusWidget()
        if self._edits and not (focused is not None and self.isAncestorOf(focused)):
            self.editor.commit()
            self.end_edit()

    def _watch(self) -> None:
        self._keys.watch(self.editor.inputs())

    # Problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """These and no others."""
        self._problems.show(problems)
        if self.is_read:
            self._problems.tell(parts_seen=False)
        if self._reading or problems:
            self._arrange()

    def show_trouble(self) -> None:
        """At once what can't be read; what the record thinks of it comes a moment later."""
        trouble = self.editor.told_trouble()
        if trouble is None and not self.editor.property("troubled"):
            return
        self.editor.setProperty("troubled", trouble is not None)
        self.show_problems([Problem(self.field.name, trouble)] if trouble else ())

    def tell_refused(self, why: Message) -> None:
        """What could not be taken; no problem of the record."""
        self._problems.tell_refused(why)
        self._arrange()

    # The keyboard

    def inputs(self) -> list[QWidget]:
        """What takes the keyboard now."""
        if self.is_read and self._fact is not None:
            return [self._fact]
        if self._veil is not None and self.is_covered():
            return [self._veil]
        foot = [self._foot.button] if self._foot is not None and self._is_compound() else []
        return [*self.editor.inputs(), *foot]

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
        if read_only != self.editor.read_only:
            self.editor.set_read_only(read_only)
            self._name()
        self.tell()

    # Covering

    def is_covered(self) -> bool:
        """Whether the privacy screen hides the editor."""
        return self._veil is not None and not self._veil.isHidden()

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

    # How it lies

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_label()

    def _fit_label(self) -> None:
        beside = self._reading and not self._is_compound()
        width = (_LONG_LABEL if self.width() >= _WIDE else _LABEL) if beside else 0
        if width != self._grid.columnMinimumWidth(0):
            self._grid.setColumnMinimumWidth(0, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_compound():
            compound.paint_frame(self)

    def _arrange(self) -> None:
        """Label above the editor; beside it where the value is read, and where it is edited in its place."""
        covered, read = privacy.covered(self.field.sensitive), self.is_read
        if covered and self._veil is None and not read:
            self._veil = self._made_veil()
        framed = self._is_compound()
        if framed and self._foot is None:
            self._foot = self._made_foot()
        now = (self._reading, read, framed, covered, self._problems.label, self._veil, len(self._below))
        if now == self._arranged:
            return
        self._arranged = now
        self._grid.setContentsMargins(*(compound.MARGINS if framed else (0, 0, 0, 0)))
        beside = self._reading and not framed
        self._put_label(beside=beside, read=read)
        self._put_value(beside=beside, read=read, covered=covered)
        if self._foot is not None:
            self._foot.setVisible(framed and not covered)
        self.editor.chain_changed.emit()
        self.update()

    def _put_label(self, *, beside: bool, read: bool) -> None:
        look = "muted" if beside else "small"
        if self._label.property("look") != look:
            theme.mark(self._label, look)
        self._label.setFont(theme.font(theme.BASE if beside else theme.SMALL))
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._label.setWordWrap(beside)
        self._label.setContentsMargins(0, _DOWN if beside else 0, 0, 0)
        if isinstance(self.field, Flag):
            self._label.setText(say(self.field.label) if read else "")
            self._label.setVisible(read or not self._alone)

    def _put_value(self, *, beside: bool, read: bool, covered: bool) -> None:
        first, column = (0, 1) if beside else (1, 0)
        side = Qt.AlignmentFlag.AlignLeft if self.field.width is Width.SHORT else Qt.AlignmentFlag(0)
        fact = self._made_fact() if read else self._fact
        here = [each for each in (fact, self.editor, self._veil) if each is not None]
        below = [each for each in (self._problems.label, *self._below, self._foot) if each is not None]
        for widget in (self._label, *here, *below):
            self._grid.removeWidget(widget)
        self._fit_label()
        self._grid.setColumnStretch(column, 1)
        self._grid.setColumnStretch(1 - column, 0)
        self._grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        for widget in here:
            self._grid.addWidget(widget, first, column, side if widget is not fact else Qt.AlignmentFlag(0))
        if fact is not None:
            fact.setVisible(read)
        self.editor.setVisible(not read and not covered)
        if self._veil is not None:
            self._veil.setVisible(covered and not read)
        for row, widget in enumerate(below, first + 1):
            self._grid.addWidget(widget, row, column)

    def _made_fact(self) -> Fact:
        if self._fact is None:
            self._fact = Fact(self._called, self)
            self._fact.wanted.connect(lambda: self.focus_part(""))
            self._fact.moved.connect(self.moved)
            for one in self.editor.inputs()[:1]:  # where Tab came to it, not behind all of the window
                QWidget.setTabOrder(one, self._fact)
        return self._fact

    def _made_foot(self) -> CompoundFoot:
        foot = CompoundFoot(
            say(self.field.keep) if isinstance(self.field, Many) and self.field.keep else tr("Save"), self
        )
        foot.kept.connect(self._keep)
        self._keys.watch([foot.button])
        return foot

    def _made_veil(self) -> Veil:
        veil = Veil(say(self.field.label), self)
        veil.hide()
        self._keys.watch([veil])
        if self.field.width is Width.SHORT:
            veil.setFixedWidth(SHORT)
        self._grid.addWidget(veil, *((0, 1) if self._reading else (1, 0)))
        return veil

    def key_hints(self) -> Sequence[Hint]:
        """While a fact is edited in its place: what ends that."""
        if not self._edits:
            return ()
        keeps = "Ctrl+Enter" if isinstance(self.editor, LongTextEditor) else "Enter"
        return [Hint(keeps, tr("save")), Hint("Tab", tr("next field")), Hint("Esc", tr("undo"))]

    def _name(self) -> None:
        """A star at what must be there, while that is anybody's concern."""
        if self.field.required and not isinstance(self.field, Flag):
            star = "" if self.editor.read_only else " <span style='color: palette(bright-text)'>*</span>"
            self._label.setText(f"{say(self.field.label)}{star}")
        if self.field.hint:
            required = tr("Required") if self.field.required else ""
            self.setToolTip(". ".join(filter(None, (required, say(self.field.hint)))))
        elif not isinstance(self.field, Flag):
            self._label.setToolTip(say(self.field.label))
