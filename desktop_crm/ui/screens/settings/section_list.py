"""The left side of the settings: a field that finds a setting, and the sections in their groups, or what was found."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.message import Message
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import field_buttons, icons, theme
from desktop_crm.ui.sections.section import Setting, SettingsSection

WIDE: Final = 232
NARROW: Final = 176
_ROW: Final = 30
_FOUND: Final = 44
_GROUP: Final = 36
_SIDE: Final = 10  # px from the edge of a row to its words
_WHAT = Qt.ItemDataRole.UserRole
_UNDER = Qt.ItemDataRole.UserRole + 1


class Chosen(NamedTuple):
    """A section, and a setting of it (empty for none)."""

    section: str
    setting: str = ""


class SectionList(QFrame):
    """`chosen` while one moves in the list, `entered` when the keyboard shall go there; `editing` is F2 and `left` is Esc."""

    chosen = Signal(str)
    entered = Signal(object)
    editing = Signal()
    left = Signal()

    def __init__(self, sections: Sequence[SettingsSection], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sections")
        self._sections = sections
        self._settings: dict[str, Sequence[Setting]] = {}  # read when something is first sought
        self._current = ""
        heading = QLabel(tr("Settings"), self)
        heading.setContentsMargins(_SIDE, 0, 0, theme.PAD_8)
        theme.mark(heading, "heading")
        self.finder = _Find(self)
        self.list = _List(self)
        self.list.setAccessibleName(tr("Sections of the settings"))
        self.list.setItemDelegate(_Delegate(self.list))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_12, theme.PAD_12, theme.PAD_12, theme.PAD_8)
        lines.setSpacing(theme.PAD_8)
        lines.addWidget(heading)
        lines.addWidget(self.finder)
        lines.addWidget(self.list, 1)
        self.finder.textChanged.connect(self._fill)
        self.finder.below.connect(self._to_list)
        self.finder.go.connect(self._enter)
        self.finder.emptied.connect(self.take_keyboard)
        self.list.currentItemChanged.connect(lambda now, _before: self._moved(now))
        self.list.itemActivated.connect(lambda _item: self._enter())
        self.list.itemClicked.connect(self._clicked)
        self.list.typed.connect(self._type)
        self.list.editing.connect(self.editing)
        self.list.left.connect(self._escape)
        self._fill()

    # As tabs, for Ctrl+Tab

    def count(self) -> int:
        """How many sections there are."""
        return len(self._sections)

    def isTabVisible(self, index: int) -> bool:  # as tabs say it
        """All of them."""
        return 0 <= index < self.count()

    def currentIndex(self) -> int:  # as tabs say it
        """Which one is shown."""
        return next((at for at, section in enumerate(self._sections) if section.id == self._current), 0)

    def setCurrentIndex(self, index: int) -> None:  # as tabs say it
        """Show another one."""
        self.chosen.emit(self._sections[index].id)

    # What the screen asks

    def show_current(self, section: str) -> None:
        """Mark where the person is."""
        self._current = section
        self._mark()

    def take_keyboard(self) -> None:
        """To the list, where nothing can be changed by a key."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def found(self) -> list[Chosen]:
        """What the list leads to now."""
        items = (self.list.item(at).data(_WHAT) for at in range(self.list.count()))
        return [item for item in items if item is not None]

    def _fill(self, _text: str = "") -> None:
        self.list.blockSignals(True)
        self.list.clear()
        words = self.finder.text().casefold().split()
        if words:
            self._fill_found(words)
        else:
            self._fill_groups()
        self.list.blockSignals(False)
        self._mark()

    def _fill_groups(self) -> None:
        group = None
        for section in self._sections:
            if section.group != group:
                group = section.group
                self._put(say(group), None, _GROUP)
            self._put(say(section.title), Chosen(section.id), _ROW)

    def _fill_found(self, words: Sequence[str]) -> None:
        """Sections of that name first, then settings of that name, then what only tells of it."""
        sections = [each for each in self._sections if _has(words, (each.title,))]
        for section in sections:
            self._put(say(section.title), Chosen(section.id), _ROW)
        settings = [(section, each) for section in self._sections for each in self._answering(words, section)]
        for section, setting in sorted(settings, key=lambda each: not _has(words, (each[1].label,))):
            self._put(say(setting.label), Chosen(section.id, setting.field), _FOUND, say(section.title))
        if not self.list.count():
            self._put(tr("No setting is called that."), None, _ROW)

    def _answering(self, words: Sequence[str], section: SettingsSection) -> Iterator[Setting]:
        for setting in self._settings_of(section):
            if _has(words, (setting.label, *setting.more, section.title)) and _has_own(words, setting):
                yield setting

    def _settings_of(self, section: SettingsSection) -> Sequence[Setting]:
        if section.id not in self._settings:
            self._settings[section.id] = section.settings()
        return self._settings[section.id]

    def _put(self, words: str, what: Chosen | None, height: int, under: str = "") -> None:
        item = QListWidgetItem(words, self.list)
        item.setData(_WHAT, what)
        item.setData(_UNDER, under)
        item.setSizeHint(QSize(0, height))
        if what is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            item.setToolTip(words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {under}" if under else words)

    def _mark(self) -> None:
        """In the list of sections the one that is shown; among what was found nothing but what one goes to."""
        self.list.blockSignals(True)
        at = next((at for at in range(self.list.count()) if self._is(at, Chosen(self._current))), -1)
        if not self.finder.text().strip() or at >= 0:
            self.list.setCurrentRow(at)
        self.list.blockSignals(False)

    def _is(self, at: int, wanted: Chosen) -> bool:
        return bool(self.list.item(at).data(_WHAT) == wanted)

    def _moved(self, item: QListWidgetItem | None) -> None:
        what = item.data(_WHAT) if item is not None else None
        if what is not None and what.section != self._current:
            self._current = what.section
            self.chosen.emit(what.section)

    def _clicked(self, item: QListWidgetItem) -> None:
        what = item.data(_WHAT)
        if what is not None and what.setting:
            self.entered.emit(what)

    def _enter(self) -> None:
        item = self.list.currentItem()
        what = item.data(_WHAT) if item is not None else None
        if what is None and self.finder.text().strip():
            what = next(iter(self.found()), None)
        if what is not None:
            self.entered.emit(what)

    def _to_list(self) -> None:
        first = next((at for at in range(self.list.count()) if self.list.item(at).data(_WHAT) is not None), -1)
        if self.list.currentRow() < 0 and first >= 0:
            self.list.setCurrentRow(first)
        self.take_keyboard()

    def _type(self, text: str) -> None:
        """The first letter typed in the list begins a new search."""
        begun = self.finder.hasFocus()
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finder.setText(self.finder.text() + text if begun else text)

    def _escape(self) -> None:
        if self.finder.text():
            self.finder.clear()
        else:
            self.left.emit()


class _Find(QLineEdit):
    """Down goes to the list, Enter to the first that was found, Esc empties."""

    below = Signal()
    go = Signal()
    emptied = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("Find a setting"))
        self.setAccessibleName(tr("Find a setting"))
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        field_buttons.make_room(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.below.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.go.emit()
            case Qt.Key.Key_Escape:
                self.clear()
                self.emptied.emit()
            case _:
                super().keyPressEvent(event)


class _List(QListWidget):
    """Letters go to the field that finds."""

    typed = Signal(str)
    editing = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumWidth(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        match event.key():
            case Qt.Key.Key_F2 if plain:
                self.editing.emit()
            case Qt.Key.Key_Escape if plain:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Right if plain and self.currentItem() is not None:
                self.itemActivated.emit(self.currentItem())
            case _ if plain and event.text().strip() and event.text().isprintable():
                self.typed.emit(event.text())
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    """Words, and under them in which section; the groups' words are small."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colors, what = theme.colors(), index.data(_WHAT)
        chosen = what is not None and bool(option.state & QStyle.StateFlag.State_Selected)
        over = what is not None and bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft if chosen else colors.hover))
            painter.drawRoundedRect(option.rect, theme.RADIUS, theme.RADIUS)
        box = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        under = index.data(_UNDER)
        if what is None:
            line = QRect(box.left(), box.bottom() - 26, box.width(), 24)
            _draw(painter, line, str(index.data()), theme.font(theme.SMALL), colors.muted)
        elif under:
            top = QRect(box.left(), box.top() + 4, box.width(), 20)
            _draw(painter, top, str(index.data()), theme.font(strong=chosen), colors.text)
            below = QRect(box.left(), box.top() + 22, box.width(), 18)
            _draw(painter, below, under, theme.font(theme.SMALL), colors.muted)
        else:
            _draw(painter, box, str(index.data()), theme.font(strong=chosen), colors.text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint: QSize = index.data(Qt.ItemDataRole.SizeHintRole)
        return QSize(option.rect.width(), hint.height())


def _draw(painter: QPainter, box: QRect, words: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _has(words: Sequence[str], told: Sequence[Message]) -> bool:
    """Each of the words, in what is shown or in English."""
    text = " ".join(_said(each) for each in told)
    return all(_begins(word, text) for word in words)


def _has_own(words: Sequence[str], setting: Setting) -> bool:
    """One of them at least in the setting itself: the section's name alone leads to the section."""
    text = " ".join(_said(each) for each in (setting.label, *setting.more))
    return any(_begins(word, text) for word in words)


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text begins so."""
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None


def _said(message: Message) -> str:
    return f"{say(message)} {message.text}".casefold()
