"""What is wrong with one field: told below it, at its border, and to a screen reader."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop_crm.model.message import Message
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Field
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce


class FieldProblems:
    """`label` is made when first needed; whoever holds it finds a place for it."""

    def __init__(self, field: Field, editor: Editor, called: str, place: QWidget) -> None:
        self._field, self._editor, self._called, self._place = field, editor, called, place
        self._announced: list[str] = []
        self._every: Sequence[Problem] = ()
        self._rest: Sequence[Problem] = ()
        self.label: ProblemLabel | None = None
        self.is_wrong = False  # an error, not only a doubt
        self.describe(())

    def is_told(self) -> bool:
        """Whether a sentence stands there."""
        return self.label is not None and not self.label.isHidden()

    def show(self, problems: Sequence[Problem]) -> None:
        """These and no others: parts beside themselves, the rest below the editor."""
        name = self._field.name
        inner = [Problem(item.field.removeprefix(f"{name}."), item.message, item.severity) for item in problems]
        rest = self._editor.show_parts(inner)
        self.is_wrong = any(item.severity is Severity.ERROR for item in problems)
        self._every, self._rest = problems, rest
        self.tell(parts_seen=True)
        self._editor.mark_invalid(any(item.severity is Severity.ERROR for item in rest))
        if rest or self._editor.property("described"):
            self._editor.setProperty("described", bool(rest))
            self.describe([say(item.message) for item in rest])
        self._announce([say(item.message) for item in rest if item.severity is Severity.ERROR])

    def tell(self, *, parts_seen: bool) -> None:
        """Below the field, what is not told beside a part of it; where no part is seen, all."""
        self._tell(self._rest if parts_seen else self._every)

    def tell_refused(self, why: Message) -> None:
        """What could not be taken; no problem of the record."""
        self._tell([Problem(self._field.name, why, Severity.WARNING)])

    def describe(self, told: Sequence[str]) -> None:
        """What a screen reader calls the field, and says of it."""
        required = tr("Required") if self._field.required else ""
        hint = say(self._field.hint) if self._field.hint else ""
        self._editor.name_for_readers(self._called, ". ".join(filter(None, (*told, required, hint))))

    def _tell(self, problems: Sequence[Problem]) -> None:
        if self.label is None and problems:
            self.label = ProblemLabel(self._place)
        if self.label is not None:
            self.label.show_problems(problems)

    def _announce(self, errors: Sequence[str]) -> None:
        """What is wrong since now; a hint at what should be looked at is in the description alone."""
        new = [text for text in errors if text not in self._announced]
        self._announced = list(errors)
        if new and self._place.isVisible() and not privacy.covered(self._field.sensitive):
            announce(self._place, f"{self._called}: {'. '.join(new)}", urgent=True)
