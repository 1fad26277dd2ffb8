"""The trial noun with one of its declarations forgotten: whoever looks must say so, by name.

`python tests/warranty/without.py [WHAT ...]` forgets one after the other and tells which tests fail; it ends with an error
when nobody noticed. As a plugin of pytest (`-p tests.warranty.without`) it forgets what the environment names.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
NAME: Final = "FORGOTTEN"


def _register() -> None:
    import_module("tests.warranty.registered")


def _of_noun(**forgotten: Any) -> Callable[[], None]:
    def forget() -> None:
        from tests.warranty import noun

        noun.NOUN = replace(noun.NOUN, **forgotten)  # type: ignore[misc]  # final for all but those who forget
        _register()

    return forget


def _later(forget: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        _register()
        forget()

    return both


def _of_facets(**forgotten: Any) -> Callable[[], None]:
    def forget() -> None:
        from tests.warranty.services import warranty

        warranty.FACETS = replace(warranty.FACETS, **forgotten)  # type: ignore[misc]  # final for all but those who forget

    return _later(forget)


def _of_record(name: str, value: Any) -> Callable[[], None]:
    def forget() -> None:
        from tests.warranty.model.warranty import Warranty

        setattr(Warranty, name, value)

    return _later(forget)


def _of_column(name: str, **forgotten: Any) -> Callable[[], None]:
    def forget() -> None:
        from tests.warranty.model.warranty import Warranty

        info = Warranty.__table__.columns[name].info
        about = info.pop("about")
        if forgotten:
            info["about"] = replace(about, **forgotten)

    return _later(forget)


def _of_list() -> None:
    from tests.warranty.storage import warranty

    columns = [
        replace(each, column=replace(each.column, sensitive=False, of_client=False))
        for each in warranty.WARRANTIES.columns
    ]
    warranty.WARRANTIES = replace(warranty.WARRANTIES, columns=tuple(columns))


def _word() -> None:
    from tests.warranty.words import WORDS

    WORDS.pop("{n} warranties")


def _rules() -> None:
    from tests.warranty.storage import warranty_today

    warranty_today.RULES = ()  # type: ignore[assignment,misc]  # final for all but those who forget


def _of_story() -> None:
    from tests.warranty.storage.story import warranty

    warranty.STORY = ()  # type: ignore[assignment,misc]  # final for all but those who forget


def _of_folder() -> None:
    from tests.warranty.services.emergency import warranty

    warranty.EMERGENCY = replace(warranty.EMERGENCY, sheets=())  # type: ignore[misc]  # final for all but those who forget


def _of_brief() -> None:
    from tests.warranty.services.briefing import warranty

    warranty.BRIEF = ()  # type: ignore[assignment,misc]  # final for all but those who forget


def _of_demonstration() -> None:
    from desktop_crm.services.demo.making import Demo
    from tests.warranty.services.demo import warranty

    warranty.DEMO = Demo()  # type: ignore[misc]  # final for all but those who forget


def _of_import() -> None:
    from desktop_crm.services.importing.parts import Shown, plain
    from tests.warranty.services.importing import warranty

    shown = (*warranty.IMPORT.shown, Shown(("colour",), plain("colour")))
    warranty.IMPORT = replace(warranty.IMPORT, shown=shown)  # type: ignore[misc]  # final for all but those who forget


#: What is forgotten → how.
DECLARATIONS: Final = {
    "the pattern of its numbers": _of_noun(number_pattern=""),
    "its icon": _of_noun(icon=""),
    "its place": _of_noun(place=""),
    "what it belongs to": _of_noun(belongs_to=()),
    "that it is on Today": _of_noun(today=False),
    "what of it is on Today": _later(_rules),
    "that it is imported": _of_noun(is_imported=False),
    "its paper's command": _of_noun(paper=None),
    "a word in Indonesian": _later(_word),
    "what it is derived from": _of_record("derived_from", ()),
    "what it is called by": _of_record("called", ""),
    "the ways between its states": _of_record("flow", None),
    "what is often asked of its list": _of_record("quick", ()),
    "what a column is": _of_column("note"),
    "that a column is private": _of_column("cause", sensitive=False),
    "that a column names a client": _of_column("client_id", of_client=False),
    "that a column holds bytes": _of_column("photo_id", holds_bytes=False),
    "what can be chosen": _of_column("state", choices=()),
    "its list": _of_facets(listing=None),
    "what its card asks first": _of_facets(first=None),
    "its paper": _of_facets(paper=None),
    "how it is found by its number": _of_facets(by_number=None),
    "how its client lists it": _of_facets(related={}),
    "what stands in its client's story": _later(_of_story),
    "its sheet in the emergency archive": _later(_of_folder),
    "what of it is open for a meeting": _later(_of_brief),
    "its rows of the demonstration": _later(_of_demonstration),
    "a field of its sheets": _later(_of_import),
    "which columns of its list are private": _later(_of_list),
}

if NAME in os.environ:
    DECLARATIONS[os.environ[NAME]]()


def failing(what: str) -> list[str]:
    """The tests that say so."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "tests.warranty.without", "-k", "warrant"]
    command += ["tests/test_nouns.py", "tests/warranty/test_trial.py"]
    environ = {**os.environ, NAME: what}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environ, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120
        )
    except subprocess.TimeoutExpired:
        return ["no end"]
    return re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE) or (["?"] if done.returncode else [])


def main(wanted: list[str]) -> int:
    """How many nobody noticed."""
    unseen = 0
    for what in wanted or DECLARATIONS:
        tests = failing(what)
        unseen += not tests
        sys.stdout.write(f"{what}: {', '.join(tests) or 'NOBODY NOTICED'}\n")
        sys.stdout.flush()
    return unseen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
