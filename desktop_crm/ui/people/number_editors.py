"""Editors of numbers that are kept bare and shown as people write them."""

from desktop_crm.model.identifier import Identifier, display_identifier, normalise_identifier
from desktop_crm.model.phone import display_phone, normalise_phone
from desktop_crm.ui.form.fields import Text
from desktop_crm.ui.form.text_editor import TextEditor

#: Which kind a number of so many digits is written like; 16 digits look alike as NPWP and as NIK.
_LOOKS = {15: "npwp", 16: "npwp", 22: "nitku"}


class PhoneEditor(TextEditor):
    """Takes a number as it is dialled here, keeps it as E.164, shows it in groups once it is left."""

    def __init__(self, field: Text) -> None:
        super().__init__(field)
        self._line.setPlaceholderText("")

    def show_value(self) -> None:
        shown = display_phone(self._value)
        if self._line.text() != shown:
            self._line.setText(shown)
            self._line.setCursorPosition(0)

    def _typed(self, text: str) -> None:
        bare = " ".join(text.split())
        self.take(normalise_phone(bare) or bare)


class IdentifierEditor(TextEditor):
    """Takes an official number with or without its dots and dashes; what is not as long as one of ours keeps them."""

    def show_value(self) -> None:
        look = _LOOKS.get(len(self._value), "")
        shown = display_identifier(Identifier(look, self._value)) if look else self._value
        if self._line.text() != shown:
            self._line.setText(shown)
            self._line.setCursorPosition(0)

    def _typed(self, text: str) -> None:
        bare = " ".join(text.split())
        digits = normalise_identifier("npwp", bare).number
        self.take(digits if len(digits) in _LOOKS else bare)
