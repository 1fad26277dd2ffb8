"""What one person on one machine likes: theme, language, recent files, sizes. Business rules live in the workspace."""

import json
import os
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray, QSettings

_RECENT_KEPT: Final = 8
_LOCK_MINUTES: Final = 10
THEMES: Final = ("system", "light", "dark")


class Settings:
    """Typed access to the user's settings; values are anything JSON can hold. `file` is for tests and portable use."""

    def __init__(self, file: Path | None = None) -> None:
        ini = QSettings.Format.IniFormat
        self._kept = (
            QSettings(str(file), ini)
            if file is not None
            else QSettings(ini, QSettings.Scope.UserScope, "desktop-crm", "desktop-crm")
        )

    @property
    def store(self) -> QSettings:
        """Qt's side of it, for widgets that remember themselves."""
        return self._kept

    def get(self, key: str, default: Any = None) -> Any:
        """What was kept under `key`; the default also when somebody has spoiled the file."""
        text = self._kept.value(key)
        try:
            return default if text is None else json.loads(str(text))
        except ValueError:
            return default

    def set(self, key: str, value: Any) -> None:
        """Keep `value`; None forgets the key."""
        if value is None:
            self._kept.remove(key)
        else:
            self._kept.setValue(key, json.dumps(value, ensure_ascii=False))

    def get_bytes(self, key: str) -> QByteArray:
        """A state that Qt made (geometry, header, splitter); empty when there is none, or when somebody has spoiled it."""
        try:
            return QByteArray(b64decode(str(self.get(key, ""))))
        except ValueError:
            return QByteArray()

    def set_bytes(self, key: str, state: QByteArray) -> None:
        """Keep a state that Qt made."""
        self.set(key, b64encode(state.data()).decode())

    def save(self) -> None:
        """Write to disk now; Qt does it by itself some time later."""
        self._kept.sync()

    @property
    def theme(self) -> str:
        """One of THEMES."""
        kept = self.get("theme")
        return kept if kept in THEMES else "system"

    @theme.setter
    def theme(self, name: str) -> None:
        self.set("theme", name)

    @property
    def language(self) -> str:
        """A code of LANGUAGES; at first the one that fits this machine."""
        from desktop_crm.language import LANGUAGES, system_language

        kept = self.get("language")
        return kept if kept in LANGUAGES else system_language()

    @language.setter
    def language(self, code: str) -> None:
        self.set("language", code)

    @property
    def lock_minutes(self) -> int:
        """After how long without a touch a protected workspace is locked; 0: never."""
        kept = self.get("lock/minutes")
        return kept if isinstance(kept, int) and kept >= 0 else _LOCK_MINUTES

    @lock_minutes.setter
    def lock_minutes(self, minutes: int) -> None:
        self.set("lock/minutes", minutes)

    def recent(self) -> list[Path]:
        """Workspaces opened lately, the last one first; some may be gone or on a stick that is not plugged in."""
        kept = self.get("recent", [])
        return [Path(name) for name in kept if isinstance(name, str)] if isinstance(kept, list) else []

    def last(self) -> Path | None:
        """The one opened last, while it can be reached."""
        return next((path for path in self.recent()[:1] if os.path.exists(path)), None)  # noqa: PTH110  # unlike Path.exists, never raises

    def add_recent(self, path: Path) -> None:
        """Put a workspace at the top of the recent ones."""
        path = path.absolute()
        paths = [path, *(other for other in self.recent() if other != path)]
        self.set("recent", [str(each) for each in paths[:_RECENT_KEPT]])

    def had_password(self, path: Path) -> bool:
        """Whether the file under this name had a password when it was open here last."""
        return self.mark(path) in self._protected()

    def keep_whether_protected(self, path: Path, *, protected: bool) -> None:
        """Remember that."""
        others = [each for each in self._protected() if each != self.mark(path)]
        self.set("lock/protected", [*others, self.mark(path)] if protected else others)

    def _protected(self) -> list[str]:
        kept = self.get("lock/protected", [])
        return [each for each in kept if isinstance(each, str)] if isinstance(kept, list) else []

    def forget_recent(self, path: Path) -> None:
        """Take a workspace from the recent ones."""
        self.set("recent", [str(each) for each in self.recent() if each != path])

    @staticmethod
    def mark(path: Path) -> str:
        """What a file is known by; it says nothing about where that lies."""
        from hashlib import sha256

        return sha256(str(path.absolute()).encode(errors="surrogateescape")).hexdigest()[:16]
