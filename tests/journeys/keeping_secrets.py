"""Work with a protected workspace in a program of its own, whose memory a test searches afterwards.

Run with the workspace; the password comes by a pipe, a letter a time, so that the program has it only where it takes it.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from desktop_crm import secrecy
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.safety import backup
from desktop_crm.services.safety.places import folder_place
from desktop_crm.services.workspace import Workspace
from desktop_crm.storage.opening import open_workspace

PATH, HOW = Path(sys.argv[1]), sys.argv[2]


def typed() -> Any:
    """The password, which nobody but the caller has; what it came in is overwritten."""
    line = bytearray(200)
    size = os.readv(0, [line])
    text = line[:size].decode()
    line[:] = bytes(200)
    return text


def say(text: Any) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def visible() -> None:
    """Others may look into this program again; what is there already is what they find."""
    say(f"dumpable {ctypes.CDLL(None).prctl(3)}")
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0)  # PR_SET_PTRACER, where Yama asks for it


def work(workspace: Workspace) -> None:
    client.listing(workspace).page(Query(), 0, 50)
    with workspace.write(msg("Work")) as session:
        client.save(session, None, {"name": "PT Kerja"})


def main() -> None:
    secrecy.forbid_dumps()
    workspace = open_workspace(PATH, typed())
    work(workspace)
    if HOW == "open":
        visible()
        say("ready")
        sys.stdin.readline()
    backup.make(workspace, folder_place(PATH.parent))
    workspace.lock()
    say("next")
    workspace.unlock(typed())
    work(workspace)
    if HOW == "change":
        say("next")
        workspace.protect(typed())
        work(workspace)
    workspace.lock()
    visible()
    say("ready")
    sys.stdin.readline()
    workspace.close()


main()
