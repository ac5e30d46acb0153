"""The workspace of the window: opened in a job, shared by all pages, locked after a while.

Pages read and change it only in jobs; `changed` tells all of them when something in it is different.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import Message
from workbench.models import jobs
from workbench.models.jobs import Job
from workbench.models.settings import Settings

if TYPE_CHECKING:
    from workbench.core.workspace.workspace import Workspace


class WorkspaceSession(QObject):
    """opened         a workspace is there now (or another one)
    failed         it could not be opened: the sentence
    vault_changed  the vault was set up, unlocked or locked
    changed        something in it was added, changed or put away
    failed_aside   something beside the matter went wrong: the sentence
    trouble        (no signal) why it could not be opened, None when it is open or was not tried
    """

    opened = Signal()
    failed = Signal(object)
    vault_changed = Signal()
    changed = Signal()
    failed_aside = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.workspace: Workspace | None = None
        self.trouble: Message | None = None
        self._opening: Job | None = None
        self._password = ""  # of a database; never stored
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        settings.changed.connect(self._setting_changed)

    # -- opening ---------------------------------------------------------------------------------------------------

    def ensure_open(self) -> None:
        """Open the workspace of the settings unless it is open or being opened. Ends in `opened` or `failed`."""
        if self.workspace is None and self._opening is None:
            self.trouble = None
            self._opening = jobs.run(_open, self.settings.workspace_url or None, self._password)
            self._opening.finished.connect(self._on_opened)
            self._opening.failed.connect(self._on_failed)

    def reopen(self) -> None:
        """Leave the workspace and open that of the settings."""
        self.close()
        self.ensure_open()

    def switch(self, url: str, password: str = "") -> Job:
        """Leave the workspace for that of another URL ("" is the default one), and remember it, once that is open.

        A password is kept as long as the program runs and is written nowhere; one that stands in the URL is taken out of it.
        The job fails with the sentence; the workspace that is open stays then.
        """
        job = jobs.run(_open_other, url, password)
        job.finished.connect(self._on_switched)
        return job

    def close(self) -> None:
        if self.workspace is not None:
            self._idle.stop()
            self.workspace.close()
            self.workspace = None

    @Slot(object)
    def _on_opened(self, workspace: Workspace) -> None:
        self._opening = None
        self.workspace = workspace
        self.opened.emit()

    @Slot(object)
    def _on_switched(self, found: tuple[Workspace, str, str]) -> None:
        workspace, url, password = found
        self.close()
        self.vault_changed.emit()
        self._password = password
        self.trouble = None
        self.settings.workspace_url = url
        self._on_opened(workspace)

    @Slot(object)
    def _on_failed(self, message: Message) -> None:
        self._opening = None
        self.trouble = message
        self.failed.emit(message)

    # -- the vault -------------------------------------------------------------------------------------------------

    @property
    def vault_new(self) -> bool:
        return self.workspace is not None and self.workspace.vault.new

    @property
    def locked(self) -> bool:
        return self.workspace is None or self.workspace.vault.locked

    def unlock(self, passphrase: str) -> Job:
        """Set the passphrase of a new vault, or unlock. The job fails with the sentence when it is the wrong one."""
        job = jobs.run(_unlock, self._there(), passphrase, self.keeps_passphrase)
        job.finished.connect(self._on_unlocked)
        return job

    @property
    def keeps_passphrase(self) -> bool:
        """Whether the system's keyring keeps the passphrase: somebody chose that."""
        return self.settings.passphrase_keeper == "keyring"

    def unlock_remembered(self) -> Job:
        """Unlock with what the system's keyring keeps. The job fails with the sentence when that is nothing, or wrong."""
        job = jobs.run(_unlock_remembered, self._there())
        job.finished.connect(self._on_unlocked)
        return job

    def forget_passphrase(self) -> None:
        """Take the passphrase of this workspace out of the system's keyring."""
        if self.workspace is not None:
            jobs.run(_forget, self.workspace.url).failed.connect(self.failed_aside)

    @Slot()
    def lock(self) -> None:
        if not self.locked:
            self._there().vault.lock()
            self._idle.stop()
            self.vault_changed.emit()

    def touch(self) -> None:
        """Somebody is there: the time until the vault locks itself begins anew."""
        minutes = self.settings.lock_after_minutes
        if self.locked or not minutes:
            self._idle.stop()
        else:
            self._idle.start(minutes * 60_000)

    @Slot(str)
    def _setting_changed(self, name: str) -> None:
        if name == "lock_after_minutes":
            self.touch()

    def change_passphrase(self, old: str, new: str) -> Job:
        """The job fails with the sentence when the old one is wrong or the new one empty. The vault stays as it was, locked or not."""
        self.touch()
        return jobs.run(_change_passphrase, self._there(), old, new, self.keeps_passphrase)

    @Slot(object)
    def _on_unlocked(self, trouble: Message | None) -> None:
        if trouble is not None:
            self.failed_aside.emit(trouble)
        self.touch()
        self.vault_changed.emit()

    # -- work ------------------------------------------------------------------------------------------------------

    def read(self, function: Callable[..., Any], *args: Any) -> Job:
        """`function(connection, *args)` in a job, with a consistent view of the database."""
        return jobs.run(_reading, self._there(), function, args)

    def use(self, function: Callable[..., Any], *args: Any) -> Job:
        """`function(workspace, *args)` in a job that changes nothing: it needs the vault."""
        self.touch()
        return jobs.run(function, self._there(), *args)

    def change(self, function: Callable[..., Any], *args: Any) -> Job:
        """`function(workspace, *args)` in a job; `changed` is emitted when it is done."""
        self.touch()
        job = jobs.run(function, self._there(), *args)
        job.finished.connect(self._on_done)
        return job

    def change_task(self, function: Callable[..., Any], *args: Any) -> Job:
        """`function(task, workspace, *args)` in a job that can tell its progress and be cancelled; likewise."""
        self.touch()
        job = jobs.run_task(function, self._there(), *args)
        job.finished.connect(self._on_done)
        return job

    @Slot(object)
    def _on_done(self, result: object) -> None:
        self.changed.emit()

    def _there(self) -> Workspace:
        if self.workspace is None:
            raise RuntimeError("The workspace is not open.")
        return self.workspace


def _open(url: str | None, password: str = "") -> Workspace:
    from workbench.core.workspace.workspace import open_workspace  # takes SQLAlchemy along, which a start can do without

    if url and password:
        from workbench.core.workspace.database import parsed_url

        url = parsed_url(url).set(password=password).render_as_string(hide_password=False)
    return open_workspace(url)


def _unlock(workspace: Workspace, passphrase: str, keep: bool) -> Message | None:
    """Unlocked, or set up. What is given back is why the keyring does not keep the passphrase, when it should."""
    if workspace.vault.new:
        workspace.set_up_vault(passphrase)
    else:
        workspace.vault.unlock(passphrase)
    return _remember(workspace.url, passphrase) if keep else None


def _unlock_remembered(workspace: Workspace) -> None:
    from workbench.core.workspace import system_keyring
    from workbench.core.workspace.errors import VaultError

    passphrase = system_keyring.remembered(workspace.url)
    if passphrase is None:
        raise VaultError("library_keyring_has_none")
    workspace.vault.unlock(passphrase)


def _change_passphrase(workspace: Workspace, old: str, new: str, keep: bool) -> Message | None:
    workspace.change_passphrase(old, new)
    return _remember(workspace.url, new) if keep else None


def _remember(url: str, passphrase: str) -> Message | None:
    from workbench.core.workspace import system_keyring

    try:
        system_keyring.remember(url, passphrase)
    except system_keyring.KeyringError as error:
        return error.message
    return None


def _forget(url: str) -> None:
    from workbench.core.workspace import system_keyring

    system_keyring.forget(url)


def _open_other(url: str, password: str) -> tuple[Workspace, str, str]:
    """The workspace, its URL without a password, and the password."""
    from workbench.core.workspace.database import parsed_url

    if not url:
        return _open(None), "", ""
    parsed = parsed_url(url)
    if parsed.password is not None:
        password = password or str(parsed.password)
        url = parsed.set(password=None).render_as_string()
    return _open(url, password), url, password


def _reading(workspace: Workspace, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    with workspace.reading() as connection:
        return function(connection, *args)


