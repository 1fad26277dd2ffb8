"""New words of the templates: untouched copies take them by themselves, edited ones clause by clause, and sent papers none."""

import lzma
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm import assets
from desktop_crm.documents import template_history
from desktop_crm.documents.template_history import Difference
from desktop_crm.model.contract import Template
from desktop_crm.model.message import msg
from desktop_crm.services import contract, template, template_renewal
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.safety import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage.workspace import Workspace
from tests.office import Office
from tests.pdf import words_of

VERSIONS = Path(__file__).parent.parent / "versions"
NAMES = [f"{kind}.{code}" for kind in ("sale", "services") for code in ("id", "en")]
EARLIER = sorted(path.name.partition(".")[0] for path in VERSIONS.glob("*.crm.xz") if path.name < "0011")


@pytest.fixture(params=EARLIER)
def earlier(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    yield from workspace_of(tmp_path, request.param)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Any]:
    yield from workspace_of(tmp_path, "0010")


def workspace_of(folder: Path, version: str) -> Iterator[Workspace]:
    path = folder / "a.crm"
    path.write_bytes(lzma.decompress((VERSIONS / f"{version}.crm.xz").read_bytes()))
    with opened(path) as workspace:
        yield workspace


def texts(workspace: Workspace) -> dict[str, str]:
    with workspace.read() as session:
        return {f"{each.code}.{code}": each.text(code) for each in template.templates(session) for code in ("id", "en")}


def of_today() -> dict[str, str]:
    return {name: assets.text(f"templates/{name}.md") for name in NAMES}


def edit(workspace: Workspace, change: Callable[..., Any], index: int = 0) -> Template:
    with workspace.write(msg("Edit")) as session:
        each = template.templates(session)[index]
        template.save(session, each.id, {f"text_{code}": change(each.text(code)) for code in ("id", "en")})
        return each


def test_the_templates_of_today_are_remembered() -> None:
    for name, text in of_today().items():
        assert template_history.came_with(name, text), "run packaging/templates.py"
        assert all(template_history.came_with_passage(name, each.text) for each in template_history.passages(text))
        assert "".join(each.text for each in template_history.passages(text)) == text
        assert not template_history.is_behind(name, text)


def test_untouched_copies_of_every_version_are_renewed_once_and_it_can_be_taken_back(earlier: Workspace) -> None:
    before = texts(earlier)
    assert before != of_today()
    found = template_renewal.renew(earlier)
    assert {each.code for each in found.renewed} == {"sale", "services"}
    assert found.edited == ()
    assert texts(earlier) == of_today()
    assert str(earlier.undo_text()) == str(template_renewal.RENEW)
    earlier.take_back(found.entry_id)
    assert texts(earlier) == before
    assert template_renewal.renew(earlier) == template_renewal.Renewal()
    assert texts(earlier) == before
    assert check.check(earlier) == []


def test_a_new_workspace_has_nothing_to_renew_and_nothing_is_written(office: Office) -> None:
    before = office.workspace.undo_text()
    assert template_renewal.renew(office.workspace) == template_renewal.Renewal()
    edit(office.workspace, lambda text: text.replace("# ", "# Milik kami ", 1))
    assert template_renewal.renew(office.workspace) == template_renewal.Renewal()
    office.workspace.undo()
    assert office.workspace.undo_text() == before


def test_edited_ones_stay_and_are_told_once(book: Workspace) -> None:
    edit(book, lambda text: text.replace("30 (tiga puluh)", "x").replace("1. ", "1. Ubahan kami. ", 1))
    before = texts(book)
    found = template_renewal.renew(book)
    assert [each.code for each in found.edited] == ["sale"]
    assert [each.code for each in found.renewed] == ["services"]
    after = texts(book)
    assert {name: after[name] for name in NAMES[:2]} == {name: before[name] for name in NAMES[:2]}
    assert {name: after[name] for name in NAMES[2:]} == {name: of_today()[name] for name in NAMES[2:]}
    assert template_renewal.renew(book) == template_renewal.Renewal()


def test_a_copy_edited_in_one_language_is_edited(book: Workspace) -> None:
    with book.write(msg("Edit")) as session:
        each = template.templates(session)[0]
        template.save(session, each.id, {"text_en": each.text_en + "\n\nOur words."})
    assert [each.code for each in template_renewal.renew(book).edited] == ["sale"]


def compared(workspace: Workspace) -> tuple[Template, dict[str, str], dict[str, Difference]]:
    with workspace.read() as session:
        each = template.templates(session)[0]
    typed = {code: each.text(code) for code in ("id", "en")}
    return each, typed, {found.key: found for found in template_renewal.differences(each, typed)}


def test_clause_by_clause_the_untouched_ones_are_proposed_to_be_taken(book: Workspace) -> None:
    edit(
        book,
        lambda text: text.replace("(“**Barang**”)", "(“**Barang**”, kami)").replace("“**Goods**”", "“**Goods**”, ours"),
    )
    _, typed, found = compared(book)
    assert not found["subject"].take
    assert found["price"].take
    assert found["general"].take
    assert found["general"].own == {"id": "", "en": ""}
    assert found["price"].own["id"] in typed["id"]


def test_all_that_is_proposed_gives_the_text_of_today_but_for_what_was_edited(book: Workspace) -> None:
    edit(book, lambda text: re.sub(r"(## (?:Denda|Penalties)[^\n]*\n)", r"\1\nKami.\n", text))
    each, typed, found = compared(book)
    merged = template_renewal.merged(each, typed, [key for key, one in found.items() if one.take])
    for code, text in merged.items():
        own = {part.key: part.text for part in template_history.passages(text)}
        now = {part.key: part.text for part in template_history.passages(assets.text(f"templates/sale.{code}.md"))}
        assert list(own) == list(now)
        assert [key for key in now if own[key].strip() != now[key].strip()] == ["penalties"]
        assert "Kami." in own["penalties"]
    assert template.problems(merged) == []


def test_all_taken_is_the_text_of_today_and_none_taken_changes_nothing(book: Workspace) -> None:
    edit(book, lambda text: text.replace("## ", "## X ", 1))
    each, typed, found = compared(book)
    everything = template_renewal.merged(each, typed, found)
    assert everything == {code: assets.text(f"templates/sale.{code}.md") for code in ("id", "en")}
    nothing = template_renewal.merged(each, typed, [])
    assert nothing == typed


def test_a_clause_of_ones_own_stays_at_its_place_unless_it_is_dropped(book: Workspace) -> None:
    own = "## Contoh [samples]\n\n1. Contoh tidak dijual.\n\n"
    edit(book, lambda text: re.sub(r"(## (?:Denda|Penalties))", own + r"\1", text))
    each, typed, found = compared(book)
    assert not found["samples"].take
    taken = [key for key in found if key != "samples"]
    keys = [part.key for part in template_history.passages(template_renewal.merged(each, typed, taken)["id"])]
    assert keys[keys.index("quality") + 1] == "samples"
    dropped = template_renewal.merged(each, typed, found)["id"]
    assert "samples" not in dropped


def test_what_was_sent_stays_and_is_no_change_of_theirs(office: Office) -> None:
    earlier = earlier_texts()

    def put_earlier(session: Session) -> None:
        each = template.templates(session)[0]
        template.save(session, each.id, {f"text_{code}": earlier[f"sale.{code}"] for code in ("id", "en")})

    office.do(put_earlier)
    made = office.confirmed()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, paper.id, "sent"))
    said: Callable[[], Any] = lambda: office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id)))  # noqa: E731 - with its types
    before = words_of(said().pdf)
    assert [each.code for each in template_renewal.renew(office.workspace).renewed] == ["sale"]
    assert words_of(said().pdf) == before
    assert [problem for problem in said().problems if problem.field == "sent"] == []
    assert office.see(lambda s: contract.signing_doubts(s, paper.id, paper.contract_date)) == []


def earlier_texts() -> dict[str, str]:
    import sqlite3
    import tempfile
    from contextlib import closing

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.crm"
        path.write_bytes(lzma.decompress((VERSIONS / "0009.crm.xz").read_bytes()))
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute("SELECT code, text_id, text_en FROM templates").fetchall()
    return {f"{kind}.{code}": text for kind, *both in rows for code, text in zip(("id", "en"), both, strict=True)}
