"""The window's looks and words, as the program sets them."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop_crm.ui.look import theme


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


@pytest.fixture
def indonesian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Number habits of Indonesia, without its translations."""
    from desktop_crm.language import Language
    from desktop_crm.ui import i18n

    monkeypatch.setattr("desktop_crm.language._catalogue", lambda _code: __import__("gettext").NullTranslations())
    monkeypatch.setattr("desktop_crm.language.language", Language)
    i18n.set_language("id")
    yield
    monkeypatch.undo()
    i18n.set_language("en")
