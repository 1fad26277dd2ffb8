"""Finding and making the client of a paper and the contact there, as fields of its form; the client of a contact, too."""

from collections.abc import Callable, Sequence

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import ADDED, of
from desktop_crm.services import client as clients
from desktop_crm.services import contact as contacts
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.fields import Found, Record
from desktop_crm.ui.form.record_form import RecordForm

_MOST = 8


class People:
    """`client_id` gives the client that is chosen now."""

    def __init__(self, desk: Desk, client_id: Callable[[], int | None]) -> None:
        self._desk = desk
        self._client_id = client_id
        self._clients = clients.listing(desk.workspace)

    def find_clients(self, text: str) -> Sequence[Found]:
        """Those whose name, place, phone or number holds every word."""
        names = [column.id for column in self._clients.columns]
        rows = self._clients.page(Query(find=text), 0, _MOST)
        if not rows:  # `PT Kayu Makmur` is known as `Toko Kayu Makmur`
            rows = self._clients.page(Query(find=clients.bare_name(text)), 0, _MOST)
        found = []
        for client_id, *cells in rows:
            row = dict(zip(names, cells, strict=True))
            found.append(Found(client_id, row["name"], row["city"] or ""))
        return found

    def client_title(self, client_id: int) -> str:
        """The client's name; empty when the client is gone."""
        try:
            return self._desk.read(lambda session: clients.get(session, client_id)).full_name
        except UserError:
            return ""

    def new_client(self, name: str) -> int | None:
        """A client known by name only; the card may be filled in later."""
        if not name:
            return None
        message = msg("Add client {name}", name=name)
        return self._desk.write(
            message, lambda session: clients.save(session, None, {"name": name}), note=of("client", name, ADDED)
        ).id

    def find_contacts(self, text: str) -> Sequence[Found]:
        """The client's contacts."""
        client_id, wanted = self._client_id(), text.casefold()
        if client_id is None:
            return ()
        with self._desk.workspace.read() as session:
            people = contacts.of_client(session, client_id)
        return [Found(one.id, one.name, one.office) for one in people if wanted in one.name.casefold()]

    def contact_title(self, contact_id: int) -> str:
        """The contact's name; empty when the contact is gone."""
        try:
            return self._desk.read(lambda session: contacts.get(session, contact_id)).name
        except UserError:
            return ""

    def new_contact(self, name: str) -> int | None:
        """A contact of the client, known by name only."""
        client_id = self._client_id()
        if not name or client_id is None:
            return None
        message = msg("Add contact {name}", name=name)
        return self._desk.write(
            message,
            lambda session: contacts.save(session, client_id, None, {"name": name}),
            note=of("contact", name, ADDED),
        ).id

    def belongs(self, contact_id: int, client_id: int) -> bool:
        """Whether the contact is one of this client's."""
        return any(
            one.id == contact_id for one in self._desk.read(lambda session: contacts.of_client(session, client_id))
        )

    def client_field(self) -> Record:
        """Whose it is."""
        return Record(
            "client_id",
            msg("Client"),
            self.find_clients,
            self.client_title,
            required=True,
            open=lambda client_id: self._desk.navigate("client", client_id),
            create=self.new_client,
            create_text=msg("New client"),
            placeholder=msg("Name, phone or place"),
            of_client=True,
            same=clients.same_name,
        )

    def fields(self) -> tuple[Record, Record]:
        """Client and contact."""
        return (
            self.client_field(),
            Record(
                "contact_id",
                msg("Contact"),
                self.find_contacts,
                self.contact_title,
                open=lambda contact_id: self._desk.navigate("contact", contact_id),
                create=self.new_contact,
                create_text=msg("New contact"),
                hint=msg("Type a name; ↓ shows all contacts of the client"),
            ),
        )

    def follow(self, form: RecordForm) -> None:
        """Another client, who has other contacts, was chosen."""
        client_id, contact_id = form.value("client_id"), form.value("contact_id")
        if contact_id is not None and (client_id is None or not self.belongs(contact_id, client_id)):
            form.put("contact_id", None)
