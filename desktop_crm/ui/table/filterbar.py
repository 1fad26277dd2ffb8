"""Above a list: what to find, filters as chips, saved views, columns."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_crm.model.listing import Column, Filter, Query
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import field_buttons, icons, theme
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.typed_veil import TypedVeil
from desktop_crm.ui.table.chips import Chip, FilterPopup
from desktop_crm.ui.table.describe import describe
from desktop_crm.ui.table.flow import Flow

_AROUND = 7  # px above and below the buttons: 44 in all
_DEBOUNCE = 60  # ms between the last letter and the question


class FilterBar(QWidget):
    """`changed` tells that text or filters are others; sorting is the head's and only carried along."""

    changed = Signal()
    left = Signal()  # the person goes on to the rows

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = {column.id: column for column in columns}
        self._filters: tuple[Filter, ...] = ()
        self._quick: tuple[Filter, ...] = ()  # what other buttons show
        self._typing = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._typing.timeout.connect(self.changed)
        self.field = self._find_field()
        self.sort = self._button("arrow-down-up", tr("Sort"))
        self.add = self._button("list-filter", tr("Filter"))
        self.views = self._button("bookmark", tr("Views"))
        self.columns = self._button("columns-3", tr("Columns"))
        self.add.setMenu(self._filter_menu())
        self._chips = Flow()
        self._lay_out()
        self._show_chips()
        privacy.signals.changed.connect(self._follow_privacy)

    def find_text(self) -> str:
        """What is to be found."""
        return self.field.text().strip()

    def filters(self) -> tuple[Filter, ...]:
        """The filters that hold."""
        return self._filters

    def show_query(self, query: Query) -> None:
        """Show a question; nothing is told."""
        self._typing.stop()
        if self.find_text() != query.find:
            self.field.blockSignals(True)
            self.field.setText(query.find)
            self.field.blockSignals(False)
        self._filters = query.filters
        self._show_chips()
        self._show_sort(query)

    def put_quick(self, buttons: QWidget, filters: Sequence[Filter]) -> None:
        """Buttons beside the field that ask for these; what they show needs no chip."""
        self._quick = tuple(filters)
        self._line.insertWidget(1, buttons, 100)
        in_order(self.field, buttons, self.sort, self.add, self.views, self.columns)
        self._show_chips()

    def type_text(self, text: str) -> None:
        """Letters typed over the rows begin a new search."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setText(text)

    def set_filter(self, column: str, one: Filter | None) -> None:
        """Put a column's filter in place of the one before; None takes it away."""
        kept = [item for item in self._filters if item.column != column]
        place = next((n for n, item in enumerate(self._filters) if item.column == column), len(kept))
        if one is not None:
            kept.insert(place, one)
        if tuple(kept) != self._filters:
            self._filters = tuple(kept)
            self._show_chips()
            self.changed.emit()

    def clear(self) -> None:
        """Show everything: no text, no filters."""
        self.show_query(Query())
        self.changed.emit()

    def edit_filter(self, column: str, under: QWidget | None = None) -> FilterPopup:
        """Open the editor of a column's filter below a button."""
        now = next((item for item in self._filters if item.column == column), None)
        popup = FilterPopup(self._columns[column], now, self)
        popup.changed.connect(lambda one: self.set_filter(column, one))
        anchor = under or self.add
        popup.show_at(anchor.mapToGlobal(QPoint(0, anchor.height() + theme.PAD_4)))
        return popup

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
            if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self.changed.emit()
        self.left.emit()

    def _find_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(tr("Find in this list"))
        field.setAccessibleName(tr("Find in this list"))
        field.setClearButtonEnabled(True)
        field.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        field_buttons.make_room(field)
        field.setMinimumWidth(168)
        field.setMaximumWidth(184)
        field.textChanged.connect(lambda _text: self._typing.start())
        TypedVeil(field)
        field.installEventFilter(self)
        return field

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon))
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        self._line = line = QHBoxLayout()
        line.setSpacing(theme.PAD_4)
        line.addWidget(self.field, 30)
        line.addStretch(1)
        self.sort.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for button in (self.sort, self.add, self.views, self.columns):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.PAD_24, _AROUND, theme.PAD_12, _AROUND)
        layout.setSpacing(theme.PAD_8)
        layout.addLayout(line)
        layout.addWidget(self._chips)

    def _filter_menu(self) -> QMenu:
        menu = QMenu(self)
        for column in [each for each in self._columns.values() if not each.late]:
            action = QAction(say(column.title), menu)
            action.triggered.connect(lambda _on, column=column: self.edit_filter(column.id))
            menu.addAction(action)
        return menu

    def _show_chips(self) -> None:
        self._chips.clear()
        shown = [one for one in self._filters if one.column in self._columns and one not in self._quick]
        for one in shown:
            self._chips.add(self._chip(one))
        if shown:
            everything = QPushButton(tr("Clear filters"))
            theme.mark(everything, "quiet")
            everything.clicked.connect(self.clear)
            self._chips.add(everything)
        self._chips.setVisible(bool(shown))

    def _show_sort(self, query: Query) -> None:
        """By what, on the button."""
        column = self._columns.get(query.sort)
        self.sort.setText(tr("Sort") if column is None else say(column.title))
        self.sort.setAccessibleName(tr("Sort") if column is None else tr("Sorted by {what}", what=say(column.title)))

    def _follow_privacy(self) -> None:
        if self._filters:
            self._show_chips()

    def _chip(self, one: Filter) -> Chip:
        chip = Chip(describe(self._columns[one.column], one))
        chip.edit_wanted.connect(lambda: self.edit_filter(one.column, chip))
        chip.remove_wanted.connect(lambda: self.set_filter(one.column, None))
        return chip
