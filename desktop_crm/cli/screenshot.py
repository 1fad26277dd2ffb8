"""`screenshot`: every screen as a picture, drawn by the real window."""

import tempfile
from argparse import Namespace
from pathlib import Path

from desktop_crm.cli.terminal import Terminal


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Draw the workspace asked for, or a demonstration one."""
    if arguments.workspace is not None:
        return _take(arguments, arguments.workspace)
    from desktop_crm.services.demo.demo import make

    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "Nusa Peraga.crm"
        make(workspace, progress=terminal.progress).close()
        return _take(arguments, workspace)


def _take(arguments: Namespace, workspace: Path) -> int:
    from desktop_crm.app import screenshots

    screenshots(arguments.folder, workspace, arguments.theme, arguments.language, arguments.size)
    return 0
