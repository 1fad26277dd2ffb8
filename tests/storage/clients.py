"""Clients written and read by themselves, for tests of the file that holds them."""

from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.message import msg


def add(workspace, name):
    with workspace.write(msg("Add client")) as session:
        session.add(Client(name=name))


def names(workspace):
    with workspace.read() as session:
        return set(session.scalars(select(Client.name)))
