"""The style sheet: what a palette can't say. `$name` is a colour of `theme.Colors`, `ui:` the folder of small pictures.

Rows of lists are painted by their own delegates: a rule for `::item` would slow every cell.
"""

from string import Template
from typing import Final

from PySide6.QtCore import QDir

from desktop_crm import assets
from desktop_crm.ui.look import theme

_NOTE_HOVER: Final = "#3D4C66"
_TEXT: Final = """
QToolTip { background: $text; color: $surface; border: 0; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="small"] { color: $muted; font-size: ${small}pt; }
QLabel[look="problem"] { color: $danger; font-size: ${small}pt; }
QLabel[look="late"] { color: $danger; }
QLabel[look="warning"] { color: $attention; font-size: ${small}pt; }
QFrame[look="card"] { background: $raised; border: 1px solid $line; border-radius: 6px; }
QFrame[look="line"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[look="line-down"] { background: $line; border: 0; max-width: 1px; min-width: 1px; }
"""

_BUTTONS: Final = """
QPushButton { background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; padding: 0 12px;
              min-height: 28px; }
QPushButton, QToolButton[toolButtonStyle="2"] { qproperty-iconSize: 22px 18px; } /* 4 px more between icon and word */
#rail QToolButton { qproperty-iconSize: 18px 18px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 26px; }
QPushButton:disabled { color: $faint; border-color: $line; background: transparent; }
QPushButton:default, QPushButton[look="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:hover, QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton:default:focus, QPushButton[look="primary"]:focus { border: 2px solid $text; }
QPushButton:default:disabled, QPushButton[look="primary"]:disabled { background: $neutral_soft; color: $faint; border-color: $neutral_soft; }
QPushButton[look="quiet"] { background: transparent; border-color: transparent; color: $accent; padding: 0 8px; }
QPushButton[look="quiet"]:hover { background: $hover; }
QPushButton[look="quiet"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[large="true"] { min-height: 36px; padding: 0 20px; }
QPushButton[large="true"]:focus { min-height: 34px; padding: 0 19px; }
QPushButton[look="link"] { background: transparent; border-color: transparent; color: $accent; padding: 0 4px; min-height: 24px; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 2px solid $accent; padding: 0 3px; min-height: 22px; }
QPushButton[look="danger"] { color: $danger; }
QPushButton[look="danger"]:hover { background: $danger_soft; border-color: $danger; }
QPushButton[look="danger"]:default { background: $danger; color: $surface; border-color: $danger; }
QPushButton[look="danger"]:default:hover { background: $danger; border-color: $text; }
QPushButton[look="danger"]:default:disabled { background: $neutral_soft; color: $faint; border-color: $neutral_soft; }
QPushButton::menu-indicator { image: url(ui:$folder/down.svg); width: 12px; height: 12px; subcontrol-position: right center; right: 8px; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton::menu-indicator { image: none; }
QToolButton:hover { background: $hover; }
QToolButton[look="quick"] { padding: 0 10px; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; border-color: $accent; }
QToolButton[look="quick"]:checked { border-color: transparent; }
QToolButton[look="outlined"] { background: $raised; border-color: $border; padding: 0 4px 0 8px; min-height: 28px; }
QToolButton[look="outlined"]:hover { background: $hover; }
QToolButton[look="outlined"]:focus { border: 2px solid $accent; padding: 0 3px 0 7px; min-height: 26px; }
QToolButton[look="primary"] { background: $accent; color: $on_accent; padding: 0 6px 0 8px; min-height: 28px; }
QToolButton[look="primary"]:hover { background: $accent_hover; }
QToolButton[look="primary"]:focus { border: 2px solid $text; padding: 0 5px 0 7px; }
QToolButton[look="chip"] { background: $raised; border-color: $border; border-radius: 14px; padding: 0 10px; min-height: 25px; }
QToolButton[look="chip"]:hover { background: $hover; }
QToolButton[look="chip"]:checked { background: $accent_soft; border-color: $accent; }
QToolButton[look="chip"]:focus { border: 2px solid $accent; padding: 0 9px; min-height: 23px; }
QToolButton[look="segment"] { background: $raised; border-color: $border; border-radius: 0; padding: 0 4px; min-height: 27px;
    margin-left: -1px; }
QToolButton[look="segment"][end="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; margin-left: 0; }
QToolButton[look="segment"][end="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton[look="segment"]:hover { background: $hover; }
QToolButton[look="segment"]:checked { background: $accent_soft; border-color: $accent; }
QToolButton[look="segment"]:focus { border: 2px solid $accent; padding: 0 3px; min-height: 25px; }
QToolButton[look="piece"] { background: $accent_soft; padding: 0 22px 0 9px; min-height: 28px; }
QToolButton[look="piece"]:hover { border-color: $accent; }
QToolButton[look="piece"]:focus { border: 2px solid $accent; padding: 0 21px 0 8px; min-height: 26px; }
QToolButton[look="piece"]::menu-indicator { image: url(ui:$folder/down.svg); width: 12px; height: 12px; subcontrol-position: right center; right: 8px; }
QToolButton[look="fold"] { text-align: left; min-height: 28px; padding: 0 4px; }
QToolButton[look="fold"]:checked { background: transparent; border-color: transparent; }
QToolButton[look="fold"]:focus, QToolButton[look="fold"]:checked:focus { border: 2px solid $accent; padding: 0 3px; min-height: 26px; }
QToolButton[look="add"] { color: $accent; padding: 0 8px; min-height: 28px; }
QToolButton[look="add"]:focus { border: 2px solid $accent; padding: 0 7px; min-height: 26px; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton[look="kind"] { padding: 0 8px; min-height: 26px; }
QToolButton[look="kind"]:checked { background: $neutral_soft; border-color: transparent; }
QToolButton[look="kind"]:focus { border: 2px solid $accent; padding: 0 7px; min-height: 24px; }
QToolButton[look="filter"] { padding: 0 9px; min-height: 26px; }
QToolButton[look="filter"]:checked { background: $accent_soft; border-color: transparent; }
QToolButton[look="filter"]:focus { border: 2px solid $accent; padding: 0 8px; min-height: 24px; }
QToolButton:disabled { color: $faint; }
"""

_EDITORS: Final = """
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox { background: $raised; color: $text;
    border: 1px solid $border; border-radius: 6px; padding: 0 8px; min-height: 28px; placeholder-text-color: $muted;
    selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $faint; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid $accent;
    padding: 0 7px; min-height: 26px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px; }
QLineEdit:read-only, QPlainTextEdit:read-only, QTextEdit:read-only { background: transparent; border-color: $line; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $faint; background: transparent;
    border-color: $line; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"] {
    border-color: $danger; }
QTextEdit[look="clause"] { border: 1px solid $line; padding: 4px 6px; }
QTextEdit[look="clause"]:focus { border: 2px solid $accent; padding: 3px 5px; }
QLineEdit[look="piece"] { padding: 0 7px; }
QLineEdit[look="piece"]:focus { padding: 0 6px; }
QLineEdit[large="true"] { min-height: 36px; font-size: ${large}pt; }
QLineEdit[large="true"]:focus { min-height: 34px; }
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus { border: 0; background: transparent; padding: 0; min-height: 26px; }
QComboBox { padding-right: 24px; }
QComboBox:focus { padding-right: 23px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit:focus { border: 0;
    padding: 0; min-height: 0; background: transparent; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit, QDateTimeEdit QLineEdit { margin: 0 4px; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 22px; subcontrol-position: right center; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(ui:$folder/down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; outline: 0; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 4px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 18px; }
QAbstractSpinBox::up-arrow { image: url(ui:$folder/up.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url(ui:$folder/down.svg); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px 4px; min-height: 24px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QGroupBox::indicator, QAbstractItemView::indicator { width: 16px; height: 16px; border: 1px solid $faint;
    border-radius: 4px; background: $raised; }
QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $faint; border-radius: 9px; background: $raised; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent; border-color: $accent;
    image: url(ui:$folder/check.svg); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { background: $accent; border-color: $accent;
    image: url(ui:$folder/dash.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url(ui:$folder/dot.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $line; }
"""

_VIEWS: Final = """
QAbstractItemView { background: $raised; alternate-background-color: $surface; border: 0; outline: 0;
    selection-background-color: $accent_soft; selection-color: $text; gridline-color: $line; }
QAbstractScrollArea { border: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QPlainTextEdit, QTextEdit { border: 1px solid $border; }
QScrollArea, QScrollArea > QWidget > QWidget[look="page"] { background: transparent; }
QHeaderView { background: $raised; border: 0; }
QHeaderView::section { background: $raised; color: $muted; border: 0; border-bottom: 1px solid $line; padding: 0 8px; min-height: 30px;
    font-size: ${small}pt; }
QHeaderView::section:hover { background: $hover; color: $text; }
QHeaderView::up-arrow { image: url(ui:$folder/up.svg); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url(ui:$folder/down.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: $raised; border: 0; border-bottom: 1px solid $line; }
QTableWidget::item { padding: 0 8px; } /* as the words above them; small tables, whose rows nobody else paints */
QTabWidget::pane { border: 0; border-top: 1px solid $line; top: -1px; }
QTabWidget[look="card"]::tab-bar { left: 20px; } /* the first word in line with a heading at 24 px */
QListView[look="page"] { background: transparent; }
QTextBrowser[look="page"] { border: 0; padding: 0; background: transparent; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 8px 4px 6px 4px; margin: 0 16px 0 0; border: 0;
    border-bottom: 2px solid transparent; }
QTabWidget[look="card"] > QTabBar::tab { margin-right: 14px; } /* eight of them beside the list, in Indonesian */
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $text; border: 2px solid $accent; border-radius: 4px; padding: 6px 2px 6px 2px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $line; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_WINDOWS: Final = """
QMenuBar { background: transparent; color: $text; padding: 2px 0; border: 0; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; min-width: 120px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 6px; }
QMenu::indicator:checked { image: url(ui:$folder/tick.svg); }
QMenu::right-arrow { image: url(ui:$folder/right.svg); width: 12px; height: 12px; }
QDialog { background: $surface; }
QDialogButtonBox { button-layout: 3; } /* the answer that goes on stands at the right on every system */
QMessageBox { messagebox-question-icon: url(ui:$folder/question.svg); messagebox-warning-icon: url(ui:$folder/warning.svg);
    messagebox-information-icon: url(ui:$folder/information.svg); }
QGroupBox { border: 0; margin-top: 24px; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { color: $text; padding: 4px 8px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url(ui:$folder/left.svg); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url(ui:$folder/right.svg); }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QAbstractItemView:disabled { color: $faint; }
#rail { background: $surface; border: 0; border-right: 1px solid $line; }
#rail QToolButton { text-align: left; color: $muted; border: 1px solid transparent; border-radius: 6px; padding: 0 8px; }
#rail QToolButton:hover { background: $hover; color: $text; }
#rail QToolButton:checked { background: $accent_soft; color: $text; }
#rail QToolButton:focus { border: 2px solid $accent; padding: 0 7px; }
#rail QScrollArea, #rail QScrollArea > QWidget > QWidget { background: transparent; }
#rail QScrollBar:vertical { width: 4px; }
#rail QScrollBar::handle { margin: 0; border-radius: 2px; }
#sections { background: $surface; border: 0; border-right: 1px solid $line; }
#sections QListWidget { background: transparent; }
#settingspages { background: $raised; }
#numbering { background: $surface; border: 1px solid $border; border-radius: 6px; margin: 8px 0; }
#placehead { background: $raised; border: 0; border-bottom: 1px solid $line; }
#placehead QTabBar::tab { padding: 8px 0; margin: 0 20px 0 0; }
#placehead QTabBar::tab:selected { color: $text; }
#placehead QTabBar::tab:focus { padding: 6px 0 8px 0; border-left-width: 0; border-right-width: 0; }
#peek { background: $surface; border: 0; border-left: 1px solid $line; }
#card { background: $raised; }
QScrollArea[look="facts"] { background: $surface; border-left: 1px solid $line; }
#figures { background: transparent; border-top: 1px solid $line; border-bottom: 1px solid $line; }
#peekfoot { border-top: 1px solid $line; }
#lineshead { background: $raised; border: 0; border-top: 1px solid $line; }
#totalsfoot { background: $surface; border: 0; border-top: 1px solid $line; }
#statusline { background: $surface; border-top: 1px solid $line; }
#topline { background: $surface; border: 0; border-bottom: 1px solid $line; }
#todayhead, #figures { background: $raised; border: 0; border-bottom: 1px solid $line; }
#groupbar { background: $raised; border: 0; }
#demonstration { background: $surface; border: 0; border-bottom: 1px solid $line; }
#note { background: $note; border: 1px solid $note_line; border-radius: 8px; }
#note QLabel { color: $note_text; }
#note QPushButton { color: $note_accent; }
#note QPushButton:hover, #note QToolButton:hover { background: $note_hover; }
#note QPushButton:focus, #note QToolButton:focus { border-color: $note_accent; }
#capture { background: $raised; border: 1px solid $line; border-radius: 8px; }
#capture-head { border: 0; border-bottom: 1px solid $line; }
#capture-foot { border: 0; border-top: 1px solid $line; }
#capture-beside { background: $surface; border: 0; border-left: 1px solid $line; }
#who-row { background: $hover; border: 0; border-radius: 6px; }
#who-row[state="chosen"] { background: $accent_soft; }
#who-list { background: $raised; border: 1px solid $border; border-radius: 6px; }
#who-list #who-row { background: transparent; }
#who-list #who-row:hover { background: $hover; }
#who-list #who-row[state="chosen"] { background: $accent_soft; }
#palette { background: $raised; border: 1px solid $border; border-radius: 8px; }
"""


def stylesheet(shown: theme.Colors) -> str:
    """The style sheet in these colours."""
    QDir.setSearchPaths("ui", [str(assets.path("icons"))])
    words = {name: str(value) for name, value in shown._asdict().items()} | {
        "folder": "dark" if shown.dark else "light",
        "note": note_background(shown),
        "note_line": theme.DARK.line,
        "note_text": theme.DARK.text,
        "note_accent": theme.DARK.accent,
        "note_hover": _NOTE_HOVER,
        "small": f"{theme.SMALL:g}",
        "large": f"{theme.LARGE:g}",
    }
    return Template(_TEXT + _BUTTONS + _EDITORS + _VIEWS + _WINDOWS).substitute(words)


def note_background(shown: theme.Colors) -> str:
    """Notes are dark in both themes: they lie over the window, not in it."""
    return theme.DARK.neutral_soft if shown.dark else theme.DARK.surface
