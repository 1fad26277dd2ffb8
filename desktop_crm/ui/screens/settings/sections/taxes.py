"""Settings, Papers: tax rules with rate, fraction of the base, added to the price or included in it."""

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.tax import TaxRule
from desktop_crm.services import settings
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.fields import Flag, Number, Percent, Section, Text, Width
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.records.drafts import OfferingKeeper
from desktop_crm.ui.sections.page import Page
from desktop_crm.ui.sections.section import PAPERS, SettingsSection, of_fields

_FIELDS = (
    Section(
        None,
        (
            Text("code", msg("Code"), width=Width.SHORT, required=True),
            Text("name", msg("Name on documents"), required=True),
            Percent("rate", msg("Rate"), decimals=4),
            Flag("included", msg("Included in the price")),
            Number("base_numerator", msg("Base: numerator"), decimals=0, minimum=1),
            Number("base_denominator", msg("Base: denominator"), decimals=0, minimum=1),
            Text(
                "second_name",
                msg("Second tax, such as PPnBM"),
                hint=msg("Its name on documents; it is on the whole price"),
            ),
            Percent("second_rate", msg("Rate of the second tax"), decimals=4, maximum=200),
            Flag("by_line", msg("Rounded line by line")),
            Flag("active", msg("Offered for new lines")),
        ),
        columns=2,
    ),
)


class TaxesPage(Page):
    """The rules at the left, the chosen one at the right."""

    def __init__(self, desk: Desk) -> None:
        about = tr(
            "Orders keep the rule they were saved with; a change here holds for new lines. 12% on 11/12 of the price is 11%."
        )
        super().__init__(say(SECTION.title), about)
        self._desk = desk
        self._rules: list[TaxRule] = []
        self._shown: TaxRule | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Tax rules"))
        self.list.setFixedWidth(240)
        self.list.setSpacing(theme.PAD_4)
        self.list.currentRowChanged.connect(self._show)
        self.form = RecordForm(_FIELDS, check=_check)
        self.form.committed.connect(self._field_left)
        self._drafts = OfferingKeeper(desk, self.form.draft, self.form.restore_draft, self)
        self.form.edited.connect(lambda _name: self._drafts.keep_soon())
        self._add = QPushButton(tr("New tax rule"), self)
        self._add.clicked.connect(self._new)
        self._remove = QPushButton(tr("Delete"), self)
        self._remove.clicked.connect(self._delete)
        theme.mark(self._remove, "quiet")
        self._lay_out()

    def commit(self) -> None:
        self.form.commit()

    def reload(self) -> None:
        self._rules = self._desk.read(settings.tax_rules)
        kept = self._shown.id if self._shown else None
        self.list.blockSignals(True)
        self.list.clear()
        for rule in self._rules:
            item = QListWidgetItem(rule.title, self.list)
            if not rule.active:
                item.setForeground(Qt.GlobalColor.gray)
        at = next((at for at, rule in enumerate(self._rules) if rule.id == kept), 0)
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        self._show(at)

    def _show(self, at: int) -> None:
        before, self._shown = self._shown, self._rules[at] if 0 <= at < len(self._rules) else None
        rule = self._shown
        self.form.setEnabled(rule is not None)
        self._remove.setEnabled(rule is not None)
        if rule is None:
            return
        same = before is not None and before.id == rule.id
        self._drafts.catch_up()
        self.form.load(rule, keep_typed=same)
        if same:
            self._drafts.seen(rule.version)
        else:
            self._drafts.show(f"taxes.{rule.id}", rule.version)

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def edit(self) -> None:
        self.form.focus_first()

    def show_setting(self, name: str) -> None:
        if name.isdigit():
            self.show_rule(int(name))
        elif self.form.has_field(name):
            self.form.focus_field(name)

    def show_rule(self, rule_id: int) -> None:
        """Choose a rule in the list."""
        at = next((at for at, rule in enumerate(self._rules) if rule.id == rule_id), None)
        if at is not None:
            self.list.setCurrentRow(at)

    def _new(self) -> None:
        codes = {rule.code for rule in self._rules}
        code = next(f"TAX{number}" for number in range(1, 1000) if f"TAX{number}" not in codes)
        values = {"code": code, "name": tr("New tax rule")}
        self._shown = self._desk.write(
            msg("Add a tax rule"), lambda session: settings.save_tax_rule(session, None, values)
        )
        self.reload()
        self.form.focus_field("name")

    def _delete(self) -> None:
        rule = self._shown
        if rule is None:
            return
        try:
            self._desk.write(
                msg("Delete tax rule {code}", code=rule.code),
                lambda session: settings.delete_tax_rule(session, rule.id),
                note=of("tax_rule", rule.name, TRASHED),
            )
        except UserError as error:
            self._desk.notify.error(error)
        else:
            self._drafts.drop()
        self.reload()

    def _field_left(self, _name: str) -> None:
        rule, usual = self._shown, TaxRule.defaults()
        values = {name: usual[name] if value is None else value for name, value in self.form.changed_values().items()}
        if (
            rule is None
            or not values
            or any(problem.severity is Severity.ERROR for problem in _check(self.form.values()))
        ):
            return
        try:
            self._shown = self._desk.write(
                msg("Change tax rule {code}", code=rule.code),
                lambda session: settings.save_tax_rule(session, rule.id, values, rule.version),
            )
        except UserError as error:
            self._desk.notify.error(error)
        self.reload()
        self._drafts.keep()

    def _lay_out(self) -> None:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_24)
        row.addWidget(self.list)
        row.addWidget(self.form, 1)
        buttons = QWidget(self)
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._add)
        line.addWidget(self._remove)
        line.addStretch(1)
        self.add(self._drafts.offer)
        self.add(box)
        self.add(buttons)
        self.form.made.connect(lambda: in_order(self.list, self.form, buttons))


def _check(values: dict[str, Any]) -> list[Problem]:
    return TaxRule(**{name: value for name, value in values.items() if value is not None}).problems()


SECTION: Final = SettingsSection("taxes", msg("Taxes"), PAPERS, f"{__name__}:TaxesPage", lambda: of_fields(_FIELDS))
