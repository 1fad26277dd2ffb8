"""The two commands, the locks and the wheel."""

import os
import re
import stat
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.in_turn import is_now
from tests.shuffling import place

ROOT = Path(__file__).parent.parent
#: Gives a module by its name.
Load = Callable[[str], Any]
LOCKS = ("requirements.txt", "requirements-dev.txt")


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads a module of the folder `packaging` by its name."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))

    def load(name: str) -> Any:
        spec = spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    load("_progress")
    load("_system")
    load("_environment")
    return load


def locked(name: str) -> list[tuple[Requirement, int]]:
    """The requirements in a lock file, with their hashes."""
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    return [(Requirement(entry.partition(" --hash")[0]), entry.count("--hash=sha256:")) for entry in entries if entry]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def fold(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_address(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    assert "http" not in text
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|-e|--index|--extra-index|--find-links|--trusted-host)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_each_locked_package_has_one_version_and_hashes(name: str) -> None:
    for requirement, hashes in locked(name):
        assert [each.operator for each in requirement.specifier] == ["=="], requirement
        assert hashes, requirement


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_what_the_project_asks_for(name: str) -> None:
    versions = {fold(entry.name): next(iter(entry.specifier)).version for entry, _ in locked(name)}
    wanted = project()["dependencies"] + (project()["optional-dependencies"]["dev"] if "dev" in name else [])
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(versions[fold(requirement.name)]), requirement


def test_both_locks_agree() -> None:
    run, develop = ({fold(entry.name): str(entry) for entry, _ in locked(name)} for name in LOCKS)
    assert {name: entry for name, entry in develop.items() if name in run} == run


def test_marks_ask_for_nothing_this_machine_decides() -> None:
    """A lock is for every system and Python we promise, so only such differences may be in it."""
    marks = {str(entry.marker) for name in LOCKS for entry, _ in locked(name) if entry.marker}
    names = "sys_platform|platform_python_implementation|implementation_name|python_full_version"
    one = rf"({names}) (==|!=|<|>=) \"[\w.]+\""
    assert all(re.fullmatch(rf"{one}( and {one})*", mark) for mark in marks), marks


def test_wheel_holds_resources_scripts_and_licence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        scripts = archive.read(entry_points).decode()
    resources = ROOT / "resources"
    wanted = {f"desktop_crm/_resources/{path.relative_to(resources).as_posix()}" for path in resources.rglob("*.*")}
    assert wanted <= names
    assert {f"{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "desktop_crm").rglob("*.py")} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "[console_scripts]\ndesktop-crm = desktop_crm.cli:main" in scripts
    assert "[gui_scripts]\ndesktop-crm-window = desktop_crm.cli.window:main" in scripts


def test_ci_runs_the_command_of_the_readme() -> None:
    run = ROOT / ".ci" / "run"
    assert "python3 packaging/test.py" in run.read_text(encoding="utf-8")
    assert os.name == "nt" or run.stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--workspace", "a.crm"], True),
        (["--workspace=a.crm"], True),
        (["--version"], False),
        (["--workspace"], False),
        (["--workspace", "a.crm", "check"], False),
        (["screenshot", "folder"], False),
        (["demo", "a.crm"], False),
    ],
)
def test_which_arguments_open_the_window(script: Load, arguments: list[str], window: bool) -> None:
    assert script("run").wants_window(arguments) is window


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display and Qt's libraries")
class TestSystem:
    def test_no_display(self, script: Load) -> None:
        with pytest.raises(script("_system").SetupError, match="no display"):
            sys.modules["_system"].need_display({})

    def test_dead_display(self, script: Load) -> None:
        system = script("_system")
        for display in (":4711", "localhost:999", "nonsense", ":x"):
            with pytest.raises(system.SetupError, match="does not answer"):
                system.need_display({"DISPLAY": display})

    def test_no_display_is_needed_off_the_screen(self, script: Load) -> None:
        script("_system").need_display({"QT_QPA_PLATFORM": "offscreen"})

    def test_missing_libraries_are_named_by_package(self, script: Load, monkeypatch: pytest.MonkeyPatch) -> None:
        system = script("_system")

        def loads(name: str) -> None:
            if name in {"libEGL.so.1", "libgthread-2.0.so.0", "libxcb-cursor.so.0"}:
                raise OSError(name)

        assert system.missing_libraries(False, loads) == ["libEGL.so.1", "libgthread-2.0.so.0"]
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        missing = system.missing_libraries(True, loads)
        assert system.packages(missing) == ["libegl1", "libglib2.0-0", "libxcb-cursor0"]

    @pytest.mark.parametrize("debian", [True, False])
    def test_one_sentence_says_what_to_install(
        self, script: Load, monkeypatch: pytest.MonkeyPatch, debian: bool
    ) -> None:
        system = script("_system")
        monkeypatch.setattr(system, "_debian", lambda: debian)
        monkeypatch.setattr(system, "may_install", lambda: False)
        monkeypatch.setattr(system, "missing_libraries", lambda _: ["libEGL.so.1"])
        with pytest.raises(system.SetupError, match="apt install libegl1" if debian else r"libEGL\.so\.1") as caught:
            system.need_libraries(False)
        assert "\n" not in str(caught.value)

    def test_the_administrator_gets_them_installed(self, script: Load, monkeypatch: pytest.MonkeyPatch) -> None:
        system = script("_system")
        installed: list[str] = []
        monkeypatch.setattr(system, "may_install", lambda: True)
        monkeypatch.setattr(system, "missing_libraries", lambda _: [] if installed else ["libEGL.so.1"])
        monkeypatch.setattr(system, "install", installed.extend)
        system.need_libraries(False)
        assert installed == ["libegl1"]


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one"),
        ("WARNING: Retrying: NewConnectionError\nERROR: No matching distribution found for lxml==6", "network"),
        ("ERROR: Could not find\nERROR: No matching distribution found for lxml==6", "no ready-made lxml for Python"),
        ("Collecting x\nERROR: something else\nnext", "something else"),
        ("", "no reason"),
    ],
)
def test_failed_setup_says_why(script: Load, printed: str, reason: str) -> None:
    said = script("_environment").reason(printed)
    assert reason in said
    assert "\n" not in said


@pytest.fixture
def environment(script: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Path]:
    """The module that makes environments, here empty ones, in a folder with a name nobody expects."""
    module = script("_environment")

    def make_venv(folder: Path, progress: Any) -> None:
        progress.tick()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)

    monkeypatch.setattr(module, "_make_venv", make_venv)
    root = tmp_path / "Proyek Saya é 项目"
    root.mkdir()
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "install_locked", lambda folder, lock, progress: None)
    lock = root / "requirements.txt"
    lock.write_text("", encoding="utf-8")
    return module, lock


@pytest.mark.parametrize(("name", "parts"), [("requirements.txt", 1), ("requirements-dev.txt", 2)])
def test_everything_locked_is_installed_once_with_its_hashes(
    script: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, parts: int
) -> None:
    module = script("_environment")
    given = []

    def run(command: list[str], _progress: object, heard: Callable[[str], None], _env: object) -> int:
        given.append(Path(command[-1]).read_text(encoding="utf-8"))
        heard("Collecting one==1")
        return 0

    monkeypatch.setattr(module, "run", run)
    module.install_locked(tmp_path, ROOT / "packaging" / name, module.Progress("Setting up"))
    assert len(given) == parts
    entries = re.split(r"(?m)^(?=\w)", (ROOT / "packaging" / name).read_text(encoding="utf-8"))
    assert sorted(re.split(r"(?m)^(?=\w)", "".join(given))) == sorted(entries)


def test_where_one_of_those_who_install_fails_its_reason_is_told(
    script: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = script("_environment")
    (folder := tmp_path / "made").mkdir()
    lock = tmp_path / "lock.txt"
    lock.write_text("good==1 --hash=sha256:0\nbad==1 --hash=sha256:0\n", encoding="utf-8")

    def run(command: list[str], _progress: object, heard: Callable[[str], None], _env: object) -> int:
        if bad := "bad" in Path(command[-1]).read_text(encoding="utf-8"):
            heard("ERROR: No matching distribution found for bad==1")
        return int(bad)

    monkeypatch.setattr(module, "run", run)
    with pytest.raises(sys.modules["_system"].SetupError, match="no ready-made bad"):
        module.install_locked(folder, lock, module.Progress("Setting up"))


def test_environment_is_made_once(environment: tuple[Any, Path], capfd: pytest.CaptureFixture[str]) -> None:
    module, lock = environment
    made = module.ensure(lock)
    first = capfd.readouterr()
    assert "done in" in first.err
    assert first.out == ""
    subprocess.run([module.python(made), "-c", ""], check=True)
    assert module.ensure(lock) == made
    assert capfd.readouterr().err == ""


def test_what_has_installed_the_rest_does_not_stay(
    environment: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the environment that only runs the program; the one for working on it needs it again."""
    module, lock = environment

    def make_venv(folder: Path, progress: Any) -> None:
        progress.tick()
        subprocess.run([sys.executable, "-I", "-m", "venv", folder], check=True)

    monkeypatch.setattr(module, "_make_venv", make_venv)
    monkeypatch.setattr(module, "RUN", lock)
    made = module.ensure(lock)
    assert module.is_ready(made)
    found = subprocess.run([module.python(made), "-I", "-c", "import pip"], check=False, capture_output=True)
    assert found.returncode == 1
    left = {path.name for path in made.rglob("site-packages/*")} | {
        path.name for path in module.python(made).parent.iterdir()
    }
    assert not [name for name in left if name.startswith(("pip", "setuptools", "wheel"))]


def test_half_made_environment_is_made_again(environment: tuple[Any, Path]) -> None:
    module, lock = environment
    made = module.ensure(lock)
    (made / "finished").unlink()
    module.python(made).unlink()
    (made / "left over").touch()
    assert module.is_ready(module.ensure(lock))
    assert not (made / "left over").exists()


def test_changed_lock_makes_another_and_forgets_those_long_unused(environment: tuple[Any, Path]) -> None:
    module, lock = environment
    old = module.ensure(lock)
    lock.write_text("x==1", encoding="utf-8")
    recent = module.ensure(lock)
    assert old.exists()
    os.utime(old / "finished", (0, 0))
    lock.write_text("x==2", encoding="utf-8")
    module.ensure(lock)
    assert not old.exists()
    assert recent.exists()


def test_two_starts_make_one_environment(environment: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    module, lock = environment
    made = []
    real = module._make

    def slow(folder: Path, lock: Path) -> None:
        made.append(folder)
        time.sleep(0.5)
        real(folder, lock)

    monkeypatch.setattr(module, "_make", slow)
    starts = [threading.Thread(target=module.ensure, args=(lock,)) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(made) == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_checkout_of_somebody_else_keeps_its_environment_at_home(environment: tuple[Any, Path]) -> None:
    module, lock = environment
    module.ROOT.chmod(0o500)
    try:
        made = module.ensure(lock)
    finally:
        module.ROOT.chmod(0o700)
    assert Path.home() in made.parents


def test_no_place_is_told(environment: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    module, lock = environment
    monkeypatch.setattr(module, "_writable", lambda _: False)
    with pytest.raises(module.SetupError, match="no place"):
        module.ensure(lock)


def test_full_disk_is_told(environment: tuple[Any, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    module, lock = environment
    monkeypatch.setattr(module, "_SPACE", 1 << 60)
    with pytest.raises(module.SetupError, match="free space"):
        module.ensure(lock)


def test_run_hands_arguments_and_exit_code_through(tmp_path: Path) -> None:
    """Through the real command, from another folder whose files must not be taken for modules."""
    (tmp_path / "desktop_crm.py").write_text("raise SystemExit('wrong module')", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit('wrong module')", encoding="utf-8")
    command = [sys.executable, "-I", str(ROOT / "packaging" / "_program.py"), "--version"]
    child = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (child.returncode, child.stderr) == (0, "")
    assert child.stdout.startswith("desktop-crm ")


def test_missing_environment_is_one_line_on_stderr(
    script: Load, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = script("run")

    def ensure(_: object) -> None:
        raise run.SetupError("The disk is full")

    monkeypatch.setattr(run, "ensure", ensure)
    assert run.main(["--version"]) == 1
    assert capsys.readouterr() == ("", "The disk is full\n")


def test_ctrl_c_is_one_line_too(
    script: Load, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = script("run")

    def ensure(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "ensure", ensure)
    assert run.main(["--version"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.fixture
def picking(script: Load, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DESKTOP_CRM_TURN", "0")  # or it asks for the commit
    script("_develop")
    return script("test")


@pytest.mark.parametrize(
    ("part", "there", "elsewhere"),
    [
        ("model", "tests/model/test_money.py", "tests/services/test_order.py"),
        ("ui/table", "tests/ui/table/test_table.py", "tests/ui/test_shell.py"),
        ("lines", "tests/ui/form/test_lines_grid.py", "tests/model/test_money.py"),
        ("screens/order", "tests/ui/screens/test_order.py", "tests/services/test_order.py"),
        ("test_order", "tests/services/test_order_contracts.py", "tests/services/test_contract.py"),
        ("grid", "tests/ui/form/test_lines_grid.py", "tests/ui/form/test_record_form.py"),
        ("rid", None, None),
        ("tests/no/such/folder", None, None),
    ],
)
def test_part_picks_what_begins_with_it(picking: Any, part: str, there: str | None, elsewhere: str | None) -> None:
    picked = picking.tests_of(part)
    assert all((ROOT / path).is_file() for path in picked)
    assert (there in picked) == bool(there)
    assert elsewhere not in picked


def test_noun_picks_its_tests_in_every_layer(picking: Any) -> None:
    layers = {"tests/documents", "tests/services", "tests/ui/screens", "tests/test_nouns.py"}
    picked = picking.tests_of("contract")
    assert layers <= set(picked) | {path.rpartition("/")[0] for path in picked}
    assert "tests/test_nouns.py" not in picking.tests_of("message")


@pytest.mark.parametrize("path", ["tests/ui", "tests/test_disk.py", "tests/test_disk.py::test_any"])
def test_path_is_a_part_as_it_is(picking: Any, path: str) -> None:
    assert picking.tests_of(path) == [path]


@pytest.mark.parametrize(
    ("arguments", "checked", "handed"),
    [
        ([], True, []),
        (["-x", "-k", "order"], True, ["-x", "-k", "order"]),
        (["--only-tests", "-k", "model"], False, ["-k", "model"]),
        (["tests/ui", "tests/test_disk.py", "-n", "0"], False, ["tests/test_disk.py", "tests/ui", "-n", "0"]),
        (["disk", "--only-tests"], False, ["tests/test_disk.py"]),
    ],
)
def test_part_runs_alone_and_pytest_gets_the_rest(
    picking: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], checked: bool, handed: list[str]
) -> None:
    ran = []
    monkeypatch.setattr(picking, "environment", lambda: "python")
    monkeypatch.setattr(
        picking.subprocess,
        "run",
        lambda command, **_more: ran.append(command) or subprocess.CompletedProcess([], 0, b""),
    )
    assert picking.main(arguments) == 0
    (tests,) = [command for command in ran if command[2] == "pytest"]
    assert ["python", "-m", "mypy"] in ran if checked else ran == [tests]
    assert tests[:4] == ["python", "-m", "pytest", "-n"]
    assert tests[7:] == handed


@pytest.mark.parametrize("bad", ["ruff", "mypy", "pytest", ""])
def test_whatever_fails_fails_the_run_and_is_told(
    picking: Any, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], bad: str
) -> None:
    """What takes longest is left for pytest to tell, in a file."""
    told: dict[str, Any] = {}

    def run(command: list[str], *, env: dict[str, str], **_more: Any) -> subprocess.CompletedProcess[bytes]:
        if command[2] == "pytest":
            while not (late := Path(env["DESKTOP_CRM_LATE_CHECK"])).exists():
                time.sleep(0.01)
            told.update(late=late.read_bytes(), early=env["DESKTOP_CRM_FAILED_CHECKS"])
        return subprocess.CompletedProcess([], int(command[2] == bad), b"its words\n")

    monkeypatch.setattr(picking, "environment", lambda: "python")
    monkeypatch.setattr(picking.subprocess, "run", run)
    assert picking.main([]) == bool(bad)
    assert told["early"] == ("format, lint" if bad == "ruff" else "")
    assert told["late"].startswith(b"== types: FAILED (1)" if bad == "mypy" else b"== types: passed")
    assert told["late"].endswith(b"\nits words\n")
    said = capfdbinary.readouterr().out
    assert b"== layers: passed" in said
    assert (b"== lint: FAILED (1)" in said) == (bad == "ruff")


@pytest.mark.parametrize(
    ("arguments", "takes_turns"), [([], True), (["-x"], True), (["--long"], False), (["disk"], False)]
)
def test_only_a_run_of_everything_takes_one_in_three_of_the_dearest(
    picking: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], takes_turns: bool
) -> None:
    handed: dict[str, str] = {}

    def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[Any]:
        if command[0] == "git":
            return subprocess.CompletedProcess([], 0, "3cc9f4100c")
        handed.update(more["env"] if command[2] == "pytest" else {})
        return subprocess.CompletedProcess([], 0, b"")

    monkeypatch.delenv("DESKTOP_CRM_TURN", raising=False)
    monkeypatch.delenv("DESKTOP_CRM_LONG", raising=False)
    monkeypatch.setattr(picking, "environment", lambda: "python")
    monkeypatch.setattr(picking.subprocess, "run", run)
    picking.main(arguments)
    assert handed.get("DESKTOP_CRM_TURN") == (str(0x3CC9F4100C) if takes_turns else None)


def test_unknown_part_is_told_before_anything_is_made(
    picking: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(picking, "environment", lambda: pytest.fail("made an environment"))
    assert picking.main(["model", "nosuchpart"]) == 2
    assert capsys.readouterr().err == "There are no tests of: nosuchpart\n"


def test_a_seed_gives_another_order_and_the_same_again() -> None:
    files = [f"tests/model/test_{name}.py" for name in ("fold", "limits", "email")]
    tests = [(file, f"test_{number}") for file in files for number in range(5)]
    one, again, another = (sorted(tests, key=lambda test: place(seed, *test)) for seed in ("1", "1", "2"))
    assert one == again
    assert len({tuple(each) for each in (tests, one, another)}) == 3
    for order in (one, another):  # each file's tests stay together
        assert [file for file, _ in groupby(order, key=lambda test: test[0])] == list(
            dict.fromkeys(t[0] for t in order)
        )


def test_as_many_turns_take_each_of_the_dearest_tests_once() -> None:
    for test in (f"tests/test_some.py::test_thing[{number}]" for number in range(100)):
        assert sum(is_now(test, turn, 3) for turn in (7, 8, 9)) == 1


def test_pytest_takes_the_seed() -> None:
    asked = ["--collect-only", "-q", "-n0", "tests/model/test_fold.py"]
    twice = f"import pytest; pytest.main({asked}); print('next'); pytest.main({[*asked, '--shuffle', '7']})"
    child = subprocess.run([sys.executable, "-c", twice], cwd=ROOT, capture_output=True, text=True, check=True)
    usual, shuffled = ([line for line in part.splitlines() if "::" in line] for part in child.stdout.split("\nnext\n"))
    assert usual
    assert usual != shuffled
    assert sorted(usual) == sorted(shuffled)


def test_python_too_old_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("run", "test"):
        source = (ROOT / "packaging" / f"{name}.py").read_text(encoding="utf-8")
        monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
        with pytest.raises(SystemExit, match=r"3\.11 or newer") as end:
            exec(compile(source, name, "exec"), {"__name__": "__main__"})
        monkeypatch.undo()
        assert "\n" not in str(end.value.code)
