"""Giving up a paper that nobody wants any more."""

from desktop_crm.documents.going_on import checked_by

__all__ = ["checked_by"]
