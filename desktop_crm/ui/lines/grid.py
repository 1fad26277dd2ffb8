"""The editor of lines, made for the keyboard: type a code or part of a name, Enter, quantity, Enter, discount, Enter, next line.

Tab visits every cell, F2 edits, Shift+F2 types the line's note, Ctrl+F2 why it is below the limits, Esc takes back; Ctrl+Delete (or Delete) removes lines, Alt+↑ and Alt+↓ move one, Ctrl+D doubles, Ctrl+Z
and Ctrl+Shift+Z undo and redo within the grid, Ctrl+V takes rows from a spreadsheet (code, quantity, price, discount).
It knows no service: the catalogue, the amount of a line and the taxes are given to it.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.message import Message
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form.editor import Latest
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.lines.cells import Cells
from desktop_crm.ui.lines.delegate import LinesDelegate
from desktop_crm.ui.lines.line import Catalogue, Col, GridLine, HalfTyped, TaxChoice
from desktop_crm.ui.lines.model import LinesModel, problem_cells
from desktop_crm.ui.lines.paste import pasted_lines
from desktop_crm.ui.lines.view import LinesView
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy

_LEAST_ROWS = 6


class LinesGrid(QWidget):
    """Edits a list of `GridLine`; `changed` brings all of them after each step."""

    changed = Signal(list)
    removed = Signal(object)  # the lines that are gone, by their rows
    finished = Signal()  # Enter on the empty line: the paper is complete
    product_asked = Signal(int)  # to be opened
    typed = Signal(object)  # `HalfTyped` while a cell is typed into, None when it is closed

    def __init__(
        self,
        catalogue: Catalogue,
        amount: Callable[[GridLine], Decimal],
        taxes: Sequence[TaxChoice] = (),
        *,
        latest: Latest | None = None,
        is_below: Callable[[GridLine], bool] | None = None,
        called: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._cells = Cells(amount, taxes)
        if is_below is not None:
            self._cells.is_below = is_below
        self._model = LinesModel(self._cells, self)
        self.view = LinesView(self._model, self)
        self._delegate = LinesDelegate(self._model, catalogue, latest, self.view)
        self.view.lead(self._delegate)
        self.view.setAccessibleName(called or tr("Goods and services"))
        self.head, self.told = self.view.head, ProblemLabel()  # a page may put them where they stay in sight
        self._refused = ""
        self._pasted = ""
        self._rest: list[Problem] = []
        self._lay_out()
        self._model.changed.connect(self._changed)
        self._model.removed.connect(self.removed)
        self._delegate.refused.connect(self._tell_refused)
        self._delegate.typed.connect(self.typed)
        self.view.pasted.connect(self.paste)
        self.view.finished.connect(self.finished)
        self._soon = QTimer(self, singleShot=True, interval=0)  # when rows that came have their place
        self._soon.timeout.connect(self._reveal)
        self.view.moved.connect(self._soon.start)
        self.view.selectionModel().currentChanged.connect(lambda _new, _old: self._tell())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda at: self._menu().popup(self.view.viewport().mapToGlobal(at))
        )

    def set_lines(self, lines: Sequence[GridLine]) -> None:
        """Show other lines; nothing is signalled, and there is nothing to undo."""
        self._pasted = self._refused = ""
        self._model.load(lines)
        self._measure()
        self._tell()
        self.view.updateGeometry()

    def lines(self) -> list[GridLine]:
        """What is there now, without the entry row."""
        return list(self._model.lines)

    def change_all(self, lines: Sequence[GridLine]) -> None:
        """Other values in the same lines, one step to undo."""
        self._model.put_all(lines)

    def put_back(self, lines: Mapping[int, GridLine]) -> None:
        """Lines that were removed, where they were."""
        if not self._model.read_only:
            self._model.put_back(lines)

    def forget_steps(self) -> None:
        """There is nothing to go back to."""
        self._model.steps.forget()

    def set_currency(self, currency: str) -> None:
        """Prices and amounts are shown in its decimals."""
        self._model.set_currency(currency)

    def set_read_only(self, read_only: bool) -> None:
        """Freeze the lines; they can still be read and copied."""
        self._model.set_read_only(read_only)

    def set_taxes(self, taxes: Sequence[TaxChoice]) -> None:
        """Other rules to choose from."""
        self._cells.taxes = {tax.id: tax.title for tax in taxes}
        self.view.viewport().update()

    def commit(self) -> None:
        """Take what is being typed in a cell: before Ctrl+S, before closing. What can't be read stays open."""
        if not self.trouble():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def trouble(self) -> str:
        """Why what stands in the open cell can't be taken."""
        return self._delegate.trouble()

    def give_up_cell(self) -> None:
        """Close the open cell without taking what is typed in it."""
        self._delegate.give_up()

    def type_on(self, cell: HalfTyped) -> None:
        """Open a cell with what was typed into it before."""
        self.view.go(cell.row, Col(cell.column))
        if cell.note:
            self.view.edit_note()
        elif cell.reason:
            self.view.edit_reason()
        else:
            self.view.edit(self.view.currentIndex())
        self._delegate.go_on(cell.text)

    def undo(self) -> None:
        """One step back."""
        self.view.undo()

    def redo(self) -> None:
        """One step forth."""
        self.view.redo()

    def can_undo(self) -> bool:
        """Whether the lines were changed since `set_lines`."""
        return self._model.steps.can_undo()

    def show_problems(self, problems: Sequence[Problem], prefix: str = "lines") -> list[Problem]:
        """Tell these in their cells (`lines.3.price`) and below; gives back those of other fields.

        A problem of `prefix` itself is told below the grid only.
        """
        cells, rest = problem_cells(problems, prefix)
        self._rest = [problem for problem in rest if problem.field == prefix]
        self._model.show_problems(cells)
        self._tell()
        return [problem for problem in rest if problem.field != prefix]

    def focus_problem(self, field: str) -> None:
        """Lead the keyboard to the cell of a problem (`lines.3.price`), or to the grid."""
        cells, _ = problem_cells([Problem(field, Message(""))], field.partition(".")[0])
        row, column = next(iter(cells), (len(self._model.lines), Col.PRODUCT))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.view.go(row, column)

    def ask_reason(self, row: int) -> None:
        """Ask why a line is below its limits."""
        self.focus_problem(f"lines.{row}.below_reason")
        self.view.edit_reason()

    def focus_entry(self) -> None:
        """Begin a new line, or go on in the open cell."""
        if self._delegate.focus_open():
            self._soon.start()
            return
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.view.go(len(self._model.lines), Col.PRODUCT)

    def paste(self, text: str) -> None:
        """Add the rows of a spreadsheet before the current line; tell the codes nobody knows."""
        if self._model.read_only or not text.strip():
            return
        pasted = pasted_lines(text, self._catalogue, self._cells.currency)
        row = self.view.currentIndex().row()
        at = row if 0 <= row < len(self._model.lines) else len(self._model.lines)
        self._model.insert(at, pasted.lines)
        self.view.go(at + len(pasted.lines), Col.PRODUCT)
        self._pasted = _told_paste(pasted.unknown, pasted.unreadable)
        self._tell()

    def _lay_out(self) -> None:
        self.setAccessibleName(self.view.accessibleName())
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMinimumHeight(self.view.height_of(_LEAST_ROWS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        box.addWidget(self.view, 1)
        box.addWidget(self.told)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on to the lines; a focus proxy would break the ring of Tab in two."""
        self.view.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that comes to the front gives the lines their room after the keyboard is there."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._soon.start()

    def _measure(self) -> None:
        self._delegate.measure()
        self.view.fit_columns()

    def _reveal(self) -> None:
        """Let the page show the whole line that has the keyboard, below the head where there is room for both."""
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        focused = QApplication.focusWidget()
        has_keyboard = focused is not None and (focused is self.view or self.view.isAncestorOf(focused))
        whole = None if page is None else page.widget()
        if page is None or whole is None or not has_keyboard:
            return
        line = self.view.visualRect(self.view.currentIndex())
        top = self.mapTo(whole, QPoint(0, 0)).y()
        above = self.view.viewport().mapTo(whole, line.topLeft()).y()
        below = above + line.height() + theme.PAD_8
        room, bar = page.viewport().height(), page.verticalScrollBar()
        first = top if below - top <= room else above
        bar.setValue(min(max(bar.value(), below - room), first))

    def _changed(self) -> None:
        self._refused = self._pasted = ""
        self._measure()
        self._tell()
        self.changed.emit(self.lines())

    def _tell_refused(self, text: str) -> None:
        self._refused = text
        self._tell()

    def _tell(self) -> None:
        """Below the grid: the current cell's problem, else the first one; what could not be read comes before all."""
        if self._refused or self._pasted:
            self.told.show_text(self._refused or self._pasted, error=bool(self._refused))
            return
        cells = self._model.problem_cells()
        at = self.view.currentIndex()
        here = self._model.problems_at(at.row(), Col(at.column())) if at.isValid() else ()
        shown = list(here) or self._rest or (list(self._model.problems_at(*cells[0])) if cells else [])
        more = len(cells) + len(self._rest) - 1
        text = " · ".join(say(problem.message) for problem in shown)
        if shown and more > 0:
            rest = ntr("{n} more problem", "{n} more problems", more)
            text = f"{text} ({rest})"
        self.told.show_text(text, error=any(problem.severity is Severity.ERROR for problem in shown))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = self._model.line(self.view.currentIndex().row())
        free = not self._model.read_only and line is not None
        entries: list[tuple[str, str, Callable[[], object], bool]] = [
            (tr("Copy"), "Ctrl+C", self.view.copy, line is not None),
            (tr("Note for this line…"), "Shift+F2", self.view.edit_note, free),
            (
                tr("Why below your limits…"),
                "Ctrl+F2",
                self.view.edit_reason,
                free and not privacy.is_on() and line is not None and self._cells.below(line),
            ),
            (tr("Duplicate the line"), "Ctrl+D", self.view.duplicate, free),
            (tr("Move up"), "Alt+Up", lambda: self.view.move_line(-1), free),
            (tr("Move down"), "Alt+Down", lambda: self.view.move_line(1), free),
            (tr("Remove the line"), "Ctrl+Del", self.view.remove, free),
            (tr("Open product"), "", self._open_product, line is not None and line.product_id is not None),
        ]
        for text, key, run, enabled in entries:
            action = QAction(text, menu, enabled=enabled)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown only: the table has its own keys
            action.triggered.connect(run)
            menu.addAction(action)
        return menu

    def _open_product(self) -> None:
        line = self._model.line(self.view.currentIndex().row())
        if line is not None and line.product_id is not None:
            self.product_asked.emit(line.product_id)


def _told_paste(unknown: Sequence[str], unreadable: Sequence[str]) -> str:
    told = []
    if unknown:
        names = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        told.append(tr("Not in the catalogue, pasted as free text: {codes}", codes=names))
    if unreadable:
        names = ", ".join(f"“{text}”" for text in unreadable[:5])
        told.append(tr("No numbers, left as they were: {texts}", texts=names))
    return " · ".join(told)
