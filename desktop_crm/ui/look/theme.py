"""Colours, fonts and measures of the window, light and dark.

`apply` sets our palette, the Inter font and the style sheet upon Fusion (see `ARGUMENTS`); `colors()` and `tone_colors` are for what is
painted by hand, `signals.changed` tells when they have become others. Style sheet hooks for widgets, set with `mark`:
`mark(button, "primary" | "quiet" | "danger")` and `mark(label, "title" | "heading" | "strong" | "muted" | "small" | "problem" | "number")`;
`mark(frame, "card")` makes a raised frame. `number_font()` has tabular figures. Qt's many enumerations take 15 ms to load: here
only when they are needed, because a window is painted before.
"""

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop_crm.model.tone import Tone

#: For QApplication: said later, the style's name would have all of QStyle loaded before the first paint.
ARGUMENTS: Final = ("-style", "fusion")
#: Paddings and gaps, px.
PAD_4, PAD_8, PAD_12, PAD_16, PAD_24 = 4, 8, 12, 16, 24
RADIUS: Final = 6
_MIDDLE: Final = 128  # lightness between dark and light
ROW_HEIGHT: Final = 30
CONTROL_HEIGHT: Final = 30

#: macOS counts 72 dots an inch where the others count 96.
_SCALE: Final = 1.3 if sys.platform == "darwin" else 1.0
#: Font sizes, pt.
SMALL, BASE, LARGE, HEADING, TITLE = (size * _SCALE for size in (8.5, 10.0, 12.0, 16.0, 22.0))
#: Looks in semibold, with their sizes.
_STRONG: Final = {"title": TITLE, "heading": HEADING, "strong": BASE, "primary": BASE, "quiet": BASE}


class Colors(NamedTuple):
    """One theme's colours. `text`, `muted` and the meanings are readable on every background named here."""

    dark: bool
    surface: str  # the window
    raised: str  # lists, editors, cards, menus
    hover: str  # under the pointer
    line: str  # between things
    border: str  # around editors and buttons, and other marks: seen on surface, raised and hover
    text: str
    muted: str
    faint: str  # disabled; frames under the pointer
    accent: str
    accent_hover: str
    accent_soft: str  # selected rows, the current place
    on_accent: str
    good: str
    good_soft: str
    attention: str
    attention_soft: str
    danger: str
    danger_soft: str
    information: str
    information_soft: str
    neutral: str
    neutral_soft: str


LIGHT: Final = Colors(
    dark=False,
    surface="#F8FAFC",
    raised="#FFFFFF",
    hover="#EEF2F6",
    line="#E2E8F0",
    border="#7F8DA0",
    text="#0F172A",
    muted="#526075",
    faint="#6B7889",
    accent="#0F766E",
    accent_hover="#0B5F59",
    accent_soft="#D9F2EE",
    on_accent="#FFFFFF",
    good="#166534",
    good_soft="#DCFCE7",
    attention="#8A4B08",
    attention_soft="#FEF3C7",
    danger="#B4191F",
    danger_soft="#FEE7E7",
    information="#1D4ED8",
    information_soft="#E0EAFF",
    neutral="#475569",
    neutral_soft="#E9EEF4",
)
DARK: Final = Colors(
    dark=True,
    surface="#0F172A",
    raised="#172135",
    hover="#202C42",
    line="#27344B",
    border="#66758F",
    text="#E6EBF3",
    muted="#A3B0C4",
    faint="#8492AB",
    accent="#2DD4BF",
    accent_hover="#5EEAD4",
    accent_soft="#143F45",
    on_accent="#042F2E",
    good="#6EE7A0",
    good_soft="#12362A",
    attention="#FCD267",
    attention_soft="#3B2E12",
    danger="#FDA4A4",
    danger_soft="#451D26",
    information="#A3C4FD",
    information_soft="#1B3160",
    neutral="#C3CDDB",
    neutral_soft="#2A374E",
)


class _Signals(QObject):
    """Where a change of colours is told."""

    changed = Signal()
    system_changed = Signal()  # to be followed with `apply` where the mode says so


class _State:
    """The one current theme of the process."""

    mode = "system"
    colors = LIGHT
    follows = False


_state = _State()
signals = _Signals()


def colors() -> Colors:
    """The colours in force."""
    return _state.colors


def mode() -> str:
    """What was asked for: `light`, `dark` or `system`."""
    return _state.mode


def tone_colors(tone: Tone) -> tuple[QColor, QColor]:
    """Text and background of a chip of this meaning."""
    shown = colors()
    return QColor(getattr(shown, tone.value)), QColor(getattr(shown, f"{tone.value}_soft"))


def foretell(app: QApplication, mode: str) -> None:
    """Give a bare window the ground that `apply` will give it, at little cost; to be followed by that."""
    dark = mode == "dark" or (mode == "system" and app.palette().window().color().lightness() < _MIDDLE)
    ground = QPalette()
    ground.setColor(
        QPalette.ColorRole.Window, QColor((DARK if dark else LIGHT).surface)
    )  # QPalette(color) loads all of Qt's enumerations
    app.setPalette(ground)


def apply(app: QApplication, mode: str) -> None:
    """Show the window `light`, `dark`, or as the `system` does, from now on; may be called again at any time."""
    if mode not in {"light", "dark", "system"}:
        raise ValueError(f"no theme {mode!r}")
    from PySide6.QtCore import Qt

    hints = app.styleHints()
    _state.mode = mode
    if not _state.follows:
        _state.follows = True
        hints.colorSchemeChanged.connect(lambda _scheme: signals.system_changed.emit())
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}[mode]
    hints.setColorScheme(wanted)  # so that the system's own frames and dialogs go along
    _show(app)


def mark(widget: QWidget, role: str) -> None:
    """Give a widget its look from the style sheet (see the module)."""
    from PySide6.QtCore import Qt

    widget.setProperty("look", role)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        _set_font(widget)
        return  # the style comes to it when it is shown
    widget.style().unpolish(widget)
    _set_font(widget)  # before polishing, too: the style remembers this font and goes back to it at each change
    widget.style().polish(widget)
    _set_font(widget)


def _set_font(widget: QWidget) -> None:
    """Weights and figures can't be said in the style sheet, and a new one takes fonts away."""
    look = widget.property("look")
    if look in _STRONG:
        widget.setFont(font(_STRONG[look], strong=True))
    elif look == "number":
        widget.setFont(number_font())


@cache
def family() -> str:
    """Inter, registered with Qt; the system's font when its package is missing."""
    spec = find_spec("fontpkg_inter")
    if spec is not None and spec.origin:
        number = QFontDatabase.addApplicationFont(str(Path(spec.origin).parent / "files" / "Inter[opsz,wght].ttf"))
        names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if names:
            return names[0]
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def font(size: float = BASE, *, strong: bool = False) -> QFont:
    """The window's font in `size` pt."""
    return QFont(_font(size, strong))


@cache
def _font(size: float, strong: bool) -> QFont:
    made = QFont(family())
    made.setPointSizeF(size)
    made.setVariableAxis(QFont.Tag("opsz"), min(max(size * 96 / 72 / _SCALE, 14), 32))
    if strong:  # the axis, not the weight: Qt finds no bold face in a variable font and would smear the regular one
        made.setVariableAxis(QFont.Tag("wght"), 600)
    return made


def number_font(size: float = BASE, *, strong: bool = False) -> QFont:
    """The same with figures of one width, for columns of numbers."""
    made = font(size, strong=strong)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _show(app: QApplication) -> None:
    from PySide6.QtCore import Qt

    dark = _state.mode == "dark" or (_state.mode == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    chosen = DARK if dark else LIGHT
    if chosen is _state.colors and app.property("themed"):
        return
    from desktop_crm.ui.look.stylesheet import stylesheet

    first = not app.property("themed")
    _state.colors = chosen
    app.setProperty("themed", True)
    if not first:
        app.setPalette(palette(chosen))  # the style sheet takes copies of it for its widgets, and they keep them
        app.setStyleSheet(
            ""
        )  # when one sheet follows another, Qt lays it upon each widget once for each of its ancestors
    app.setStyleSheet(stylesheet(chosen))  # before font and palette: it makes the style, which forgets those of menus
    if first:
        app.setFont(font())
    app.setPalette(palette(chosen))
    for widget in app.allWidgets():
        _set_font(widget)
        if isinstance(widget, QLabel) and "palette(" in (text := widget.text()):
            widget.clear()  # colours in its words are those of the moment they were put there
            widget.setText(text)
    signals.changed.emit()


def palette(shown: Colors) -> QPalette:
    """Qt's palette of these colours."""
    roles = QPalette.ColorRole
    made = QPalette()
    pairs = {
        roles.Window: shown.surface,
        roles.WindowText: shown.text,
        roles.Base: shown.raised,
        roles.AlternateBase: shown.surface,
        roles.Text: shown.text,
        roles.Button: shown.raised,
        roles.ButtonText: shown.text,
        roles.BrightText: shown.danger,
        roles.ToolTipBase: shown.text,
        roles.ToolTipText: shown.surface,
        roles.PlaceholderText: shown.muted,
        roles.Highlight: shown.accent_soft,
        roles.HighlightedText: shown.text,
        roles.Accent: shown.accent,
        roles.Link: shown.accent,
        roles.LinkVisited: shown.accent,
        roles.Light: shown.raised,
        roles.Midlight: shown.hover,
        roles.Mid: shown.line,
        roles.Dark: shown.border,
        roles.Shadow: shown.border,
    }
    for role, color in pairs.items():
        made.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(shown.faint))
    return made
