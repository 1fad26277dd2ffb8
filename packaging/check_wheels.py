"""Ask the package index whether every locked package is ready-made for every system and Python we promise.

`python3 packaging/check_wheels.py` needs the network and takes a minute or two; it installs nothing. Run it after
`lock.py`.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from _environment import RUN, clean_environ, ensure, python
from _system import SetupError

_PYTHONS = ("3.11", "3.12", "3.13")
#: System → what Python calls it, and wheel tags it takes. Ubuntu 22.04 has glibc 2.35; PySide6 for ARM needs 2.39, as Ubuntu 24.04 has.
_SYSTEMS = {
    "Linux x86-64": ("linux", [*(f"manylinux_2_{minor}_x86_64" for minor in range(36)), "manylinux2014_x86_64"]),
    "Linux ARM64": ("linux", [*(f"manylinux_2_{minor}_aarch64" for minor in range(40)), "manylinux2014_aarch64"]),
    "Windows": ("win32", ["win_amd64"]),
    "macOS ARM64": ("darwin", ["macosx_13_0_arm64"]),
    "macOS x86-64": ("darwin", ["macosx_13_0_x86_64"]),
}


def main() -> int:
    """Print what is missing by system and Python; 1 when anything is."""
    try:
        pip = [str(python(ensure(RUN))), "-I", "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps"]
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    lines = RUN.read_text(encoding="utf-8").splitlines()
    complete = True
    for system, (platform, tags) in _SYSTEMS.items():
        wanted = list(_wanted(lines, platform))
        for version in _PYTHONS:
            missing = _missing(pip, wanted, tags, version)
            complete &= not missing
            print(f"{system:14} Python {version}  {'missing: ' + ', '.join(missing) if missing else 'complete'}")
    return 0 if complete else 1


def _wanted(lines: list[str], platform: str) -> Iterator[str]:
    """What of the lock a system needs."""
    for line in lines:
        found = re.match(r"([\w.-]+==[^\s;]+)(?:.*sys_platform == '(\w+)')?", line)
        if found and found[2] in {None, platform}:
            yield found[1]


def _missing(pip: list[str], wanted: list[str], tags: list[str], version: str) -> list[str]:
    """Take away what is not there until pip is content with the rest."""
    rest = list(wanted)
    missing: list[str] = []
    while True:
        found = re.search(r"No matching distribution found for ([\w.-]+)", _ask(pip, rest, tags, version))
        if not found:
            return missing
        missing.append(found[1])
        rest = [line for line in rest if not line.startswith(f"{found[1]}==")]


def _ask(pip: list[str], wanted: list[str], tags: list[str], version: str) -> str:
    """What pip says to these packages; empty when it has them all."""
    abis = [f"cp{version.replace('.', '')}", "abi3", "none"]
    options = ["--quiet", "--only-binary=:all:", "--implementation=cp", f"--python-version={version}"]
    options += [f"--platform={tag}" for tag in tags] + [f"--abi={abi}" for abi in abis]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "wanted.txt")
        file.write_text("\n".join(wanted), encoding="utf-8")
        command = [*pip, *options, "--target", folder, "-r", str(file)]
        child = subprocess.run(command, check=False, capture_output=True, text=True, env=clean_environ(os.environ))
    if child.returncode != 0 and "No matching distribution" not in child.stderr:
        raise SystemExit(child.stderr.strip() or "pip failed")
    return child.stderr if child.returncode != 0 else ""


if __name__ == "__main__":
    raise SystemExit(main())
