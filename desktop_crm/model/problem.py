"""What is wrong with a record, told beside the field it concerns."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_crm.model.message import Message


class Severity(StrEnum):
    """An ERROR forbids saving (or printing); a WARNING is told and may be overruled."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `field` is the attribute's name, dotted into parts (`phones.0.number`)."""

    field: str
    message: Message
    severity: Severity = Severity.ERROR
