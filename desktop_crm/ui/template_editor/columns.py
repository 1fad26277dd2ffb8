"""The two languages of a template side by side, and the fields that may be put into them."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from desktop_crm.model.contract import Template, TemplateKind
from desktop_crm.services import template as templates
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import field_buttons, theme
from desktop_crm.ui.template_editor.text import TemplateText

_ROOM = 840  # px for both languages and the fields
_FIELDS, _FEW = 260, 180


class Column(QWidget):
    """Title and text in one language."""

    edited = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = QLabel(words, self)
        theme.mark(name, "strong")
        self.title = QLineEdit(self)
        self.title.setAccessibleName(tr("Name of the template, {language}", language=words))
        self.text = TemplateText(self)
        self.text.setAccessibleName(tr("Text of the template, {language}", language=words))
        self.title.textEdited.connect(lambda _text: self.edited.emit())
        self.text.textChanged.connect(self.edited)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.PAD_8)
        lines.addWidget(name)
        lines.addWidget(self.title)
        lines.addWidget(self.text, 1)


class FieldList(QWidget):
    """What may stand in a template; a double click or Enter writes it."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QLabel(tr("Fields"), self)
        theme.mark(head, "strong")
        self.finder = QLineEdit(self)
        self.finder.setPlaceholderText(tr("Find a field"))
        self.finder.setAccessibleName(tr("Find a field"))
        self.finder.setClearButtonEnabled(True)
        field_buttons.make_room(self.finder)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Fields of templates"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListWidget::item { padding: 3px 4px; }")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._kind = ""
        self.offer(TemplateKind.CONTRACT)
        self.list.itemActivated.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.finder.textChanged.connect(self._filter)
        hint = QLabel(tr("A double click puts the field where the cursor is."), self)
        hint.setWordWrap(True)
        theme.mark(hint, "small")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.PAD_8)
        for widget in (head, self.finder, self.list, hint):
            lines.addWidget(widget)

    def offer(self, kind: str) -> None:
        """The fields of these papers."""
        if kind == self._kind:
            return
        self._kind = kind
        self.list.clear()
        for field in templates.fields(kind):
            item = QListWidgetItem(say(field.title), self.list)
            item.setData(Qt.ItemDataRole.UserRole, field.name)
            item.setToolTip(f"{say(field.title)}\n{{{{ {field.name} }}}}")
        self._filter(self.finder.text())

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for at in range(self.list.count()):
            item = self.list.item(at)
            told = f"{item.text()} {item.data(Qt.ItemDataRole.UserRole)}".casefold()
            item.setHidden(not all(word in told for word in words))


class Columns(QWidget):
    """Both columns and the fields; the field goes into the text that was typed in last."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = {"id": Column(tr("Indonesian"), self), "en": Column(tr("English"), self)}
        self.fields = FieldList(self)
        self.fields.wanted.connect(self._insert)
        self._last: TemplateText = self.columns["id"].text
        self._showing = False
        self._language = "id"
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        for column in self.columns.values():
            column.edited.connect(self._tell)
            column.text.installEventFilter(self)
            splitter.addWidget(column)
        splitter.addWidget(self.fields)
        for widget, left, right in zip(
            (*self.columns.values(), self.fields),
            (0, theme.PAD_12, theme.PAD_12),
            (theme.PAD_12, theme.PAD_12, 0),
            strict=True,
        ):
            widget.setContentsMargins(left, 0, right, 0)
        splitter.setSizes([400, 400, 220])
        for at, stretch in enumerate((1, 1, 0)):
            splitter.setStretchFactor(at, stretch)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        lines.addWidget(splitter)

    def show_template(self, template: Template) -> None:
        """Show titles and texts of a record."""
        self._showing = True
        self.fields.offer(template.kind)
        for code, column in self.columns.items():
            column.title.setText(template.title(code))
            if column.text.source() != template.text(code):  # the cursor stays where it is after saving
                column.text.setPlainText(template.text(code))
            column.text.mark_line(0)
        self._showing = False

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Write other texts, as if typed: Ctrl+Z in a text takes it back."""
        for code, text in texts.items():
            cursor = self.columns[code].text.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(text)

    def type_values(self, values: Mapping[str, Any]) -> None:
        """Type what `values` gave before, or some of it."""
        for code, column in self.columns.items():
            column.title.setText(str(values.get(f"title_{code}", column.title.text())))
        texts = self.texts()
        self.put_texts({code: str(values.get(f"text_{code}", text)) for code, text in texts.items()})

    def texts(self) -> dict[str, str]:
        """By language."""
        return {code: column.text.source() for code, column in self.columns.items()}

    def titles(self) -> dict[str, str]:
        """By language."""
        return {code: column.title.text() for code, column in self.columns.items()}

    def show_language(self, code: str) -> None:
        """This one, where there is no room for both."""
        self._language = code
        self._last = self.columns[code].text
        self._fit()

    def values(self) -> dict[str, str]:
        """As the record has them."""
        titles = {f"title_{code}": column.title.text().strip() for code, column in self.columns.items()}
        return titles | {f"text_{code}": text for code, text in self.texts().items()}

    def mark(self, lines: Sequence[tuple[str, int]]) -> None:
        """Mark the lines with mistakes, by language."""
        for code, column in self.columns.items():
            column.text.mark_line(next((line for there, line in lines if there == code), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        both = self.width() >= _ROOM
        for code, column in self.columns.items():
            column.setVisible(both or code == self._language)
        self.fields.setMaximumWidth(_FIELDS if both else _FEW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, TemplateText):
            self._last = watched
        return super().eventFilter(watched, event)

    def _insert(self, name: str) -> None:
        self._last.insert_field(name)

    def _tell(self) -> None:
        if not self._showing:
            self.edited.emit()
