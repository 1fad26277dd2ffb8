"""The form of a contract: parts of values as flat fields, choices that follow the client."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from desktop_crm.model.client import ClientKind
from desktop_crm.model.contract import Contract
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.ui.form.choice_editor import ChoiceEditor
from desktop_crm.ui.form.record_form import Check, RecordForm
from desktop_crm.ui.screens.contract.fields import contract_fields
from desktop_crm.ui.screens.contract.shown import shown
from desktop_crm.ui.screens.contract.values import flat, in_form, remedy

_NOTES: Final = "notes"


class ContractForm(RecordForm):
    """Shows a `Contract`; tell it first what can be chosen with `offer`."""

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        self._templates: Sequence[Choice] = ()
        self._contacts: Sequence[Choice] = ()
        self._used: Mapping[int, frozenset[str]] = {}
        self._person = ""  # the name of a client who is one
        super().__init__(contract_fields(lambda: self._templates, lambda: self._contacts), parent, check=check)
        self.edited.connect(self._show_options)

    def offer(
        self,
        templates: Sequence[tuple[int, str]],
        contacts: Sequence[tuple[int, str]],
        used: Mapping[int, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """The templates, and the client's people who may sign, by id and name; the terms that a template has are `used`."""
        self._used = used
        self._templates, self._contacts = _choices(templates), _choices(contacts)
        for name in ("template_id", "contact_id"):
            editor = self.editor(name)
            assert isinstance(editor, ChoiceEditor)
            editor.refill()

    def load(self, record: Any, *, keep_typed: bool = False) -> None:
        if isinstance(record, Contract):
            self._person = record.client.full_name if record.client.kind == ClientKind.PERSON else ""
        super().load(flat(record) if isinstance(record, Contract) else record, keep_typed=keep_typed)
        self._show_options()

    def freeze(self, frozen: bool) -> None:
        """What was sent or signed can be read, and its notes go on."""
        self.set_read_only(frozen, but=(_NOTES,))

    def make_spares(self) -> Iterator[None]:
        """And what frozen choices stand in."""
        yield from super().make_spares()
        self.freeze(frozen=True)
        yield
        self.freeze(frozen=False)
        yield

    def is_in_notes(self) -> bool:
        """Whether they are typed now."""
        focused = self.window().focusWidget()
        return focused is not None and self.editor(_NOTES).isAncestorOf(focused)

    def show_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        return super().show_problems([in_form(problem) for problem in problems])

    def focus_field(self, name: str) -> None:
        super().focus_field(remedy(name).field)

    def has_field(self, name: str) -> bool:
        there = remedy(name)
        return not there.noun and super().has_field(there.field)

    def _show_options(self, _edited: str = "") -> None:
        """Fields of a clause that is not in the contract are out of the way; a person has no office, and alone no authority."""
        values = self.values()
        for name, is_shown in shown(values, self._used.get(values["template_id"]), self._person):
            self.show_field(name, shown=is_shown)


def _choices(named: Sequence[tuple[int, str]]) -> list[Choice]:
    return [Choice(str(key), msg("{name}", name=name)) for key, name in named]
