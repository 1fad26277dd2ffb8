"""Clients written and read by themselves, for tests of the file that holds them; and the file on two computers."""

import os
import shutil
from pathlib import Path

from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.workspace import Workspace


def add(workspace: Workspace, name: str) -> None:
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name=name))


def names(workspace: Workspace) -> set[str]:
    with workspace.read() as session:
        return set(session.scalars(select(Client.name)))


def sync(source: Path, target: Path) -> None:
    """As a synchronising program brings one computer's file to another."""
    brought = target.with_name(".brought")
    shutil.copyfile(source, brought)
    os.replace(brought, target)  # noqa: PTH105 - the call of synchronising programs


def carried(first: Path, second: Path, typed: str = "") -> tuple[Path, Path]:
    """A closed file that was worked in on two computers in turn, so that it is known in both places."""
    second.parent.mkdir()
    sync(first, second)
    for here, there, name in (
        (second, first, "Second place"),
        (first, second, "First again"),
        (second, first, "And back"),
    ):
        workspace = open_workspace(here, typed)
        add(workspace, name)
        workspace.close()
        sync(here, there)
    return first, second
