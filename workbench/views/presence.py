"""Notices that somebody is at the window, so that the keys lock themselves only after nobody was."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject

from workbench.models.workspace import WorkspaceSession

_SIGNS = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin)
EVERY_MS = 2000
"""Signs of life in quick succession are told once."""


class Presence(QObject):
    """Looks at the events of the application, only while the keys are unlocked: each of them is looked at in Python."""

    def __init__(self, session: WorkspaceSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._since = QElapsedTimer()
        self._looks = False
        session.vault_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        looks = not self._session.locked
        application = QCoreApplication.instance()
        if looks is self._looks or application is None:
            return
        self._looks = looks
        if looks:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS and (not self._since.isValid() or self._since.elapsed() > EVERY_MS):
            self._since.start()
            self._session.touch()
        return False
