"""A record's story is all that happened to it, the newest first, whatever is written while somebody reads on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from desktop_crm.language import language
from desktop_crm.model.contract import Contract
from desktop_crm.model.message import msg
from desktop_crm.model.moments import moment_to_int, on_this_clock
from desktop_crm.model.order import Order
from desktop_crm.model.story import Told
from desktop_crm.services import activity, attachment, client, clock, order, product, story
from desktop_crm.services import contact as contacts
from desktop_crm.storage.story.source import Card, Place, Source, ms_before, stamp_of
from tests.office import Office
from tests.rounds import rounds

BEGIN = date(2026, 3, 10)
#: What happens: of which kind, how many minutes after the beginning. Few moments, so that many fall together.
DEEDS = st.tuples(st.sampled_from(["call", "order", "fulfilled", "contract", "file"]), st.integers(0, 6))


class Stories:
    """Clients of an office to whom things happen, and what a plain list of it would be."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.client = office.do(lambda s: client.save(s, None, {"name": "Toko Kayu"})).id
        self.expected: list[tuple[str, int, int]] = []
        self.ranks = {each.id: rank for rank, each in enumerate(story.sources("client"))}

    def happens(self, deeds: Sequence[tuple[str, int]]) -> None:
        for kind, at in deeds:
            getattr(self, kind)(datetime.combine(BEGIN, time()) + timedelta(hours=8 * at))

    def call(self, at: datetime) -> None:
        values = {"client_id": self.client, "kind": "call_in", "text": "Halo", "moment": on_this_clock(at)}
        made = self.office.do(lambda s: activity.save(s, None, values))
        self.expect(f"{at.isoformat(timespec='minutes')}~", "said", made.id)

    def order(self, at: datetime, **values: Any) -> Order:
        given = {"client_id": self.client, "ordered_on": at.date(), **values}
        made = self.office.do(lambda s: order.save(s, None, {**order.start(s, self.client), **given}, []))
        self.expect(str(at.date()), "ordered", made.id)
        return made

    def fulfilled(self, at: datetime) -> None:
        made = self.order(at - timedelta(days=1))
        done = {"day": str(at.date()), "id": made.id}
        self.office.do(
            lambda s: s.execute(text("UPDATE orders SET state = 'fulfilled', fulfilled_on = :day WHERE id = :id"), done)
        )
        self.expect(str(at.date()), "fulfilled", made.id)

    def contract(self, at: datetime) -> None:
        made = self.order(at)
        template = self.office.see(lambda s: s.scalar(text("SELECT min(id) FROM templates")))

        def work(session: Any) -> Contract:
            party, ordered = client.get(session, self.client), order.get(session, made.id)
            values = {"number": f"K-{made.id}", "client": party, "order": ordered, "template_id": template}
            record = Contract(**values, contract_date=at.date(), signed_on=at.date() + timedelta(days=1))
            session.add(record)
            session.flush()
            return record

        record = self.office.do(work)
        self.expect(str(at.date()), "made", record.id)
        self.expect(str(at.date() + timedelta(days=1)), "signed", record.id)

    def file(self, at: datetime) -> None:
        moment = moment_to_int(on_this_clock(at))
        made = self.office.do(lambda s: attachment.add(s, "client", self.client, "scan.pdf", b"%PDF"))
        values = {"at": moment, "id": made.id}
        self.office.do(lambda s: s.execute(text("UPDATE attachments SET created_at = :at WHERE id = :id"), values))
        self.expect(stamp_of(moment), "added", made.id)

    def change(self, n: int = 1) -> None:
        for number in range(n):
            self.office.do(lambda s, number=number: client.save(s, self.client, {"notes": f"{number}"}))

    def expect(self, stamp: str, source: str, id: int) -> None:
        self.expected.append((stamp, self.ranks[source], id))

    def plain(self) -> list[tuple[str, int]]:
        """All of it, sorted."""
        ids = {rank: name for name, rank in self.ranks.items()}
        return [(ids[rank], row_id) for _, rank, row_id in sorted(self.expected, reverse=True)]

    def page(self, before: Place | None = None, limit: int = 50, kinds: Sequence[str] = ()) -> story.Page:
        return self.office.see(lambda s: story.page(s, "client", self.client, before, kinds=kinds, limit=limit))

    def pages(self, limit: int, kinds: Sequence[str] = ()) -> Iterator[tuple[story.Entry, ...]]:
        page = self.page(None, limit, kinds)
        yield page.entries
        while page.next is not None:
            page = self.page(page.next, limit, kinds)
            yield page.entries


def named(entries: Sequence[story.Entry]) -> list[tuple[str, int]]:
    """Which rows they tell of, but for changes."""
    return [(entry.source.id, entry.id) for entry in entries if not entry.is_change]


@pytest.fixture
def stories(office: Office) -> Stories:
    return Stories(office)


MANY = settings(max_examples=rounds(8, 60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(deeds=st.lists(DEEDS, max_size=9), later=st.lists(DEEDS, max_size=5), limit=st.integers(1, 4))
@example(deeds=[("call", 3), ("file", 3), ("contract", 3), ("fulfilled", 4), ("file", 0)], later=[("file", 5)], limit=1)
def test_pages_are_a_plain_sort_of_everything_and_what_comes_meanwhile_makes_no_gap_and_no_double(
    office: Office, deeds: list[tuple[str, int]], later: list[tuple[str, int]], limit: int
) -> None:
    stories = Stories(office)
    stories.happens(deeds)
    stories.change(2)
    assert named(stories.page(limit=1000).entries) == stories.plain()
    before = stories.plain()
    first = stories.page(limit=limit)
    stories.happens(later)
    stories.change(2)
    assert named(stories.page(limit=1000).entries) == stories.plain()
    found, page = list(first.entries), first
    while page.next is not None:
        page = stories.page(page.next, limit)
        found += page.entries
    rows = named(found)
    assert len(set(rows)) == len(rows)
    assert set(before) <= set(rows)
    assert [row for row in rows if row in before] == before
    assert sum(entry.times for entry in found if entry.is_change) == 3


MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1))  # noqa: DTZ001 - of this machine's clock


@given(stamp=MOMENTS.map(lambda at: f"{at.isoformat()[:16]}~"), at=MOMENTS)
def test_a_text_has_its_place_among_moments(stamp: str, at: datetime) -> None:
    """What stands before it by its number stands there by its text, too."""
    moment = moment_to_int(on_this_clock(at))
    assert (moment < ms_before(stamp, beside=False)) == (stamp_of(moment) < stamp)
    assert (moment < ms_before(stamp, beside=True)) == (stamp_of(moment) <= stamp)


def test_changes_of_a_day_are_one_entry_until_something_stands_between_them(stories: Stories) -> None:
    stories.change(3)
    (changes,) = stories.page().entries
    assert (changes.is_change, changes.times) == (True, 4)
    assert str(changes.told.parts[0].text) == "4 changes"
    stories.call(datetime.combine(clock.today(), time()))
    assert [entry.times for entry in stories.page().entries if entry.is_change] == [4]
    assert [len(page) for page in stories.pages(1)] == [1, 1]


def test_what_the_file_began_with_is_no_deed(office: Office) -> None:
    with office.workspace.write(msg("Demonstration data"), undoable=False) as session:
        invented = client.save(session, None, {"name": "Toko Contoh"}).id
    stories = Stories(office)
    stories.client = invented
    assert stories.page().entries == ()
    assert office.see(lambda s: story.since(s, "client", invented)) is None
    stories.change(2)
    (changes,) = stories.page().entries
    assert changes.times == 2
    assert office.see(lambda s: story.count(s, "client", invented)) == 2


def test_a_file_is_told_once_and_not_again_as_a_change(stories: Stories) -> None:
    stories.file(datetime.combine(BEGIN, time(9)))
    assert sum(entry.times for entry in stories.page().entries if entry.is_change) == 1  # the client was added
    assert [entry.kind.id for entry in stories.page(kinds=["files"]).entries] == ["files"]


def test_what_there_is_can_be_chosen_and_counted(stories: Stories, office: Office) -> None:
    stories.happens([("call", 0), ("contract", 3)])
    see = office.see
    kinds = see(lambda s: story.kinds(s, "client", stories.client))
    assert [kind.id for kind in kinds] == ["said", "orders", "papers", "changes"]
    assert see(lambda s: story.count(s, "client", stories.client)) == 5
    assert see(lambda s: story.count(s, "client", stories.client, ["papers"])) == 2
    assert see(lambda s: story.since(s, "client", stories.client)) == BEGIN
    assert see(lambda s: story.since(s, "client", 999)) is None
    assert [entry.kind.id for entry in stories.page(kinds=["papers"]).entries] == ["papers", "papers"]


def test_each_card_has_its_own(office: Office) -> None:
    """Of its people, its orders, its papers; of nobody else's."""
    made = office.order(contact_id=office.contact)
    values = {"client_id": office.client, "contact_id": office.contact, "text": "Halo"}
    office.do(lambda s: activity.save(s, None, values))
    office.do(lambda s: contacts.save(s, office.client, office.contact, {"office": "Buyer"}))
    office.do(lambda s: product.save(s, office.goods, {"name_en": "Gayo coffee"}))
    other = office.do(lambda s: contacts.save(s, office.client, None, {"name": "Rudi"}))

    def of(noun: str, id: int) -> list[str]:
        return [entry.source.id for entry in office.see(lambda s: story.page(s, noun, id)).entries]

    assert set(of("contact", office.contact)) == {"said", "ordered", "acts"}
    assert of("contact", other.id) == ["acts"]
    assert of("order", made.id) == ["acts"]
    assert set(of("product", office.goods)) == {"of-product", "acts"}
    (entry,) = (e for e in office.see(lambda s: story.page(s, "product", office.goods)).entries if not e.is_change)
    assert " ".join(language("en").value(part.text) for part in entry.told.parts) == (
        f"Order {made.number} PT Sumber Makmur · 2 kg · Draft"
    )
    assert (entry.noun, entry.id, entry.client) == ("order", made.id, "PT Sumber Makmur")


def test_a_value_that_nobody_can_read_is_told_so_and_hides_no_other(stories: Stories, office: Office) -> None:
    stories.happens([("call", 0), ("call", 1), ("order", 2)])
    with office.workspace.driver_connection() as connection:
        connection.execute(
            "UPDATE activities SET text = CAST(x'ff' AS TEXT) WHERE id = (SELECT max(id) FROM activities)"
        )
        connection.execute("UPDATE orders SET ordered_on = 'nonsense'")
        connection.commit()
    entries = [entry for entry in stories.page().entries if not entry.is_change]
    told = [[str(part.text) for part in entry.told.parts] for entry in entries]
    assert len(entries) == 3
    assert ["can't be read"] in told
    assert [entry.day for entry in entries].count(None) == 1
    assert all(isinstance(entry.told, Told) for entry in entries)


@pytest.mark.parametrize("source", [pytest.param(each, id=each.id) for each in story.sources("client")[:-1]])
def test_no_source_of_a_client_is_sorted(office: Office, source: Source) -> None:
    """Or a story of years is waited for."""
    asked: list[str] = []
    with office.workspace.driver_connection() as connection:
        connection.set_trace_callback(asked.append)
    with office.workspace.read() as session:
        card = Card.of(session, "client", office.client)
        for before in (None, Place("2026-03-10", 0, 7, 1), Place("2026-03-10", 99, 7, 1)):
            source.read(card, 1, before, 20)
        reading = [sql for sql in asked if sql.startswith("SELECT")]
        plans = [row for sql in reading for row in card.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plans
    assert not [plan for *_, plan in plans if "TEMP B-TREE" in plan or plan.startswith("SCAN t")]
