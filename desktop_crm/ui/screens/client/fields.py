"""What the form of a client asks."""

from collections.abc import Sequence
from typing import Final

from desktop_crm.model.address import ADDRESS_KINDS, Address
from desktop_crm.model.client import CLIENT_CATEGORIES, CLIENT_KINDS, CLIENT_STATUSES
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.message import msg
from desktop_crm.model.written_name import LEGAL_FORMS
from desktop_crm.ui.form.fields import Choice, Field, Flag, Many, Own, Section, Text, Width
from desktop_crm.ui.i18n import say
from desktop_crm.ui.people.fields import ROOM_FOR_PHONE, emails, phones
from desktop_crm.ui.people.number_editors import IdentifierEditor
from desktop_crm.ui.screens.client.number_kinds import NumberKinds

PROVINCES: Final = (
    "Aceh",
    "Bali",
    "Banten",
    "Bengkulu",
    "DI Yogyakarta",
    "DKI Jakarta",
    "Gorontalo",
    "Jambi",
    "Jawa Barat",
    "Jawa Tengah",
    "Jawa Timur",
    "Kalimantan Barat",
    "Kalimantan Selatan",
    "Kalimantan Tengah",
    "Kalimantan Timur",
    "Kalimantan Utara",
    "Kepulauan Bangka Belitung",
    "Kepulauan Riau",
    "Lampung",
    "Maluku",
    "Maluku Utara",
    "Nusa Tenggara Barat",
    "Nusa Tenggara Timur",
    "Papua",
    "Papua Barat",
    "Papua Barat Daya",
    "Papua Pegunungan",
    "Papua Selatan",
    "Papua Tengah",
    "Riau",
    "Sulawesi Barat",
    "Sulawesi Selatan",
    "Sulawesi Tengah",
    "Sulawesi Tenggara",
    "Sulawesi Utara",
    "Sumatera Barat",
    "Sumatera Selatan",
    "Sumatera Utara",
)
_COUNTRIES: Final = ("Indonesia", "Malaysia", "Singapore", "China", "Japan", "Australia", "Germany", "United States")
_SOURCES: Final = (
    msg("Exhibition"),
    msg("Recommendation"),
    msg("Website"),
    msg("Cold call"),
    msg("Social media"),
    msg("Walk-in"),
)


def client_fields(numbers: NumberKinds) -> Sequence[Field | Section]:
    """The sections of a client's form; what is typed first at a stand comes first."""
    return (
        Section(msg("Identity"), _identity(), columns=2),
        Section(msg("How to reach them"), (phones(), emails(), _addresses()), columns=2, narrowest=ROOM_FOR_PHONE),
        Section(msg("Classification"), _standing(), columns=2),
        Section(msg("Documents"), (_identifiers(numbers), _language()), columns=2, narrowest=ROOM_FOR_PHONE),
        Section(msg("Notes"), (_notes(),)),
    )


def _identity() -> Sequence[Field]:
    return (
        Choice("kind", msg("Company or person"), CLIENT_KINDS),
        Text("legal_form", msg("Legal form"), suggestions=lambda: LEGAL_FORMS),
        Text("name", msg("Name"), required=True),
        Text("short_name", msg("Short name"), hint=msg("As you call them among yourselves; found by the search, too")),
    )


def _standing() -> Sequence[Field]:
    return (
        Choice("status", msg("Status"), CLIENT_STATUSES),
        Choice("category", msg("Category"), CLIENT_CATEGORIES[1:], optional=True),
        Text("source", msg("Source"), suggestions=lambda: [say(item) for item in _SOURCES], sensitive=True),
        Flag("is_key", msg("Key client")),
    )


def _addresses() -> Many:
    return Many(
        "addresses",
        msg("Addresses"),
        Address(),
        (
            Choice("kind", msg("Kind"), ADDRESS_KINDS, width=Width.SHORT),
            Text("street", msg("Street"), placeholder=msg("Street and number")),
            Text("city", msg("City"), placeholder=msg("City")),
            Text("postal_code", msg("Postal code"), placeholder=msg("Postal code"), width=Width.SHORT),
            Text("province", msg("Province"), placeholder=msg("Province"), suggestions=lambda: PROVINCES),
            Text("country", msg("Country"), placeholder=msg("Country"), suggestions=lambda: _COUNTRIES),
        ),
        msg("Add address"),
        breaks=("city", "province"),
        keep=msg("Save addresses"),
    )


def _identifiers(kinds: NumberKinds) -> Many:
    number = Text("number", msg("Number"))
    return Many(
        "identifiers",
        msg("Official numbers"),
        kinds.blank,
        (
            Choice("kind", msg("Kind"), kinds.choices, width=Width.SHORT),
            Own("number", msg("Number"), lambda: IdentifierEditor(number)),
        ),
        msg("Add number"),
        keep=msg("Save numbers"),
        width=Width.COLUMN,
        hint=msg("Papers name them. Abroad: the registration or tax number of the country, or none; no NPWP is needed"),
    )


def _language() -> Field:
    return Choice("language", msg("Document language"), DOCUMENT_LANGUAGES)


def _notes() -> Field:
    return Text("notes", msg("What to remember"), multiline=True, width=Width.WIDE, sensitive=True)
