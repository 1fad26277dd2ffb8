"""The small buttons of the dialog."""

from PySide6.QtWidgets import QPushButton

from desktop_crm.ui.look import icons, theme


def quiet_button(icon: str, text: str) -> QPushButton:
    """Icon and words without a frame."""
    made = QPushButton(icons.icon(icon, "accent"), text)
    made.setAutoDefault(False)
    theme.mark(made, "quiet")
    return made
