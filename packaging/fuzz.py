"""Send hostile input into every reader: `python3 packaging/fuzz.py [TARGET] [--seconds N] [--plain]`.

Needs nothing but Python 3.11 or newer. atheris, which leads the input by what it reaches in the code, is fetched into the
development environment where there is one for this system; elsewhere kept inputs are changed at random.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # said in words here, not as a syntax error further on
    sys.exit("Fuzzing needs Python 3.11 or newer; start it with one, like: python3.11 packaging/fuzz.py")

import subprocess
import tomllib

from _develop import environment, run
from _environment import ROOT, clean_environ


def main(args: list[str]) -> int:
    """Fuzz inside the development environment; 1 when something was found."""
    program = environment()
    if program is None:
        return 1
    if not {"--plain", "--help", "-h"} & set(args):
        _fetch_atheris(program)
    return run(program, "fuzz/run.py", args)


def _fetch_atheris(program: str) -> None:
    """Once; where it can't be had, say so and go on without."""
    if subprocess.run([program, "-c", "import atheris"], check=False, capture_output=True).returncode == 0:
        return
    [wanted] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"][
        "fuzz"
    ]
    command = [program, "-I", "-m", "pip", "install", "--only-binary=:all:", "--no-deps", "--no-input", "-q", wanted]
    fetched = subprocess.run(command, env=clean_environ(os.environ), check=False, capture_output=True)
    if fetched.returncode != 0:
        print(
            "There is no atheris for this system, or no network: kept inputs are changed at random instead", flush=True
        )


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
