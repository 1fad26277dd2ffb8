"""Whatever a noun's service accepts can be read again: by its card, its list, its history and the check."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import Column

from desktop_crm.model.about import about_of
from desktop_crm.model.activity import Activity
from desktop_crm.model.address import Address
from desktop_crm.model.attachment import FileName
from desktop_crm.model.base import Day, Fixed, Flag, Json, LocalMoment, Moment, Record, Value, Values, whole_text
from desktop_crm.model.client import Client
from desktop_crm.model.company import Company, NumberSeries
from desktop_crm.model.contact import Contact
from desktop_crm.model.contract import Contract, Template
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.errors import UserError
from desktop_crm.model.identifier import IDENTIFIER_KINDS, Identifier, normalise_identifier
from desktop_crm.model.letter import Letter
from desktop_crm.model.listing import Query
from desktop_crm.model.moments import moment_from_written
from desktop_crm.model.money import CURRENCIES
from desktop_crm.model.order import Order
from desktop_crm.model.phone import Phone
from desktop_crm.model.product import Product
from desktop_crm.model.signatory import Signatory
from desktop_crm.model.task import Task
from desktop_crm.model.tax import TaxRule
from desktop_crm.services import activity, attachment, client, contract, letter, order, product, task, template
from desktop_crm.services import contact as contacts
from desktop_crm.services import settings as own
from desktop_crm.services.beside import Beside
from desktop_crm.services.codes import OFFERED
from desktop_crm.services.draft import Draft, Drafts
from desktop_crm.services.habits import Habits
from desktop_crm.services.lines import products_by_codes
from desktop_crm.services.past import history
from desktop_crm.services.safety import check
from tests.office import Office
from tests.rounds import rounds

NASTY = (
    *(
        "",
        " ",
        "-",
        "–",
        "—",
        "...",
        "/",
        "*",
        "\0",
        "a\0b",
        "\ud800",
        "x\udfffy",
        "\u202eabc",
        "😀",
        "\u2028",
        "\ufeff",
    ),
    *("a" * 10_000, "'", '"', "%", "\\u0000", "{", "{seq}", "[]", "null", "\n", "0", "-1", "1e400", "NaN", "9" * 40),
    *("\x1b[31m", "=1+1", "<b>", "&amp;", "٠١٢", "0812-3456-7890", "a@b.co", "01.234.567.8-901.000"),
)
TEXTS = st.sampled_from(NASTY) | st.text(max_size=20)
DAYS = st.sampled_from((date.min, date(999, 1, 1), date(1970, 1, 1), date.max)) | st.dates()
MINUTES = st.datetimes().map(lambda at: moment_from_written(at.isoformat(timespec="minutes")))
NUMBERS = st.sampled_from((0, 1, -1, 2**31, 2**63 - 1, 2**63, 10**40))
KINDS = st.sampled_from([choice.code for choice in IDENTIFIER_KINDS]) | TEXTS

#: The program makes these, or a window of its own with a few choices.
MADE = frozenset(
    {"id", "version", "state", "revision", "history_years", "addressee", "owner_noun", "owner_id", "blob_id"}
)

#: Values of several parts that a person fills in.
TYPED = (Signatory, ContractTerms)


def codes_of(column: Column[Any]) -> Any:
    """The codes that a window offers for a column."""
    if column.name == "currency":
        return st.sampled_from(sorted(CURRENCIES))
    told = about_of(column)
    if told is None or not told.choices or isinstance(column.type, Json):
        return None
    return st.sampled_from([choice.code for choice in told.choices])


def parts_of(value_class: type[ContractTerms] | type[Signatory]) -> Any:
    """A small value, each part of it as a form could give it."""
    kinds = {
        "str": TEXTS,
        "int": NUMBERS,
        "bool": st.booleans(),
        "Decimal": st.decimals(-(10**9), 10**9, places=2),
        "Literal": st.sampled_from(("court", "bani")),
    }
    given = {item.name: kinds[str(getattr(item.type, "__name__", item.type))] for item in fields(value_class)}
    return st.builds(value_class, **given)


def value_for(column: Column[Any]) -> Any:
    """Values for one column, as a form could give them; None for one that a form does not show."""
    if column.name in MADE or column.foreign_keys or "derived" in column.info:
        return None
    codes = codes_of(column)
    return _typed(column) if codes is None else codes


def _typed(column: Column[Any]) -> Any:
    kind = column.type
    match kind:
        case Values():
            given = {item.name: KINDS if item.name == "kind" else TEXTS for item in fields(kind.value_class)}
            return st.lists(st.builds(kind.value_class, **given), max_size=2).map(tuple)
        case Day():
            return DAYS | st.none() if column.nullable else DAYS
        case LocalMoment():
            return MINUTES
        case Fixed():
            return st.decimals(-(10**20), 10**20, places=kind.places) | st.just(Decimal("1e-9"))
        case Flag():
            return st.booleans()
        case Json():
            return st.lists(TEXTS, max_size=2)
        case Value() | Moment():
            return parts_of(kind.value_class) if getattr(kind, "value_class", None) in TYPED else None
        case Integer():
            return NUMBERS
        case FileName() | _:
            return TEXTS


def values_of(record: Any) -> Any:
    chosen = {column.name: found for column in record.__table__.columns if (found := value_for(column)) is not None}
    return st.fixed_dictionaries({}, optional=chosen)


def save_order(office: Office, session: Session, values: dict[str, Any]) -> Order:
    texts: dict[str, Any] = {name: values.pop(name) for name in ("delivery_terms", "notes") if name in values}
    line = order.LineInput(
        None,
        texts.get("notes", ""),
        texts.get("delivery_terms", "x"),
        values.get("discount", Decimal(1)),
        texts.get("notes", ""),
        Decimal(1),
        values.get("discount", Decimal(0)),
        None,
        texts.get("notes", ""),
    )
    values.pop("number", None)
    return order.save(session, None, {**order.start(session, office.client), **texts, **values}, [line])


def save_contract(office: Office, session: Session, values: dict[str, Any]) -> Contract:
    made = office.contract_id
    values.pop("paper_id", None)
    return contract.save(session, made, values)


SAVERS = {
    Client: lambda office, session, values: client.save(session, None, {"name": "Toko", **values}),
    Contact: lambda office, session, values: contacts.save(session, office.client, None, {"name": "A", **values}),
    Product: lambda office, session, values: product.save(session, None, {"code": "K", "name_id": "Kopi", **values}),
    Order: save_order,
    Contract: save_contract,
    Activity: lambda office, session, values: activity.save(
        session, None, {"client_id": office.client, "text": "x", **values}
    ),
    Letter: lambda office, session, values: letter.save(
        session, None, {"client_id": office.client, "subject": "x", **values}
    ),
    Task: lambda office, session, values: task.save(session, None, {"title": "x", **values}),
    Company: lambda office, session, values: own.save_company(session, values),
    NumberSeries: lambda office, session, values: own.save_series(
        session, "order", values.get("pattern", "{seq}/{year}"), values.get("begins_anew")
    ),
    TaxRule: lambda office, session, values: own.save_tax_rule(session, None, {"code": "T", "name": "T", **values}),
    Template: lambda office, session, values: template.save(session, template.templates(session)[0].id, values),
}
LISTINGS = {
    Activity: activity.listing,
    Task: task.listing,
    Client: client.listing,
    Product: product.listing,
    Order: order.listing,
    Contract: contract.listing,
    Letter: letter.listing,
}


def kept(value: Any) -> Any:
    """As the file keeps it: characters that no file can keep are shown as such."""
    match value:
        case str():
            return whole_text(value)
        case tuple() | list():
            return type(value)(kept(item) for item in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return type(value)(**{item.name: kept(getattr(value, item.name)) for item in fields(value)})
        case _:
            return value


@pytest.mark.parametrize("record", SAVERS, ids=lambda record: record.__name__)
@settings(max_examples=rounds(5, 15), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_accepted_can_be_read_again(office: Office, record: Any, data: Any) -> None:
    if record is Contract and not hasattr(office, "contract_id"):
        made = office.confirmed()
        office.contract_id = office.do(lambda s: contract.make(s, made.id)).id
    values = data.draw(values_of(record))
    try:
        saved = office.do(partial(SAVERS[record], office, values=dict(values)))
    except UserError:
        return
    with office.workspace.read() as session:
        again = session.get(record, saved.id)
        for name in values:
            assert getattr(again, name) == kept(getattr(saved, name)), name
        history.of_card(session, *again.card())
    if record in LISTINGS:
        listing = LISTINGS[record](office.workspace)
        assert any(row[0] == saved.id for row in listing.page(Query(), 0, 10_000))
        for typed in list(values.values())[:3]:
            listing.page(Query(find=typed if isinstance(typed, str) else ""), 0, 10)
    assert check.check(office.workspace) == []
    office.workspace.undo()
    assert check.check(office.workspace) == []


#: What no window offers.
STRANGE = ("XXX", "nonsense", "", " ", "\0", "\ud800", "IDR ", "idr")
OFFERING = sorted(set(OFFERED) - {("number_series", "kind"), ("attachments", "owner_noun"), ("contracts", "state")})


def refused(office: Office, record: type[Record], **values: Any) -> list[str]:
    """The fields that are told."""
    with pytest.raises(UserError) as told:
        office.do(partial(SAVERS[record], office, values=values))
    assert all(str(problem.message) and problem.field for problem in told.value.problems)
    return [problem.field for problem in told.value.problems]


@pytest.mark.parametrize(("table", "column"), OFFERING)
def test_a_code_that_no_window_offers_is_refused_by_its_field(office: Office, table: str, column: str) -> None:
    made = office.confirmed() if table == "contracts" else None
    office.contract_id = office.do(lambda s: contract.make(s, made.id)).id if made else 0
    record = next(each for each in SAVERS if each.__tablename__ == table)
    for code in set(STRANGE) - set(OFFERED[table, column]):
        assert refused(office, record, **{column: code}) == [column]
    assert check.check(office.workspace) == []


def test_a_kind_that_no_window_offers_is_refused_by_its_place(office: Office) -> None:
    good, bad = Phone("+62215550142", "office"), Phone("+62215550143", "pager")
    assert refused(office, Client, phones=(good, bad)) == ["phones.1.kind"]
    assert refused(office, Contact, phones=(bad,)) == ["phones.0.kind"]
    assert refused(office, Contact, roles=["buyer", "king"]) == ["roles"]
    assert refused(office, Client, addresses=(Address(city="Bandung", kind="moon"),)) == ["addresses.0.kind"]
    made = office.confirmed()
    office.contract_id = office.do(lambda s: contract.make(s, made.id)).id
    assert refused(office, Contract, terms=ContractTerms(dispute=cast(Any, "duel"))) == ["terms.dispute"]
    with pytest.raises(UserError, match="Document language: “xx”"):
        office.do(lambda s: contract.make(s, made.id, language="xx"))
    with pytest.raises(UserError, match="“planet”"):
        office.do(lambda s: attachment.add(s, "planet", 1, "a.txt", b""))
    with pytest.raises(UserError, match="“planets”"):
        office.do(lambda s: own.save_series(s, "planets", "{seq}"))
    for step, record_id in ((order.step, made.id), (contract.step, office.contract_id)):
        with pytest.raises(UserError, match=r"^Not changed to nonsense: "):
            office.do(lambda s, step=step, record_id=record_id: step(s, record_id, "nonsense"))


def test_what_stands_in_a_file_already_is_no_reason_to_refuse_a_change_of_something_else(office: Office) -> None:
    """A later version may know more kinds."""
    odd = Phone("+62215550142", "pager")
    with office.workspace.driver_connection() as connection:
        phones = '[{"number": "+62215550142", "kind": "pager"}]'
        connection.execute("UPDATE clients SET phones = ?, category = 'moon'", (phones,))
    new = Phone("+62215550143", "fax")
    office.do(lambda s: client.save(s, office.client, {"phones": (odd, new), "category": "moon", "notes": "called"}))
    assert office.see(lambda s: client.get(s, office.client)).phones == (odd, new)


@settings(max_examples=rounds(10, 30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=TEXTS, content=st.binary(max_size=5))
def test_a_file_of_any_name_can_be_read_again(office: Office, name: str, content: bytes) -> None:
    try:
        added = office.do(lambda s: attachment.add(s, "client", office.client, name, content))
    except UserError:
        return
    assert office.see(lambda s: attachment.content(s, added.id))[1] == content


@given(kind=KINDS, text=TEXTS)
def test_an_official_number_keeps_what_was_typed_for_it(kind: str, text: str) -> None:
    """A dash as NPWP came to an empty number."""
    number = normalise_identifier(kind, text).number
    assert bool(number) == bool(text.split())
    assert normalise_identifier(kind, number).number == number


def test_a_number_that_an_earlier_version_left_out_is_an_empty_one(office: Office) -> None:
    """`-` as NPWP was kept as `{"kind":"npwp"}`, and the client could not be opened any more."""
    with office.workspace.driver_connection() as connection:
        connection.execute("""UPDATE clients SET identifiers = '[{"kind":"npwp"}]', npwp = ''""")
    found = office.see(lambda s: client.get(s, office.client))
    assert found.identifiers == (Identifier("npwp", ""),)
    office.do(lambda s: client.save(s, office.client, {"notes": "called"}))
    office.order()


def test_half_a_character_in_a_code_is_looked_for_as_it_is_kept(office: Office) -> None:
    office.do(lambda s: product.save(s, None, {"code": "\ud800", "name_id": "Teh"}))
    taken = office.see(lambda s: product.code_problems(s, None, "\ud800"))
    assert [problem.field for problem in taken] == ["code"]
    office.see(lambda s: products_by_codes(s, ["\ud800"]))


PLAIN = st.recursive(
    TEXTS | st.booleans() | st.none() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def beside(office: Office) -> Iterator[Beside]:
    made = Beside(office.workspace)
    yield made
    made.close()


@settings(max_examples=rounds(8, 25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(typed=st.dictionaries(TEXTS, PLAIN, min_size=1, max_size=3), given=st.dictionaries(TEXTS, PLAIN), part=TEXTS)
def test_what_is_typed_and_kept_beside_can_be_read_again(
    office: Office, beside: Beside, typed: dict[str, Any], given: dict[str, Any], part: str
) -> None:
    one = Draft("a slot", "client", office.client, part, 3, given, typed)
    drafts = Drafts(office.workspace, beside)
    drafts.keep(one)
    assert drafts.of_card("client", office.client) == [one]
    assert drafts.settle()
    assert drafts.of_card("client", office.client) == drafts.every() == [one]
    assert drafts.of_card("client", office.client, part) == [one]


@settings(max_examples=rounds(8, 25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(key=TEXTS, content=TEXTS)
def test_a_habit_of_any_text_can_be_read_again_and_holds_up_no_draft(
    office: Office, beside: Beside, key: str, content: str
) -> None:
    habits, drafts = Habits(office.workspace, beside), Drafts(office.workspace, beside)
    assume(not habits.get(whole_text(key)))  # kept by an example before
    one = Draft("a slot", "client", None, typed={"name": content})
    habits.put(key, content)
    drafts.keep(one)
    assert drafts.settle()
    assert drafts.every() == [one]
    assert habits.get(key) == content
    assert Habits(office.workspace, beside).get(whole_text(key)) == whole_text(content)
