"""A mail file of either kind."""

from desktop_crm.exchange.mail.mail import Mail
from desktop_crm.exchange.mail.outlook import MAGIC, read_msg
from desktop_crm.exchange.mail.reading import read_eml
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg


def read_mail(data: bytes) -> Mail:
    """A mail from the bytes of its file, by what is in it and not by its name. UserError where it is none."""
    try:
        return read_msg(data) if data.startswith(MAGIC) else read_eml(data)
    except (RecursionError, MemoryError) as error:
        raise UserError(msg("This mail is built too strangely to be read.")) from error
