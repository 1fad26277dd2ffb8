"""The window's language: `tr`, `ntr` and `say` speak it, `speak()` gives it whole for formatting.

`set_language` changes it while the program runs: it tells Qt's own few words and number habits, then emits
`signals.changed`, upon which the window builds its screens anew. Texts are therefore fetched while a widget is built
and need no retranslation of their own. English until `set_language` was called.
"""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator, Signal

from desktop_crm.model.message import Message, msg

if TYPE_CHECKING:
    from desktop_crm.language import Language

#: Qt's own words that reach a person: without the mark of the access key → ours.
_QT_WORDS: Final = {
    words.text: words
    for words in (
        msg("OK"),
        msg("Cancel"),
        msg("Close"),
        msg("Save"),
        msg("Save All"),
        msg("Open"),
        msg("Yes"),
        msg("Yes to All"),
        msg("No"),
        msg("No to All"),
        msg("Apply"),
        msg("Reset"),
        msg("Discard"),
        msg("Don't Save"),
        msg("Close without Saving"),
        msg("Help"),
        msg("Ignore"),
        msg("Abort"),
        msg("Retry"),
        msg("Restore Defaults"),
        msg("Undo"),
        msg("Redo"),
        msg("Cut"),
        msg("Copy"),
        msg("Paste"),
        msg("Delete"),
        msg("Select All"),
        msg("Step up"),
        msg("Step down"),
        msg("Copy Link Location"),
        msg("Print"),
        msg("Print..."),
        msg("Printer"),
        msg("Name"),
        msg("Location"),
        msg("Type"),
        msg("Properties"),
        msg("Preview"),
        msg("Output file"),
        msg("Options"),
        msg("Copies"),
        msg("Copies:"),
        msg("Collate"),
        msg("Reverse"),
        msg("Print range"),
        msg("Print all"),
        msg("All Pages"),
        msg("Pages from"),
        msg("to"),
        msg("Pages"),
        msg("Current Page"),
        msg("Selection"),
        msg("Page"),
        msg("Paper"),
        msg("Page size"),
        msg("Paper source"),
        msg("Width"),
        msg("Height"),
        msg("Orientation"),
        msg("Portrait"),
        msg("Landscape"),
        msg("Reverse landscape"),
        msg("Reverse portrait"),
        msg("Margins"),
        msg("Color"),
        msg("Color Mode"),
        msg("Grayscale"),
        msg("Duplex Printing"),
        msg("None"),
        msg("Long side"),
        msg("Short side"),
        msg("Print to File (PDF)"),
        msg("Look in"),
        msg("File name"),
        msg("Files of type"),
        msg("Directory"),
        msg("Choose"),
        msg("New Folder"),
        msg("Show Details..."),
        msg("Hide Details..."),
    )
}


class _Signals(QObject):
    """Where a change of language is told."""

    changed = Signal()


class _QtWords(QTranslator):
    """Answers Qt's questions for its own words out of our catalogue."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:  # None: not ours
        del context, disambiguation, n
        plain = source.replace("&", "")
        words = _QT_WORDS.get(plain) or _QT_WORDS.get(plain.rstrip(":"))
        return None if words is None else speak().say(words)


class _State:
    """The one current language of the process."""

    language: "Language | None" = None  # not loaded before a word is said: a window is painted before
    translator: _QtWords | None = None


_state = _State()
signals = _Signals()


def speak() -> "Language":
    """The window's language, for formatting values."""
    if _state.language is None:
        from desktop_crm.language import language

        _state.language = language("en")
    return _state.language


def tr(text: str, /, **args: Any) -> str:
    """`text` (a literal) in the window's language, its `{places}` filled with formatted `args`."""
    return speak().tr(text, **args)


def ntr(one: str, many: str, /, n: int, **args: Any) -> str:
    """Singular or plural by `n`, which is itself the place `{n}`."""
    return speak().ntr(one, many, n, **args)


def say(message: Message) -> str:
    """A message in the window's language."""
    return speak().say(message)


def set_language(code: str) -> None:
    """Speak another language from now on; ValueError when the program does not have it."""
    from desktop_crm.language import language

    chosen = language(code)
    changed = chosen is not speak()
    _state.language = chosen
    QLocale.setDefault(QLocale(chosen.locale))
    _tell_qt()
    if changed:
        signals.changed.emit()


def _tell_qt() -> None:
    """Installing a translator makes Qt ask for its words again."""
    app = QCoreApplication.instance()
    if app is None:
        return
    if _state.translator is not None:
        app.removeTranslator(_state.translator)
    _state.translator = _QtWords() if speak().code != "en" else None
    if _state.translator is not None:
        app.installTranslator(_state.translator)
