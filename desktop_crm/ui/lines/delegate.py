"""How a cell of the lines is painted and edited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractScrollArea,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_crm.model.money import MAX_PRICE, Money, has_places
from desktop_crm.model.problem import Severity
from desktop_crm.ui.form.editor import PASSING, Latest
from desktop_crm.ui.form.numbers import read_number
from desktop_crm.ui.form.suggest import Suggestion, SuggestLine
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.lines.keys import ENTER, is_line_key
from desktop_crm.ui.lines.line import FIGURES, NUMBERS, PLACES, Catalogue, Col, GridLine, HalfTyped, ProductChoice
from desktop_crm.ui.lines.model import LinesModel
from desktop_crm.ui.lines.painting import PAD, draw_figure, draw_text, draw_with_unit, name_and_note, wave
from desktop_crm.ui.look import theme

_Index = QModelIndex | QPersistentModelIndex
_MOST: Final = Decimal(10) ** 15


class Aside(Enum):
    """What of a line is typed in its product's cell: the line's attribute."""

    NOTE = "note"
    REASON = "below_reason"


class LinesDelegate(QStyledItemDelegate):
    """Tells the grid through `left` with which key a cell was left, and through `refused` what could not be read.

    An open editor belongs to the person: it is filled once, and nothing that the model tells later changes it.
    """

    left = Signal(int, object)  # Qt.Key, modifiers
    refused = Signal(str)
    typed = Signal(object)  # `HalfTyped` at each key, None when the cell is closed

    def __init__(self, model: LinesModel, catalogue: Catalogue, latest: Latest | None, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = model
        self._catalogue = catalogue
        self._latest = latest
        self.code_width = 0
        self.aside: Aside | None = None  # the next editor of a product's cell is for this instead
        self.answered = False  # the cell that was left last told why the price is so low
        self._open: QLineEdit | None = None
        self._cell = QPersistentModelIndex()
        self.closeEditor.connect(lambda editor, _hint: self._closed(editor))

    # painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        shown, column, row = theme.colors(), Col(index.column()), index.row()
        painter.save()
        problems = self._lines.problems_at(row, column)
        error = any(problem.severity is Severity.ERROR for problem in problems)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(shown.accent_soft))
        elif problems:
            painter.fillRect(rect, QColor(shown.danger_soft if error else shown.attention_soft))
        if index.row() + 1 < self._lines.rowCount() or self._has_room_below(rect):
            painter.setPen(QColor(shown.line))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(theme.number_font())
        self._paint_text(painter, rect.adjusted(PAD, 0, -PAD, 0), row, column)
        if problems:
            wave(painter, rect, shown.danger if error else shown.attention)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(shown.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _has_room_below(self, rect: QRect) -> bool:
        """Whether the last line does not end at the frame."""
        view = self.parent()
        return not isinstance(view, QAbstractScrollArea) or rect.bottom() + 1 < view.viewport().height()

    def _paint_text(self, painter: QPainter, rect: QRect, row: int, column: Col) -> None:
        shown = theme.colors()
        line = self._lines.line(row)
        if line is None:
            if column is Col.POSITION:
                draw_figure(painter, rect, str(row + 1), shown.muted)
            elif column is Col.PRODUCT:
                asked = tr("Type a code or part of a name")
                fits = painter.fontMetrics().horizontalAdvance(asked) <= rect.width()
                draw_text(painter, rect, asked if fits else tr("Code or name"), shown.muted)
            return
        if column is Col.PRODUCT:
            if self.code_width:
                draw_text(painter, rect.adjusted(0, 0, self.code_width - rect.width(), 0), line.code, shown.muted)
                rect = rect.adjusted(self.code_width + PAD, 0, 0, 0)
            name_and_note(painter, rect, line)
            return
        quiet = column in {Col.POSITION, Col.UNIT, Col.TAX, Col.DISCOUNT}
        text, color = self._lines.text(row, column), shown.muted if quiet else shown.text
        if column is Col.QUANTITY and self._has_no_units():
            draw_with_unit(painter, rect, text, line.unit)
        elif column in FIGURES:
            draw_figure(painter, rect, text, color)
        else:
            side = self._lines.data(self._lines.index(row, column), Qt.ItemDataRole.TextAlignmentRole)
            draw_text(painter, rect, text, color, side)

    def _has_no_units(self) -> bool:
        """Whether units have no column of their own."""
        view = self.parent()
        return isinstance(view, QTableView) and view.isColumnHidden(Col.UNIT)

    def measure(self) -> None:
        """How wide the codes are, so that the names stand in line."""
        measure = QFontMetrics(theme.number_font()).horizontalAdvance
        widest = max((measure(line.code) for line in self._lines.lines), default=0)
        self.code_width = min(widest + 4, 140) if widest else 0

    # editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option
        column = Col(index.column())
        editor: QLineEdit
        line = self._lines.line(index.row())
        aside = self.aside if column is Col.PRODUCT else None
        if aside is not None:
            editor = QLineEdit(parent)
            editor.setProperty("aside", aside.value)
            editor.setPlaceholderText(_asked(aside))
        elif column is Col.PRODUCT:
            editor = SuggestLine(self._products, self._latest, partial(_free_text, line), parent)
            editor.setPlaceholderText(tr("Type a code or part of a name"))
        elif column is Col.TAX:
            editor = SuggestLine(self._taxes, None, parent=parent)
        else:
            editor = QLineEdit(parent)
        if column in NUMBERS:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setFont(theme.number_font())
        name = self._lines.headerData(column, Qt.Orientation.Horizontal) if aside is None else _asked(aside)
        editor.setAccessibleName(str(name))
        cell = QPersistentModelIndex(index)
        editor.textEdited.connect(
            lambda text: self.typed.emit(
                HalfTyped(cell.row(), column, text, aside is Aside.NOTE, aside is Aside.REASON)
            )
        )
        self._style(editor)
        if isinstance(editor, SuggestLine):
            editor.taken.connect(lambda chosen: self._taken(editor, chosen))
        self._open, self._cell = editor, cell
        return editor

    def destroyEditor(self, editor: QWidget, index: _Index) -> None:
        """Also without being closed first: other lines came."""
        self._closed(editor)
        super().destroyEditor(editor, index)

    def trouble(self) -> str:
        """Why what stands in the open cell can't be read; it stays open then."""
        return self._unreadable(self._open) if self._open is not None else ""

    def give_up(self) -> None:
        """Close the open cell; what is typed in it goes."""
        if self._open is not None:
            self.closeEditor.emit(self._open, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def go_on(self, text: str) -> None:
        """Type this into the cell that was opened."""
        if self._open is not None:
            self._open.selectAll()
            self._open.insert(text)
            self._open.textEdited.emit(text)

    def focus_open(self) -> bool:
        """Bring the keyboard back to the open cell, if there is one."""
        if self._open is not None:
            self._open.setFocus(Qt.FocusReason.OtherFocusReason)
        return self._open is not None

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.property("filled"):
            return
        editor.setProperty("filled", True)
        line = self._lines.line(index.row())
        if editor.property("aside") and line is not None:
            editor.setText(getattr(line, editor.property("aside")))
        else:
            editor.setText(self._lines.typed(index.row(), Col(index.column())))
        editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        del index
        editor.setGeometry(option.rect)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        del model
        assert isinstance(editor, QLineEdit)
        chosen = editor.property("chosen")
        if isinstance(chosen, _Chosen):
            editor.setProperty("chosen", None)
            self._apply(index.row(), Col(index.column()), chosen.suggestion)
        elif editor.property("aside"):
            if editor.isModified():
                self._lines.change(index.row(), **{editor.property("aside"): editor.text().strip()})
        elif editor.isModified():
            self._apply_text(index.row(), Col(index.column()), editor.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            used = self._key(watched, event)
            if used is not None:
                return used
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if is_line_key(event) or event.key() in {*ENTER, Qt.Key.Key_Escape}:
                event.accept()  # the cell's, before any command of the window
                return True
            return False
        if isinstance(event, QFocusEvent) and event.lostFocus() and isinstance(watched, QLineEdit):
            why = self._unreadable(watched)
            self._mark(watched, why)
            if why or event.reason() in PASSING:
                return False  # it stays open, and the person comes back to it
        return super().eventFilter(watched, event)

    def _key(self, editor: QLineEdit, event: QKeyEvent) -> bool | None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            if isinstance(editor, SuggestLine):
                editor.close_list()
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self.refused.emit("")
            return True
        leaving = key in ENTER or key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab} or is_line_key(event)
        if not leaving and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            if isinstance(editor, SuggestLine) and not modifiers:
                return False
            leaving = not modifiers
        if leaving:
            self._leave(editor, key, modifiers)
            return True
        return None

    def _leave(self, editor: QLineEdit, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        if isinstance(editor, SuggestLine) and editor.isModified() and editor.text().strip():
            editor.setProperty("leaving", True)
            editor.take_typed()
            editor.setProperty("leaving", False)
        why = self._unreadable(editor)
        self._mark(editor, why)
        if why:
            return
        self.answered = editor.property("aside") == Aside.REASON.value
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.left.emit(key.value, modifiers)

    def _taken(self, editor: SuggestLine, chosen: Suggestion) -> None:
        editor.setProperty("chosen", _Chosen(chosen))
        self.answered = False
        if not editor.property("leaving"):  # a click into the list is a whole answer
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.left.emit(Qt.Key.Key_Return.value, Qt.KeyboardModifier.NoModifier)

    def _closed(self, editor: QWidget) -> None:
        if editor is self._open:
            self._open = None
            self.typed.emit(None)

    def _unreadable(self, editor: QLineEdit) -> str:
        """Why what is typed there can't be taken."""
        text = editor.text().strip()
        if editor is not self._open or not editor.isModified() or editor.property("chosen") or not self._cell.isValid():
            return ""
        column = Col(self._cell.column())
        if column in NUMBERS:
            return self._number(column, text)[1]
        if column is Col.TAX and text and len(self._taxes(text)) != 1:
            return tr("There is no tax “{text}”", text=text)
        return ""

    def _mark(self, editor: QLineEdit, why: str) -> None:
        if why or editor.property("invalid"):
            editor.setProperty("invalid", bool(why))
            self._style(editor)
            self.refused.emit(why)

    def _apply(self, row: int, column: Col, chosen: Suggestion) -> None:
        if column is Col.TAX:
            self._lines.change(row, tax_id=chosen.data)
        elif isinstance(chosen.data, ProductChoice):
            self._lines.put(row, with_product(self._lines.line(row), chosen.data))
        elif isinstance(chosen.data, _Free):
            self._lines.put(row, renamed(self._lines.line(row), chosen.data.text))

    def _apply_text(self, row: int, column: Col, text: str) -> None:
        """What was typed and left, by the mouse say, without choosing."""
        line = self._lines.line(row)
        if column in NUMBERS:
            value, wrong = self._number(column, text)
            if wrong:
                self.refused.emit(wrong)
            else:
                self._lines.change(row, **{NUMBERS[column]: value})
        elif column is Col.UNIT:
            self._lines.change(row, unit=text)
        elif column is Col.TAX:
            found = self._taxes(text)
            if not text or len(found) == 1:
                self._lines.change(row, tax_id=found[0].data if text else None)
            else:
                self.refused.emit(tr("There is no tax “{text}”", text=text))
        elif text and (line is None or text != line.name):
            product = self._catalogue.by_codes([text]).get(text)
            self._lines.put(row, with_product(line, product) if product else renamed(line, text))

    def _number(self, column: Col, text: str) -> tuple[Decimal | None, str]:
        """What was typed, or why it can't be kept. An emptied price is none, another emptied cell is 0."""
        if not text.strip():
            return (None if column is Col.PRICE else Decimal(0)), ""
        value = read_number(text, speak().code, self._lines.cells.currency if column is Col.PRICE else "")
        if value is None:
            return None, tr("“{text}” is not a number", text=text)
        if abs(value) > (MAX_PRICE if column is Col.PRICE else _MOST):
            return None, tr("“{text}” is too large", text=text)
        if not has_places(value, PLACES[column]):
            return None, tr("“{text}” has more than {places} decimals", text=text, places=PLACES[column])
        return value.normalize() + 0, ""

    def _products(self, text: str) -> Sequence[Suggestion]:
        currency = self._lines.cells.currency
        return [
            Suggestion(item.name, item.code, _price_of(item, currency), item) for item in self._catalogue.search(text)
        ]

    def _taxes(self, text: str) -> Sequence[Suggestion]:
        wanted = text.casefold()
        found = [
            Suggestion(title, data=number)
            for number, title in self._lines.cells.taxes.items()
            if wanted in title.casefold()
        ]
        return found if wanted else [Suggestion(tr("No tax"), quiet=True), *found]

    def _style(self, editor: QLineEdit) -> None:
        shown = theme.colors()
        border = shown.danger if editor.property("invalid") else shown.accent
        editor.setStyleSheet(
            f"QLineEdit, QLineEdit:focus, QLineEdit:hover {{ border: 2px solid {border}; border-radius: 0; padding: 0 4px; min-height: 0;"
            f" background: {shown.raised}; }}"
        )


@dataclass(frozen=True)
class _Free:
    """What was typed is to be the line's own text."""

    text: str


class _Chosen:
    """Keeps a suggestion whole on its way through Qt's properties."""

    def __init__(self, suggestion: Suggestion) -> None:
        self.suggestion = suggestion


def _asked(aside: Aside) -> str:
    return tr("Note, printed below the line") if aside is Aside.NOTE else tr("Why below your limits? Never printed")


def with_product(line: GridLine | None, product: ProductChoice) -> GridLine:
    """The line for another product: quantity, discount and note stay, what is the product's changes."""
    old = line or GridLine()
    return GridLine(
        product_id=product.id,
        code=product.code,
        name=product.name,
        quantity=old.quantity,
        unit=product.unit,
        unit_price=product.unit_price,
        discount=old.discount,
        tax_id=product.tax_id,
        note=old.note,
        key=old.key,
    )


def renamed(line: GridLine | None, text: str) -> GridLine:
    """The line under a name of its own; a product's line keeps its product and price."""
    return replace(line or GridLine(), name=text)


def _price_of(item: ProductChoice, currency: str) -> str:
    """Of one unit; the unit alone where there is no price."""
    price = "" if item.unit_price is None else speak().amount(Money(item.unit_price, currency))
    return " / ".join(part for part in (price, item.unit) if part)


def _free_text(line: GridLine | None, text: str) -> Sequence[Suggestion]:
    if not text:
        return ()
    of_product = line is not None and line.product_id is not None
    offer = tr("Call this line “{text}”", text=text) if of_product else tr("Write “{text}” as free text", text=text)
    return (Suggestion(offer, data=_Free(text), quiet=True),)
