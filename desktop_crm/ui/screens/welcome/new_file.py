"""What a new workspace is called, and where it lies."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from desktop_crm import fitting
from desktop_crm.model.file_name import plain_file_name


def documents() -> Path:
    """Where new files go."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def free_path(folder: Path, name: str) -> Path:
    """A file name nobody has yet, made of a company's name."""
    plain = "".join(letter if letter.isalnum() or letter in " .-_&" else " " for letter in name).strip(" .") or "CRM"
    plain = plain_file_name(f"{plain}.crm").removesuffix(".crm")  # no system's device, and not too long
    path = fitting.named(folder, plain, ".crm")
    number = 2
    while os.path.lexists(path):
        path = fitting.named(folder, plain, f" {number}.crm")
        number += 1
    return path
