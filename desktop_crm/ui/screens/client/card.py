"""A client's card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop_crm.model.listing import Tone
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem
from desktop_crm.model.states import CLIENT_STATUSES, title_of
from desktop_crm.services import client
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.screens.client.fields import client_fields

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class ClientCard(Card):
    """Everything about one client."""

    noun = "client"

    def fields(self) -> Sequence[Field | Section]:
        return client_fields()

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return (
            TabDeclaration(tr("Files"), FilesTab(self.desk, "client")),
            TabDeclaration(tr("History"), HistoryTab(self.desk, "client")),
        )

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return client.problems(values)

    def load(self, session: "Session", record_id: int) -> Any:
        return client.get(session, record_id)

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        return client.save(session, record_id, values, version)

    def message(self, values: Mapping[str, Any]) -> Message:
        if self.is_new:
            return msg("New client {name}", name=values["name"])
        return msg("Change client {name}", name=self.record.full_name)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        status = title_of(CLIENT_STATUSES, self.record.status)
        return self.record.full_name, self.record.city, [(say(status.title), status.tone)]

    def new_title(self) -> str:
        return tr("New client")
