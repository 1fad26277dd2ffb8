"""What a screen reader says at once, wherever the keyboard is; nothing is done where there is none."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from desktop_crm.ui.privacy import privacy


def announce(source: QWidget, text: str, *, urgent: bool = False) -> None:
    """Say `text`, which is what can be seen now; `urgent` breaks into what is being said."""
    if not text or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(source, privacy.spoken(text))
    level = QAccessible.AnnouncementPoliteness
    event.setPoliteness(level.Assertive if urgent else level.Polite)
    QAccessible.updateAccessibility(event)
