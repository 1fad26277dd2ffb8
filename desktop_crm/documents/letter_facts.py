"""What a letter says, before it is put into words: the context of the templates of letters."""

from dataclasses import dataclass
from datetime import date

from desktop_crm.documents.parts import Party, Wording
from desktop_crm.model.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """`client` is whom it is to, with the `contact` there and that one's `position`.

    `enclosed` counts the attachments, `enclosures` names them where they have names. `their_number` and `their_day` are of the
    letter it answers. `own_text` takes the place of the template's. `wording` says how the program puts facts into words.
    """

    number: str
    day: date | None
    place: str
    subject: str
    own: Party
    client: Party
    language: str = "id"
    position: Wording = ""
    enclosed: int = 0
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    their_number: str = ""
    their_day: date | None = None
    order_number: str = ""
    order_day: date | None = None
    order_total: Money | None = None
    contract_number: str = ""
    contract_day: date | None = None
    answer_by: date | None = None
    own_text: str = ""
    wording: int = 1
