"""What the program remembers between runs: an ini file of its own. Secrets are never stored here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from workbench.core.errors import Message

THEMES = ("system", "light", "dark")
LANGUAGES = ("system", "en", "ja")
MOTIONS = ("system", "reduced")
NARRATIONS = ("newcomer", "engineer")
RULES = ("rfc5280", "webpki")
PASSPHRASE_KEEPERS = ("nobody", "keyring")
LOCK_AFTER_MINUTES = (5, 15, 60, 0)
"""0: never."""
TEXT_SIZES = (85, 100, 115, 130, 150, 175, 200)
RECENT_LIMIT = 20


def default_path() -> Path:
    """The settings file of this user. `TLS_WORKBENCH_HOME` names another folder."""
    home = os.environ.get("TLS_WORKBENCH_HOME")
    folder = Path(home) if home else Path(platformdirs.user_config_dir("tls-workbench", appauthor=False))
    return folder / "settings.ini"


class Settings(QObject):
    """Typed access to the settings; a value that makes no sense reads as its default.

    trouble   what went wrong with the file at start (it was unreadable and put aside), else None
    changed   emitted with the name of the setting
    """

    changed = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path or default_path()
        self.trouble: Message | None = None
        self._put_aside_when_broken()
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    def _put_aside_when_broken(self) -> None:
        if not os.path.exists(self.path):  # no error where a folder on the way cannot be entered
            return
        try:
            text = self.path.read_bytes()
        except OSError:
            self.trouble = Message("settings_unreadable", {"path": str(self.path)})
            return
        probe = QSettings(str(self.path), QSettings.Format.IniFormat)
        if probe.status() is QSettings.Status.NoError and b"\x00" not in text:
            return
        del probe
        aside = self.path.with_name(f"{self.path.name}.broken-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        try:
            self.path.replace(aside)
        except OSError:
            self.trouble = Message("settings_unreadable", {"path": str(self.path)})
            return
        self.trouble = Message("settings_broken", {"path": str(aside)})

    # -- choices ---------------------------------------------------------------------------------------------------

    @property
    def language(self) -> str:
        return self._one_of("interface/language", LANGUAGES)

    @language.setter
    def language(self, value: str) -> None:
        self._put("interface/language", value, "language")

    @property
    def theme(self) -> str:
        return self._one_of("interface/theme", THEMES)

    @theme.setter
    def theme(self, value: str) -> None:
        self._put("interface/theme", value, "theme")

    @property
    def text_size(self) -> int:
        """Percent of the normal size."""
        return int(self._one_of("interface/text_size", [str(size) for size in TEXT_SIZES], "100"))

    @text_size.setter
    def text_size(self, value: int) -> None:
        self._put("interface/text_size", str(value), "text_size")

    @property
    def motion(self) -> str:
        """Whether what explains by moving may move: as the system says, or not at all."""
        return self._one_of("interface/motion", MOTIONS)

    @motion.setter
    def motion(self, value: str) -> None:
        self._put("interface/motion", value, "motion")

    @property
    def narration(self) -> str:
        """For whom the steps of a handshake are explained: a `Depth` of the narration."""
        return self._one_of("handshake/narration", NARRATIONS)

    @narration.setter
    def narration(self, value: str) -> None:
        self._put("handshake/narration", value, "narration")

    @property
    def trust(self) -> str:
        """Either "mozilla", "system" or the path of a file of trust anchors."""
        return self._text("judging/trust") or "mozilla"

    @trust.setter
    def trust(self, value: str) -> None:
        self._put("judging/trust", value, "trust")

    @property
    def rules(self) -> str:
        return self._one_of("judging/rules", RULES)

    @rules.setter
    def rules(self, value: str) -> None:
        self._put("judging/rules", value, "rules")

    # -- workspace -------------------------------------------------------------------------------------------------

    @property
    def workspace_url(self) -> str:
        """Where the workspace is (a URL as SQLAlchemy has it, without a password in it); "" is the file in the user's data folder."""
        return self._text("workspace/url")

    @workspace_url.setter
    def workspace_url(self, value: str) -> None:
        self._put("workspace/url", value, "workspace_url")

    @property
    def lock_after_minutes(self) -> int:
        """After how many minutes without use the keys are locked again."""
        return int(self._one_of("workspace/lock_after", [str(minutes) for minutes in LOCK_AFTER_MINUTES], "15"))

    @lock_after_minutes.setter
    def lock_after_minutes(self, value: int) -> None:
        self._put("workspace/lock_after", str(value), "lock_after_minutes")

    @property
    def passphrase_keeper(self) -> str:
        """Who keeps the passphrase of the keys: nobody, or the operating system's keyring. It is never kept here."""
        return self._one_of("workspace/passphrase", PASSPHRASE_KEEPERS)

    @passphrase_keeper.setter
    def passphrase_keeper(self, value: str) -> None:
        self._put("workspace/passphrase", value, "passphrase_keeper")

    # -- recent files ----------------------------------------------------------------------------------------------

    @property
    def recent(self) -> tuple[str, ...]:
        """Absolute paths, the latest first."""
        value = self._store.value("recent/files")
        if isinstance(value, str):
            value = [value] if value else []
        return tuple(entry for entry in value or () if isinstance(entry, str) and entry)[:RECENT_LIMIT]

    def remember_recent(self, paths: Sequence[str]) -> None:
        """Put these in front of the recent files."""
        fresh = [os.path.abspath(path) for path in paths[:RECENT_LIMIT]]
        self._put_recent([*fresh, *(path for path in self.recent if path not in fresh)][:RECENT_LIMIT])

    def forget_recent(self, path: str | None = None) -> None:
        """Take one path, or with None all of them, out of the recent files."""
        self._put_recent([entry for entry in self.recent if path is not None and entry != path])

    def _put_recent(self, paths: list[str]) -> None:
        if tuple(paths) != self.recent:
            self._store.setValue("recent/files", paths)
            self.changed.emit("recent")

    # -- layout ----------------------------------------------------------------------------------------------------

    def layout(self, name: str) -> QByteArray | None:
        """The remembered geometry or splitter state of this name."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def remember_layout(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"layout/{name}", state)

    def sync(self) -> None:
        """Write now."""
        self._store.sync()

    # -- reading and writing ---------------------------------------------------------------------------------------

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def _one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        value = self._text(key)
        return value if value in allowed else default or allowed[0]

    def _put(self, key: str, value: str, name: str) -> None:
        if self._text(key) != value:
            self._store.setValue(key, value)
            self.changed.emit(name)
