"""What mends a problem of a paper: from the part of a party that is printed to the field where it is kept."""

from typing import Final, NamedTuple

#: Parts of a party on paper → fields of the client's card, and of the own company's page.
_CLIENT: Final = {
    "address": "addresses.legal.street",
    "city": "addresses.legal.city",
    "npwp": "identifiers.npwp.number",
    "nib": "identifiers.nib.number",
    "numbers": "identifiers.nik.number",
    "phone": "phones",
    "email": "emails",
}
_OWN: Final = {
    "address": "street",
    "bank.bank": "bank_name",
    "bank.number": "bank_account",
    "bank.holder": "bank_holder",
    "signatory.name": "signatory_name",
    "signatory.office": "signatory_office",
    "signatory.authority": "signatory_authority",
}


class Remedy(NamedTuple):
    """What mends a problem: a `field` of the record's own form (noun empty), or of another noun's card."""

    noun: str
    field: str


def of_party(path: str) -> Remedy | None:
    """Where `client.npwp` or `own.bank.number` is kept; None for what is no party's."""
    side, _, part = path.partition(".")
    match side:
        case "own":
            return Remedy("settings", _OWN.get(part, part))
        case "client":
            return Remedy("client", _CLIENT.get(part, part))
    return None
