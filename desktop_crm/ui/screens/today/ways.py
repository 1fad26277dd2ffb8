"""Where the rows of Today lead, and what their buttons do."""

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from desktop_crm.model.errors import TellableError
from desktop_crm.model.listing import Filter
from desktop_crm.model.message import Message
from desktop_crm.model.nouns import BY_ID
from desktop_crm.model.now_true import NowTrue
from desktop_crm.services.today import Item, Later, Verb
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import speak

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class Ways:
    """Of one screen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self, noun: str, record_id: int | None = None, field: str = "") -> None:
        """Go to a record, a list, or a field."""
        self._desk.navigate(noun, record_id, field)

    def show_list(self, noun: str, filters: Sequence[Filter]) -> None:
        """Go to a list that is asked for these."""
        self._desk.show_list(noun, filters)

    def start_new(self, noun: str) -> None:
        """Begin a new record."""
        self._desk.start_new(noun)

    def run(self, noun: str, command: str, record_id: int | None = None) -> None:
        """Go to a screen, or a record there, and run one of its commands."""
        self._desk.navigate(noun, record_id)
        self._desk.actions.run(command)

    def do(self, item: Item, verb: Verb) -> None:
        """What can be done with a record: here, or on its page where something is asked or seen."""
        if verb.command:
            self.run(item.noun, verb.command, item.id)
            return
        from desktop_crm.services import flow

        noun = BY_ID[item.noun]
        if verb.told is not None and verb.now is not None:
            told, now = Message(verb.told.text, {"name": item.number}), verb.now

            def work(session: "Session") -> object:
                return getattr(import_module(noun.module("services")), verb.does)(session, item.id)

            self._write(told, work, NowTrue(Message(now.text, {"name": item.number})))
            return
        ways = noun.flow
        step = None if ways is None else ways.step(item.state, verb.state)
        if ways is None or step is None:
            self.open(item.noun, item.id)
            return
        told = Message(step.told.text, {noun.record.called: item.number})
        self._write(
            told,
            lambda session: flow.take_by_its_own(session, item.noun, item.id, verb.state),
            step.now_true(item.noun, item.number, ways),
        )

    def put_off(self, item: Item, later: Later, day: date) -> None:
        """To another day."""
        told, now = (
            Message(later.told.text, {"name": item.number}),
            Message(later.now.text, {"name": item.number, "day": speak().day_soon(day)}),
        )

        def work(session: "Session") -> object:
            return getattr(import_module(BY_ID[item.noun].module("services")), later.does)(session, item.id, day)

        self._write(told, work, NowTrue(now))

    def _write(self, told: Message, work: "Callable[[Session], object]", now: NowTrue) -> None:
        try:
            self._desk.write(told, work, note=now)
        except TellableError as error:
            self._desk.notify.error(error)

    def undo(self, entry: int, *, again: bool = False) -> None:
        """Take back one action; or do it again, which was taken back."""
        self._desk.take_back(entry, again=again)
