"""A product's card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.model.listing import Choice
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.product import ProductKind
from desktop_crm.model.tone import Tone
from desktop_crm.services import product, settings
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.choice_editor import ChoiceEditor
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.related_tab import RelatedTab
from desktop_crm.ui.records.usual_tabs import usual_tabs
from desktop_crm.ui.screens.product.beside import Beside
from desktop_crm.ui.screens.product.fields import product_fields
from desktop_crm.ui.story.declared import story_tab

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class ProductCard(Card):
    """Everything about one product."""

    noun = "product"

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self._beside: Beside | None = None
        super().__init__(desk, place)

    def fields(self) -> Sequence[Field | Section]:
        return product_fields(self._taxes)

    def make_tabs(self) -> Sequence[TabDeclaration]:
        orders = RelatedTab(
            self.desk,
            "order",
            lambda product_id: product.orders_listing(self.desk.workspace, product_id),
            key="product-orders",
            empty=tr("No order contains this product yet."),
        )
        return (
            story_tab(self),
            TabDeclaration(tr("Orders"), orders),
            *usual_tabs(self),
        )

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return [*product.problems(values), *self._code_problems(values["code"])]

    def load(self, session: "Session", record_id: int) -> Any:
        return product.shown(session, record_id)

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        like = given.get("copy_of")
        if like is None:
            return {**self.desk.read(product.start), **given}
        return self.desk.read(lambda session: product.start_copy(session, like))

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        return product.save(session, record_id, values, version)

    def _save(self, values: dict[str, Any]) -> bool:
        lowest = None if self.record is None else self.record.lowest_price
        before = "" if self.record is None else self.record.currency
        saved = super()._save(values)
        if saved and lowest is not None and "lowest_price" not in values and self.record.lowest_price is None:
            told = tr("Lowest price not kept: it was in {currency}.", currency=before)
            self.desk.notify.note(told, tone=Tone.ATTENTION)
        return saved

    def message(self, values: Mapping[str, Any]) -> Message:
        if self.is_new:
            return msg("Add product {code}", code=values["code"])
        return msg("Change product {code}", code=self.record.code)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        chips = []
        if self.record.kind == ProductKind.SERVICE:
            chips.append((tr("Service"), Tone.INFORMATION))
        if not self.record.active:
            chips.append((tr("Switched off"), Tone.NEUTRAL))
        return self.record.name(speak().code) or self.record.code, self._facts(), chips

    def new_title(self) -> str:
        return tr("New product")

    def buttons(self) -> Sequence[QWidget]:
        return [self.desk.actions.button(f"product.{name}", self, words=True) for name in ("copy", "switch")]

    def filled(self) -> None:
        taxes = self.form.editor("tax_id")
        if isinstance(taxes, ChoiceEditor):
            taxes.refill()  # rules may have been made since
        if self._beside is not None:
            self._beside.tell(filled=self.form.value("picture") is not None)
        if self.record is not None and not self.form.is_changed():
            warnings = product.problems(self.form.values())
            self.form.show_problems([problem for problem in warnings if problem.severity is Severity.WARNING])

    def _facts(self) -> str:
        said, unit = speak(), self.record.unit
        prices = self.record.prices()
        if prices is None:
            return "  ·  ".join((self.record.code, unit, tr("no price yet")))
        without, with_tax = prices
        facts = [self.record.code, tr("{price} / {unit}", price=said.money(without), unit=unit)]
        if with_tax != without:
            facts.append(tr("{price} with tax", price=said.money(with_tax)))
        return "  ·  ".join(facts)

    def _taxes(self) -> Sequence[Choice]:
        rules = self.desk.read(settings.tax_rules)
        return [
            Choice(str(rule.id), msg("{name}", name=rule.title)) for rule in rules if rule.active or self._uses(rule.id)
        ]

    def _uses(self, rule_id: int) -> bool:
        return self.record is not None and self.record.tax_id == rule_id

    def _code_problems(self, code: str) -> Sequence[Problem]:
        return self.desk.read(lambda session: product.code_problems(session, self.record_id, code))

    def form_made(self) -> None:
        """The form has laid the picture below everything; it stands beside the fields."""
        editor = self.form.editor("picture")
        box = editor.parentWidget()
        section = box.parentWidget() if box else None
        inside = self.body.layout()
        if section is not None and isinstance(inside, QVBoxLayout):
            at = inside.indexOf(self.form)
            self._beside = Beside(self.form, section, editor)
            inside.insertWidget(at, self._beside)
