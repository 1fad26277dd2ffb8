"""The layers of the program. Import contracts stand in pyproject.toml; what import-linter can't say stands here."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter import configuration
from importlinter.application import use_cases

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "desktop_crm"

#: Slow to import, so only where they are used.
HEAVY = {
    "openpyxl",
    "holidays",
    "icalendar",
    "dateutil",
    "reportlab",
    "babel",
    "alembic",
    "phonenumbers",
    "jinja2",
    "pypdfium2",
    "python_calamine",
    "lxml",
}
#: Packages whose modules are themselves imported only where they are used, and so may load heavy ones at once.
LATE = ("desktop_crm.documents.", "desktop_crm.exchange.", "desktop_crm.storage.migrations.")
#: What the model may take from SQLAlchemy: how a table is declared, and nothing that asks a database.
QUERIES = {
    *{"create_engine", "select", "insert", "update", "delete", "Session", "sessionmaker", "scoped_session"},
    *{"Engine", "Connection", "object_session", "selectinload", "joinedload", "aliased"},
}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
}
#: Ways to get at the items of a layout, and classes that have to keep them.
LAYOUT_ITEMS = {"itemAt", "takeAt", "itemAtPosition", "replaceWidget"}
LAYOUT_ITEM_CLASSES = {"QLayout", "QLayoutItem", "QWidgetItem", "QSpacerItem"}


#: What `desktop_crm.disk` does for all: with the right rights, no planted links followed, and patience on Windows.
ON_DISK = {
    "unlink",
    "symlink_to",
    "hardlink_to",
    "touch",
    "write_text",
    "write_bytes",
    "mkdir",
    "copyfile",
    "copy2",
    "copy",
}
MODULES_ON_DISK = {"os.replace", "os.rename", "os.remove", "os.unlink", "os.mkdir", "os.makedirs", "shutil.move"}
#: Pictures for the README are made in a temporary folder of their own.
ELSEWHERE = {"desktop_crm.disk", "desktop_crm.ui.program.screenshots"}
#: What asks the system's calendar, which on Windows knows neither 1969 nor 3001.
CALENDARS = {"fromtimestamp", "utcfromtimestamp", "timestamp", "mktime"}


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name → syntax tree of every module of the program."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8"), str(path)
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports(tree: ast.AST, *, anywhere: bool = True) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of what is imported; `from a import b` gives `a.b`. Not `anywhere`: while loading only."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names)
            case ast.ImportFrom(module=module, names=names):
                yield from ((node.lineno, f"{module}.{name.name}") for name in names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if not anywhere:
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) if not anywhere:
                continue
            case _:
                yield from imports(node, anywhere=anywhere)


def of(package: str) -> list[str]:
    """The modules of one package, as pytest parameters."""
    return [name for name in modules() if name == package or name.startswith(f"{package}.")]


def called(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, last two words) of every call: `datetime.datetime.now()` gives `datetime.now`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ".".join(ast.unparse(node.func).split(".")[-2:])


def test_import_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    configuration.configure()
    kept = use_cases.lint_imports(str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert kept, capsys.readouterr().out


def test_model_takes_only_declarations_from_sqlalchemy() -> None:
    asked = [
        f"{module}:{line} {name}"
        for module in of("desktop_crm.model")
        for line, name in imports(modules()[module])
        if name.split(".")[0] == "sqlalchemy" and name.split(".")[-1] in QUERIES | {"sqlalchemy"}
    ]
    assert asked == []


def test_model_has_no_clock() -> None:
    looked = [
        f"{module}:{line} {name}"
        for module in of("desktop_crm.model")
        for line, name in called(modules()[module])
        if name in CLOCKS
    ]
    assert looked == []


def test_only_one_module_makes_exchanges_and_removes_files() -> None:
    """`a.replace(b)` with one argument is a path's; a text's has two, a moment's names them."""
    done = [
        f"{module}:{node.lineno} {ast.unparse(node)}"
        for module, tree in modules().items()
        if module not in ELSEWHERE and ".migrations." not in module
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and makes_or_removes(node, node.func)
    ]
    assert done == []


def makes_or_removes(call: ast.Call, function: ast.Attribute) -> bool:
    owner, name = ast.unparse(function.value), function.attr
    if owner in {"disk", "self"}:
        return False
    if f"{owner}.{name}" in MODULES_ON_DISK or (owner == "tempfile" and name.startswith(("Named", "mks"))):
        return True
    if name in {"replace", "rename"}:
        return len(call.args) == 1 and not call.keywords
    if name == "open":
        modes = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        return owner.rpartition(".")[2].strip("_") not in {"packed", "os"} and any(
            set(mode) & set("wxa") and len(mode) < 4 for mode in modes
        )
    return name in ON_DISK and (name != "copy" or owner == "shutil") and (name != "mkdir" or call.args == [])


def test_moments_do_not_ask_the_systems_calendar() -> None:
    """`astimezone()` of a moment from a file or a person does, so it has a helper; of the present moment it may."""
    asked = [
        f"{module}:{node.lineno} {ast.unparse(node)}"
        for module, tree in modules().items()
        if module != "desktop_crm.model.moments"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in CALENDARS
        or (
            node.func.attr == "astimezone"
            and not node.args
            and not ast.unparse(node.func.value).startswith("datetime.now(")
        )
    ]
    assert asked == []


def test_screens_do_not_import_each_other() -> None:
    """They meet through `navigate`; a screen of several files is a package, and imports inside it are its own."""
    screens = "desktop_crm.ui.screens"
    crossed = [
        f"{module}:{line} {name}"
        for module in of(screens)
        if module != screens
        for line, name in imports(modules()[module])
        if name.startswith(f"{screens}.") and name.split(".")[3] != module.split(".")[3]
    ]
    assert crossed == []


def test_only_the_list_of_screens_knows_screens() -> None:
    """Nothing else names a screen but the composition root, so that a new one is a file and a line in that list."""
    screens = "desktop_crm.ui.screens."
    known = [
        f"{module}:{line} {name}"
        for module, tree in modules().items()
        if not module.startswith(screens.rstrip(".")) and module != "desktop_crm.app"
        for line, name in imports(tree)
        if any(name == each or name.startswith(f"{each}.") for each in modules() if each.startswith(screens))
    ]
    assert known == []


def test_the_window_meets_no_items_of_layouts() -> None:
    """What Python is given for one outlives it, and is taken for whatever Qt makes next at its address: see `ui/look/held.py`."""
    met = [
        f"{module}:{node.lineno} {node.attr}"
        for module in of("desktop_crm.ui")
        for node in ast.walk(modules()[module])
        if isinstance(node, ast.Attribute) and node.attr in LAYOUT_ITEMS
    ]
    kept = [
        f"{module}:{line} {name}"
        for module in of("desktop_crm.ui")
        for line, name in imports(modules()[module])
        if name.startswith("PySide6.") and name.rpartition(".")[2] in LAYOUT_ITEM_CLASSES
    ]
    assert met + kept == []


def test_only_one_module_waits_for_answers() -> None:
    """Whoever takes the window away must know what lies over it: see `ui/desk/over.py`."""
    waits = [
        f"{module}:{line} {name}"
        for module in of("desktop_crm.ui")
        if module != "desktop_crm.ui.desk.over"
        for line, name in called(modules()[module])
        if (name.endswith(".exec") and name != "loop.exec") or name.startswith(("QFileDialog.get", "QInputDialog.get"))
    ]
    assert waits == []


def test_only_assets_reads_the_resources() -> None:
    readers = [
        f"{module}:{node.lineno} {node.value}"
        for module, tree in modules().items()
        if module != "desktop_crm.assets"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.strip("./").split("/")[0] in {"resources", "_resources"}
    ]
    assert readers == []


def test_heavy_modules_are_imported_where_they_are_used() -> None:
    """Neither at the top of a module that is loaded at the start, nor through another module of ours."""
    early = [
        f"{module}:{line} {name}"
        for module, tree in modules().items()
        if not module.startswith(LATE)
        for line, name in imports(tree, anywhere=False)
        if name.split(".")[0] in HEAVY or any(each in heavy_modules() for each in (name, name.rpartition(".")[0]))
    ]
    assert early == []


@cache
def heavy_modules() -> set[str]:
    """The modules of ours that load a heavy one while they are loaded themselves, directly or through others."""
    wanted = {module: {name for _, name in imports(tree, anywhere=False)} for module, tree in modules().items()}
    heavy = {module for module, names in wanted.items() if any(name.split(".")[0] in HEAVY for name in names)}
    while True:
        through = {
            module
            for module, names in wanted.items()
            if any(name in heavy or name.rpartition(".")[0] in heavy for name in names)
        }
        if through <= heavy:
            return heavy
        heavy |= through


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_short_answers_load_neither_qt_nor_the_database(arguments: list[str]) -> None:
    script = (
        "import runpy, sys\n"
        f"sys.argv[1:] = {arguments!r}\n"
        "try:\n    runpy.run_module('desktop_crm', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'PySide6', 'sqlalchemy', 'sqlcipher3', 'babel'}))"
    )
    child = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    assert child.stdout.splitlines()[-1] == "[]"


def test_every_package_is_one() -> None:
    """A folder without `__init__.py` would be missing from the contracts above; scripts of migrations are no package."""
    loose = {path.parent for path in PACKAGE.rglob("*.py") if not (path.parent / "__init__.py").exists()}
    assert {path for path in loose if "migrations" not in path.parts} == set()


def test_scripts_do_not_hide_the_library_packaging() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
