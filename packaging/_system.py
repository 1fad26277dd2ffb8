"""What Qt needs from the machine: system libraries, and for a window a display.

Found by loading them by name; on Debian and its relatives they are also named by package, and installed where the
user may do that.
"""

import ctypes
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from _progress import Progress, run

#: Library → Debian package. What QtWidgets loads, with or without a display.
DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
#: What an X11 window loads besides.
X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
#: What a Wayland window loads besides.
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


class SetupError(Exception):
    """The program can't be started here; the text says why and what to do, in one sentence for the user."""


def need_libraries(window: bool) -> None:
    """Make sure that Qt can draw here, into a `window` or a picture; SetupError says what to install."""
    missing = missing_libraries(window)
    if missing and may_install():
        install(packages(missing))
        missing = missing_libraries(window)
    if missing:
        raise SetupError(_libraries_sentence(missing))


def missing_libraries(window: bool, loads: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """The names of the libraries that Qt needs and this system does not have; other systems than Linux bring all."""
    if sys.platform != "linux":
        return []
    wanted = [*DRAWING]
    if window and not os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc")):
        wanted += WAYLAND if _wayland(os.environ) else X11
    return [name for name in wanted if not _loads(name, loads)]


def packages(libraries: Iterable[str]) -> list[str]:
    """The Debian packages that bring these libraries."""
    known = {**DRAWING, **X11, **WAYLAND}
    return sorted({known[library] for library in libraries})


def may_install() -> bool:
    """Whether packages can be installed without asking: on Debian or a relative, by its administrator."""
    return _debian() and os.geteuid() == 0


def install(names: list[str]) -> None:
    """Install Debian packages; a failure is left to the check that follows."""
    lines: list[str] = []
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with Progress("Installing system libraries") as progress:
        command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
        progress.step(" ".join(names))
        if run(command, progress, lines.append, env) != 0:
            run(["apt-get", "update"], progress, lines.append, env)
            run(command, progress, lines.append, env)


def need_venv(python: str) -> None:
    """Make sure that this Python can make environments (Debian packs that part apart); SetupError says how."""
    if _has_venv(python):
        return
    package = f"python3.{sys.version_info.minor}-venv" if sys.base_prefix == "/usr" else "python3-venv"
    if may_install():
        install([package])
    if not _has_venv(python):
        command = f": sudo apt install {package}" if _debian() else ""
        raise SetupError(f"This Python has no venv module with pip inside; install it and start again{command}")


def need_display(env: Mapping[str, str]) -> None:
    """Make sure that there is something to show a window on; SetupError says what to do."""
    if sys.platform != "linux" or env.get("QT_QPA_PLATFORM"):
        return
    if _wayland(env):
        return
    display = env.get("DISPLAY", "")
    if not display:
        raise SetupError(
            "There is no display to show the window on (DISPLAY is not set); start it from a desktop session, "
            "or use the commands that need no window (--help lists them)"
        )
    if not _answers(display):
        raise SetupError(f"The display {display} does not answer; start it from a desktop session, or set DISPLAY")


def _loads(name: str, loads: Callable[[str], object]) -> bool:
    try:
        loads(name)
    except OSError:
        return False
    return True


def _has_venv(python: str) -> bool:
    """Asked in a process of its own, which sees what has just been installed."""
    return subprocess.run([python, "-c", "import venv, ensurepip"], check=False, capture_output=True).returncode == 0


def _debian() -> bool:
    return sys.platform == "linux" and shutil.which("apt-get") is not None and Path("/etc/debian_version").exists()


def _libraries_sentence(missing: list[str]) -> str:
    if _debian():
        return f"Qt needs system libraries that are not installed here: sudo apt install {' '.join(packages(missing))}"
    names = ", ".join(missing)
    return f"Qt needs system libraries that are not installed here ({names}); install them and start again"


def _wayland(env: Mapping[str, str]) -> bool:
    name = env.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(env.get("XDG_RUNTIME_DIR", "/"), name).exists()


def _answers(display: str) -> bool:
    """Whether somebody listens behind `:0` or `host:10.0`; a refusal of our key is left to Qt to tell."""
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not number.isdigit():
        return False
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"
        return any(_connects(socket.AF_UNIX, address) for address in (path, "\0" + path))
    return _connects(socket.AF_INET, (host, 6000 + int(number)))


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(3)
        try:
            client.connect(address)
        except OSError:
            return False
    return True
