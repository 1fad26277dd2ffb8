import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model import listing
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form.date_editor import DateEditor
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import (
    Amount,
    Choice,
    Date,
    Flag,
    Found,
    Many,
    Percent,
    Picture,
    Record,
    Section,
    Text,
)
from desktop_crm.ui.form.picture_editor import MOST_PIXELS, encoded, small_picture
from desktop_crm.ui.form.record_form import RecordForm
from tests.office import keyboard
from tests.ui.fields import box_of, told_in
from tests.ui.fields import told_below as told

K = Qt.Key
CLIENTS = {1: "PT Sumber Makmur", 2: "CV Maju Jaya", 3: "CV Maju Terus"}


@dataclass(frozen=True)
class Phone:
    number: str = ""
    kind: str = "mobile"
    note: str = ""


@dataclass
class Client:
    name: str = "Sumber Makmur"
    status: str = "active"
    is_key: bool = False
    promised_on: date | None = date(2026, 3, 12)
    currency: str = "IDR"
    price: Money = field(default_factory=lambda: Money(Decimal(1250000), "IDR"))
    discount: Decimal = Decimal("2.5")
    client_id: int | None = 1
    phones: tuple[Phone, ...] = (Phone("0812", note="hidden"), Phone("021", "office"))
    notes: str = "first\nsecond"
    picture: bytes | None = None


KINDS = (listing.Choice("mobile", msg("Mobile")), listing.Choice("office", msg("Office")))
created: list[str] = []
opened: list[int] = []


def _create(text: Any) -> Any:
    created.append(text)
    CLIENTS[9] = f"PT {text}"
    return 9


FIELDS: list[Any] = [
    Section(
        msg("Company"),
        [
            Text("name", msg("Name"), required=True),
            Choice(
                "status",
                msg("Status"),
                [listing.Choice("prospect", msg("Prospect")), listing.Choice("active", msg("Active"))],
            ),
            Flag("is_key", msg("Key account")),
            Date("promised_on", msg("Promised on")),
            Choice("currency", msg("Currency"), [listing.Choice(code, msg("Rupiah")) for code in ("IDR", "USD")]),
            Amount("price", msg("Price"), currency_field="currency"),
            Percent("discount", msg("Discount")),
            Record(
                "client_id",
                msg("Client"),
                lambda text: [Found(*item) for item in CLIENTS.items() if text.casefold() in item[1].casefold()],
                CLIENTS.__getitem__,
                open=opened.append,
                create=_create,
                create_text=msg("New client"),
            ),
        ],
        columns=2,
    ),
    Many(
        "phones",
        msg("Phones"),
        Phone(),
        [Choice("kind", msg("Kind"), KINDS), Text("number", msg("Number"))],
        msg("Add phone"),
    ),
    Text("notes", msg("Notes"), multiline=True),
    Picture("picture", msg("Picture")),
]


def check(values: dict[str, Any]) -> list[Any]:
    found = []
    if not values["name"]:
        found.append(Problem("name", msg("A client needs a name")))
    found += [
        Problem(f"phones.{at}.number", msg("Too short"))
        for at, phone in enumerate(values["phones"])
        if len(phone.number) < 3
    ]
    if values["discount"] and values["discount"] > 50:
        found.append(Problem("discount", msg("That is a lot"), Severity.WARNING))
    return found


@pytest.fixture
def form(qtbot: QtBot) -> RecordForm:
    made = RecordForm(FIELDS, check=check, around=Surroundings(today=lambda: date(2026, 3, 10)))
    qtbot.addWidget(made)
    made.load(Client())
    made.resize(700, 800)
    with qtbot.waitActive(made):
        made.show()
    return made


def keys(qtbot: QtBot, *pressed: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in pressed:
        widget = keyboard()
        assert widget is not None
        if isinstance(key, str):
            qtbot.keyClicks(widget, key)
        else:
            qtbot.keyClick(widget, key, modifier)


def retype(qtbot: QtBot, form: RecordForm, name: Any, text: Any) -> None:
    form.focus_field(name)
    keys(qtbot, K.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, text, K.Key_Tab)


def test_gives_back_what_was_loaded(form: RecordForm) -> None:
    values = form.values()
    assert values.pop("price") == Decimal(1250000)
    assert values == {name: getattr(Client(), name) for name in values}
    assert not form.is_changed()
    assert form.changed_values() == {}
    assert form.draft() == {}


def test_tab_follows_the_declarations(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("name")
    seen = []
    for _ in range(15):
        seen.append(keyboard().accessibleName())
        keys(qtbot, K.Key_Tab)
    assert seen[:8] == ["Name", "Status", "Key account", "Promised on", "Currency", "Price", "Discount", "Client"]
    assert seen[8:12] == ["Phones 1: Kind", "Phones 1: Number", "Phones 2: Kind", "Phones 2: Number"]
    assert seen[12:14] == ["", "Notes"]


def test_tells_edits_and_what_was_left_changed(form: RecordForm, qtbot: QtBot) -> None:
    edited: list[Any] = []
    committed: list[Any] = []
    form.edited.connect(edited.append)
    form.committed.connect(committed.append)
    form.focus_field("name")
    keys(qtbot, "X")
    assert edited == ["name"]
    assert committed == []
    keys(qtbot, K.Key_Tab)
    assert committed == ["name"]
    assert form.changed_values() == {"name": form.value("name")}
    form.mark_saved()
    assert not form.is_changed()
    keys(qtbot, K.Key_Tab, K.Key_Tab)
    assert committed == ["name"]


def test_escape_takes_back_what_was_typed_since_the_field_was_entered(form: RecordForm, qtbot: QtBot) -> None:
    retype(qtbot, form, "name", "Kept")
    form.focus_field("name")
    keys(qtbot, "more", K.Key_Escape)
    assert form.value("name") == "Kept"
    form.focus_field("discount")
    keys(qtbot, "abc", K.Key_Escape)
    assert form.value("discount") == Decimal("2.5")
    assert not told(form, "discount")


@pytest.mark.parametrize(
    ("typed", "value"), [("1,2jt", 1200000), ("1.5jt", 1500000), ("25rb", 25000), ("1,250,000", 1250000), ("", None)]
)
def test_amounts_are_typed_as_people_do_and_shown_formatted(
    form: RecordForm, qtbot: QtBot, typed: str, value: int | None
) -> None:
    retype(qtbot, form, "price", typed or " ")
    assert form.value("price") == value
    line = form.editor("price").findChild(QLineEdit)
    assert line.text() == ("" if value is None else f"{value:,}")


def test_amounts_in_indonesian(form: RecordForm, qtbot: QtBot, indonesian: Any) -> None:
    retype(qtbot, form, "price", "1.250.000")
    assert form.value("price") == 1250000
    assert form.editor("price").findChild(QLineEdit).text() == "1.250.000"
    retype(qtbot, form, "discount", "12,5")
    assert form.value("discount") == Decimal("12.5")
    form.focus_field("discount")
    assert keyboard().text() == "12,5"


def test_the_amount_follows_the_currency_of_another_field(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("currency")
    keys(qtbot, K.Key_Down)
    assert form.value("currency") == "USD"
    retype(qtbot, form, "price", "12.505")
    assert form.value("price") == Decimal("12.505")
    assert form.editor("price").findChild(QLineEdit).text() == "12.505"
    assert "US$" in [
        label.text() for label in form.editor("price").findChildren(QLineEdit)[0].children() if hasattr(label, "text")
    ]


def test_what_cannot_be_read_is_told_and_the_old_value_kept(form: RecordForm, qtbot: QtBot) -> None:
    committed: list[Any] = []
    form.committed.connect(committed.append)
    retype(qtbot, form, "discount", "much")
    assert told(form, "discount") == "This is not a number"
    assert form.value("discount") == Decimal("2.5")
    assert committed == []
    assert form.is_changed()
    assert form.editor("discount").findChild(QLineEdit).text() == "much"
    retype(qtbot, form, "discount", "120")
    assert told(form, "discount") == "This must be at most 100"
    retype(qtbot, form, "discount", "10")
    assert told(form, "discount") == ""
    assert committed == ["discount"]


def test_dates_are_typed_loosely_counted_and_cleared(form: RecordForm, qtbot: QtBot) -> None:
    retype(qtbot, form, "promised_on", "+7")
    assert form.value("promised_on") == date(2026, 3, 17)
    assert form.editor("promised_on").findChild(QLineEdit).text() == "17 Mar 2026"
    form.focus_field("promised_on")
    keys(qtbot, K.Key_Up, K.Key_Up)
    assert form.value("promised_on") == date(2026, 3, 19)
    retype(qtbot, form, "promised_on", "besok")
    assert form.value("promised_on") == date(2026, 3, 11)
    retype(qtbot, form, "promised_on", "31/2")
    assert told(form, "promised_on") == "This is not a date"
    retype(qtbot, form, "promised_on", " ")
    assert form.value("promised_on") is None


def test_a_day_is_picked_from_the_calendar(form: Any, qtbot: QtBot) -> None:
    form.focus_field("promised_on")
    keys(qtbot, K.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
    popup = form.editor("promised_on").popup
    qtbot.keyClick(popup.calendar.focusProxy() or popup.calendar, K.Key_Right)
    view = popup.calendar.findChild(type(popup.calendar.children()[0]).__mro__[0], "qt_calendar_calendarview")
    qtbot.keyClick(view, K.Key_Right)
    qtbot.keyClick(view, K.Key_Return)
    assert form.value("promised_on") != date(2026, 3, 12)
    assert form.changed_values().keys() == {"promised_on"}


def test_another_record_is_found_by_typing(form: RecordForm, qtbot: QtBot) -> None:
    retype_record(qtbot, form, "maju")
    keys(qtbot, K.Key_Down, K.Key_Return)
    assert form.value("client_id") == 3
    assert keyboard().text() == "CV Maju Terus"
    keys(qtbot, K.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert opened[-1:] == [3]


def retype_record(qtbot: QtBot, form: RecordForm, text: Any) -> None:
    form.focus_field("client_id")
    keys(qtbot, K.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    keys(qtbot, text)


def test_a_click_into_a_filled_lookup_selects_it(form: Any, qtbot: QtBot) -> None:
    """The next letter looks for another record instead of spoiling this one's name."""
    form.focus_field("name")
    line = form.editor("client_id").inputs()[0]
    assert line.text()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    assert line.selectedText() == line.text()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(20, 8))  # the second one puts the caret down
    assert not line.hasSelectedText()


def test_the_last_suggestion_makes_a_new_record(form: RecordForm, qtbot: QtBot) -> None:
    retype_record(qtbot, form, "Baru")
    keys(qtbot, K.Key_Up, K.Key_Return)
    assert created[-1:] == ["Baru"]
    assert form.value("client_id") == 9


def test_a_title_typed_in_full_needs_no_choosing_and_nonsense_is_told(form: RecordForm, qtbot: QtBot) -> None:
    retype_record(qtbot, form, "cv maju jaya")
    keys(qtbot, K.Key_Tab)
    assert form.value("client_id") == 2
    retype_record(qtbot, form, "nobody")
    keys(qtbot, K.Key_Tab)
    assert told(form, "client_id") == "Choose one from the list"
    assert form.value("client_id") == 2
    retype_record(qtbot, form, "")
    keys(qtbot, K.Key_Delete, K.Key_Tab)
    assert form.value("client_id") is None


def test_the_wheel_changes_no_value_that_has_no_focus(form: RecordForm) -> None:
    form.focus_field("name")
    for combo in form.findChildren(QComboBox):
        before = combo.currentIndex()
        for turn in (120, -120):
            middle = QPointF(5, 5)
            wheel = QWheelEvent(
                middle, middle, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(combo, wheel)
        assert combo.currentIndex() == before
    assert not form.is_changed()


def test_problems_come_while_typing_beside_touched_fields_only(form: RecordForm, qtbot: QtBot) -> None:
    form.load({"phones": (Phone("1"),)})
    retype(qtbot, form, "discount", "60")
    qtbot.waitUntil(lambda: told(form, "discount") == "That is a lot")
    assert told(form, "name") == ""
    found = form.validate()
    assert {problem.field for problem in found} == {"name", "phones.0.number", "discount"}
    assert told(form, "name") == "A client needs a name"
    assert keyboard().accessibleName() == "Name"
    assert keyboard().accessibleDescription() == "A client needs a name. Required"
    assert keyboard().property("invalid")


def phone_rows(form: RecordForm) -> list[QWidget]:
    """From the top."""
    numbers = [each for each in form.editor("phones").inputs() if each.accessibleName().endswith(": Number")]
    return [number.parentWidget().parentWidget() for number in numbers]


def test_a_problem_of_a_part_reaches_its_row_past_blank_ones(form: Any) -> None:
    form.editor("phones").add_row(0)
    rest = form.show_problems(
        [Problem("phones.1.number", msg("Too short")), Problem("lines.0.price", msg("Elsewhere"))]
    )
    assert [problem.field for problem in rest] == ["lines.0.price"]
    assert [told_in(row) for row in phone_rows(form)] == ["", "", "Too short"]
    form.focus_field("phones.1.number")
    assert keyboard().accessibleName() == "Phones 3: Number"
    assert not form.has_field("lines.0.price")
    assert form.has_field("phones.1.number")


def test_rows_are_added_moved_and_removed_by_keys(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("phones.1.number")
    keys(qtbot, K.Key_Return)
    keys(qtbot, "0811")
    assert [phone.number for phone in form.value("phones")] == ["0812", "021", "0811"]
    keys(qtbot, K.Key_Up, modifier=Qt.KeyboardModifier.AltModifier)
    assert [phone.number for phone in form.value("phones")] == ["0812", "0811", "021"]
    keys(qtbot, K.Key_Delete, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [phone.number for phone in form.value("phones")] == ["0812", "021"]
    assert form.value("phones")[0].note == "hidden"
    assert not form.is_changed()
    keys(qtbot, K.Key_Return)
    keys(qtbot, K.Key_Return)
    assert len(phone_rows(form)) == 3, "a blank row begets no other"
    assert not form.is_changed()


def test_a_frozen_form_can_be_read_but_not_changed(form: Any, qtbot: QtBot) -> None:
    form.set_read_only(True)
    for name in ("name", "discount", "promised_on", "client_id", "notes"):
        form.focus_field(name)
        keys(qtbot, "9", K.Key_Delete, K.Key_Up)
    form.focus_field("is_key")
    form.focus_field("status")
    keys(qtbot, K.Key_Down, K.Key_Up)
    form.focus_field("phones.0.number")
    keys(qtbot, K.Key_Delete, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not form.is_changed()
    assert form.editor("status").inputs()[0].text() == "Active"
    form.set_read_only(False)
    form.focus_field("name")
    keys(qtbot, "9")
    assert form.is_changed()


def test_a_draft_survives_as_json(form: RecordForm, qtbot: QtBot) -> None:
    retype(qtbot, form, "name", 'Baru "quoted" %')
    retype(qtbot, form, "price", "2jt")
    retype(qtbot, form, "discount", "half typed")
    retype(qtbot, form, "promised_on", "1/4/2026")
    form.focus_field("phones.1.number")
    keys(qtbot, K.Key_End, "7")
    cast(Any, form.editor("picture")).take_bytes(picture_bytes())
    typed = form.values()
    draft = json.loads(json.dumps(form.draft()))
    assert set(draft) == {"name", "price", "discount", "promised_on", "phones", "picture"}
    form.load(Client())
    assert not form.is_changed()
    form.restore_draft(draft | {"gone": 1})
    assert form.values() == typed
    assert form.editor("discount").findChild(QLineEdit).text() == "half typed"


def test_reloading_keeps_what_is_typed(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("name")
    keys(qtbot, K.Key_End, " Abadi")
    form.load(Client(name="Other", notes="new"), keep_typed=True)
    assert form.value("name").endswith("Abadi")
    assert form.value("notes") == "new"
    assert form.changed_values().keys() == {"name"}
    form.load(Client())
    assert not form.is_changed()


def test_ugly_texts_come_back_whole(form: RecordForm) -> None:
    for text in ("%", "_", "'\"", "😀👨‍👩‍👧", "שלום عالم", "", "x" * 10_000, "<b>bold</b>", "a&b"):
        form.load({"name": text, "notes": text + "\n" + text})
        assert form.value("name") == text
        assert form.value("notes") == text + "\n" + text
        assert not form.is_changed()


def test_an_unknown_choice_of_an_old_record_is_kept(form: RecordForm) -> None:
    form.load({"status": "archived"})
    assert form.value("status") == "archived"
    assert form.editor("status").findChild(QComboBox).currentText() == "archived"


def picture_bytes(width: int = 40, height: int = 30) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#0f766e"))
    return encoded(image)


def test_pictures_are_made_small_and_nonsense_is_told(form: RecordForm, qtbot: QtBot) -> None:
    big = QImage(3000, 1000, QImage.Format.Format_ARGB32)
    big.fill(QColor(0, 0, 0, 0))
    small = QImage.fromData(encoded(big))
    assert (small.width(), small.height(), small.hasAlphaChannel()) == (MOST_PIXELS, 533, True)
    assert small_picture(picture_bytes()) == picture_bytes()
    assert small_picture(b"not a picture") is None
    cast(Any, form.editor("picture")).take_bytes(b"not a picture")
    assert told(form, "picture") == "This file is not a picture the program can read"
    QGuiApplication.clipboard().setImage(QImage.fromData(picture_bytes()))
    form.focus_field("picture")
    keys(qtbot, K.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert QImage.fromData(form.value("picture")).width() == 40
    keys(qtbot, K.Key_Delete)
    assert form.value("picture") is None


def test_a_narrow_form_has_one_column(form: RecordForm, qtbot: QtBot) -> None:
    def left(name: str) -> int:
        return box_of(form, name).mapTo(form, QPoint(0, 0)).x()

    assert left("status") > left("name")
    form.resize(300, 900)
    qtbot.waitUntil(lambda: left("status") == left("name"))


def test_a_form_can_go_while_it_is_typed_in(qtbot: QtBot) -> None:
    made = RecordForm(FIELDS, check=check)
    with qtbot.waitActive(made):
        made.show()
    made.focus_field("name")
    keys(qtbot, "X")
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(250)


def test_saving_on_leaving_a_field_leaves_the_keyboard_where_it_is(form: RecordForm, qtbot: QtBot) -> None:
    """As a screen does it: write, then show what the file has now, with the number normalised."""
    record = Client()

    def save(name: str) -> None:
        value = form.value(name)
        if name == "phones":
            value = tuple(Phone(phone.number.replace("0", "+62", 1), phone.kind, phone.note) for phone in value)
        setattr(record, name, value)
        form.mark_saved()
        form.load(record, keep_typed=True)

    form.committed.connect(save)
    form.focus_field("phones.0.number")
    keys(qtbot, "0813", K.Key_Tab, K.Key_Tab)
    assert keyboard().accessibleName() == "Phones 2: Number"
    assert form.value("phones")[0].number == "+62813"
    keys(qtbot, "0214", K.Key_Return)
    keys(qtbot, "0899", K.Key_Tab)
    assert [phone.number for phone in form.value("phones")] == ["+62813", "+62214", "+62899"]
    assert form.value("phones")[0].note == "hidden"
    assert keyboard().text() == "Add phone"
    assert not form.is_changed()


def test_nobody_hears_while_typing_that_half_a_date_is_no_date(form: RecordForm, qtbot: QtBot) -> None:
    form.focus_field("promised_on")
    keys(qtbot, "12 m")
    qtbot.wait(250)
    assert told(form, "promised_on") == ""
    keys(qtbot, "x", K.Key_Tab)
    assert told(form, "promised_on") == "This is not a date"
    form.focus_field("promised_on")
    keys(qtbot, "12 mei")
    assert told(form, "promised_on") == ""
    assert form.validate() == []
    keys(qtbot, K.Key_Home, "x")
    assert [problem.field for problem in form.validate()] == ["promised_on"]
    assert told(form, "promised_on") == "This is not a date"


def test_no_day_comes_after_the_last_one(qtbot: QtBot) -> None:
    editor = DateEditor(Date("day", msg("Day")))
    qtbot.addWidget(editor)
    editor.set_value(date.max)
    qtbot.keyClick(editor.inputs()[0], Qt.Key.Key_Up)
    assert editor.value() == date.max


def test_a_section_may_be_empty(qtbot: QtBot) -> None:
    form = RecordForm([Section(None, ())])
    qtbot.addWidget(form)
    form.show()
    assert form.is_made()
    assert form.values() == {}


def test_sections_come_one_at_a_time_and_all_of_them_to_who_asks(qtbot: QtBot) -> None:
    place, made = QWidget(), []
    qtbot.addWidget(place)
    form = RecordForm([Section(None, (Text(name, msg("Name")),)) for name in "abc"], QWidget(place))
    form.parentWidget().hide()
    form.made.connect(lambda: made.append(1))
    place.show()
    form.make_in_steps(place)
    assert not form.is_made()
    qtbot.waitUntil(form.is_made)
    assert made == [1]
    assert list(form.values()) == ["a", "b", "c"]
    other = RecordForm([Section(None, (Text(name, msg("Name")),)) for name in "abc"], QWidget(place))
    other.make_in_steps(place)
    assert other.value("c") == ""
    assert other.is_made()


def test_a_form_that_is_left_is_made_on_when_it_is_seen_again(qtbot: QtBot) -> None:
    """Nothing is read for a window that is closed by then."""
    place = QWidget()
    qtbot.addWidget(place)
    form = RecordForm([Section(None, (Text(name, msg("Name")),)) for name in "abc"], QWidget(place))
    form.parentWidget().hide()
    place.show()
    form.make_in_steps(place)
    place.hide()
    qtbot.wait(50)
    assert not form.is_made()
