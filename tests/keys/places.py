"""Every form and grid of the program: how one comes there, what is typed, and what must be there then, and in the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from desktop_crm.model.listing import Query
from desktop_crm.services import client, contract, order, product, settings
from desktop_crm.services import template as templates
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.lines.line import Col
from desktop_crm.ui.story.words import sentence
from desktop_crm.ui.template_editor.editor import TemplateEditor
from tests.keys.fields import compare, type_form
from tests.keys.seat import Seat
from tests.office import current_screen, screen_of, tab_of, workspace_of

Faults = Iterator[str]


@dataclass(frozen=True)
class Place:
    """A form by its name; `type` gives a sentence for each field that is not what was typed."""

    name: str
    type: Callable[[Seat], Faults]
    demo: bool = True  # False: at the welcome


def _card(seat: Seat, noun: str, record_id: int | None = None) -> Any:
    seat.window.navigate(noun, record_id)
    seat.rest()
    if record_id is None:
        seat.window.start_new(noun, {})
        seat.rest()
    return screen_of(seat.window, noun).card


def _typed_and_saved(seat: Seat, where: str, card: Any, skip: frozenset[str] = frozenset()) -> Faults:
    expected = type_form(seat, card.form, skip)
    yield from compare(where, card.form, expected)
    if not card.commit():
        problems = [str(problem.message) for problem in card.form.validate()]
        yield f"{where}: not saved: {problems}"
        card.discard()
        return
    card.show_record(card.record_id)  # as the file has it
    seat.rest()
    yield from compare(f"{where}, saved", card.form, expected)


def _newest(seat: Seat, noun: Any) -> int:
    return max(noun.listing(workspace_of(seat.program)).ids(Query()))


#: Another currency empties the price, as it must.
_NOT_TYPED = frozenset({"currency"})


def _new(noun: str) -> Callable[[Seat], Faults]:
    return lambda seat: _typed_and_saved(seat, f"new {noun}", _card(seat, noun), _NOT_TYPED)


def _activity(seat: Seat) -> Faults:
    _card(seat, "activity")
    seat.window.start_new("activity", {"client_id": 1})
    seat.rest()
    return _typed_and_saved(seat, "new activity", screen_of(seat.window, "activity").card)


def _client(seat: Seat) -> Faults:
    return _typed_and_saved(seat, "client", _card(seat, "client", 1))


def _product(seat: Seat) -> Faults:
    return _typed_and_saved(seat, "product", _card(seat, "product", 1), _NOT_TYPED)


def _contact(seat: Seat) -> Faults:
    """A new one on a client's card."""
    card = _card(seat, "client", 2)
    card.tabs.setCurrentWidget(card.contacts)
    card.contacts.add()
    form = card.contacts.opened.form
    expected = type_form(seat, form)
    yield from compare("contact", form, expected)
    if not card.contacts.commit():
        yield f"contact: not saved: {[str(problem.message) for problem in form.validate()]}"
        return
    made = card.contacts.opened.contact
    for name, value in expected.items():
        if getattr(made, name) != value:
            yield f"contact, saved, {name}: {value!r} was typed, {getattr(made, name)!r} is there"


def _order(seat: Seat) -> Faults:
    """The head by its lookup, the lines in the grid, all other fields; then the same lines once more, over the first ones."""
    card = _card(seat, "order")
    client_id, name, *_ = client.listing(workspace_of(seat.program)).page(Query(), 0, 1)[0]
    seat.type(name)
    seat.press("Return")
    with workspace_of(seat.program).read() as session:
        ids = [row[0] for row in product.listing(workspace_of(seat.program)).page(Query(), 0, 4)]
        goods = [product.get(session, record_id) for record_id in ids]
    quantities, discounts = (121, 11, 305, 7), ("2.5", "10", "0.75", "33")
    for good, quantity, discount in zip(goods, quantities, discounts, strict=True):
        seat.type(good.code.lower())
        seat.press("Return")
        seat.type(str(quantity))
        seat.press("Return")
        seat.type(discount)
        seat.press("Return")
    seat.type("Ongkos kirim")
    seat.press("Tab")
    for text in ("3", "kali", "150000", "5"):
        seat.type(text)
        seat.press("Tab")
    wanted = [
        (good.code, Decimal(quantity), Decimal(discount))
        for good, quantity, discount in zip(goods, quantities, discounts, strict=True)
    ]
    wanted.append(("", Decimal(3), Decimal(5)))
    yield from _lines("order lines", card, wanted, client_id)
    if not card.form.value("lines"):
        card.discard()
        return
    yield from _cells(seat, card)
    skip = frozenset({"client_id", "contact_id", "lines", "currency"})
    yield from _typed_and_saved(seat, "new order", card, skip)
    with workspace_of(seat.program).read() as session:
        saved = order.get(session, card.record_id).lines
        found = [(line.code, line.quantity, line.discount) for line in saved]
    if found != wanted:
        yield f"order lines, saved: {wanted} were typed, {found} are there"


def _lines(where: str, card: Any, wanted: list[tuple[str, Decimal, Decimal]], client_id: int) -> Faults:
    lines = card.form.value("lines")
    found = [(line.code, line.quantity, line.discount) for line in lines]
    if found != wanted:
        yield f"{where}: {wanted} were typed, {found} are there"
    last = (lines[-1].name, lines[-1].unit, lines[-1].unit_price) if lines else None
    if last != ("Ongkos kirim", "kali", Decimal(150000)):
        yield f"{where}: the last line is {last}"
    if card.form.value("client_id") != client_id:
        yield f"{where}: the client is {card.form.value('client_id')}, {client_id} was typed"


def _cells(seat: Seat, card: Any) -> Faults:
    """Unit, price, tax and note of the first line, by F2 and Shift+F2."""
    view = card.lines.grid.view
    texts = {Col.UNIT: "dus", Col.PRICE: "98765"}
    for column, text in texts.items():
        view.setFocus()
        view.go(0, column)
        seat.press("F2", "Ctrl+A")
        seat.type(text)
        seat.press("Return")
    view.go(0, Col.PRODUCT)
    seat.press("Shift+F2")
    seat.type("di muka 2x")
    seat.press("Return")
    line = card.form.value("lines")[0]
    found = (line.unit, line.unit_price, line.note)
    if found != ("dus", Decimal(98765), "di muka 2x"):
        yield f"cells of a line: {found}"


def _draft_contract(seat: Seat) -> int:
    listing = contract.listing(workspace_of(seat.program))
    with workspace_of(seat.program).read() as session:
        drafts = [one for one in listing.ids(Query()) if contract.get(session, one).state == "draft"]
    return max(drafts)


def _contract(seat: Seat) -> Faults:
    card = _card(seat, "contract", _draft_contract(seat))
    card.focus_field("terms_cure_days")  # unfolds the terms, and the rare ones
    yield from _typed_and_saved(seat, "contract", card)


def _signing(seat: Seat) -> Faults:
    """The question above the card."""
    card = _card(seat, "contract", _draft_contract(seat))
    card.question.ask("Why?", ("Go", "Go"), lambda _day, _reason: None, lambda *_given: (), reason=True)
    expected = type_form(seat, card.question.form)
    yield from compare("a contract's question", card.question.form, expected)
    card.question.hide()


#: Sections of the settings that are forms.
_FORMS = ("company", "signs", "bank", "letterhead", "amounts", "orders", "today", "taxes")


def _settings_page(seat: Seat, name: str) -> Any:
    seat.window.navigate("settings")
    seat.rest()
    screen = screen_of(seat.window, "settings")
    screen.show_section(name)
    seat.rest()
    return screen.page(name)


def _page_form(seat: Seat, name: str, skip: frozenset[str] = frozenset()) -> Faults:
    page = _settings_page(seat, name)
    form: RecordForm = page.form
    expected = type_form(seat, form, skip)
    yield from compare(name, form, expected)
    page.commit()
    seat.rest()
    if form.is_changed():
        yield f"{name}: not saved: {form.changed_values()}, {[str(one.message) for one in form.validate()]}"
    yield from compare(f"{name}, saved", form, expected)


def _numbers(seat: Seat) -> Faults:
    page = _settings_page(seat, "numbers")
    for kind in page.rows:
        editor = page.open(kind)
        if not editor.is_text():
            editor.as_text.click()
        seat.over(editor.text, f"{kind[:2]}-{{year}}/{{seq}}")
        page.commit()
    with workspace_of(seat.program).read() as session:
        kept = {item.kind: item.pattern for item in settings.number_series(session)}
    for kind in page.rows:
        if kept[kind] != f"{kind[:2]}-{{year}}/{{seq}}":
            yield f"numbers, {kind}: {kept[kind]!r}"


def _template(seat: Seat) -> Faults:
    """Its title, and a line in its text."""
    seat.window.navigate("settings")
    seat.rest()
    screen = screen_of(seat.window, "settings")
    screen.show_field("templates.1")
    seat.rest()
    editor = screen.findChildren(TemplateEditor)[0]
    editor.tabs.setCurrentWidget(editor.columns)
    editor.columns.show_language("id")
    column = editor.columns.columns["id"]
    seat.over(column.title, "Uji 7 j")
    column.text.setFocus(Qt.FocusReason.TabFocusReason)
    seat.press("Ctrl+Home")
    seat.type("Uji 8 ")
    if column.title.text() != "Uji 7 j":
        yield f"template's name: {column.title.text()!r}"
    if not column.text.toPlainText().startswith("Uji 8 "):
        yield f"template: {column.text.toPlainText()[:20]!r}"
    editor.tabs.setCurrentWidget(editor.view)
    text = editor.view.card("price").text
    assert text is not None
    text.setFocus(Qt.FocusReason.TabFocusReason)
    seat.press("Ctrl+Home")
    seat.type("Uji 9 ")
    if not text.source().startswith("Uji 9 ") or "Uji 9 " not in "".join(editor.columns.texts().values()):
        yield f"template's clause: {text.source()[:20]!r}"
    with workspace_of(seat.program).read() as session:
        editor.columns.show_template(templates.templates(session)[0])
    editor.drafts.drop()


def _note(seat: Seat) -> Faults:
    """Begun by its first letter, while the keyboard is in the story."""
    card = _card(seat, "client", 1)
    story = tab_of(screen_of(seat.window, "client"), "Story")
    card.tabs.setCurrentWidget(story)
    seat.rest()
    story.setFocus()
    seat.type("Halo, they pay on Friday 12")
    if story.box.text.toPlainText() != "Halo, they pay on Friday 12":
        yield f"note: {story.box.text.toPlainText()!r}"
    seat.press("Ctrl+Return")
    seat.until(lambda: bool(story.model.entries))
    seat.rest()
    kept = sentence(story.model.entries[0])
    if kept != "Halo, they pay on Friday 12":
        yield f"note, saved: {kept!r}"


def _finding(seat: Seat) -> Faults:
    """The find field of each list, and the one of the window."""
    for noun in ("client", "order", "contract", "product"):
        seat.window.navigate(noun)
        seat.rest()
        field = screen_of(seat.window, noun).table.bar.field
        yield from _line(seat, f"find in {noun}", field)
        screen_of(seat.window, noun).table.bar.clear()
    seat.press("Ctrl+K")
    palette = seat.window.frame.palette_field
    yield from _line(seat, "find anything", palette)
    seat.press("Esc")


def _line(seat: Seat, where: str, field: Any) -> Faults:
    seat.over(field, "a b 12")
    if field.text() != "a b 12":
        yield f"{where}: {field.text()!r}"


def _welcome(seat: Seat) -> Faults:
    welcome = current_screen(seat.window)
    form = welcome.page.form
    expected = type_form(seat, form)
    yield from compare("company set-up", form, expected)
    form.load({})


PLACES = (
    Place("order", _order),
    Place("new client", _new("client")),
    Place("client", _client),
    Place("contact", _contact),
    Place("new product", _new("product")),
    Place("new activity", _activity),
    Place("product", _product),
    Place("contract", _contract),
    Place("question on a contract", _signing),
    *(Place(name, partial(_page_form, name=name)) for name in _FORMS),
    Place("numbers", _numbers),
    Place("template", _template),
    Place("note", _note),
    Place("finding", _finding),
    Place("company set-up", _welcome, demo=False),
)
