"""Indonesian is complete, says the same as the English, and nothing is marked that could not be translated."""

import gettext
import io
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "packaging" / "translations.py"


@pytest.fixture(scope="module")
def translations() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


@pytest.fixture(scope="module")
def gathered(translations: dict[str, Any]) -> tuple[list[str], bytes]:
    """What is wrong with the catalogue, and what it should be; all sentences are looked for once."""
    found = translations["extracted"]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(translations["faults"].__globals__, "extracted", lambda: found)
        return translations["faults"]("id"), translations["renewed"]("id")


def test_every_sentence_is_translated(gathered: tuple[list[str], bytes]) -> None:
    assert [fault for fault in gathered[0] if fault.startswith("not translated")] == []


def test_the_catalogue_has_no_other_faults(gathered: tuple[list[str], bytes]) -> None:
    assert [fault for fault in gathered[0] if not fault.startswith("not translated")] == []


def test_marks_get_literal_text(translations: dict[str, Any]) -> None:
    assert translations["loose_texts"]() == []


def test_the_committed_file_is_what_update_writes(
    translations: dict[str, Any], gathered: tuple[list[str], bytes]
) -> None:
    committed = (translations["FOLDER"] / "id.po").read_bytes()
    assert committed.replace(b"\r\n", b"\n") == gathered[1], "run packaging/translations.py update"


def test_indonesian_has_one_form(translations: dict[str, Any]) -> None:
    from babel.messages.mofile import write_mo

    file = io.BytesIO()
    write_mo(file, translations["translated"]("id"))
    file.seek(0)
    catalogue = gettext.GNUTranslations(file)
    assert catalogue.info()["plural-forms"] == "nplurals=1; plural=0;"


@pytest.fixture
def small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, translations: dict[str, Any]
) -> Callable[..., dict[str, Any]]:
    """A program and a catalogue of a few lines, in place of the real ones."""
    package = tmp_path / "desktop_crm"
    package.mkdir()
    scope = translations["renewed"].__globals__
    for name, value in {"ROOT": tmp_path, "PACKAGE": package, "FOLDER": tmp_path}.items():
        monkeypatch.setitem(scope, name, value)

    def write(source: str, po: str = "") -> dict[str, Any]:
        (package / "module.py").write_text(source, encoding="utf-8")
        (tmp_path / "id.po").write_text(scope["_header"]("id").decode() + po, encoding="utf-8")
        return scope

    return write


@pytest.mark.parametrize(
    ("po", "fault"),
    [
        ("", "not translated: 'Order {number}'"),
        ('msgid "Order {number}"\nmsgstr ""\n', "not translated: 'Order {number}'"),
        ('msgid "Order {number}"\nmsgstr "  "\n', "not translated: 'Order {number}'"),
        ('#, fuzzy\nmsgid "Order {number}"\nmsgstr "Pesanan {number}"\n', "not translated: 'Order {number}'"),
        ('msgid "Order {number}"\nmsgstr "Pesanan {nomor}"\n', "other places: 'Order {number}'"),
        ('msgid "Order {number}"\nmsgstr "Pesanan"\n', "other places: 'Order {number}'"),
        ('msgid "Order {number}"\nmsgstr "Pesanan {number"\n', "other places: 'Order {number}'"),
        ('msgid "Gone"\nmsgstr "Hilang"\n', "no longer used: 'Gone'"),
        ('#~ msgid "Gone"\n#~ msgstr "Hilang"\n', "no longer used: 'Gone'"),
    ],
)
def test_faults_are_found(small: Callable[..., dict[str, Any]], po: str, fault: str) -> None:
    assert fault in small('msg("Order {number}", number=1)\n', po)["faults"]("id")


def test_a_complete_catalogue_has_no_fault(small: Callable[..., dict[str, Any]]) -> None:
    po = 'msgid "{n} order of {name}"\nmsgid_plural "{n} orders of {name}"\nmsgstr[0] "{n} pesanan {name}"\n'
    assert small('ntr("{n} order of {name}", "{n} orders of {name}", 2, name="x")\n', po)["faults"]("id") == []


def test_update_keeps_translations_and_drops_what_has_gone(small: Callable[..., dict[str, Any]]) -> None:
    po = 'msgid "Gone"\nmsgstr "Hilang"\n\n# kept\nmsgid "Save"\nmsgstr "Simpan"\n'
    written = small('tr("Save")\ntr("New {x}", x=1)\n', po)["renewed"]("id").decode()
    assert 'msgid "Save"\nmsgstr "Simpan"' in written
    assert "# kept" in written
    assert 'msgid "New {x}"\nmsgstr ""' in written
    assert "Gone" not in written
    assert "module.py:" not in written


@pytest.mark.parametrize(
    ("source", "loose"),
    [
        ('msg("A" "b")', False),
        ('self.tr("A", x=f"{y}")', False),
        ('ntr("a", "b", n)', False),
        ('msg(f"A {b}")', True),
        ("tr(text)", True),
        ('tr("a" + b)', True),
        ('i18n.tr("a".format())', True),
        ('ntr("a", many, n)', True),
        ('ntr("a")', True),
        ("msg()", True),
        ('msg(b"a")', True),
        ("msg(*words)", True),
    ],
)
def test_loose_texts_are_found(small: Callable[..., dict[str, Any]], source: str, loose: bool) -> None:
    assert small(source)["loose_texts"]() == (["desktop_crm/module.py:1"] if loose else [])
