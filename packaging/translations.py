"""Gather the sentences of the program for translation: `python3 packaging/translations.py update|check`.

`update` writes every `resources/translations/<language>.po` anew: new sentences are added empty, what has gone is
dropped, translations stay. Sentences stand in the order of their files, without line numbers, so that changes read
well. `check` says what is missing. Needs the development environment (`test.py` makes it).
"""

import ast
import string
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_crm"
FOLDER = ROOT / "resources" / "translations"
#: Language → its plural rule.
LANGUAGES = {"id": "nplurals=1; plural=0;"}

#: What marks a sentence → which of its arguments are sentences.
KEYWORDS = {"msg": (1,), "tr": (1,), "ntr": (1, 2)}
#: Where the marks themselves are made, and so get variables.
_MAKERS = {"language.py", "model/message.py", "ui/i18n.py"}


def extracted() -> Catalog:
    """Every marked sentence of the program, with the files it is in."""
    catalogue = Catalog(project="Desktop CRM", charset="utf-8")
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=_keywords(), comment_tags=("Translators:",))
    for name, _line, text, comments, _context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(text, locations=[(f"desktop_crm/{Path(name).as_posix()}", 0)], auto_comments=comments)
    return catalogue


def translated(language: str) -> Catalog:
    """The catalogue of a language as it is committed; empty where there is none yet."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str) -> bytes:
    """What the language's file should be: today's sentences with the translations there are."""
    old = translated(language)
    catalogue = _empty(language)
    for message in extracted():
        if message.id:
            known = old.get(message.id)
            new = catalogue.add(message.id, known.string if known else None, message.locations)
            new.auto_comments = message.auto_comments
            if known:
                new.user_comments = known.user_comments
                new.flags |= known.flags & {"fuzzy"}
    file = BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False, omit_header=True)
    return _header(language) + file.getvalue()


def faults(language: str) -> list[str]:
    """What keeps the translation into a language from being complete and right, a line each."""
    done = translated(language)
    wanted = {_key(message): message for message in extracted() if message.id}
    lines = [f"not translated: {key!r}" for key in wanted if not _is_translated(done.get(wanted[key].id))]
    lines += [f"no longer used: {_key(message)!r}" for message in done if message.id and _key(message) not in wanted]
    lines += [f"no longer used: {key!r}" for key in done.obsolete]
    lines += [f"other places: {_key(message)!r}" for message in done if message.id and not _same_places(message)]
    return lines


def loose_texts() -> list[str]:
    """Where a mark gets something else than literal text, which nobody could translate, or hides inside an f-string."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in _MAKERS
        for call in _loose_marks(ast.parse(path.read_text(encoding="utf-8")))
    ]


def _loose_marks(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (call for name, call in _marks(tree) if not _is_literal(name, call))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):  # before Python 3.12 the gatherer sees no calls inside
            yield from (call for _, call in _marks(node))


def places(text: str) -> set[str]:
    """The names in braces; ValueError when the braces don't match."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def main(args: list[str]) -> int:
    """Run `update` or `check`; 1 when the check finds something, 2 for anything else."""
    if args == ["update"]:
        for language in LANGUAGES:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{language}.po").write_bytes(renewed(language))
        return 0
    if args == ["check"]:
        found = [f"{language}: {fault}" for language in LANGUAGES for fault in faults(language)]
        found += [f"not a literal text: {place}" for place in loose_texts()]
        sys.stdout.write("".join(f"{line}\n" for line in found))
        return 1 if found else 0
    sys.stderr.write("usage: translations.py update|check\n")
    return 2


def _keywords() -> dict[str, tuple[int, ...] | None]:
    return {name: None if numbers == (1,) else numbers for name, numbers in KEYWORDS.items()}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(text.strip() for text in _forms(message.string))


def _same_places(message: Message) -> bool:
    """An empty translation is another fault; in a plural each form may leave `{n}` out."""
    sources = _forms(message.id)
    optional = {"n"} if len(sources) > 1 else set()
    try:
        wanted = set().union(*map(places, sources))
        return all(
            places(text) <= wanted and wanted - places(text) <= optional for text in _forms(message.string) if text
        )
    except ValueError:
        return False


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Singular and plurals; one empty form where there is nothing."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _marks(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The calls that mark sentences, with the name of the mark."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in KEYWORDS:
                yield name, node


def _is_literal(name: str, call: ast.Call) -> bool:
    """Whether all sentences of a mark are written out (joined literals are one to the parser)."""
    texts = call.args[: len(KEYWORDS[name])]
    literal = all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts)
    return literal and len(texts) == len(KEYWORDS[name])


def _empty(language: str) -> Catalog:
    """A catalogue that knows the language's plurals, which Babel takes from the header."""
    return read_po(BytesIO(_header(language)), locale=language)


def _header(language: str) -> bytes:
    return _HEADER.format(language=language, plurals=LANGUAGES[language]).encode()


_HEADER = """\
# Translation of Desktop CRM. Sentences are gathered by packaging/translations.py; write only the msgstr lines.
msgid ""
msgstr ""
"Project-Id-Version: Desktop CRM\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
