"""The window, the only place that knows PySide6."""

import sys

import PySide6.QtCore  # noqa: F401  # what is mended below comes with it


def _mend_imports() -> None:
    """Stop PySide6 from reading the source of every module that is imported from now on.

    It looks there for the name of its own package, because only such modules may say `from __feature__ import …`. Nothing
    here does, and the sources of three hundred modules cost a tenth of the start and their size in memory.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda module: module.__name__.startswith(__name__))  # noqa: B010  # mypy knows no such module


_mend_imports()
