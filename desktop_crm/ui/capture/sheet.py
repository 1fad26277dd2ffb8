"""The sheet of Ctrl+J: it lies over the window, keeps what is typed while one types, and gives the keyboard back where it was.

All keys are its own while it lies, but those of the privacy screen and the full screen: nothing below moves.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.errors import UserError
from desktop_crm.services import activity
from desktop_crm.services import who as people
from desktop_crm.services.draft import Draft
from desktop_crm.services.who import Who
from desktop_crm.ui.capture import words
from desktop_crm.ui.capture.beside import WIDTH as BESIDE
from desktop_crm.ui.capture.beside import WhoItIs
from desktop_crm.ui.capture.foot import Foot
from desktop_crm.ui.capture.form import WIDTH as FORM
from desktop_crm.ui.capture.form import CaptureForm
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.hints import Hint
from desktop_crm.ui.desk.sheet import Sheet
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.records.drafts import DraftKeeper, offer_draft
from desktop_crm.ui.records.offer import Offer

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

#: What drafts are kept under.
NOUN: Final = "capture"

_SIZE: Final = QSize(FORM + BESIDE, 488)
_TOP: Final = 68
_HEAD: Final = 48
_AROUND: Final = 24  # px above and below the field that has the keyboard
_SHADE: Final = QColor(15, 23, 42, 71)
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
#: Keys of the window that go on working.
_THROUGH: Final = frozenset({Qt.Key.Key_F11, Qt.Key.Key_F12})
_HELD: Final = Qt.KeyboardModifier.ControlModifier
_KINDS: Final = {getattr(Qt.Key, f"Key_{digit}"): digit - 1 for digit in range(1, 6)}

#: What to do once who it is is known.
Then = Callable[[], object]


class CaptureSheet(Sheet):
    """Over all of `place`; gone when it was closed."""

    def __init__(self, desk: Desk, place: QWidget, page: tuple[int, int | None] | None) -> None:
        super().__init__(place)
        self._place = place
        self.setObjectName("capture-shade")
        self.setAccessibleName(tr("Capture"))
        self._desk = desk
        self._before: QWidget | None = place.window().focusWidget()
        self._then: Then | None = None
        self._is_going, self._has_room = False, True
        self._free = 0
        self.panel = QFrame(self)
        self.panel.setObjectName("capture")
        self._head, self._area = QFrame(self.panel), QScrollArea(self.panel)
        body = QWidget(self._area)
        self._area.setWidget(body)  # empty: Qt looks at every widget in what is put somewhere else
        self.form = CaptureForm(desk, self.panel, body)
        self.beside = WhoItIs(desk, body)
        self.foot = Foot(desk, self.panel)
        self.offer = Offer(self._head)
        theme.mark(self.offer, "")
        self.drafts = DraftKeeper(desk, self._typed, self)
        self.drafts.begin(NOUN)
        self._lay_out(body)
        self._listen()
        place.installEventFilter(self)
        self.setGeometry(place.rect())
        self.show()
        self.raise_()
        self.form.who.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._begin(page)

    # What the window does with it

    def press_again(self) -> None:
        """Its key once more: go on with what was typed before, if that is offered."""
        self.offer.take_first()

    def type_draft(self, draft: Draft) -> None:
        """Go on with what was typed and not saved."""
        self.offer.hide()
        self.drafts.take_over(draft)
        self._restore(draft.typed)
        self.drafts.keep_soon()

    def close_kept(self, *, gives_back: bool = True) -> None:
        """What is typed stays a draft, offered by the next Ctrl+J."""
        self.drafts.keep()
        self._go(gives_back=gives_back)

    def give_way(self) -> None:
        """Another screen is shown below."""
        self.close_kept(gives_back=False)

    def leave_free(self, height: int) -> None:
        """For notes that have no other room."""
        self._free = height
        self._fit()

    # Keys

    def key_hints(self) -> Sequence[Hint]:
        """The sheet's own."""
        return [
            Hint("Enter", tr("next field")),
            Hint("Ctrl+Enter", tr("save")),
            Hint("Ctrl+Shift+Enter", tr("save and next")),
            Hint(f"Alt+1…{len(_KINDS)}", tr("kind")),
            Hint("Esc", tr("close, draft kept")),
        ]

    def event(self, event: QEvent) -> bool:
        """No key reaches a command of the window below."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() not in _THROUGH:
                event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.offer and event.type() in {QEvent.Type.HideToParent, QEvent.Type.ShowToParent}:
            self._show_head()
        if event.type() == QEvent.Type.Resize and watched is self._place:
            self.setGeometry(self._place.rect())
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is not self._place:
            return self._key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            event.accept()  # and it ends here

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's name
        """Tab goes round in the sheet."""
        stops = self._stops()
        focused = self.window().focusWidget()
        at = stops.index(focused) if focused in stops else -1
        if stops:
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            stops[(at + (1 if next else -1)) % len(stops)].setFocus(reason)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        """The sheet's own keys, before an editor takes them."""
        held, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key())
        if key in _ENTER:
            return self._enter(held)
        if key == Qt.Key.Key_Escape and not held:
            self._escape()
        elif key in _KINDS and held == Qt.KeyboardModifier.AltModifier:
            self.form.choose_kind(_KINDS[key])
        elif key == Qt.Key.Key_J and held == _HELD:
            self.press_again()
        elif event.matches(QKeySequence.StandardKey.Paste):
            return self.foot.picture.paste()
        else:
            return False
        return True

    def _enter(self, held: Qt.KeyboardModifier) -> bool:
        focused = self.window().focusWidget()
        if held == _HELD:
            self.save()
        elif held == _HELD | Qt.KeyboardModifier.ShiftModifier:
            self.save_and_next()
        elif held or focused is self.form.days.line:
            return False
        elif focused is self.form.who.line:
            return False  # it takes what is chosen first
        elif self.form.days.is_chosen(focused):
            self.foot.save.setFocus(Qt.FocusReason.TabFocusReason)
        elif isinstance(focused, QAbstractButton):
            return False
        else:
            self._next(focused)
        return True

    def _next(self, focused: QWidget | None) -> None:
        following = self.form.focus_next(focused)
        if following is self.form.days:
            self.form.days.focus()
        else:
            (following or self.foot.save).setFocus(Qt.FocusReason.TabFocusReason)

    def _escape(self) -> None:
        """From the inside out: the list of people, the line of a day, the sheet."""
        if not self.form.who.close_list() and not self.form.days.take_back():
            self.close_kept()

    def _stops(self) -> list[QWidget]:
        """As it is read: form, what stands beside it, foot, head. Of our own: Qt's inner widgets are not to be met."""
        found = [*self.form.stops(), *self.beside.stops(), *self.foot.stops(), *self.offer.buttons(), self._close]
        return [each for each in found if each.isVisible() and each.isEnabled()]

    # Saving

    def save(self) -> None:
        """Keep it and close."""
        self._when_known(lambda: self._keep(self._go))

    def save_and_next(self) -> None:
        """Keep it and begin the next."""
        self._when_known(lambda: self._keep(self._anew))

    def save_and_order(self) -> None:
        """Keep it, and begin an order of this client; without anything said the client alone."""
        self._when_known(self._order_now)

    def _when_known(self, then: Then) -> None:
        """Who it is may still be looked for."""
        self._then = None
        if self.form.who.is_waiting():
            self._then = then
        else:
            then()

    def _answered(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _keep(self, after: Then) -> int | None:
        """Write it; the client's id, None when something is to be mended first."""
        if not self.form.check():
            return None
        who, values = self.form.who.chosen, self.form.values()
        assert who is not None
        closes, picture = self.beside.closes(), self.foot.picture.picture

        def work(session: "Session") -> int:
            return activity.capture(session, who, values, closes=closes, picture=picture).client_id

        client_id = self._write(activity.told(values["kind"], who.called), work)
        if client_id is None:
            return None
        told = words.kept(
            values["kind"], who.called, who.client if who.client_id else "", values["text"], values["due"]
        )
        self.drafts.drop()
        after()
        self._desk.tell_done(told, self._entry)
        self._desk.actions.refresh()
        return client_id

    def _order_now(self) -> None:
        who = self.form.who.chosen
        if who is None or self.form.is_said():
            client_id = self._keep(lambda: self._go(gives_back=False))
        elif who.client_id is not None and not who.is_new:
            client_id = who.client_id
            self.drafts.drop()
            self._go(gives_back=False)
        else:
            client_id = self._make(who)
        if client_id is not None:
            self._desk.start_new("order", client_id=client_id)

    def _make(self, who: Who) -> int | None:
        client_id = self._write(people.told(who), lambda session: people.make(session, who)[0].id)
        if client_id is not None:
            self.drafts.drop()
            self._go(gives_back=False)
        return client_id

    def _write(self, message: Any, work: "Callable[[Session], int]") -> int | None:
        from desktop_crm.services.workspace import entry_of

        try:
            with self._desk.workspace.write(message) as session:
                done = work(session)
        except UserError as error:
            self.form.tell_who(say(error.message))
            return None
        except Exception as error:  # noqa: BLE001  # every kind has its place in the window; what is typed stays
            self.drafts.keep()
            self._desk.notify.error(error)
            return None
        self._entry = entry_of(session)
        return done

    # Coming and going

    def _begin(self, page: tuple[int, int | None] | None) -> None:
        self._time.setText(self._told_time())
        if page is not None and (who := people.known(self._desk.workspace, *page)) is not None:
            self.form.who.propose(who)
        draft = next(iter(self._desk.drafts.of_card(NOUN, None)), None)
        offer_draft(self._desk, self.offer, draft, None, lambda: self.type_draft(draft) if draft else None)

    def _anew(self) -> None:
        self.form.begin()
        self.foot.picture.restore({})
        self.drafts.begin(NOUN)
        self._time.setText(self._told_time())
        self.form.who.line.setFocus()

    def _go(self, *, gives_back: bool = True) -> None:
        if self._is_going:
            return
        self._is_going, self._then = True, None
        _app().focusChanged.disconnect(self._focus_moved)  # it is told of the end of whoever has the keyboard, too
        before, self._before = self._before, None
        self.hide()
        self.deleteLater()
        if gives_back and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> Mapping[str, Any]:
        picture = self.foot.picture.draft()
        if not self.form.is_typed() and not picture:
            return {}
        return {**self.form.draft(), "picture": picture, "ticks": self._ticks()}

    def _ticks(self) -> list[list[int]]:
        return [[step_id, int(ticked)] for step_id, ticked in self.beside.decided().items()]

    def _restore(self, typed: Mapping[str, Any]) -> None:
        self.form.restore(typed)
        self.foot.picture.restore(typed.get("picture") or {})
        ticks = typed.get("ticks") or []
        self.beside.restore([step_id for step_id, ticked in ticks if ticked], [step_id for step_id, _ in ticks])
        self._time.setText(self._told_time())

    def _told_time(self) -> str:
        moment = self.form.moment
        return f"{speak().time(moment)}, {speak().day_soon(moment.date())}"

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Something below took the keyboard, a list that was read anew: it comes back."""
        if new is None or self._is_going or not self.isVisible():
            return
        if self.isAncestorOf(new):
            new.removeEventFilter(self)
            if self._area.isAncestorOf(new):
                self._area.ensureWidgetVisible(new, 0, _AROUND)
            new.installEventFilter(self)  # before the window's, which presses a button on Enter
            return
        if self._place.isAncestorOf(new) and not self.isAncestorOf(new):
            QTimer.singleShot(0, self, self._take_keyboard_back)

    def _take_keyboard_back(self) -> None:
        focused = self.window().focusWidget()
        if self.isVisible() and not self._is_going and (focused is None or not self.isAncestorOf(focused)):
            self.form.who.line.setFocus()

    # What is seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _SHADE)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As drawn where there is room; else lower down to the edges, its parts one below the other."""
        room = self.rect().adjusted(0, 0, 0, -self._free)
        gap = theme.PAD_16 if room.width() >= _SIZE.width() + 2 * theme.PAD_16 else theme.PAD_8
        width = min(_SIZE.width(), room.width() - 2 * gap)
        top = _TOP if room.height() >= _TOP + _SIZE.height() + gap else max(gap, (room.height() - _SIZE.height()) // 2)
        height = min(_SIZE.height(), room.height() - top - gap)
        self.panel.setGeometry(QRect((room.width() - width) // 2, top, width, height))
        stacked = width < _SIZE.width() - 100
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        self.beside.setFixedWidth(width - 2 if stacked else max(width - FORM, 240))
        self.foot.show_keys(shown=not stacked)
        self._has_room = not stacked
        self._show_head()

    def _show_head(self) -> None:
        """What is offered takes the room of what goes without saying."""
        for label in (self._subtitle, self._time):
            label.setVisible(self._has_room and self.offer.isHidden())

    def _listen(self) -> None:
        form, foot = self.form, self.foot
        form.edited.connect(self.drafts.keep_soon)
        form.who_changed.connect(lambda: self.beside.show_who(form.who.chosen, form.kind))
        form.who.answered.connect(self._answered)
        form.who.entered.connect(lambda: self._next(form.who.line))
        foot.picture.changed.connect(self.drafts.keep_soon)
        foot.save.clicked.connect(self.save)
        foot.again.clicked.connect(self.save_and_next)
        foot.order.clicked.connect(self.save_and_order)
        self.offer.installEventFilter(self)
        _app().focusChanged.connect(self._focus_moved)

    def _lay_out(self, body: QWidget) -> None:
        theme.mark(body, "page")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self.form, 1)
        self._columns.addWidget(self.beside)
        area = self._area
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill_head()
        lines = QVBoxLayout(self.panel)
        lines.setContentsMargins(1, 1, 1, 1)
        lines.setSpacing(0)
        lines.addWidget(self._head)
        lines.addWidget(area, 1)
        lines.addWidget(self.foot)

    def _fill_head(self) -> None:
        head = self._head
        head.setObjectName("capture-head")
        head.setFixedHeight(_HEAD)
        title = PlainLabel(tr("Capture"), head)
        title.setFont(theme.font(theme.LARGE, strong=True))
        self._subtitle, self._time = PlainLabel(tr("a call, a message, a visit"), head), PlainLabel(parent=head)
        theme.mark(self._subtitle, "muted")
        theme.mark(self._time, "small")
        self._close = close = QToolButton(head)
        close.setIcon(icons.icon("x"))
        close.setAccessibleName(tr("Close, the draft is kept"))
        close.setToolTip(tr("Close, the draft is kept (Esc)"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(lambda _checked=False: self.close_kept())
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 0, theme.PAD_16, 0)
        row.setSpacing(theme.PAD_8)
        row.addWidget(IconLabel("zap", "accent", parent=head))
        row.addWidget(title)
        row.addSpacing(theme.PAD_4)
        row.addWidget(self._subtitle)
        row.addStretch(1)
        row.addWidget(self.offer, 100)
        row.addWidget(self._time)
        row.addSpacing(theme.PAD_8)
        row.addWidget(close)


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
