"""Every note says, in either language, which thing and what is now true of it, or what did not happen and why: in one line."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import desktop_crm
from desktop_crm.language import LANGUAGES, language

PACKAGE = Path(desktop_crm.__file__).parent
MARKS = {"tr", "ntr", "msg"}
LONGEST = 64

#: What stands in the places of a sentence, as long as it usually is.
SAMPLES = {
    "thing": "Order SO/2026/00708",
    "number": "001/PKS/XI/2026",
    "n": "41",
    "state": "In delivery",
    "moment": "29 Nov 2026, 08.02",
    "day": "Wed, 2 Dec",
    "years": "10 years",
    "version": "2",
    "currency": "IDR",
    "size": "12",
    "code": "PMP-01",
    "service": "OneDrive",
    "percent": "5",
    "names": "Goods sale",
    "lines": "12",
    "what": "2 orders",
    "papers": "2 orders",
    "wanted": "Draft",
    "contracts": "001/PKS/XI/2026",
}
USUAL = "Toko Kayu Makmur"

GRAMMAR = "model/now_true.py"

#: Lines follow, the last of which may be this.
HEADS = {"Not everything backed up:", "Backup made, but the file is not in order:"}
LINES = {"and {n} more"}

FORBIDDEN = {
    "en": (
        r"^(?!nothing)\w+ing\b(?! of)",  # what goes on is no note
        r"^[^.:]*\b(?:was|were|is|are|has been|have been|been) (?:\w+ly )?\w+ed\b",
        r"\b(?:success\w*|please|sorry|done:)",
        r"[!…?]",
    ),
    "id": (
        r"^(?:sedang|me(?:m|n|ng|ny)\w+|telah)\b",
        r"\b(?:berhasil|sukses|silakan|mohon|maaf|telah)\b",
        r"[!…?]",
    ),
}


class Sentence(NamedTuple):
    """A text of a note, and where it stands."""

    where: str
    text: str


@cache
def trees() -> dict[str, ast.Module]:
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}


def function(call: ast.Call, where: str) -> ast.FunctionDef | None:
    """What a call asks, if it stands in the same module or in one that is named where it is imported."""
    module, name = where, name_of(call)
    of = getattr(call.func.value, "id", "") if isinstance(call.func, ast.Attribute) else name
    for each in ast.walk(trees()[where]):
        if isinstance(each, ast.ImportFrom) and each.module and any(alias.name == of for alias in each.names):
            inside = each.module if of == name else f"{each.module}.{of}"
            module = inside.removeprefix("desktop_crm.").replace(".", "/") + ".py"
    found = [each for each in ast.walk(trees().get(module, trees()[where])) if isinstance(each, ast.FunctionDef)]
    return next((each for each in found if each.name == name), None)


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def told(call: ast.Call) -> list[ast.expr]:
    """What a call gives to a note."""
    name, more = name_of(call), {each.arg: each.value for each in call.keywords}
    if name == "note" and ast.unparse(call.func).endswith("notify.note"):
        return call.args[:1]
    if name in {"NowTrue", "tell_done"}:
        return call.args[:1]
    if isinstance(call.func, ast.Name) and name in {"of", "become"}:
        return call.args[-1:]
    if name in {"Step", "Verb"} and "now" in more:
        return [more["now"]]
    return call.args[:1] if ast.unparse(call.func) == "self.removed.emit" else []


def texts(expr: ast.AST, where: str, inside: ast.AST, depth: int = 0) -> Iterator[str]:
    """The texts that an expression may come to: its own, those of its names, and of functions that it asks."""
    if isinstance(expr, ast.Call) and name_of(expr) in MARKS:
        yield from (str(ast.literal_eval(given)) for given in expr.args[: 2 if name_of(expr) == "ntr" else 1])
        return
    for other, around in behind(expr, where, inside) if depth < 2 else ():
        yield from texts(other, where, around, depth + (1 if around is inside else 2))
    for child in ast.iter_child_nodes(expr):
        if not isinstance(child, ast.Dict):  # what stands in its places
            yield from texts(child, where, inside, depth)


def behind(expr: ast.AST, where: str, inside: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What a name was given, and what stands in a function that is asked; and in what that is."""
    if isinstance(expr, ast.Call) and name_of(expr) not in {"say", "shortened"}:
        if (asked := function(expr, where)) is not None:
            yield from ((line, asked) for line in asked.body)
    elif isinstance(expr, ast.Name):
        for other in ast.walk(inside):
            if isinstance(other, ast.Assign) and any(getattr(to, "id", "") == expr.id for to in other.targets):
                yield other.value, inside


def sentences() -> list[Sentence]:
    found = dict[str, str]()
    for where, tree in trees().items():
        for inside in [tree, *(each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))]:
            for call in (each for each in ast.walk(inside) if isinstance(each, ast.Call)):
                for expr in told(call):
                    for text in texts(expr, where, call if inside is tree else inside):
                        found.setdefault(text, where)
    for each in trees()[GRAMMAR].body:
        if isinstance(each, ast.AnnAssign) and each.value is not None:
            for text in texts(each.value, GRAMMAR, each):
                found.setdefault(text, GRAMMAR)
    return [Sentence(where, text) for text, where in sorted(found.items()) if text not in LINES]


SENTENCES = sentences()


def filled(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: SAMPLES.get(place[1], USUAL), text)


def said(text: str, code: str) -> str:
    catalogue = language(code).catalogue
    one = catalogue.gettext(text)
    return one if one != text or code == "en" else str(catalogue.ngettext(text, text, 1))


def test_the_notes_are_found() -> None:
    found = {each.text for each in SENTENCES}
    assert {
        "{thing} confirmed.",
        "{thing} moved to the trash.",
        "Call with {name} kept.",
        "{n} rows exported to {file}.",
        "Text typed for {name} discarded.",
        "Password and recovery key changed.",
        "Backup of another {name} found, with {n} clients.",
        "{what} removed.",
    } <= found
    assert len(found) > 90


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each.text)
def test_a_note_keeps_to_the_grammar(sentence: Sentence, code: str) -> None:
    text = said(sentence.text, code)
    line = filled(text)
    assert text.endswith(".") or sentence.text in HEADS, sentence.where
    assert line[0].isupper() or not line[0].isalpha(), sentence.where
    for pattern in FORBIDDEN[code]:
        assert not re.search(pattern, text, re.IGNORECASE), (pattern, sentence.where)
    assert len(line) <= LONGEST, (len(line), sentence.where)
    if sentence.text.startswith("Not "):
        assert ":" in text, f"why, in {sentence.where}"


# What a service refuses


REFUSES = {"UserError", "PasswordNeededError", "WrongPasswordError", "BackupError"}
#: Words of what is beneath the window; the command line speaks to those who know them.
INTERNAL = r"\b(?:schema|database|sql\w*|json|null|none|exception|traceback|session|transaction|rowid|constraint|foreign key)\b"
UNKIND = {
    "en": r"\b(?:please|sorry|invalid|illegal|failed|successfully)\b|[!…]",
    "id": r"\b(?:silakan|mohon|maaf|tolong|gagal|berhasil)\b|[!…]",
}
#: What did not happen is said first: *Not deleted: why.*
LATE = {
    "en": r"can't be (?:deleted|undone|redone|restored|added|changed|saved|shown|printed)|no longer changes?\b",
    "id": r"tidak (?:dapat|bisa) (?:dihapus|diurungkan|diulangi|dipulihkan|ditambahkan|dimasukkan|diubah|disimpan|dicetak)",
}


def constants(where: str) -> dict[str, ast.expr]:
    """What a module names."""
    found = dict[str, ast.expr]()
    for each in trees()[where].body:
        if isinstance(each, ast.AnnAssign) and each.value is not None and isinstance(each.target, ast.Name):
            found[each.target.id] = each.value
    return found


def told_by(call: ast.Call) -> list[ast.expr]:
    """What an error says, or a problem of a field; one of no field is a further line of a note."""
    if name_of(call) != "Problem":
        return call.args[:1]
    return [] if ast.unparse(call.args[0]) == "''" else call.args[1:2]


def given_to(names: set[str]) -> dict[str, str]:
    """The texts of the first arguments that these are called with, and of the constants that are looked up for them."""
    found = dict[str, str]()
    for where, tree in trees().items():
        named = constants(where)
        for inside in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
            for call in (each for each in ast.walk(inside) if isinstance(each, ast.Call) and name_of(each) in names):
                for expr in told_by(call):
                    told = [*texts(expr, where, inside)]
                    for each in ast.walk(expr):
                        if isinstance(each, ast.Name) and each.id in named:
                            told += [text for call in msgs(named[each.id]) for text in texts(call, where, inside)]
                    found.update(dict.fromkeys(told, where))
    return found


def msgs(expr: ast.AST) -> list[ast.Call]:
    return [each for each in ast.walk(expr) if isinstance(each, ast.Call) and name_of(each) in MARKS]


def refused_steps() -> dict[str, str]:
    """What flows and facets say of what may not be done."""
    found = dict[str, str]()
    for where, tree in trees().items():
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            for given in call.keywords:
                if given.arg == "refused":
                    found.update(dict.fromkeys(texts(given.value, where, call), where))
                if given.arg == "stays" and isinstance(given.value, ast.Name):
                    asked = [each for each in tree.body if getattr(each, "name", "") == given.value.id]
                    for told in (call for each in asked for call in msgs(each)):
                        found.update(dict.fromkeys(texts(told, where, tree), where))
    return found


#: Those beside a field have no full stop.
BESIDE_FIELDS = given_to({"Problem"})
REFUSALS = [
    Sentence(where, text)
    for text, where in sorted({**given_to(REFUSES), **refused_steps()}.items())
    if text not in BESIDE_FIELDS and not where.startswith(("documents/", "storage/migrations/"))
]


def test_the_refusals_are_found() -> None:
    found = {each.text for each in REFUSALS}
    assert {
        "Not saved: changed elsewhere meanwhile. Look at it, then save.",
        "Not undone: what it deleted is there again.",
        "Not deleted: {client} has {what}. Make it dormant instead.",
        "Not deleted: {name} signed {contracts}.",
        "Not changed: contract {number} holds this order.",
        "Not changed: order {number} is {state}.",
        "Not changed to {wanted}: order {number} is {state}.",
        "{file} is empty.",
    } <= found
    assert len(found) > 80


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("sentence", REFUSALS, ids=lambda each: each.text)
def test_a_refusal_says_what_did_not_happen_and_why(sentence: Sentence, code: str) -> None:
    text = said(sentence.text, code)
    line = filled(text)
    assert text.endswith(".") or re.search(r": \{\w+\}$", text), sentence.where  # a list follows, or more of it
    assert line[0].isupper() or not line[0].isalpha(), sentence.where
    assert not re.search(UNKIND[code], text, re.IGNORECASE), sentence.where
    assert not re.search(LATE[code], text, re.IGNORECASE), sentence.where
    assert sentence.where.startswith("cli/") or not re.search(INTERNAL, text, re.IGNORECASE), sentence.where
    if sentence.text.startswith("Not "):
        assert ":" in text, sentence.where
        assert len(re.split(r"(?<=\.) (?=[A-Z])", line)[0]) <= LONGEST, (line, sentence.where)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("text", BESIDE_FIELDS)
def test_what_stands_beside_a_field_is_a_line_without_a_full_stop(text: str, code: str) -> None:
    told = said(text, code)
    where = BESIDE_FIELDS[text]
    assert not told.endswith(".") or "…" in told, where
    assert not re.search(UNKIND[code].replace("[!…]", "!"), told, re.IGNORECASE), where
