"""What each noun has to declare, by name: whoever forgets something is told here."""

import dataclasses
import re
import shutil
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import Column
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from desktop_crm.cli.arguments import parser
from desktop_crm.cli.terminal import Terminal
from desktop_crm.language import language
from desktop_crm.model.about import about_of
from desktop_crm.model.base import Record
from desktop_crm.model.flow import NEXT, Step
from desktop_crm.model.listing import Kind, Query, Role
from desktop_crm.model.message import Message
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.numbering import gives_numbers, number_of
from desktop_crm.services import dependents, story, today
from desktop_crm.services.facets import declared, facets_of
from desktop_crm.services.importing.plan import kind
from desktop_crm.services.safety import backup, rescue
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.storage import today as overviews
from desktop_crm.storage.backup.copy import Inside
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.story.source import Card, Place, Source
from desktop_crm.storage.tables import RECORDS, metadata
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import icons
from desktop_crm.ui.program.screenshots import SHOTS
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.window.places import PLACES
from desktop_crm.ui.window.shell import Shell

COLUMNS = [
    pytest.param(record, column, id=f"{table}.{column.name}")
    for table, record in sorted(RECORDS.items())
    for column in record.__table__.columns
    if column.name not in {"id", "version"}
]
INDONESIAN = language("id")


@pytest.mark.parametrize(("record", "column"), COLUMNS)
def test_a_column_tells_what_it_is_or_that_it_is_nothing_for_a_person(
    record: type[Record], column: Column[Any]
) -> None:
    """Or its changes vanish from the history."""
    told = about_of(column)
    assert told is not None or {"derived", "hidden"} & column.info.keys()


@pytest.mark.parametrize(("record", "column"), COLUMNS)
def test_a_column_that_names_a_client_or_bytes_says_so(record: type[Record], column: Column[Any]) -> None:
    """Or the privacy screen leaves the name, and the history tells a number."""
    told = about_of(column)
    pointed = {key.column.table.name for key in column.foreign_keys}
    assert told is None or (told.of_client, told.holds_bytes) == ("clients" in pointed, "blobs" in pointed)


@pytest.mark.parametrize("record", [pytest.param(each, id=table) for table, each in sorted(RECORDS.items())])
def test_a_row_has_a_name_in_both_languages(record: type[Record]) -> None:
    assert record.one.text
    assert INDONESIAN.say(record.one)


@pytest.mark.parametrize(("record", "column"), COLUMNS)
def test_what_can_be_chosen_has_its_usual_value_among_it(record: type[Record], column: Column[Any]) -> None:
    told = about_of(column)
    if told is None or not told.choices or column.default is None or column.default.is_callable:
        return
    assert isinstance(column.default, ScalarElementColumnDefault)
    assert column.default.arg in {"", *(choice.code for choice in told.choices)}


def test_a_record_with_a_card_of_its_own_is_a_noun() -> None:
    """Or it is in no trash, and nobody counts it."""
    own = {table for table, record in RECORDS.items() if record.card is Record.card and record.noun != "settings"}
    assert own <= {noun.table for noun in NOUNS}


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS])
def test_a_noun_has_a_name_for_one_and_many_in_both_languages(noun: Noun) -> None:
    assert noun.record.called
    for told in (noun.many, *noun.counted):
        assert INDONESIAN.say(Message(told.text, {"n": 2})) not in {told.text, told.text.replace("{n}", "2")}


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS])
def test_a_noun_can_be_told_from_all_others(noun: Noun) -> None:
    assert [other.id for other in NOUNS if other.table == noun.table or other.id == noun.id] == [noun.id]


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_what_a_rescue_tells_of_a_table_has_a_title(table: str) -> None:
    assert table in rescue.TITLES


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = create(tmp_path_factory.mktemp("nouns") / "Usaha.crm")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nouns") / "Usaha.crm"
    create(path).close()
    return path


SEARCHED = [pytest.param(noun, id=noun.id) for noun in NOUNS if noun.is_searched]


@pytest.mark.parametrize("noun", SEARCHED)
def test_what_is_searched_is_a_hit_that_leads_to_a_card(noun: Noun) -> None:
    facets = facets_of(noun)
    assert facets.source.table == noun.table
    row = {each.column.id: f"the {each.column.id}" for each in facets.source.columns}
    hit = facets.hit(7, row)
    assert (hit.noun, hit.id) == (noun.id, 7)
    assert hit.title in {row.get(name) for name in row} | {f"{row.get('code')} – {row.get('name_id')}"}


@pytest.mark.parametrize("noun", SEARCHED)
def test_what_is_private_is_so_in_the_list_as_in_the_history(noun: Noun) -> None:
    columns = {each.column.id: each.column for each in facets_of(noun).source.columns}
    told = {column.name: about for column in noun.record.__table__.columns if (about := about_of(column))}
    private = {name for name, about in told.items() if about.sensitive}
    assert {name for name in columns.keys() & told.keys() if columns[name].sensitive} == private & columns.keys()


@pytest.mark.parametrize("noun", SEARCHED)
def test_what_has_a_list_or_a_paper_has_its_command(noun: Noun) -> None:
    """The table of contents says so where no table is loaded."""
    facets = facets_of(noun)
    assert noun.is_listed == (facets.listing is not None)
    assert (noun.paper is not None) == (facets.paper is not None) == (facets.by_number is not None)


LISTED = [pytest.param(noun, id=noun.id) for noun in NOUNS if noun.is_listed]


@pytest.mark.parametrize("noun", LISTED)
def test_the_command_line_lists_it_for_other_programs(
    file: Path, noun: Noun, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(language("en"))
    arguments = parser(terminal).parse_args(["--workspace", str(file), "list", noun.plural, "--json"])
    assert arguments.run(arguments, terminal) == 0
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("noun", LISTED)
def test_a_card_says_what_it_asks_first(noun: Noun) -> None:
    """Or its first record is waited for."""
    assert facets_of(noun).first is not None


def test_what_can_be_done_with_a_noun_is_found_beside_its_record() -> None:
    """Wherever that is declared."""
    noun = dataclasses.replace(NOUNS[0], at="elsewhere.model.warranty:Warranty")
    assert noun.module("services") == "elsewhere.services.warranty"


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS if not noun.is_setting])
def test_a_backup_counts_it_and_says_so(empty: Workspace, noun: Noun) -> None:
    with empty.driver_connection() as connection:
        inside = Inside.of(connection, 0)
    assert inside.counts[noun.table] == 0
    one = dataclasses.replace(inside, counts={**inside.counts, noun.table: 1})
    assert noun.told(1) in backup.told_counts(one)
    assert INDONESIAN.say(noun.told(7)).startswith("7 ")


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS])
def test_what_is_imported_says_how(noun: Noun) -> None:
    there = find_spec(noun.module("services.importing")) is not None
    assert noun.is_imported == there
    if there:
        of = kind(noun.plural)
        fields = {field.id for field in of.fields}
        assert all(set(shown.needs) <= fields for shown in of.shown)
        for told in (of.words.title, of.words.take, of.words.hint, of.words.button(2, 0, 0), of.words.done(2, 0)):
            assert INDONESIAN.say(told) != str(told)


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS if noun.place])
def test_what_has_a_place_has_a_screen_with_an_icon_there(noun: Noun, qapp: object) -> None:
    """By the name of its record, in a folder of its own."""
    assert noun.place in {place.id for place in PLACES}
    (declared,) = (each for each in SCREENS if each.noun == noun.id)
    assert cast(type[Screen], declared.load()).noun == noun.id
    assert icons.icon(noun.icon)


@pytest.mark.parametrize(
    ("noun", "parent"),
    [pytest.param(noun, parent, id=f"{noun.id}-{parent}") for noun in NOUNS for parent in noun.belongs_to],
)
def test_what_belongs_to_a_card_is_listed_or_told_there_and_goes_along(
    empty: Workspace, noun: Noun, parent: str
) -> None:
    related = facets_of(noun).related[parent]
    if related is None:
        assert noun.id in {each.noun for each in story.sources(parent) if isinstance(each, Source)}
    else:
        assert related.listing(empty, 1).count(Query()) == 0
        for told in filter(None, (related.empty, related.new)):
            assert INDONESIAN.say(told) != str(told)
    with empty.read() as session:
        assert dependents.of(session, parent, 1).counts[noun.id] == 0


@pytest.mark.parametrize("noun", SEARCHED)
def test_what_is_listed_on_a_card_belongs_to_it(noun: Noun) -> None:
    """Or it stays behind when that is deleted."""
    assert set(facets_of(noun).related) == set(noun.belongs_to)


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS])
def test_what_asks_for_attention_on_some_days_says_so(empty: Workspace, noun: Noun) -> None:
    rules = [rule for rule in today.rules() if rule.noun == noun.id]
    assert noun.today == bool(rules) == (find_spec(f"{noun.module('storage')}_today") is not None)
    day = date(2026, 3, 12)
    with empty.driver_connection() as connection:
        for rule in rules:
            for span in rule.spans(day):
                assert overviews.buckets(connection, rule, span) == []
                listing = facets_of(noun).listing
                assert listing is not None
                assert listing(empty).count(Query(filters=rule.filters(span))) == 0
            for told in (rule.kind, *filter(None, (rule.title,)), *rule.late, *rule.more):
                assert is_told(told)
            assert icons.icon(rule.icon)


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS if noun.place])
def test_what_is_begun_at_its_list_is_begun_from_anywhere(noun: Noun, qapp: object) -> None:
    """By the same word."""
    (declared_here,) = (each for each in SCREENS if each.noun == noun.id)
    assert noun.new == getattr(declared_here.load(), "new_text", None)


@pytest.mark.parametrize("noun", SEARCHED)
def test_it_is_in_the_emergency_folder(noun: Noun) -> None:
    """What is searched is missed by name, also where this program is not to be had."""
    found = declared(noun.module("services.emergency"), "EMERGENCY")
    assert found is not None
    assert noun.record in [sheet.record for sheet in found.sheets]


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS if "client" in noun.belongs_to])
def test_what_belongs_to_a_client_stands_in_its_story(empty: Workspace, noun: Noun) -> None:
    """By the `STORY` of its `storage/story/<noun>.py`."""
    sources = [each for each in story.sources("client") if isinstance(each, Source) and each.noun == noun.id]
    assert sources
    for source in sources:
        assert source.table == noun.table
        assert INDONESIAN.say(source.kind.title) != str(source.kind.title)
        with empty.read() as session:
            assert source.read(Card.of(session, "client", 1), 0, Place("2026-03-12", 0, 7, 0), 5) == []


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS if "client" in noun.belongs_to])
def test_what_of_it_is_open_is_in_the_brief_for_a_meeting(empty: Workspace, noun: Noun) -> None:
    """By the `BRIEF` of its `services/briefing/<noun>.py`."""
    parts = declared(noun.module("services.briefing"), "BRIEF")
    assert parts
    for part in parts:
        assert INDONESIAN.say(part.title) != str(part.title)
        with empty.read() as session:
            assert list(part.rows(session, 1, INDONESIAN)) == []


def test_a_fault_in_a_nouns_file_is_not_taken_for_a_missing_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere" / "services" / "demo").mkdir(parents=True)
    (tmp_path / "elsewhere" / "services" / "demo" / "warranty.py").write_text("import nowhere_at_all\n")
    monkeypatch.syspath_prepend(tmp_path)
    noun = dataclasses.replace(NOUNS[0], at="elsewhere.model.warranty:Warranty")
    assert declared(noun.module("services.emergency"), "EMERGENCY") is None
    with pytest.raises(ModuleNotFoundError):
        declared(noun.module("services.demo"), "DEMO")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, demo_file: Path) -> Iterator[Workspace]:
    opened = open_workspace(shutil.copyfile(demo_file, tmp_path_factory.mktemp("nouns") / "Nusa Peraga.crm"))
    yield opened
    opened.close()


@pytest.mark.parametrize("noun", SEARCHED)
def test_the_demonstration_has_some_of_it(demonstration: Workspace, noun: Noun) -> None:
    with demonstration.driver_connection() as connection:
        assert Inside.of(connection, 0).counts[noun.table] > 0


NUMBERED = [pytest.param(noun, id=noun.id) for noun in NOUNS if "number" in noun.record.__table__.columns]


@pytest.mark.parametrize("noun", NUMBERED)
def test_what_has_a_number_says_how_it_is_made(noun: Noun) -> None:
    """Until the settings say otherwise."""
    assert gives_numbers(noun.number_pattern)
    assert number_of(noun.number_pattern, 7, date(2026, 3, 12)) != number_of(noun.number_pattern, 8, date(2026, 3, 12))


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS if noun.place])
def test_pictures_are_taken_of_it(noun: Noun) -> None:
    """The first of them of its list."""
    assert noun.plural in [name for name, _ in SHOTS]


FLOWS = [pytest.param(noun, id=noun.id) for noun in NOUNS if noun.flow is not None]
STEPS = [
    pytest.param(noun, step, id=f"{noun.id}-{step.id or step.state}")
    for noun in NOUNS
    if noun.flow is not None
    for step in noun.flow.steps
]


def is_told(told: Message) -> bool:
    """In Indonesian, too."""
    named = Message(told.text, dict.fromkeys(re.findall(r"{(\w+)}", told.text), "7"))
    return INDONESIAN.say(named) != str(named)


@pytest.mark.parametrize("noun", [pytest.param(noun, id=noun.id) for noun in NOUNS])
def test_what_has_a_state_says_the_ways_between_its_states(noun: Noun) -> None:
    state = noun.record.__table__.columns.get("state")
    assert (state is not None) == (noun.flow is not None)
    if noun.flow is not None:
        assert about_of(state).choices == noun.flow.states
        assert state.default.arg == noun.flow.states[0].code


@pytest.mark.parametrize("noun", FLOWS)
def test_each_state_can_be_reached(noun: Noun) -> None:
    reached = [noun.flow.states[0].code]
    for state in reached:
        reached += [step.state for step in noun.flow.steps_from(state) if step.state not in reached]
    assert set(reached) == {choice.code for choice in noun.flow.states}


@pytest.mark.parametrize(("noun", "step"), STEPS)
def test_a_step_leads_from_one_state_to_another_and_is_kept_where_it_says(noun: Noun, step: Step) -> None:
    assert step.from_
    assert {step.state, *step.from_} <= {choice.code for choice in noun.flow.states}
    assert step.state not in step.from_
    assert {step.day, step.reason} - {""} <= set(noun.record.__table__.columns.keys())
    assert noun.record.called in str(step.told.text)


@pytest.mark.parametrize(("noun", "step"), STEPS)
def test_a_step_has_its_words_in_both_languages(noun: Noun, step: Step) -> None:
    asked = () if step.asks is None else (step.asks.question, step.asks.go, step.asks.despite)
    for told in (step.text, step.told, *asked):
        assert is_told(told), told


@pytest.mark.parametrize("noun", FLOWS)
def test_a_flow_has_its_words_in_both_languages(noun: Noun) -> None:
    assert is_told(noun.flow.refused)


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun.record.quick])
def test_what_is_asked_of_a_list_with_one_click_has_its_words_and_is_found_in_its_columns(noun: Noun) -> None:
    columns = {each.column.id: each.column for each in facets_of(noun).source.columns}
    for quick in noun.record.quick:
        assert is_told(quick.text), quick.text
        column, asked = columns[quick.column], quick.filter
        assert asked.values or asked.low is not None
        if column.kind is Kind.STATE:
            assert set(asked.values) <= {choice.code for choice in column.choices}
        else:
            assert column.kind is (Kind.FLAG if asked.values else Kind.NUMBER)


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun.place])
def test_the_row_of_two_lines_has_a_name_and_its_state_and_day(noun: Noun) -> None:
    """What a list shows beside a peek is said with its columns; a list that says nothing would be a list of dates."""
    columns = [each.column for each in facets_of(noun).source.columns]
    roles = {column.part.role: column for column in columns if column.part is not None}
    assert Role.TITLE in roles
    assert noun.flow is None or Role.STATE in roles
    for column in columns:
        if column.part is not None and column.part.live:
            states = {choice.code for choice in roles[Role.STATE].choices}
            assert set(column.part.live) <= states


@pytest.mark.parametrize("noun", FLOWS)
def test_steps_can_be_told_from_each_other(noun: Noun) -> None:
    names = [step.id for step in noun.flow.steps if step.id]
    parts = [step.asks.part for step in noun.flow.steps if step.asks is not None and step.asks.reason]
    assert (len(set(names)), len(set(parts))) == (len(names), len(parts))


@pytest.mark.parametrize("noun", FLOWS)
def test_each_step_has_its_command_and_its_line_in_a_menu(noun: Noun, shell: Shell) -> None:
    shell.navigate(noun.id)
    screen = shell.made_screen(noun.id)
    assert isinstance(screen, RecordScreen)
    assert screen.card.flow == noun.flow
    lines = {*screen.context_actions(), *screen.card_actions()}
    for step in noun.flow.steps:
        name = f"{noun.id}.{step.id or NEXT}"
        assert name in shell.desk.actions
        assert name in lines
        assert icons.icon(step.icon)


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun.place])
def test_a_list_offers_what_is_often_asked_of_it_and_counts_by_its_word(noun: Noun, shell: Shell, qtbot: QtBot) -> None:
    shell.navigate(noun.id)
    screen = shell.made_screen(noun.id)
    assert isinstance(screen, RecordScreen)
    assert (len(noun.record.quick) > 0) == hasattr(screen, "quick")
    qtbot.waitUntil(lambda: screen.table.model.whole)
    assert screen.table.footer.count.text() == say(noun.told(len(screen.table.ids())))
