"""The line above the paper: page, zoom, search at the left; save and print at the right."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import tip
from desktop_crm.ui.look.roomy_button import RoomyButton, fit
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.preview.view import PageView

_OFFERED = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class Toolbar(QWidget):
    """Buttons of the pane's commands, the number of the page and the zoom."""

    def __init__(self, actions: Actions, name: str, view: PageView, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._name = name
        self._view = view
        self._total = 0
        self.page = QLineEdit(self)
        self.count = QLabel(self)
        self.zoom = QToolButton(self)
        self.print = self._push("print", tr("Print…"), "printer", primary=True)
        self.save = self._push("save", tr("Save as PDF…"), "file-down", primary=False)
        self._build_page()
        self._build_zoom()
        self._build()
        view.page_changed.connect(self._show_page)
        view.zoom_changed.connect(self._show_zoom)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """How many pages there are."""
        self._total = count
        self.page.setText(str(self._view.page + 1) if count else "")
        self.count.setText(tr("of {count}", count=count) if count else "")
        for widget in (self.page, self.zoom):
            widget.setEnabled(count > 0)

    def set_forbidden(self, why: str) -> None:
        """Why printing and saving are not possible now; empty when they are."""
        for button, name in ((self.print, f"{self._name}.print"), (self.save, f"{self._name}.save")):
            usual = (
                self._actions.qaction(name).toolTip() if name in self._actions else ""
            )  # gone when the window is built anew
            button.setToolTip(tip(why) or usual)
            button.setAccessibleDescription(why)

    def keep_order(self, *more: QWidget) -> None:
        """Tab as the eye; `more` stand at the end of the left half."""
        in_order(*self._left, *more, self.save, self.print)

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            fit(self, (self.save, self.print))
        return super().event(event)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_12, theme.PAD_8, theme.PAD_12, theme.PAD_8)
        row.setSpacing(theme.PAD_4)
        pictures, smaller, larger, find = map(self._button, ("pictures", "smaller", "larger", "find"))
        self._left = (pictures, self.page, smaller, self.zoom, larger, find)
        row.addWidget(pictures)
        row.addSpacing(theme.PAD_8)
        row.addWidget(self.page)
        row.addWidget(self.count)
        row.addSpacing(theme.PAD_12)
        row.addWidget(smaller)
        row.addWidget(self.zoom)
        row.addWidget(larger)
        row.addSpacing(theme.PAD_8)
        row.addWidget(find)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addSpacing(theme.PAD_4)
        row.addWidget(self.print)

    def _build_page(self) -> None:
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setMaxLength(5)
        self.page.setFont(theme.number_font())
        self.page.setFixedWidth(48)
        self.page.setAccessibleName(tr("Page"))
        self.page.setToolTip(tr("Go to page"))
        self.page.returnPressed.connect(self._view.setFocus)
        self.page.editingFinished.connect(self._go)
        theme.mark(self.count, "muted")
        self.count.setFont(theme.number_font())

    def _build_zoom(self) -> None:
        menu = QMenu(self.zoom)
        for name in ("width", "page"):
            menu.addAction(self._actions.qaction(f"{self._name}.{name}"))
        menu.addSeparator()
        for zoom in _OFFERED:
            action = QAction(_percent(zoom), menu)
            action.triggered.connect(lambda _checked=False, zoom=zoom: self._view.set_zoom(zoom))
            menu.addAction(action)
        self.zoom.setMenu(menu)
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.zoom.setToolTip(tr("Zoom"))
        self.zoom.setFont(theme.number_font())
        self.zoom.setFixedWidth(56)
        self._show_zoom(self._view.zoom)

    def _button(self, id: str) -> QToolButton:
        return self._actions.button(f"{self._name}.{id}", self)

    def _push(self, id: str, words: str, picture: str, *, primary: bool) -> RoomyButton:
        """A button with words; the command tells whether it is enabled."""
        qaction = self._actions.qaction(f"{self._name}.{id}")
        button = RoomyButton(icons.icon(picture, "on_accent" if primary else None), words, self)
        if primary:
            theme.mark(button, "primary")
        button.setAutoDefault(False)
        button.clicked.connect(qaction.trigger)
        button.setEnabled(qaction.isEnabled())
        qaction.enabledChanged.connect(button.setEnabled)
        return button

    def _go(self) -> None:
        """To the page whose number was typed, or the nearest there is."""
        text = self.page.text().strip()
        typed = int(text) if text.isdecimal() else 0
        page = min(max(typed, 1), max(self._total, 1)) - 1
        if typed and page != self._view.page:
            self._view.go_to_page(page)
        self._show_page(self._view.page)

    def _show_page(self, page: int) -> None:
        self.page.setText(str(page + 1) if self._total else "")

    def _show_zoom(self, zoom: float) -> None:
        self.zoom.setText(_percent(zoom))
        self.zoom.setAccessibleName(tr("Zoom, {percent}", percent=_percent(zoom)))


def _percent(zoom: float) -> str:
    return f"{speak().number(round(zoom * 100))}%"
