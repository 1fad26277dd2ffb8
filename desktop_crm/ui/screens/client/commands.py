"""What can be done with a client, each command once for menu, context menu, card and palette."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_crm.model.client import Client, ClientStatus
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import of
from desktop_crm.services import client, task
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.people import brief, reach, steps
from desktop_crm.ui.screens.client.doubles import OPEN_KEYS

if TYPE_CHECKING:
    from desktop_crm.model.task import Task
    from desktop_crm.services.workspace import Session
    from desktop_crm.ui.screens.client.card import ClientCard


class ClientCommands:
    """Commands on the client whose card is shown."""

    def __init__(self, card: "ClientCard") -> None:
        self._card = card
        self._desk = card.desk

    def actions(self) -> tuple[Action, ...]:
        """All of them."""
        return (
            Action(
                "client.new_order",
                msg("New order"),
                self._new_order,
                "Ctrl+Shift+O",
                "shopping-cart",
                self._is_saved,
                RECORD,
                separated=True,
            ),
            Action(
                "client.new_contact",
                msg("New contact"),
                self._new_contact,
                "Ctrl+Shift+N",
                "user-plus",
                self._is_saved,
                RECORD,
            ),
            Action(
                "client.known",
                msg("Open the client already here"),
                self._open_known,
                OPEN_KEYS,
                "user-check",
                lambda: self._card.known_double() is not None,
                RECORD,
            ),
            *reach.actions(self._desk, "client", self._record, self._card.window),
            brief.action(self._desk, "client", self._record_id, self._card.window),
            Action(
                "client.later",
                msg("Put next step off…"),
                self._put_off,
                later.KEYS,
                "calendar-clock",
                self._is_saved,
                RECORD,
            ),
            Action(
                "client.key",
                msg("Key client"),
                self._toggle_key,
                "Ctrl+Shift+M",
                "star",
                self._is_saved,
                RECORD,
                checked=lambda: self._has(lambda one: one.is_key),
                separated=True,
            ),
            Action(
                "client.rest",
                msg("Make dormant"),
                self._rest,
                "",
                "moon",
                self._is_saved,
                RECORD,
                label=self._rest_text,
            ),
        )

    def _record(self) -> Client | None:
        record: Client | None = self._card.record
        return record

    def _record_id(self) -> int | None:
        record = self._record()
        return record.id if record is not None else None

    def _is_saved(self) -> bool:
        return self._record() is not None

    def _has(self, look: Callable[[Client], object]) -> bool:
        record = self._record()
        return record is not None and bool(look(record))

    def _new_order(self) -> None:
        record = self._record()
        if record is not None:
            self._desk.start_new("order", client_id=record.id)

    def _open_known(self) -> None:
        double = self._card.known_double()
        if double is not None:
            self._card.open_known(double)

    def _new_contact(self) -> None:
        self._card.tabs.setCurrentWidget(self._card.contacts)
        self._card.contacts.add()

    def _put_off(self) -> None:
        """The step of the chosen entry, or the first of the client's."""
        record, chosen = self._record(), self._card.chosen_activity()
        if record is None:
            return

        def ask_file(session: "Session") -> "Task | None":
            own = () if chosen is None else task.of_activity(session, chosen)
            still = (each for each in own if each.is_open and each.client_id == record.id)
            return next(still, None) or next(iter(task.open_of(session, record.id)), None)

        steps.put_off(self._desk, self._card.window(), self._desk.read(ask_file))

    def _toggle_key(self) -> None:
        record = self._record()
        if record is not None:
            now = msg("{thing} is no longer a key client.") if record.is_key else msg("{thing} is now a key client.")
            self._change(_key_sentence(record), {"is_key": not record.is_key}, now)

    def _rest(self) -> None:
        record = self._record()
        if record is None:
            return
        status = ClientStatus.ACTIVE if record.status == ClientStatus.DORMANT else ClientStatus.DORMANT
        sentence = (
            msg("Make {name} active", name=record.full_name)
            if status == ClientStatus.ACTIVE
            else msg("Make {name} dormant", name=record.full_name)
        )
        rests = status == ClientStatus.DORMANT
        now = msg("{thing} is now dormant.") if rests else msg("{thing} is now active.")
        self._change(sentence, {"status": status}, now)

    def _rest_text(self) -> Message:
        record = self._record()
        dormant = record is not None and record.status == ClientStatus.DORMANT
        return msg("Make active") if dormant else msg("Make dormant")

    def _change(self, sentence: Message, values: dict[str, object], now: Message) -> None:
        record = self._record()
        if record is None:
            return
        try:
            self._desk.write(
                sentence,
                lambda session: client.save(session, record.id, values, record.version),
                note=of("client", record.full_name, now),
            )
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self._desk.notify.error(error)


def _key_sentence(record: Client) -> Message:
    if record.is_key:
        return msg("Stop marking {name} as key client", name=record.full_name)
    return msg("Mark {name} as key client", name=record.full_name)
