"""Editor of a link to another record: found by typing, opened with Ctrl+Enter, made anew from the last suggestion."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop_crm.model.message import msg
from desktop_crm.ui.form.editor import Editor, Latest
from desktop_crm.ui.form.fields import Found, Record
from desktop_crm.ui.form.suggest import Suggestion, SuggestLine
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import field_buttons
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.privacy import privacy

_NEW = object()


class RecordEditor(Editor):
    """The record's id or None; shows its title."""

    def __init__(self, field: Record, latest: Latest | None = None) -> None:
        super().__init__()
        self._field = field
        self._title = ""
        self._clicked_into = False
        self._line = SuggestLine(self._search, latest, self._more)
        if field.placeholder:
            self._line.setPlaceholderText(say(field.placeholder))
        self._open = QAction(icon("arrow-up-right"), tr("Open (Ctrl+Enter)"), self._line)
        self._open.triggered.connect(self.open)
        self._line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        field_buttons.make_room(self._line)
        self.fill(self._line)
        self.watch(self._line)
        self._line.textEdited.connect(self._typed)
        self._line.taken.connect(self._taken)

    def show_value(self) -> None:
        self._title = "" if self._value is None else self._field.title(self._value)
        self._line.setText(self._title)
        self._line.setCursorPosition(0)
        self._open.setVisible(self._value is not None and self._field.open is not None)

    def told(self) -> str:
        return self._title

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._line.setReadOnly(read_only)

    def open(self) -> None:
        """Go to the record."""
        if self._value is not None and self._field.open is not None:
            self._field.open(self._value)

    def draft(self) -> Any:
        return {"typed": self._line.text()} if self._trouble is not None else self._value

    def restore(self, draft: Any) -> None:
        if isinstance(draft, dict):
            self._line.setText(draft["typed"])
            self._typed(draft["typed"])
        else:
            super().restore(draft)

    def leave(self) -> None:
        """Typed but not chosen: taken when only one record has this title, however it is written."""
        if self._trouble is not None:
            typed = self._line.text().strip()
            same = [found for found in self._field.search(typed) if self._field.same(typed, found.title)]
            if len(same) == 1:
                self.take(same[0].id)
        super().leave()

    def key(self, watched: QObject, event: QKeyEvent) -> bool:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self.open()
            return True
        return super().key(watched, event)

    def take_back(self) -> bool:
        self._line.close_list()
        return super().take_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click into a title selects it: the next letter looks for another one instead of spoiling this one."""
        match event.type():
            case QEvent.Type.FocusIn if isinstance(event, QFocusEvent):
                self._clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason and self._trouble is None
            case QEvent.Type.MouseButtonRelease if self._clicked_into:
                self._clicked_into = False
                if not self._line.hasSelectedText():
                    self._line.selectAll()
            case _:
                pass
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> Sequence[Suggestion]:
        found = self._field.search(text)
        if self._hides_names():
            typed = text.casefold()
            found = [item for item in found if f" {item.title.casefold()}".endswith(f" {typed}")]
        return [Suggestion(item.title, detail=item.subtitle, data=item) for item in found]

    def _hides_names(self) -> bool:
        """Only who is named in full is offered then."""
        return self._field.of_client and privacy.is_on()

    def _more(self, text: str) -> Sequence[Suggestion]:
        if self._hides_names():
            return (Suggestion(tr("Other names are covered by the privacy screen (F12)"), quiet=True),)
        if self._field.create is None:
            return ()
        label = say(self._field.create_text or msg("New…"))
        return (Suggestion(f"{label} “{text}”" if text else label, data=_NEW, quiet=True),)

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._title = ""
            self.take(None)
        elif text == self._title:
            self.take(self._value)
        else:
            self.take(None, msg("Choose one from the list"))

    def _taken(self, chosen: Suggestion) -> None:
        if isinstance(chosen.data, Found):
            self._put(chosen.data.id)
        elif chosen.data is _NEW and self._field.create is not None:
            made = self._field.create(self._line.text().strip())
            if made is not None:
                self._put(made)

    def _put(self, id: int) -> None:
        self.take(id)
        self.show_value()
        self.commit()
